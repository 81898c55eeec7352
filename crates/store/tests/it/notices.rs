use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::{AccountId, DeliveryId};
use domain::notices::{ChannelKind, DeliveryState, Limit, Next, NoticeKind, Whose};
use serde_json::json;
use store::StoreError;
use store::messages::{self, Telling};
use store::notices::{
    Counts, DeliveryFilter, Done, NewDelivery, channel, claim, counts, deliveries, delivery_row,
    lapsed, queue, record, save_channel, send_again,
};
use store::{Db, Page, Tx};

use crate::support::{now, on_both, person};

const CHANNEL: ChannelKind = ChannelKind::WecomApp;

fn limits(channel: u32, person: u32) -> [Limit; 2] {
    let within = TimeDelta::minutes(1);
    [
        Limit {
            whose: Whose::Channel,
            most: channel,
            within,
        },
        Limit {
            whose: Whose::Person,
            most: person,
            within,
        },
    ]
}

async fn set_up(db: &Db, people: usize) -> Vec<AccountId> {
    let tx = db.begin().await.unwrap();
    save_channel(&tx, CHANNEL, 0, (json!({}), json!({}), true), now())
        .await
        .unwrap();
    let mut all = Vec::new();
    for number in 0..people {
        all.push(person(&tx, &format!("p{number}")).await);
    }
    tx.commit().await.unwrap();
    all
}

fn message(account: AccountId, key: &str) -> NewDelivery {
    NewDelivery {
        account,
        message: None,
        channel: CHANNEL,
        kind: NoticeKind::Task,
        key: key.into(),
        address: "linjingyi".into(),
        title: "审核报名表".into(),
        body: String::new(),
        link: None,
        not_before: now(),
    }
}

async fn put(db: &Db, all: &[NewDelivery]) -> u64 {
    let tx = db.begin().await.unwrap();
    let added = queue(&tx, all, now()).await.unwrap();
    tx.commit().await.unwrap();
    added
}

fn next(state: DeliveryState, at: DateTime<Utc>) -> Next {
    Next {
        state,
        next_at: at,
        attempts: 1,
        unsure_since: None,
        error: None,
    }
}

async fn end(tx: &Tx, id: DeliveryId, version: i32, state: DeliveryState) -> bool {
    let done = Done {
        id,
        version,
        next: next(state, now()),
        remote_id: Some("msg".into()),
    };
    record(tx, &done, now()).await.unwrap()
}

on_both! {
    async fn plan_3_6_the_same_thing_is_queued_once_for_a_person_and_a_channel(db: &TestDb) {
        let people = set_up(&db.db, 2).await;
        let all = [message(people[0], "a"), message(people[1], "a"), message(people[0], "b")];
        assert_eq!(put(&db.db, &all).await, 3);
        assert_eq!(put(&db.db, &all).await, 0);
        let listed = deliveries(db.db.read(), &DeliveryFilter { text: "P1".into(), ..Default::default() }, Page::new(1, 10)).await.unwrap();
        assert_eq!(listed.total, 1);
    }
}

on_both! {
    async fn a_message_under_one_key_stands_once_in_an_inbox(db: &TestDb) {
        let people = set_up(&db.db, 1_000).await;
        let telling = Telling {
            title: "结果已发布", body: "", link: None, kind: NoticeKind::Outcome, due: None, key: "round/1",
        };
        let tx = db.db.begin().await.unwrap();
        let told = messages::tell(&tx, &people, &telling, now()).await.unwrap();
        assert_eq!(told.iter().map(|(account, _)| *account).collect::<Vec<_>>(), people);
        assert_eq!(messages::tell(&tx, &people, &telling, now()).await.unwrap(), told);
        assert_eq!(messages::unread(&tx, people[7]).await.unwrap(), 1);
        messages::read(&tx, people[7], told[7].1, now()).await.unwrap();
        assert_eq!(messages::read_ones(&tx, &[told[6].1, told[7].1]).await.unwrap(), [told[7].1]);
        tx.commit().await.unwrap();
    }
}

on_both! {
    async fn two_servers_claim_each_message_once_and_keep_the_limits_together(db: &TestDb) {
        let people = set_up(&db.db, 10).await;
        let all: Vec<_> = (0..400).map(|n| message(people[n % 10], &format!("k{n}"))).collect();
        put(&db.db, &all).await;
        // Two programs: connections of their own.
        let other = if db.url.starts_with("postgres") { Db::open(&db.url).await.unwrap() } else { db.db.clone() };
        let mut at: DateTime<Utc> = now();
        let mut sent: BTreeMap<DeliveryId, (AccountId, DateTime<Utc>)> = BTreeMap::new();
        for _ in 0..100 {
            let workers: Vec<_> = [&db.db, &other, &db.db, &other].into_iter().map(|db| {
                let db = db.clone();
                tokio::spawn(async move { claim(&db, CHANNEL, &limits(60, 8), 15, at).await.unwrap() })
            }).collect();
            for worker in workers {
                for one in worker.await.unwrap() {
                    assert!(sent.insert(one.id, (one.account_id, at)).is_none(), "{} claimed twice", one.id);
                    let tx = db.db.begin().await.unwrap();
                    assert!(end(&tx, one.id, one.version, DeliveryState::Sent).await);
                    tx.commit().await.unwrap();
                }
            }
            at += TimeDelta::seconds(13);
        }
        assert_eq!(sent.len(), 400);
        for (_, from) in sent.values() {
            let span = |when: DateTime<Utc>| when >= *from && when < *from + TimeDelta::minutes(1);
            assert!(sent.values().filter(|(_, when)| span(*when)).count() <= 60);
            for person in &people {
                assert!(sent.values().filter(|(who, when)| who == person && span(*when)).count() <= 8);
            }
        }
        let figures = counts(db.db.read(), CHANNEL, now()).await.unwrap();
        assert_eq!(figures, Counts { sent: 400, ..Counts::default() });
    }
}

on_both! {
    async fn what_a_limit_forbids_is_held_until_it_allows_it(db: &TestDb) {
        let people = set_up(&db.db, 1).await;
        let all: Vec<_> = (0..5).map(|n| message(people[0], &format!("k{n}"))).collect();
        put(&db.db, &all).await;
        let taken = claim(&db.db, CHANNEL, &limits(100, 2), 40, now()).await.unwrap();
        assert_eq!(taken.len(), 2);
        let figures = counts(db.db.read(), CHANNEL, now()).await.unwrap();
        assert_eq!((figures.held, figures.open), (3, 5));
        let held = deliveries(db.db.read(), &DeliveryFilter { state: Some(DeliveryState::Held), ..Default::default() }, Page::new(1, 9)).await.unwrap();
        assert_eq!(held.items[0].next_at, store::micros(now()) + TimeDelta::minutes(1));
        assert!(held.items[0].error.as_ref().unwrap().contains("对一个人每分钟最多 2 条"));
        assert!(claim(&db.db, CHANNEL, &limits(100, 2), 40, now() + TimeDelta::seconds(59)).await.unwrap().is_empty());
        assert_eq!(claim(&db.db, CHANNEL, &limits(100, 2), 40, now() + TimeDelta::seconds(60)).await.unwrap().len(), 2);
        // The channel as a whole: it rests, the message waits.
        put(&db.db, &[message(people[0], "late")]).await;
        assert!(claim(&db.db, CHANNEL, &limits(4, 99), 40, now() + TimeDelta::seconds(59)).await.unwrap().is_empty());
        let row = channel(db.db.read(), CHANNEL).await.unwrap().unwrap();
        assert!(row.rests_until.is_some() && row.rests_for.unwrap().contains("合计每分钟最多 4 条"));
    }
}

on_both! {
    async fn a_sender_that_was_stopped_is_taken_over_once(db: &TestDb) {
        let people = set_up(&db.db, 1).await;
        put(&db.db, &[message(people[0], "k")]).await;
        let taken = claim(&db.db, CHANNEL, &limits(9, 9), 9, now()).await.unwrap();
        assert!(lapsed(db.db.read(), CHANNEL, now()).await.unwrap().is_empty());
        let left = lapsed(db.db.read(), CHANNEL, now() + TimeDelta::minutes(5)).await.unwrap();
        assert_eq!(left.len(), 1);
        let tx = db.db.begin().await.unwrap();
        assert!(end(&tx, left[0].id, left[0].version, DeliveryState::Failed).await);
        assert!(!end(&tx, taken[0].id, taken[0].version, DeliveryState::Sent).await, "the first sender comes back too late");
        tx.commit().await.unwrap();
    }
}

on_both! {
    async fn only_what_was_given_up_is_sent_again_and_only_once(db: &TestDb) {
        let people = set_up(&db.db, 1).await;
        put(&db.db, &[message(people[0], "k")]).await;
        let taken = claim(&db.db, CHANNEL, &limits(9, 9), 9, now()).await.unwrap();
        let tx = db.db.begin().await.unwrap();
        end(&tx, taken[0].id, taken[0].version, DeliveryState::GivenUp).await;
        let row = delivery_row(&tx, taken[0].id).await.unwrap();
        send_again(&tx, &row, "other", now()).await.unwrap();
        assert!(matches!(send_again(&tx, &row, "other", now()).await, Err(StoreError::Stale)));
        let row = delivery_row(&tx, row.id).await.unwrap();
        assert_eq!((row.state, row.address.as_str(), row.done_at), (DeliveryState::Queued, "other", None));
        tx.commit().await.unwrap();
    }
}

on_both! {
    async fn two_people_saving_a_channel_at_once_hear_of_each_other(db: &TestDb) {
        set_up(&db.db, 0).await;
        let tx = db.db.begin().await.unwrap();
        let save = |version| save_channel(&tx, CHANNEL, version, (json!({ "a": "b" }), json!({}), false), now());
        assert!(matches!(save(0).await, Err(StoreError::Stale)));
        drop(tx);
        let tx = db.db.begin().await.unwrap();
        save_channel(&tx, CHANNEL, 1, (json!({}), json!({}), false), now()).await.unwrap();
        assert!(matches!(save_channel(&tx, CHANNEL, 1, (json!({}), json!({}), true), now()).await, Err(StoreError::Stale)));
        tx.commit().await.unwrap();
        let claimed: BTreeSet<_> = claim(&db.db, CHANNEL, &limits(9, 9), 9, now()).await.unwrap().into_iter().map(|one| one.id).collect();
        assert!(claimed.is_empty());
    }
}
