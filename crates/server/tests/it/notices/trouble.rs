//! Single troubles, each with what must follow.

use chrono::TimeDelta;
use domain::notices::{ChannelKind, ContactState, DeliveryState, Size};
use store::notices::{channel, claim, contact_of};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::at;
use super::fake::{Does, Fake};
use crate::support::School;

const WECOM: ChannelKind = ChannelKind::WecomApp;

async fn scene(
    does: impl Fn(usize) -> Does + Send + Sync + 'static,
    address: &'static str,
    count: usize,
) -> (School, std::sync::Arc<Fake>, domain::ids::AccountId) {
    let school = School::new().await;
    let fake = Fake::start(
        WECOM,
        WECOM.limits(Size::default()),
        &school.app.clock,
        does,
    )
    .await;
    school.channel(WECOM, at(&fake.url)).await;
    let people = school.reachable(WECOM, 1, |_| address.into()).await;
    school
        .post_out(WECOM, &people, |_| address.into(), count)
        .await;
    (school, fake, people[0])
}

#[tokio::test]
async fn an_unknown_member_is_not_delivered_and_the_person_reads_why() {
    let (school, fake, person) = scene(|_| Does::Answers, "nobody1", 1).await;
    school.send(WECOM).await;
    let row = &school.outbox(None).await[0];
    assert_eq!(row.state, DeliveryState::GivenUp);
    assert!(row.error.as_ref().unwrap().contains("没有这个成员"));
    assert!(fake.arrived().is_empty());
    let contact = contact_of(school.app.db.read(), person, WECOM)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(contact.state, ContactState::Failed);
    let inbox = store::messages::inbox(school.app.db.read(), person, store::Page::new(1, 9))
        .await
        .unwrap();
    assert_eq!(inbox.items[0].title, "企业微信应用消息发不到你这里");
}

#[tokio::test]
async fn a_limit_of_the_service_holds_the_channel_and_the_message_goes_later() {
    let (school, fake, _) = scene(
        |n| {
            if n == 1 {
                Does::Refuses(45_009)
            } else {
                Does::Answers
            }
        },
        "linjy",
        1,
    )
    .await;
    school.send(WECOM).await;
    let row = &school.outbox(None).await[0];
    assert_eq!((row.state, row.attempts), (DeliveryState::Held, 0));
    let rests = channel(school.app.db.read(), WECOM).await.unwrap().unwrap();
    assert!(
        rests.rests_until.is_some() && rests.problem.is_none(),
        "a limit is no fault"
    );
    school.app.clock.advance(TimeDelta::seconds(30));
    school.send(WECOM).await;
    assert!(fake.arrived().is_empty());
    school.app.clock.advance(TimeDelta::seconds(31));
    school.send(WECOM).await;
    assert_eq!(fake.arrived().len(), 1);
}

#[tokio::test]
async fn a_token_is_kept_and_renewed_once_when_it_has_ended() {
    let (school, fake, _) = scene(
        |n| {
            if n == 2 {
                Does::Refuses(42_001)
            } else {
                Does::Answers
            }
        },
        "linjy",
        5,
    )
    .await;
    school.send(WECOM).await;
    assert_eq!((fake.arrived().len(), fake.tokens()), (5, 2));
    assert!(
        fake.urls()
            .iter()
            .all(|url| url.contains("access_token=token-"))
    );
}

#[tokio::test]
async fn wrong_settings_rest_the_channel_and_wait_for_the_administrator() {
    let (school, fake, _) = scene(|_| Does::Refuses(40_013), "linjy", 3).await;
    school.send(WECOM).await;
    let row = channel(school.app.db.read(), WECOM).await.unwrap().unwrap();
    assert!(row.problem.unwrap().contains("errcode 40013"));
    assert!(
        school
            .outbox(None)
            .await
            .iter()
            .all(|one| one.state == DeliveryState::Failed && one.attempts == 0)
    );
    let desk = school
        .sign_in(domain::access::Post::Administrator)
        .await
        .get("/")
        .await;
    assert!(
        desk.text("main").contains("处理通知渠道"),
        "{}",
        desk.text("main")
    );
    // Nobody mends it: after two days it is said to be undelivered.
    for _ in 0..60 {
        school.app.clock.advance(TimeDelta::hours(1));
        school.send(WECOM).await;
    }
    let rows = school.outbox(Some(DeliveryState::GivenUp)).await;
    assert_eq!(rows.len(), 3);
    assert!(
        rows[0]
            .error
            .as_ref()
            .unwrap()
            .starts_with("48 小时内没有发出")
    );
    assert!(fake.arrived().is_empty());
}

#[tokio::test]
async fn nobody_listening_is_tried_six_times_with_growing_waits() {
    let school = School::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    school.channel(WECOM, at(&url)).await;
    let people = school.reachable(WECOM, 1, |_| "linjy".into()).await;
    school.post_out(WECOM, &people, |_| "linjy".into(), 1).await;
    let mut tries = 0;
    for _ in 0..90 {
        tries += server::send_due_notices(&school.app, WECOM).await.unwrap();
        school.app.clock.advance(TimeDelta::minutes(1));
    }
    assert_eq!(tries, 6);
    let row = &school.outbox(None).await[0];
    assert_eq!(row.state, DeliveryState::GivenUp);
    assert_eq!(
        row.error.as_deref(),
        Some("试了 6 次都没有发出，最后一次：连接不上企业微信")
    );
}

#[tokio::test]
async fn what_a_stopped_program_left_is_repeated_only_where_that_is_known() {
    for (kind, again) in [(WECOM, true), (ChannelKind::WecomRobot, false)] {
        let school = School::new().await;
        let fake = Fake::start(
            kind,
            kind.limits(Size::default()),
            &school.app.clock,
            |_| Does::Answers,
        )
        .await;
        school.channel(kind, at(&fake.url)).await;
        let address = |_: usize| "13800002210".to_owned();
        let people = school.reachable(kind, 1, address).await;
        school.post_out(kind, &people, address, 1).await;
        // Claimed by a program that is stopped before it records anything.
        let limits = kind.limits(Size::default());
        assert_eq!(
            claim(&school.app.db, kind, &limits, 1, school.now())
                .await
                .unwrap()
                .len(),
            1
        );
        school.send(kind).await;
        assert!(
            fake.arrived().is_empty(),
            "somebody else may still be at it"
        );
        for _ in 0..10 {
            school.app.clock.advance(TimeDelta::minutes(1));
            school.send(kind).await;
        }
        assert_eq!(fake.arrived().len(), usize::from(again), "{kind:?}");
        let row = &school.outbox(None).await[0];
        if again {
            assert_eq!(row.state, DeliveryState::Sent);
        } else {
            assert_eq!(
                row.error.as_deref(),
                Some("程序在发送中停过。可能已经送到，为免重复没有再发")
            );
        }
    }
}

#[tokio::test]
async fn plan_3_6_the_day_limit_holds_and_what_is_too_old_is_not_lost_in_silence() {
    let school = School::new().await;
    let one = Size {
        accounts: 1,
        ..Size::default()
    };
    let fake = Fake::start(WECOM, WECOM.limits(one), &school.app.clock, |_| {
        Does::Answers
    })
    .await;
    let mut settings = at(&fake.url);
    settings["accounts"] = "1".into();
    school.channel(WECOM, settings).await;
    let address = |n: usize| format!("member{n}");
    let people = school.reachable(WECOM, 20, address).await;
    school.post_out(WECOM, &people, address, 700).await;
    for _ in 0..150 {
        school.send(WECOM).await;
        school.app.clock.advance(TimeDelta::minutes(30));
    }
    assert_eq!(fake.passed(), Vec::<String>::new());
    assert_eq!(
        fake.arrived().len(),
        400,
        "200 a day within the two days a message is worth sending"
    );
    let given_up = school.outbox(Some(DeliveryState::GivenUp)).await;
    assert_eq!(given_up.len(), 300);
    assert!(
        given_up[0]
            .error
            .as_ref()
            .unwrap()
            .contains("每天最多 200 条，已到限额"),
        "{:?}",
        given_up[0].error
    );
}

/// Every answer twice on one connection: the second one is nobody's.
#[tokio::test]
async fn a_service_that_answers_twice_confuses_nobody() {
    let school = School::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                let mut bytes = vec![0; 64 * 1024];
                let mut held = 0;
                while let Ok(read) = stream.read(&mut bytes[held..]).await {
                    held += read;
                    let text = String::from_utf8_lossy(&bytes[..held]).into_owned();
                    let done = text.starts_with("GET") || text.ends_with('}');
                    if read == 0 {
                        return;
                    }
                    if !done {
                        continue;
                    }
                    held = 0;
                    let body = r#"{"errcode":0,"access_token":"t","expires_in":7200,"msgid":"m"}"#;
                    let answer = format!(
                        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}",
                        body.len()
                    );
                    if stream.write_all(answer.repeat(2).as_bytes()).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    school.channel(WECOM, at(&url)).await;
    let people = school.reachable(WECOM, 1, |_| "linjy".into()).await;
    school
        .post_out(WECOM, &people, |_| "linjy".into(), 20)
        .await;
    for _ in 0..20 {
        school.send(WECOM).await;
        school.app.clock.advance(TimeDelta::minutes(2));
    }
    assert_eq!(school.outbox(Some(DeliveryState::Sent)).await.len(), 20);
}
