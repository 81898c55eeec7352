//! Signing in, the second factor, headers, requests from elsewhere.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use domain::access::Post;
use store::identity::{NewAccount, NewHolding, create_account, give_post};

use crate::support::{Browser, School};

/// A clerk who signs in by the page: 8 characters at least, not a common password.
async fn clerk_with_password(school: &School) -> Browser {
    let browser = school.visitor();
    let token = server::issue_first_run_token(&school.app)
        .await
        .unwrap()
        .unwrap();
    let page = browser
        .post(
            "/first-run",
            &[
                ("token", &token),
                ("school", "示范职业技术学校"),
                ("name", "黎晓雯"),
                ("login", "admin"),
                ("password", "荔枝红了请你来吃"),
            ],
        )
        .await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text("main"));
    school.visitor()
}

#[tokio::test]
async fn the_first_administrator_is_made_with_the_printed_token_and_only_once() {
    let school = School::new().await;
    let visitor = school.visitor();
    let wrong = visitor
        .post(
            "/first-run",
            &[
                ("token", "AAAA"),
                ("school", "示范"),
                ("name", "黎"),
                ("login", "a"),
                ("password", "荔枝红了请你来吃"),
            ],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.value("name"), "黎", "what was typed stays");
    clerk_with_password(&school).await;
    assert_eq!(
        visitor.get("/first-run").await.status,
        StatusCode::NOT_FOUND
    );
    assert!(
        server::issue_first_run_token(&school.app)
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_get_the_same_answer() {
    let school = School::new().await;
    let visitor = clerk_with_password(&school).await;
    let try_with = |login: &'static str, password: &'static str| {
        let visitor = &visitor;
        async move {
            visitor
                .post(
                    "/sign-in",
                    &[("login", login), ("password", password), ("next", "/")],
                )
                .await
        }
    };
    let (nobody, wrong) = (try_with("nobody", "x").await, try_with("admin", "x").await);
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(nobody.texts(".err"), wrong.texts(".err"));
    assert!(nobody.text("title").starts_with("错误："));
    assert_eq!(wrong.value("login"), "admin");
    let right = try_with("admin", "荔枝红了请你来吃").await;
    assert_eq!(right.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn after_five_wrong_passwords_the_account_waits_even_for_the_right_one() {
    let school = School::new().await;
    let visitor = clerk_with_password(&school).await;
    for _ in 0..5 {
        visitor
            .post("/sign-in", &[("login", "admin"), ("password", "x")])
            .await;
    }
    let right = [("login", "admin"), ("password", "荔枝红了请你来吃")];
    let page = visitor.post("/sign-in", &right).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.text(".err").contains("分钟后再试"),
        "{}",
        page.text("main")
    );
    school.app.clock.advance(chrono::Duration::minutes(16));
    assert_eq!(
        visitor.post("/sign-in", &right).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_post_that_exports_shows_a_second_factor_before_anything_else_and_each_code_once() {
    let school = School::new().await;
    let visitor = clerk_with_password(&school).await;
    visitor
        .post(
            "/sign-in",
            &[("login", "admin"), ("password", "荔枝红了请你来吃")],
        )
        .await;
    let desk = visitor.get("/jobs/1").await;
    assert_eq!(desk.location(), "/second-factor?next=%2Fjobs%2F1");
    let secret = visitor.get("/second-factor").await.value("secret");
    let now = u64::try_from(school.now().timestamp()).unwrap();
    let code = server::second_factor_code(&secret, now).unwrap();
    let set_up = visitor
        .post(
            "/second-factor",
            &[("secret", &secret), ("code", &code), ("next", "/")],
        )
        .await;
    assert_eq!(
        set_up.texts("main li code").len(),
        10,
        "{}",
        set_up.text("main")
    );
    let again = visitor.post("/second-factor", &[("code", &code)]).await;
    assert_eq!(
        again.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a code counts once"
    );
    let recovery = set_up.texts("main li code");
    let spent = visitor
        .post("/second-factor", &[("code", recovery.first().unwrap())])
        .await;
    assert_eq!(spent.status, StatusCode::SEE_OTHER);
    let twice = visitor
        .post("/second-factor", &[("code", recovery.first().unwrap())])
        .await;
    assert_eq!(
        twice.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a recovery code counts once"
    );
}

#[tokio::test]
async fn sessions_end_when_idle_when_old_and_when_the_post_ends() {
    let school = School::new().await;
    let clerk = school.sign_in(Post::StudentAffairs).await;
    assert_ne!(
        clerk.get("/me/security").await.status,
        StatusCode::SEE_OTHER
    );
    school.app.clock.advance(chrono::Duration::minutes(31));
    assert_eq!(
        clerk.get("/me/security").await.location(),
        "/sign-in?next=%2Fme%2Fsecurity"
    );

    let last_day = school.today();
    let leaver = school
        .sign_in_as("leaver", "范振宇", |account, from| NewHolding {
            to: Some(last_day),
            ..NewHolding::school(account, Post::GeneralAffairs, from)
        })
        .await;
    assert_eq!(leaver.get("/me/security").await.status, StatusCode::OK);
    for _ in 0..33 {
        school.app.clock.advance(chrono::Duration::minutes(29));
        leaver.get("/me/security").await;
    }
    assert_eq!(
        leaver.get("/me/security").await.status,
        StatusCode::SEE_OTHER,
        "eight hours at most"
    );
}

#[tokio::test]
async fn unsafe_requests_from_elsewhere_are_refused() {
    let school = School::new().await;
    let clerk = school.sign_in(Post::StudentAffairs).await;
    let send = |site: Option<&'static str>, origin: Option<&'static str>| {
        let mut request = clerk.request(Method::POST, "/sign-out");
        if let Some(site) = site {
            request = request.header("sec-fetch-site", site);
        }
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        clerk.send(request.body(Body::empty()).unwrap())
    };
    for (site, origin) in [
        (Some("cross-site"), None),
        (Some("same-site"), None),
        (None, Some("https://elsewhere.test")),
        (None, Some("null")),
        (None, Some("http://onex.test:81")),
        (None, None),
    ] {
        let page = send(site, origin).await;
        assert!(
            page.status.is_client_error(),
            "{site:?} {origin:?}: {}",
            page.status
        );
    }
    assert_eq!(
        clerk.get("/me/security").await.status,
        StatusCode::OK,
        "still signed in"
    );
    assert_eq!(send(Some("same-origin"), None).await.location(), "/sign-in");
}

#[tokio::test]
async fn every_answer_carries_the_headers() {
    let school = School::new().await;
    let visitor = school.visitor();
    for path in [
        "/sign-in",
        "/",
        "/nowhere",
        "/assets/app.css",
        "/assets/nothing.css",
        "/healthz",
    ] {
        let page = visitor.get(path).await;
        for name in [
            "content-security-policy",
            "x-content-type-options",
            "referrer-policy",
            "cross-origin-opener-policy",
        ] {
            assert!(page.headers.contains_key(name), "{path} lacks {name}");
        }
        assert!(page.headers.contains_key("cache-control"), "{path}");
    }
}

#[tokio::test]
async fn signing_in_leads_only_to_pages_of_this_school() {
    let school = School::new().await;
    let visitor = clerk_with_password(&school).await;
    for next in [
        "https://elsewhere.test/",
        "//elsewhere.test",
        "/\\elsewhere.test",
        "javascript:alert(1)",
    ] {
        let fields = [
            ("login", "admin"),
            ("password", "荔枝红了请你来吃"),
            ("next", next),
        ];
        assert_eq!(
            visitor.post("/sign-in", &fields).await.location(),
            "/",
            "{next}"
        );
    }
}

#[tokio::test]
async fn an_account_without_a_post_in_office_gets_nowhere() {
    let school = School::new().await;
    let tx = school.app.db.begin().await.unwrap();
    let account = create_account(
        &tx,
        &NewAccount::active("gone", "叶俊杰", String::new(), school.now()),
    )
    .await
    .unwrap();
    let ended = NewHolding {
        to: Some("2025-05-19".parse().unwrap()),
        ..NewHolding::school(account, Post::OfficeClerk, "2024-09-01".parse().unwrap())
    };
    give_post(&tx, &ended).await.unwrap();
    tx.commit().await.unwrap();
    let browser = school
        .sign_in_as("gone", "叶俊杰", |_, _| unreachable!())
        .await;
    assert_eq!(
        browser.get("/me/security").await.location(),
        "/sign-in?next=%2Fme%2Fsecurity"
    );
}

#[tokio::test]
async fn the_icon_is_there_also_for_browsers_that_were_told_of_none() {
    let school = School::new().await;
    let visitor = school.visitor();
    let page = visitor.get("/sign-in").await;
    let linked = page.attribute("link[rel=icon]", "href").unwrap();
    for path in [linked.as_str(), "/favicon.ico"] {
        let icon = visitor.get(path).await;
        assert_eq!(icon.status, StatusCode::OK, "{path}");
        assert_eq!(icon.headers["content-type"], "image/svg+xml");
        assert!(icon.html().contains("<svg"));
    }
}
