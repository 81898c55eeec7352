//! Accounts, posts with their terms, a person's own page, the inbox, help.

use axum::http::StatusCode;
use domain::access::Post;
use domain::ids::AccountId;
use store::identity::{self as rows, NewHolding};
use store::messages::{self, MessageDraft};

use crate::support::{Browser, Page, School};

async fn account(school: &School, login: &str) -> rows::account::Model {
    rows::account_by_login(school.app.db.read(), login)
        .await
        .unwrap()
        .unwrap()
}

async fn clerk_of(school: &School, login: &str) -> (AccountId, Browser) {
    let browser = school
        .sign_in_as(login, "何建平", |account, from| {
            NewHolding::school(account, Post::OfficeClerk, from)
        })
        .await;
    (account(school, login).await.id, browser)
}

async fn made(administrator: &Browser, login: &str, post: &str) -> Page {
    let fields = [
        ("name", "苏敏华"),
        ("login", login),
        ("post", post),
        ("from", "2025-05-20"),
        ("op_id", login),
    ];
    administrator.post("/accounts/new", &fields).await
}

#[tokio::test]
async fn a_new_account_gets_a_password_shown_once_that_must_be_changed_first() {
    let school = School::new().await;
    let administrator = school.sign_in(Post::Administrator).await;
    let page = made(&administrator, "t0815", "student_affairs").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text("main"));
    let password = page.text("#password");
    let again = made(&administrator, "t0815", "student_affairs").await;
    assert!(
        !again.html().contains(&password),
        "a second sending does not show it"
    );
    assert!(again.location().starts_with("/accounts/"));

    let person = school.visitor();
    let signed = person
        .post("/sign-in", &[("login", "t0815"), ("password", &password)])
        .await;
    assert_eq!(signed.location(), "/");
    for path in ["/students", "/messages", "/search", "/help"] {
        assert_eq!(person.get(path).await.location(), "/me/security", "{path}");
    }
    let new = "荔枝红了请你来吃";
    let changed = person
        .post(
            "/me/security",
            &[("old", &password), ("new", new), ("again", new)],
        )
        .await;
    assert_eq!(changed.location(), "/");
    assert_eq!(person.get("/students").await.status, StatusCode::OK);
}

#[tokio::test]
async fn plan_2_1_a_post_is_given_for_its_place_and_term_and_acts_within_it() {
    let school = School::new().await;
    let administrator = school.sign_in(Post::Administrator).await;
    let missing = administrator
        .post(
            "/accounts/new",
            &[
                ("name", "周文博"),
                ("login", "g1"),
                ("post", "group_leader"),
                ("from", "2025-05-20"),
            ],
        )
        .await;
    assert_eq!(
        missing.text("#group-err"),
        "专业组：请选专业组长管哪个专业组"
    );
    assert_eq!(missing.value("name"), "周文博");
    let (id, clerk) = clerk_of(&school, "c1").await;
    let class = school.class("23会计1班").await.to_string();
    let give = [
        ("post", "class_teacher"),
        ("class", class.as_str()),
        ("from", "2025-05-20"),
        ("to", "2025-08-31"),
    ];
    let given = administrator
        .post(&format!("/accounts/{id}/posts"), &give)
        .await;
    assert_eq!(
        given.status,
        StatusCode::SEE_OTHER,
        "{}",
        given.text("main")
    );
    let held = clerk.get("/me").await.texts("[aria-labelledby=posts] li");
    assert_eq!(
        held,
        [
            "班主任 23会计1班5月20日 ～ 8月31日",
            "培训就业处干事 全校2024年9月1日 ～ 未定"
        ]
    );
    let backwards = [
        ("post", "class_teacher"),
        ("class", class.as_str()),
        ("from", "2025-05-20"),
        ("to", "2025-05-19"),
    ];
    let refused = administrator
        .post(&format!("/accounts/{id}/posts"), &backwards)
        .await;
    assert_eq!(refused.text("#to-err"), "任期止：要晚于任期起 2025-05-20");
}

#[tokio::test]
async fn plan_2_1_when_the_last_post_ends_the_person_is_out_at_once_and_the_history_stays() {
    let school = School::new().await;
    let administrator = school.sign_in(Post::Administrator).await;
    let (id, clerk) = clerk_of(&school, "c1").await;
    assert_eq!(clerk.get("/students").await.status, StatusCode::OK);
    let holding = rows::holdings_of_all(school.app.db.read(), &[id])
        .await
        .unwrap()[0]
        .id;
    let end = format!("/accounts/{id}/posts/{holding}/end");
    let without = administrator
        .post(&end, &[("last_day", "2025-05-19")])
        .await;
    assert_eq!(
        without.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a reason is wanted"
    );
    administrator
        .post(&end, &[("last_day", "2025-05-19"), ("reason", "调离")])
        .await;
    assert_eq!(
        clerk.get("/students").await.location(),
        "/sign-in?next=%2Fstudents"
    );
    assert!(
        rows::sessions(school.app.db.read(), id)
            .await
            .unwrap()
            .is_empty()
    );
    let page = administrator.get(&format!("/accounts/{id}")).await;
    assert!(page.text("[aria-labelledby=posts]").contains("调离"));
    assert!(
        page.text("[aria-labelledby=past]")
            .contains("结束「何建平（培训就业处干事）」的岗位")
    );
}

#[tokio::test]
async fn an_account_switched_off_is_out_at_once_and_can_be_brought_back() {
    let school = School::new().await;
    let administrator = school.sign_in(Post::Administrator).await;
    let (id, clerk) = clerk_of(&school, "c1").await;
    let state = format!("/accounts/{id}/state");
    let version = account(&school, "c1").await.version.to_string();
    let off = [
        ("to", "off"),
        ("version", version.as_str()),
        ("reason", "长假"),
    ];
    assert_eq!(
        administrator.post(&state, &off).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(clerk.get("/students").await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        administrator.post(&state, &off).await.status,
        StatusCode::CONFLICT,
        "an old page"
    );
    let version = account(&school, "c1").await.version.to_string();
    administrator
        .post(&state, &[("to", "on"), ("version", &version)])
        .await;
    assert!(account(&school, "c1").await.is_active());
}

#[tokio::test]
async fn the_last_administrator_stays_and_nobody_administers_and_audits() {
    let school = School::new().await;
    let administrator = school.sign_in(Post::Administrator).await;
    let own = account(&school, "administrator").await.id;
    let holding = rows::holdings_of_all(school.app.db.read(), &[own])
        .await
        .unwrap()[0]
        .id;
    let end = format!("/accounts/{own}/posts/{holding}/end");
    let last = administrator
        .post(&end, &[("last_day", "2025-05-20"), ("reason", "换人")])
        .await;
    assert!(
        last.text("main").contains("最后一位系统管理员"),
        "{}",
        last.text("main")
    );
    let off = administrator
        .post(
            &format!("/accounts/{own}/state"),
            &[("to", "off"), ("version", "1")],
        )
        .await;
    assert_eq!(off.status, StatusCode::UNPROCESSABLE_ENTITY);
    let audits = [("post", "auditor"), ("from", "2025-05-20")];
    let both = administrator
        .post(&format!("/accounts/{own}/posts"), &audits)
        .await;
    assert!(
        both.text("main").contains("不能再当审计员"),
        "{}",
        both.text("main")
    );
}

#[tokio::test]
async fn a_lost_password_or_telephone_is_replaced_and_old_sessions_end() {
    let school = School::new().await;
    let administrator = school.sign_in(Post::Administrator).await;
    let (id, clerk) = clerk_of(&school, "c1").await;
    let reset = administrator
        .post(&format!("/accounts/{id}/password"), &[("op_id", "r1")])
        .await;
    assert_eq!(reset.text("#password").chars().count(), 14);
    assert!(account(&school, "c1").await.must_change_password);
    assert_eq!(clerk.get("/me").await.status, StatusCode::SEE_OTHER);
    let tx = school.app.db.begin().await.unwrap();
    rows::set_second_factor(&tx, id, "sealed", vec!["code".into()])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    administrator
        .post(&format!("/accounts/{id}/second-factor"), &[])
        .await;
    assert_eq!(account(&school, "c1").await.totp_secret, None);
}

#[tokio::test]
async fn only_the_administrator_sees_accounts_and_only_with_a_fresh_second_factor() {
    let school = School::new().await;
    let administrator = school.sign_in(Post::Administrator).await;
    school.sign_in(Post::OfficeClerk).await;
    let list = administrator.get("/accounts?q=clerk").await;
    assert_eq!(
        list.texts("tbody tr"),
        ["office_clerk林静仪培训就业处干事（全校）在用"]
    );
    school.app.clock.advance(chrono::Duration::minutes(11));
    assert_eq!(
        administrator.get("/accounts").await.location(),
        "/second-factor?next=%2Faccounts"
    );
    assert_eq!(
        school
            .sign_in(Post::OfficeDirector)
            .await
            .get("/accounts")
            .await
            .status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn everybody_sees_and_ends_the_own_sessions() {
    let school = School::new().await;
    let here = school.sign_in(Post::StudentAffairs).await;
    let there = school.sign_in(Post::StudentAffairs).await;
    let page = here.get("/me").await;
    assert_eq!(page.texts("tbody tr").len(), 2);
    let name = page.value("session");
    assert_eq!(
        here.post("/me/sessions", &[("session", &name)])
            .await
            .location(),
        "/me"
    );
    assert_eq!(there.get("/me").await.location(), "/sign-in?next=%2Fme");
    assert_eq!(here.get("/me").await.texts("tbody tr").len(), 1);
    here.post("/me/sessions", &[("session", "")]).await;
    assert_eq!(
        here.get("/me").await.status,
        StatusCode::OK,
        "an empty name ends nothing"
    );
}

#[tokio::test]
async fn the_inbox_is_the_persons_own_and_remembers_what_was_read() {
    let school = School::new().await;
    let clerk = school.sign_in(Post::StudentAffairs).await;
    let other = school.sign_in(Post::AcademicAffairs).await;
    let me = account(&school, "student_affairs").await.id;
    let tx = school.app.db.begin().await.unwrap();
    let draft = MessageDraft {
        account: me,
        title: "报名表已退回",
        body: "第 3 行照片不合格",
        link: Some("/search"),
    };
    let id = messages::send(&tx, &draft, school.now()).await.unwrap();
    tx.commit().await.unwrap();
    let inbox = clerk.get("/messages").await;
    assert!(inbox.text("main").contains("报名表已退回"));
    assert_eq!(inbox.text(".bell .unread"), "1 条未读");
    assert_eq!(
        other
            .post(&format!("/messages/{id}/read"), &[])
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        clerk
            .post(&format!("/messages/{id}/read"), &[])
            .await
            .location(),
        "/search"
    );
    assert!(!clerk.get("/messages").await.has(".bell .unread"));
}

#[tokio::test]
async fn help_says_what_each_post_may_do_and_whom_to_ask() {
    let school = School::new().await;
    school.sign_in(Post::Administrator).await;
    let teacher = school.teacher("23会计1班").await;
    let help = teacher.get("/help").await;
    assert_eq!(help.text("dt b"), "班主任（你）");
    assert!(help.text("dl").contains("审核报名表"));
    assert!(help.text("main").contains("系统管理员 林静仪"));
    assert_eq!(
        school.visitor().get("/help/sign-in").await.status,
        StatusCode::OK
    );
}
