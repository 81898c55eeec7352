//! The desk: what waits, in which order, how it is gone through.

use axum::http::StatusCode;
use chrono::Duration;
use domain::access::Post;

use crate::support::School;
use crate::support::builders::decide;

#[tokio::test]
async fn plan_3_1_the_desk_groups_what_waits_and_says_how_long() {
    let school = School::new().await;
    let office = school.sign_in(Post::OfficeClerk).await;
    let empty = office.get("/").await;
    assert_eq!(empty.text(".empty h2"), "没有要你办的");
    let (leader, _) = school.submitted().await;
    school.app.clock.advance(Duration::hours(73));
    let office = school.sign_in(Post::OfficeClerk).await;
    let desk = office.get("/").await;
    assert_eq!(desk.text("tr.group th"), "审核项目 1");
    assert_eq!(desk.text(".tbl .late"), "3 天");
    assert!(
        desk.text(".sub")
            .contains("要办 1 件，其中 1 件已等超过 2 天；本周有 1 个平台截止（5月24日）"),
        "{}",
        desk.text(".sub")
    );
    assert_eq!(
        desk.texts(".proj .boxes .todo").len() + desk.texts(".proj .boxes .mine").len(),
        7
    );
    let _ = leader;
    let leader = school.leader("会计专业组").await;
    let started = leader.get("/?tab=started").await;
    assert!(started.text(".tbl").contains("待审核"));
    assert!(leader.get("/").await.text("main").contains("我在等谁"));
}

#[tokio::test]
async fn a_pane_has_its_keys_and_they_can_be_switched_off() {
    let school = School::new().await;
    let office = school.sign_in(Post::OfficeClerk).await;
    school.submitted().await;
    let href = office
        .get("/")
        .await
        .attribute(".tbl td a", "href")
        .unwrap();
    let pane = office.get(&href).await;
    assert_eq!(pane.attribute("body", "data-keys").as_deref(), Some("on"));
    assert!(pane.has("button[data-key=a]") && pane.has("button[data-key=r][data-needs=why]"));
    assert_eq!(pane.text(".pane .end.note"), "第 1 件，共 1 件");
    let off = office.post("/me/keys", &[("keys", "off")]).await;
    assert_eq!(off.status, StatusCode::SEE_OTHER);
    assert_eq!(
        office
            .get(&href)
            .await
            .attribute("body", "data-keys")
            .as_deref(),
        Some("off")
    );
}

#[tokio::test]
async fn what_was_decided_stands_under_done_and_the_list_prints() {
    let school = School::new().await;
    let office = school.sign_in(Post::OfficeClerk).await;
    let (_, id) = school.submitted().await;
    let paper = office.get("/desk/today").await;
    assert!(paper.text("table").contains("审核项目"));
    decide(&office, id, &[("act", "approve")]).await;
    let done = office.get("/?tab=done").await;
    assert!(done.text(".tbl").contains("已同意"));
    assert_eq!(office.get("/").await.text(".empty h2"), "没有要你办的");
}

#[tokio::test]
async fn plan_2_1_nobody_opens_a_review_of_another_group() {
    let school = School::new().await;
    let office = school.sign_in(Post::OfficeClerk).await;
    school.submitted().await;
    let href = office
        .get("/")
        .await
        .attribute(".tbl td a", "href")
        .unwrap();
    let other = school.leader("物流专业组").await;
    assert_eq!(other.get(&href).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn keys_are_switched_off_on_the_own_page_for_every_page_and_on_again() {
    let school = School::new().await;
    let office = school.sign_in(Post::OfficeClerk).await;
    let me = office.get("/me").await;
    assert!(me.text("[aria-labelledby=keys]").contains("开着"));
    let form = [("next", "/me"), ("keys", "off")];
    assert_eq!(office.post("/me/keys", &form).await.location(), "/me#keys");
    for path in ["/me", "/", "/students"] {
        let page = office.get(path).await;
        assert_eq!(
            page.attribute("body", "data-keys").as_deref(),
            Some("off"),
            "{path}"
        );
    }
    let form = [("next", "/me"), ("keys", "on")];
    office.post("/me/keys", &form).await;
    let page = office.get("/students").await;
    assert_eq!(page.attribute("body", "data-keys").as_deref(), Some("on"));
    assert!(
        office
            .get("/help")
            .await
            .text("[aria-labelledby=keys]")
            .contains("好一并审核")
    );
}

#[tokio::test]
async fn who_works_with_no_project_is_shown_where_to_begin() {
    let school = School::new().await;
    for (post, link) in [
        (Post::Administrator, "/accounts"),
        (Post::Auditor, "/audit"),
    ] {
        let browser = school.sign_in(post).await;
        let desk = browser.get("/").await;
        let links = desk.attributes("[aria-labelledby=from-here] a", "href");
        assert!(links.iter().any(|href| href == link), "{post}: {links:?}");
        for href in desk.attributes("main a", "href") {
            assert_eq!(
                browser.get(&href).await.status,
                StatusCode::OK,
                "{post} {href}"
            );
        }
    }
}
