//! One digest per person and half-day; what presses at once; nobody at night (plan 3.6).

use chrono::TimeDelta;
use domain::access::Post;
use domain::ids::AccountId;
use domain::notices::{ChannelKind, DeliveryState, NoticeKind};
use serde_json::json;
use store::notices::save_contact;

use super::{at, verified};
use crate::support::School;

const MAIL: ChannelKind = ChannelKind::Mail;

async fn clerk(school: &School) -> AccountId {
    school.sign_in(Post::OfficeClerk).await;
    let found = store::identity::account_by_login(school.app.db.read(), "office_clerk").await;
    found.unwrap().unwrap().id
}

/// A clerk with a confirmed mail address.
async fn reached(school: &School) -> AccountId {
    let settings = json!({ "host": "127.0.0.1", "port": "1", "security": "none", "from": "office@school.example", "timeout": "1" });
    school.channel(MAIL, settings).await;
    let clerk = clerk(school).await;
    let tx = school.app.db.begin().await.unwrap();
    let row = verified(clerk, MAIL, "linjy@school.example", school.now());
    save_contact(&tx, row).await.unwrap();
    tx.commit().await.unwrap();
    clerk
}

#[tokio::test]
async fn plan_3_6_what_waits_and_is_unread_comes_as_one_message_per_half_day() {
    let school = School::new().await;
    let clerk = reached(&school).await;
    school.submitted().await;
    assert!(
        school.outbox(None).await.is_empty(),
        "a review of next week does not press"
    );
    let (one, two) = tokio::join!(
        server::gather_digests(&school.app),
        server::gather_digests(&school.app)
    );
    assert!(one.unwrap() + two.unwrap() >= 1);
    let sent = school.outbox(None).await;
    assert_eq!(sent.len(), 1, "two servers, one digest");
    assert_eq!(
        (sent[0].account_id, sent[0].kind),
        (clerk, NoticeKind::Digest)
    );
    assert_eq!(sent[0].title, "上午汇总：1 件待办，1 条未读消息");
    assert!(sent[0].body.contains("审核项目："), "{}", sent[0].body);
    // In the afternoon only when there is something new.
    school.app.clock.advance(TimeDelta::hours(5));
    server::gather_digests(&school.app).await.unwrap();
    let sent = school.outbox(None).await;
    assert_eq!(
        sent.len(),
        2,
        "the project came after the morning had begun"
    );
    assert!(sent[0].title.starts_with("下午汇总"));
    school.app.clock.advance(TimeDelta::hours(24));
    server::gather_digests(&school.app).await.unwrap();
    assert_eq!(
        school.outbox(None).await.len(),
        2,
        "nothing is new this afternoon"
    );
}

#[tokio::test]
async fn plan_3_6_being_urged_goes_out_at_once_but_not_at_night() {
    let school = School::new().await;
    let clerk = reached(&school).await;
    let (_, project) = school.submitted().await;
    let review = store::review::open_of_project(school.app.db.read(), project)
        .await
        .unwrap();
    let path = format!("/reviews/{}/remind", review[0].id);
    let urge = async |op: &str| {
        let leader = school.leader("会计专业组").await;
        leader.post(&path, &[("op_id", op), ("back", "/")]).await
    };
    school.app.clock.advance(TimeDelta::hours(1));
    let page = urge("a").await;
    assert_eq!(page.status, 303, "{}", page.text("main"));
    let sent = school.outbox(None).await;
    assert_eq!(
        (sent.len(), sent[0].account_id, sent[0].kind),
        (1, clerk, NoticeKind::Reminder)
    );
    assert!(sent[0].next_at <= school.now());
    // 22:30 in the school: seven in the morning.
    school.app.clock.advance(TimeDelta::hours(12));
    urge("b").await;
    let sent = school.outbox(None).await;
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0].next_at.to_rfc3339(), "2025-05-20T23:00:00+00:00");
}

#[tokio::test]
async fn what_was_read_in_the_meantime_is_not_sent_any_more() {
    let school = School::new().await;
    let clerk = reached(&school).await;
    let (_, project) = school.submitted().await;
    let review = store::review::open_of_project(school.app.db.read(), project)
        .await
        .unwrap();
    school.app.clock.advance(TimeDelta::hours(1));
    let leader = school.leader("会计专业组").await;
    leader
        .post(
            &format!("/reviews/{}/remind", review[0].id),
            &[("op_id", "a"), ("back", "/")],
        )
        .await;
    let tx = school.app.db.begin().await.unwrap();
    store::messages::read_all(&tx, clerk, school.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    school.send(MAIL).await;
    let row = &school.outbox(None).await[0];
    assert_eq!(row.state, DeliveryState::Suppressed);
    assert_eq!(row.error.as_deref(), Some("本人已经在系统里看过"));
}

#[tokio::test]
async fn staff_without_an_address_are_reached_by_their_login_where_the_directory_is_the_same() {
    let school = School::new().await;
    let mut settings = at("http://127.0.0.1:1");
    settings["by_login"] = "yes".into();
    school.channel(ChannelKind::WecomApp, settings).await;
    clerk(&school).await;
    school.submitted().await;
    server::gather_digests(&school.app).await.unwrap();
    let sent = school.outbox(None).await;
    assert_eq!((sent.len(), sent[0].address.as_str()), (1, "office_clerk"));
}
