//! Ten thousand messages through services that drop, delay, repeat, break and refuse: none lost, none doubled, no limit
//! passed (plan 3.6).

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use domain::access::Post;
use domain::notices::{ChannelKind, DeliveryState, Size};
use serde_json::json;
use store::notices::counts;

use super::at;
use super::fake::{Does, Fake};
use super::smtp::{self, Sink};
use crate::support::School;

fn size() -> Size {
    Size {
        accounts: 60,
        ..Size::default()
    }
}

/// Trouble at fixed places of the stream of requests.
fn hostile(number: usize) -> Does {
    match number {
        n if n % 400 == 11 => Does::TakesAndSleeps,
        n if n % 41 == 7 => Does::TakesAndDrops,
        n if n % 53 == 5 => Does::Unavailable,
        n if n % 59 == 9 => Does::TakesAndBreaks,
        n if n % 67 == 3 => Does::TakesAndSaysNonsense,
        n if n % 211 == 4 => Does::Refuses(-1),
        n if n % 733 == 2 => Does::Refuses(45_009),
        n if n % 97 == 6 => Does::Refuses(42_001),
        _ => Does::Answers,
    }
}

/// Move the clock on until nothing is left to send.
async fn drain(school: &School, kind: ChannelKind, step: TimeDelta) {
    for _ in 0..20_000 {
        school.send(kind).await;
        let left = counts(
            school.app.db.read(),
            kind,
            school.now() - TimeDelta::days(9),
        )
        .await
        .unwrap();
        if left.open == 0 {
            return;
        }
        school.app.clock.advance(step);
    }
    panic!("messages are left");
}

/// Each message reached its person once, or stands in the list as not delivered.
async fn settled(school: &School, kind: ChannelKind, fake: &Fake, count: usize) -> usize {
    assert_eq!(fake.passed(), Vec::<String>::new());
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for one in fake.arrived() {
        *times.entry(one.mark).or_default() += 1;
    }
    assert!(
        times.values().all(|times| *times == 1),
        "somebody got a message twice"
    );
    let figures = counts(
        school.app.db.read(),
        kind,
        school.now() - TimeDelta::days(9),
    )
    .await
    .unwrap();
    assert_eq!(
        figures.sent + figures.given_up,
        u64::try_from(count).unwrap()
    );
    let given_up = usize::try_from(figures.given_up).unwrap();
    assert!(
        times.len() + given_up >= count,
        "lost in silence: {} of {count}",
        count - times.len()
    );
    if given_up > 0 {
        let said = school.outbox(Some(DeliveryState::GivenUp)).await;
        assert!(
            said.iter()
                .all(|one| one.error.as_ref().is_some_and(|why| !why.is_empty()))
        );
    }
    given_up
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn plan_3_6_6000_wecom_messages_none_lost_none_doubled_and_pages_as_quick_as_ever() {
    let school = Arc::new(School::new().await);
    let kind = ChannelKind::WecomApp;
    let fake = Fake::start(kind, kind.limits(size()), &school.app.clock, hostile).await;
    school.channel(kind, at(&fake.url)).await;
    let address = |n: usize| format!("member{n}");
    let people = school.reachable(kind, 100, address).await;
    school.post_out(kind, &people, address, 6_000).await;
    let clerk = school.sign_in(Post::GeneralAffairs).await;
    let quiet = pages(&clerk, 30, None).await;
    let done = Arc::new(AtomicBool::new(false));
    let (working, over) = (school.clone(), done.clone());
    let storm = tokio::spawn(async move {
        drain(&working, kind, TimeDelta::seconds(10)).await;
        over.store(true, Ordering::Relaxed);
    });
    // Sessions last thirty minutes; the storm takes less of the school's time.
    let busy = pages(&clerk, 400, Some(&done)).await;
    storm.await.unwrap();
    assert_eq!(settled(&school, kind, &fake, 6_000).await, 0);
    assert_eq!(fake.arrived().len(), 6_000);
    assert!(fake.tokens() < 70, "the token is kept: {}", fake.tokens());
    println!("pages: p95 {quiet:?} quiet, {busy:?} while sending");
    assert!(
        busy < quiet * 8 + Duration::from_millis(400),
        "{quiet:?} {busy:?}"
    );
}

/// The ninety-fifth of a hundred answers of a page.
async fn pages(
    browser: &crate::support::Browser,
    most: usize,
    until: Option<&AtomicBool>,
) -> Duration {
    let mut times = Vec::new();
    for _ in 0..most {
        if until.is_some_and(|done| done.load(Ordering::Relaxed)) {
            break;
        }
        let begun = Instant::now();
        browser.get("/messages").await;
        times.push(begun.elapsed());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    times.sort();
    times[times.len() * 95 / 100]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn plan_3_6_2500_ding_notices_none_lost_none_doubled() {
    let school = School::new().await;
    let kind = ChannelKind::DingApp;
    let fake = Fake::start(kind, kind.limits(size()), &school.app.clock, hostile).await;
    school.channel(kind, at(&fake.url)).await;
    let address = |n: usize| format!("member{n}");
    let people = school.reachable(kind, 100, address).await;
    school.post_out(kind, &people, address, 2_500).await;
    drain(&school, kind, TimeDelta::seconds(10)).await;
    // 45009 is no word of this service: such a message ends with its reason instead of being sent again.
    let given_up = settled(&school, kind, &fake, 2_500).await;
    assert!(given_up <= 4, "{given_up}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn plan_3_6_robots_never_pass_20_a_minute_and_say_what_may_not_have_arrived() {
    for kind in [ChannelKind::WecomRobot, ChannelKind::DingRobot] {
        let school = School::new().await;
        let fake = Fake::start(kind, kind.limits(size()), &school.app.clock, hostile).await;
        school.channel(kind, at(&fake.url)).await;
        let address = |n: usize| format!("138000022{n:02}");
        let people = school.reachable(kind, 10, address).await;
        school.post_out(kind, &people, address, 250).await;
        drain(&school, kind, TimeDelta::seconds(7)).await;
        let given_up = settled(&school, kind, &fake, 250).await;
        assert!((1..40).contains(&given_up), "{given_up}");
        assert!(
            fake.arrived()
                .iter()
                .all(|one| !one.text.contains("条通知\"")),
            "a group reads along"
        );
        let signed = fake.urls().iter().all(|url| url.contains("&sign="));
        assert_eq!(signed, kind == ChannelKind::DingRobot);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn plan_3_6_1000_mails_none_lost_none_doubled() {
    let school = School::new().await;
    let kind = ChannelKind::Mail;
    let sink = Sink::start(|number| match number {
        n if n % 200 == 11 => smtp::Does::TakesAndSleeps,
        n if n % 41 == 7 => smtp::Does::TakesAndDrops,
        n if n % 53 == 5 => smtp::Does::DropsBefore,
        n if n % 59 == 9 => smtp::Does::Later,
        n if n % 67 == 3 => smtp::Does::TakesAndSaysNonsense,
        n if n % 5 == 1 => smtp::Does::AnswersTwice,
        _ => smtp::Does::Answers,
    })
    .await;
    let settings = json!({
        "host": "127.0.0.1", "port": sink.port.to_string(), "security": "none", "from": "office@school.example",
        "from_name": "培训就业处", "per_minute": "300", "per_day": "2000", "timeout": "1",
    });
    school.channel(kind, settings).await;
    let address = |n: usize| format!("p{n}@school.example");
    let people = school.reachable(kind, 50, address).await;
    school.post_out(kind, &people, address, 1_000).await;
    drain(&school, kind, TimeDelta::seconds(10)).await;
    let figures = counts(
        school.app.db.read(),
        kind,
        school.now() - TimeDelta::days(9),
    )
    .await
    .unwrap();
    assert_eq!((figures.sent, figures.given_up), (1_000, 0));
    let arrived = sink.arrived();
    assert_eq!(arrived.len(), 1_000, "a mail is one Message-ID");
    let mut each: BTreeMap<&str, usize> = BTreeMap::new();
    for mail in arrived.values() {
        *each.entry(&mail.to).or_default() += 1;
        assert!(mail.text.contains("Auto-Submitted: auto-generated"));
    }
    assert!(each.len() == 50 && each.values().all(|mails| *mails == 20));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_servers_send_each_message_once_within_one_limit() {
    let school = School::new().await;
    let kind = ChannelKind::WecomApp;
    let fake = Fake::start(kind, kind.limits(size()), &school.app.clock, |_| {
        Does::Answers
    })
    .await;
    school.channel(kind, at(&fake.url)).await;
    let address = |n: usize| format!("member{n}");
    let people = school.reachable(kind, 3, address).await;
    school.post_out(kind, &people, address, 300).await;
    let other = server::App::new(
        school.app.db.clone(),
        school.app.keys.clone(),
        store::Files::open(&school.app.config.data.join("files")).unwrap(),
        school.app.clock.clone(),
        school.app.config.clone(),
    );
    for _ in 0..200 {
        let one = server::send_due_notices(&school.app, kind);
        let two = server::send_due_notices(&other, kind);
        let (one, two) = tokio::join!(one, two);
        if one.unwrap() + two.unwrap() == 0 {
            school.app.clock.advance(TimeDelta::seconds(20));
        }
    }
    assert_eq!(settled(&school, kind, &fake, 300).await, 0);
    assert_eq!(fake.arrived().len(), 300);
}
