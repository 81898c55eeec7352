//! Taking back, delegating, reminding, deciding twice: the chain as people meet it.

use axum::http::StatusCode;
use chrono::Duration;
use domain::access::Post;
use store::identity::NewHolding;

use crate::support::builders::decide;
use crate::support::{Browser, School};

async fn clerk(school: &School, login: &str, name: &str) -> Browser {
    school
        .sign_in_as(login, name, |account, from| {
            NewHolding::school(account, Post::OfficeClerk, from)
        })
        .await
}

/// The number of the only open review on the person's desk.
async fn waiting(office: &Browser) -> String {
    let hrefs = office.get("/").await.attributes(".tbl td a", "href");
    hrefs
        .iter()
        .find_map(|href| href.strip_prefix("/?open="))
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn plan_3_1_a_decision_is_taken_back_within_minutes_and_until_the_author_opens_it() {
    let school = School::new().await;
    let (leader, id) = school.submitted().await;
    let office = school.sign_in(Post::OfficeClerk).await;
    let review = waiting(&office).await;
    decide(&office, id, &[("act", "approve")]).await;
    let back = office
        .post(&format!("/reviews/{review}/take-back"), &[("op_id", "u")])
        .await;
    assert_eq!(back.location(), format!("/?open={review}"));
    assert!(
        leader
            .get(&format!("/projects/{id}"))
            .await
            .text(".state")
            .starts_with("第一步")
    );

    decide(&office, id, &[("act", "approve")]).await;
    school.app.clock.advance(Duration::minutes(11));
    let late = office
        .post(&format!("/reviews/{review}/take-back"), &[("op_id", "v")])
        .await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text("main").contains("已经过了 10 分钟，不能撤回了"));
    assert!(!office.get("/").await.has("[data-left]"));
}

#[tokio::test]
async fn plan_3_1_a_submission_is_taken_back_until_the_office_opened_it() {
    let school = School::new().await;
    let (leader, id) = school.submitted().await;
    let office = school.sign_in(Post::OfficeClerk).await;
    let review = waiting(&office).await;
    let back = leader
        .post(&format!("/reviews/{review}/take-back"), &[("op_id", "u")])
        .await;
    assert_eq!(back.location(), format!("/projects/{id}"));
    assert!(office.get("/").await.texts(".tbl td a").is_empty());

    crate::support::builders::submit(&leader, id).await;
    let review = waiting(&office).await;
    office.get(&format!("/?open={review}")).await;
    let late = leader
        .post(&format!("/reviews/{review}/take-back"), &[("op_id", "v")])
        .await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text("main").contains("下一位已经打开，不能撤回了"));
}

#[tokio::test]
async fn plan_3_1_reminding_is_limited_to_once_in_four_hours() {
    let school = School::new().await;
    let office = school.sign_in(Post::OfficeClerk).await;
    let (leader, _) = school.submitted().await;
    let review = waiting(&office).await;
    let path = format!("/reviews/{review}/remind");
    assert_eq!(
        leader.post(&path, &[("op_id", "a")]).await.status,
        StatusCode::SEE_OTHER
    );
    let again = leader.post(&path, &[("op_id", "b")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again
            .text("main")
            .contains("今天 09:30 催过，13:30 后可再催")
    );
    assert!(
        leader
            .get("/")
            .await
            .text("main")
            .contains("今天 09:30 催过，13:30 后可再催")
    );
    school.app.clock.advance(Duration::minutes(29));
    assert_eq!(
        leader.post(&path, &[("op_id", "c")]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn plan_2_1_a_review_is_delegated_to_a_colleague_of_the_office_only() {
    let school = School::new().await;
    let (first, second) = (
        clerk(&school, "c1", "林静仪").await,
        clerk(&school, "c2", "何建平").await,
    );
    let (leader, id) = school.submitted().await;
    let review = waiting(&first).await;
    let path = format!("/reviews/{review}/delegate");
    let page = first.get(&path).await;
    assert_eq!(
        page.texts("#to option"),
        ["请选", "何建平（培训就业处干事）"]
    );
    let colleague = page.attributes("#to option", "value").pop().unwrap();
    assert_eq!(
        first
            .post(&path, &[("op_id", "a"), ("to", "1")])
            .await
            .status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        leader
            .post(&path, &[("op_id", "b"), ("to", &colleague)])
            .await
            .status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        first
            .post(&path, &[("op_id", "c"), ("to", &colleague)])
            .await
            .status,
        StatusCode::SEE_OTHER
    );
    assert!(
        first.get("/").await.texts(".tbl td a").is_empty(),
        "it left the desk"
    );
    assert_eq!(
        decide(&second, id, &[("act", "approve")]).await.status,
        StatusCode::SEE_OTHER
    );
    let past = leader
        .get(&format!("/projects/{id}"))
        .await
        .texts(".time li");
    assert!(
        past[1].contains("林静仪 转办「财务共享服务（中级） 2025年6月考试」给何建平"),
        "{past:?}"
    );
}

#[tokio::test]
async fn a_decision_sent_twice_is_made_once_and_a_stale_one_is_refused() {
    let school = School::new().await;
    let office = school.sign_in(Post::OfficeClerk).await;
    let (_, id) = school.submitted().await;
    let review = waiting(&office).await;
    let pane = office.get(&format!("/?open={review}")).await;
    let version = pane.value("version");
    let form = [
        ("review", review.as_str()),
        ("version", &version),
        ("op_id", "same"),
        ("act", "approve"),
    ];
    let path = format!("/projects/{id}/decision");
    let first = office.post(&path, &form).await;
    let second = office.post(&path, &form).await;
    assert_eq!(first.location(), second.location());
    let stale = [
        ("review", review.as_str()),
        ("version", &version),
        ("op_id", "other"),
        ("act", "approve"),
    ];
    assert_eq!(
        office.post(&path, &stale).await.status,
        StatusCode::CONFLICT
    );
}

#[tokio::test]
async fn plan_3_1_the_steps_of_a_chain_follow_each_other() {
    let school = School::new().await;
    let chains = r#"{"chains":{"project":[{"post":"office_director","place":"school"},{"post":"office_clerk","place":"school"}]}}"#;
    school
        .plan_with(serde_json::from_str(chains).unwrap())
        .await;
    let (leader, id) = school.submitted().await;
    let office = clerk(&school, "c1", "林静仪").await;
    assert!(
        office.get("/").await.texts(".tbl td a").is_empty(),
        "not the clerk's turn yet"
    );
    let director = school
        .sign_in_as("d1", "何建平", |account, from| {
            NewHolding::school(account, Post::OfficeDirector, from)
        })
        .await;
    assert_eq!(
        decide(&director, id, &[("act", "approve")]).await.status,
        StatusCode::SEE_OTHER
    );
    let page = leader.get(&format!("/projects/{id}")).await;
    assert!(
        page.text(".msg.info").contains("等林静仪审核"),
        "{}",
        page.text(".msg.info")
    );
    assert_eq!(
        decide(&office, id, &[("act", "approve")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(
        leader
            .get(&format!("/projects/{id}"))
            .await
            .text(".state")
            .starts_with("第三步")
    );
}
