use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::*;
use crate::ids::AccountId;

fn at(wall: &str) -> DateTime<Utc> {
    format!("{wall}:00+08:00").parse().unwrap()
}

fn tried(channel: ChannelKind, attempts: u32) -> Tried {
    Tried {
        channel,
        attempts,
        created_at: at("2025-05-20T09:00"),
        unsure_since: None,
        tried_at: at("2025-05-20T09:30"),
    }
}

const KEEP: TimeDelta = TimeDelta::hours(48);

fn unknown() -> Result<Receipt, SendError> {
    Err(SendError::Unknown {
        why: "没有应答".into(),
    })
}

#[test]
fn plan_3_6_what_presses_goes_at_once_and_the_rest_with_the_digest() {
    let today = "2025-05-20".parse().unwrap();
    let day = |text: &str| Some(text.parse().unwrap());
    for (kind, due, expected) in [
        (NoticeKind::Urgent, None, true),
        (NoticeKind::Reminder, None, true),
        (NoticeKind::Task, None, false),
        (NoticeKind::Task, day("2025-05-22"), false),
        (NoticeKind::Task, day("2025-05-21"), true),
        (NoticeKind::News, day("2025-05-19"), true),
        (NoticeKind::Outcome, None, false),
    ] {
        assert_eq!(kind.at_once(due, today), expected, "{kind:?} {due:?}");
    }
}

#[test]
fn plan_3_6_two_digests_a_school_day_and_none_at_night_or_on_sunday() {
    let rules = NoticeRules::default();
    let due = |wall: &str| rules.digest_due(at(wall)).map(|half| half.key());
    assert_eq!(due("2025-05-20T07:59"), None);
    assert_eq!(
        due("2025-05-20T08:00").as_deref(),
        Some("digest/2025-05-20/am")
    );
    assert_eq!(
        due("2025-05-20T13:59").as_deref(),
        Some("digest/2025-05-20/am")
    );
    assert_eq!(
        due("2025-05-20T14:00").as_deref(),
        Some("digest/2025-05-20/pm")
    );
    assert_eq!(due("2025-05-20T21:00"), None);
    assert_eq!(due("2025-05-25T10:00"), None);
    let always = NoticeRules {
        weekends: true,
        ..rules
    };
    assert!(always.digest_due(at("2025-05-25T10:00")).is_some());
}

#[test]
fn plan_3_6_nobody_is_disturbed_in_the_quiet_hours() {
    let rules = NoticeRules::default();
    assert_eq!(
        rules.not_before(at("2025-05-20T20:59")),
        at("2025-05-20T20:59")
    );
    assert_eq!(
        rules.not_before(at("2025-05-20T21:00")),
        at("2025-05-21T07:00")
    );
    assert_eq!(
        rules.not_before(at("2025-05-20T03:00")),
        at("2025-05-20T07:00")
    );
    let noon = NoticeRules {
        quiet_from: 12,
        quiet_to: 14,
        ..rules
    };
    assert_eq!(
        noon.not_before(at("2025-05-20T12:30")),
        at("2025-05-20T14:00")
    );
    let never = NoticeRules {
        quiet_from: 7,
        quiet_to: 7,
        ..rules
    };
    assert_eq!(
        never.not_before(at("2025-05-20T23:30")),
        at("2025-05-20T23:30")
    );
}

#[test]
fn plan_3_6_the_digest_gathers_what_waits_and_in_the_afternoon_only_what_is_new() {
    let rules = NoticeRules::default();
    let line = |text: &str, since: &str, due: Option<&str>| DigestLine {
        text: text.into(),
        since: at(since),
        due: due.map(|day| day.parse().unwrap()),
    };
    let waiting = [
        line("审核项目：甲", "2025-05-19T10:00", None),
        line("审核报名表：乙", "2025-05-19T11:00", Some("2025-05-22")),
    ];
    let morning = rules.digest_due(at("2025-05-20T08:05")).unwrap();
    let unread = [line("丙已同意", "2025-05-19T18:00", None)];
    let said = digest(&morning, &waiting, &unread).unwrap();
    assert_eq!(said.title, "上午汇总：2 件待办，1 条未读消息");
    assert_eq!(
        said.body,
        "审核报名表：乙（5月22日 截止，还有 2 天）\n审核项目：甲\n未读：丙已同意"
    );
    let afternoon = rules.digest_due(at("2025-05-20T14:05")).unwrap();
    assert_eq!(digest(&afternoon, &waiting, &unread), None);
    let newer = [line("丁", "2025-05-20T10:00", None)];
    assert_eq!(
        digest(&afternoon, &newer, &[]).unwrap().title,
        "下午汇总：1 件待办"
    );
    assert_eq!(digest(&morning, &[], &[]), None);
    let many: Vec<_> = (0..20)
        .map(|n| line(&format!("第 {n} 件"), "2025-05-20T07:00", None))
        .collect();
    let said = digest(&morning, &many, &[]).unwrap();
    assert_eq!(said.body.lines().count(), 9);
    assert!(said.body.ends_with("还有 12 件，请登录查看"));
}

#[test]
fn waits_double_up_to_half_an_hour_and_the_last_try_ends_in_words() {
    let waits: Vec<i64> = (1..=7).map(|n| backoff(n).num_minutes()).collect();
    assert_eq!(waits, [1, 2, 4, 8, 16, 30, 30]);
    let retry = Err(SendError::Retry {
        after: None,
        why: "连接不上".into(),
    });
    let now = at("2025-05-20T09:31");
    let next = tried(ChannelKind::Mail, 1).then(&retry, now, KEEP);
    assert_eq!(
        (next.state, next.next_at),
        (DeliveryState::Failed, now + TimeDelta::minutes(1))
    );
    let last = tried(ChannelKind::Mail, MOST_ATTEMPTS).then(&retry, now, KEEP);
    assert_eq!(last.state, DeliveryState::GivenUp);
    assert_eq!(
        last.error.as_deref(),
        Some("试了 6 次都没有发出，最后一次：连接不上")
    );
}

#[test]
fn what_a_limit_held_back_costs_no_try_and_ends_with_its_reason_after_two_days() {
    let held = Err(SendError::Rest {
        wait: TimeDelta::minutes(1),
        limit: true,
        why: "企业微信的发送次数到了上限".into(),
    });
    let now = at("2025-05-20T09:31");
    let next = tried(ChannelKind::WecomApp, MOST_ATTEMPTS).then(&held, now, KEEP);
    assert_eq!((next.state, next.attempts), (DeliveryState::Held, 5));
    let later = tried(ChannelKind::WecomApp, 1).then(&held, at("2025-05-22T09:00"), KEEP);
    assert_eq!(later.state, DeliveryState::GivenUp);
    assert_eq!(
        later.error.as_deref(),
        Some("48 小时内没有发出：企业微信的发送次数到了上限")
    );
}

#[test]
fn what_may_have_arrived_is_repeated_only_where_the_other_side_knows_it_again() {
    let now = at("2025-05-20T09:31");
    for (channel, state) in [
        (ChannelKind::Mail, DeliveryState::Failed),
        (ChannelKind::WecomApp, DeliveryState::Failed),
        (ChannelKind::DingApp, DeliveryState::Failed),
        (ChannelKind::WecomRobot, DeliveryState::GivenUp),
        (ChannelKind::DingRobot, DeliveryState::GivenUp),
    ] {
        let next = tried(channel, 1).then(&unknown(), now, KEEP);
        assert_eq!(next.state, state, "{channel:?}");
        assert_eq!(next.unsure_since, Some(at("2025-05-20T09:30")));
    }
    // A limit that lasts longer than the other side's memory ends it, too.
    let mut unsure = tried(ChannelKind::WecomApp, 2);
    unsure.unsure_since = Some(at("2025-05-20T06:00"));
    let held = Err(SendError::Rest {
        wait: TimeDelta::minutes(30),
        limit: true,
        why: "限额".into(),
    });
    let next = unsure.then(&held, now, KEEP);
    assert_eq!(next.state, DeliveryState::GivenUp);
    assert!(next.error.unwrap().contains("可能已经送到"));
    // The content counts once a day: nothing is repeated after midnight.
    let mut night = tried(ChannelKind::DingApp, 2);
    night.unsure_since = Some(at("2025-05-20T23:40"));
    assert_eq!(
        night.then(&unknown(), at("2025-05-20T23:51"), KEEP).state,
        DeliveryState::GivenUp
    );
}

#[test]
fn the_published_limits_are_those_of_the_services() {
    let size = Size {
        accounts: 3,
        ..Size::default()
    };
    let words = |kind: ChannelKind| -> Vec<(bool, u32, i64)> {
        let limits = kind.limits(size);
        limits
            .iter()
            .map(|limit| {
                (
                    limit.whose == Whose::Person,
                    limit.most,
                    limit.within.num_minutes(),
                )
            })
            .collect()
    };
    assert_eq!(
        words(ChannelKind::WecomApp),
        [(false, 600, 1_440), (true, 30, 1), (true, 1_000, 60)]
    );
    assert_eq!(words(ChannelKind::WecomRobot), [(false, 20, 1)]);
    assert_eq!(words(ChannelKind::DingRobot), [(false, 20, 1)]);
    assert_eq!(
        words(ChannelKind::DingApp),
        [(false, 5_000, 1), (true, 500, 1_440)]
    );
}

proptest! {
    /// Whatever comes when: in no span of any limit's length goes out more than the limit allows.
    #[test]
    fn no_limit_is_passed_in_any_span(steps in proptest::collection::vec((0_i64..40, 0_i64..4), 1..400)) {
        let limits = ChannelKind::WecomApp.limits(Size { accounts: 1, ..Size::default() });
        let small: Vec<Limit> = limits.iter().map(|limit| Limit { most: limit.most / 10 + 1, ..*limit }).collect();
        let mut sent: VecDeque<(i64, AccountId)> = VecDeque::new();
        let mut second = 0;
        for (wait, person) in steps {
            second += wait;
            let person = AccountId::new(person);
            let mut meter = Meter::new(&small);
            for (place, limit) in small.iter().enumerate() {
                let within = |when: i64| when > second - limit.within.num_seconds();
                let all = sent.iter().filter(|(when, _)| within(*when)).count();
                let own = sent.iter().filter(|(when, who)| within(*when) && *who == person).count();
                meter.saw(place, u32::try_from(all).unwrap());
                meter.saw_for(place, person, u32::try_from(own).unwrap());
            }
            if meter.admit(person).is_ok() {
                sent.push_back((second, person));
            }
        }
        for limit in &small {
            for (from, who) in &sent {
                let span = |when: i64| when >= *from && when < from + limit.within.num_seconds();
                let count = sent.iter().filter(|(when, other)| {
                    span(*when) && (limit.whose == Whose::Channel || other == who)
                }).count();
                prop_assert!(count <= usize::try_from(limit.most).unwrap());
            }
        }
    }
}

#[test]
fn a_meter_counts_what_it_lets_through() {
    let limits = [
        Limit {
            whose: Whose::Channel,
            most: 3,
            within: TimeDelta::minutes(1),
        },
        Limit {
            whose: Whose::Person,
            most: 2,
            within: TimeDelta::minutes(1),
        },
    ];
    let (anna, boris) = (AccountId::new(1), AccountId::new(2));
    let mut meter = Meter::new(&limits);
    assert_eq!(meter.room(), Some((3, 0)));
    assert_eq!(
        [anna, anna, anna, boris, boris].map(|who| meter.admit(who)),
        [Ok(()), Ok(()), Err(1), Ok(()), Err(0)]
    );
    assert_eq!(meter.room(), Some((0, 0)));
}

#[test]
fn addresses_are_what_each_channel_knows() {
    assert_eq!(
        address(ChannelKind::Mail, " LinJY@School.Example ").as_deref(),
        Ok("LinJY@school.example")
    );
    for bad in [
        "", "linjy", "a@b", "a@@b.c", "a b@c.d", "a@c..d", "x\n@c.d", "<a>@c.d",
    ] {
        assert_eq!(
            address(ChannelKind::Mail, bad),
            Err(NotAnAddress::Mail),
            "{bad}"
        );
    }
    assert!(address(ChannelKind::WecomApp, "linjingyi").is_ok());
    for bad in ["", "林静仪", "a|b", "@all"] {
        let answer = address(ChannelKind::WecomApp, bad);
        assert!(answer.is_err(), "{bad}");
    }
    assert!(address(ChannelKind::DingRobot, "13800002210").is_ok());
    assert!(address(ChannelKind::WecomRobot, "1380000221").is_err());
}

#[test]
fn settings_are_checked_field_by_field_and_secrets_are_not_repeated() {
    let given = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    };
    let faults = check(
        ChannelKind::WecomApp,
        &given(&[("base_url", "http://wecom.example"), ("agent_id", "x")]),
        |_| false,
    )
    .unwrap_err();
    let fields: Vec<&str> = faults.iter().map(|(field, _)| *field).collect();
    assert_eq!(
        fields,
        [
            "corp_id", "agent_id", "secret", "accounts", "by_login", "base_url", "timeout"
        ]
    );
    let robot = [("base_url", "http://127.0.0.1:4000/"), ("timeout", "1")];
    assert!(check(ChannelKind::WecomRobot, &given(&robot), |_| false).is_err());
    let kept = check(ChannelKind::WecomRobot, &given(&robot), |name| {
        name == "key"
    })
    .unwrap();
    assert_eq!(
        kept.get("base_url").map(String::as_str),
        Some("http://127.0.0.1:4000")
    );
    for bad in [
        "ftp://a",
        "https://",
        "https://a b",
        "https://a.example/?x=1",
        "https://u@a.example",
    ] {
        let url = [("base_url", bad), ("timeout", "1")];
        assert!(
            check(ChannelKind::WecomRobot, &given(&url), |_| true).is_err(),
            "{bad}"
        );
    }
    let mail = [
        ("host", "smtp.school.example"),
        ("port", "25"),
        ("security", "none"),
        ("from", "office@school.example"),
        ("per_minute", "30"),
        ("per_day", "100"),
        ("timeout", "5"),
        ("password", "line\nbreak"),
    ];
    let faults = check(ChannelKind::Mail, &given(&mail), |_| false).unwrap_err();
    assert_eq!(faults.len(), 2);
    assert!(faults.iter().all(|(_, words)| !words.contains("break")));
}
