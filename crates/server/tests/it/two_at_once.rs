//! Two people change the same thing: what stood there, what stands there now and what was typed, side by side, and
//! nothing overwritten by accident (ux-security B6).

use axum::http::StatusCode;
use domain::access::Post;

use crate::support::{Browser, Page, School};

/// The rows of the table of what came in between: label, before, now, yours.
fn clashes(page: &Page) -> Vec<String> {
    page.texts(".errsum tbody th, .errsum tbody td")
}

/// Posts a form of a page with some of its fields typed anew.
async fn send(browser: &Browser, page: &Page, path: &str, typed: &[(&str, &str)]) -> Page {
    let names = page.attributes("main form input[type=hidden]", "name");
    let values = page.attributes("main form input[type=hidden]", "value");
    let mut form: Vec<(&str, &str)> = typed.to_vec();
    for (name, value) in names.iter().zip(&values) {
        if !form.iter().any(|(known, _)| known == name) {
            form.push((name, value));
        }
    }
    browser.post(path, &form).await
}

#[tokio::test]
async fn a_project_saved_by_somebody_else_meanwhile() {
    let school = School::new().await;
    let (leader, id) = school.draft().await;
    let path = format!("/projects/{id}/edit");
    let (mine, theirs) = (leader.get(&path).await, leader.get(&path).await);
    let chosen = |field: &str| {
        mine.attribute(&format!("#{field} option[selected]"), "value")
            .unwrap()
    };
    let (certificate, level, grade) = (chosen("certificate"), chosen("level"), chosen("grade"));
    let major = mine.attribute("[name=majors]", "value").unwrap();
    let with = async |page: &Page, title: &str| {
        let typed = [
            ("certificate", certificate.as_str()),
            ("level", level.as_str()),
            ("grade", grade.as_str()),
            ("majors", major.as_str()),
            ("exam_from", "2025-06-14"),
            ("exam_to", "2025-06-14"),
            ("registration_deadline", "2025-05-24"),
            ("title", title),
        ];
        send(&leader, page, &path, &typed).await
    };
    assert_eq!(with(&theirs, "甲项目").await.status, StatusCode::SEE_OTHER);
    let clash = with(&mine, "乙项目").await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    assert!(clash.text("title").starts_with("错误："));
    assert_eq!(
        clashes(&clash),
        ["项目名称", &mine.value("title"), "甲项目", "乙项目"]
    );
    assert_eq!(clash.value("title"), "乙项目", "what was typed stays");
    let decided = with(&clash, "乙项目").await;
    assert_eq!(
        decided.status,
        StatusCode::SEE_OTHER,
        "{}",
        decided.text("main")
    );
    let page = leader.get(&format!("/projects/{id}")).await;
    assert_eq!(page.text("h1"), "乙项目");
}

#[tokio::test]
async fn a_class_renamed_by_somebody_else_meanwhile() {
    let school = School::new().await;
    let clerk = school.sign_in(Post::OfficeClerk).await;
    let path = format!("/structure/class/{}", school.class("23会计1班").await);
    let mine = clerk.get(&path).await;
    clerk
        .post(&path, &[("name", "23会计（高考）班"), ("was", "23会计1班")])
        .await;
    let clash = send(&clerk, &mine, &path, &[("name", "23会计试点班")]).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    assert_eq!(
        clashes(&clash),
        ["名称", "23会计1班", "23会计（高考）班", "23会计试点班"]
    );
    school.class("23会计（高考）班").await;
    let decided = send(&clerk, &clash, &path, &[("name", "23会计试点班")]).await;
    assert_eq!(decided.location(), "/structure");
    school.class("23会计试点班").await;
}

#[tokio::test]
async fn an_account_switched_off_by_somebody_else_meanwhile() {
    let school = School::new().await;
    let administrator = school.sign_in(Post::Administrator).await;
    school.sign_in(Post::OfficeClerk).await;
    let found = store::identity::account_by_login(school.app.db.read(), Post::OfficeClerk.code())
        .await
        .unwrap()
        .unwrap();
    let (page, path) = (
        format!("/accounts/{}", found.id),
        format!("/accounts/{}/state", found.id),
    );
    let mine = administrator.get(&page).await;
    let (version, before) = (mine.value("version"), mine.value("before"));
    let off = [
        ("to", "off"),
        ("version", version.as_str()),
        ("before", before.as_str()),
        ("reason", "长假"),
    ];
    administrator.post(&path, &off).await;
    let mut on = off;
    on[0].1 = "on";
    let clash = administrator.post(&path, &on).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    assert_eq!(clashes(&clash), ["账号状态", "在用", "已停用", "在用"]);
    let same = administrator.post(&path, &off).await;
    assert_eq!(same.status, StatusCode::CONFLICT);
    assert!(
        same.text(".errsum").contains("不用再保存"),
        "{}",
        same.text(".errsum")
    );
}
