//! How much a channel bears, as data. What is over a limit is held by us and sent later: the services drop it in
//! silence (plan 3.6: a notice must reach, or be known not to have reached).

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::ChannelKind;
use crate::ids::AccountId;

/// Whom a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// What one person gets.
    Person,
    /// What the whole channel sends.
    Channel,
}

/// So many tries at most within any span of this length. A sliding span keeps every fixed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    pub whose: Whose,
    pub most: u32,
    pub within: TimeDelta,
}

/// The figures of limits that differ from school to school.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Members the enterprise account may have (账号上限数).
    pub accounts: u32,
    /// Mails a minute the mail service allows.
    pub per_minute: u32,
    /// Mails a day the mail service allows.
    pub per_day: u32,
}

impl Default for Size {
    fn default() -> Self {
        Self {
            accounts: 200,
            per_minute: 30,
            per_day: 2_000,
        }
    }
}

const MINUTE: TimeDelta = TimeDelta::minutes(1);
const HOUR: TimeDelta = TimeDelta::hours(1);
const DAY: TimeDelta = TimeDelta::hours(24);

const fn limit(whose: Whose, most: u32, within: TimeDelta) -> Limit {
    Limit {
        whose,
        most,
        within,
    }
}

impl Limit {
    /// What it says, for the list of what was sent.
    pub fn words(&self, kind: ChannelKind) -> String {
        let whom = match self.whose {
            Whose::Person => "对一个人",
            Whose::Channel => "合计",
        };
        let span = match self.within.num_minutes() {
            1 => "每分钟",
            60 => "每小时",
            _ => "每天",
        };
        format!(
            "{}{whom}{span}最多 {} 条，已到限额",
            kind.label(),
            self.most
        )
    }
}

impl ChannelKind {
    /// The published limits of each service; those of mail are the school's own figures.
    pub fn limits(self, size: Size) -> Vec<Limit> {
        match self {
            // 应用消息：每人每分钟 30 次、每小时 1000 次；每天不超过账号上限数 × 200 人次
            Self::WecomApp => vec![
                limit(Whose::Channel, size.accounts.saturating_mul(200), DAY),
                limit(Whose::Person, 30, MINUTE),
                limit(Whose::Person, 1_000, HOUR),
            ],
            // 每个机器人每分钟 20 条
            Self::WecomRobot | Self::DingRobot => vec![limit(Whose::Channel, 20, MINUTE)],
            // 工作通知：每分钟 5000 人次；每人每天 500 条
            Self::DingApp => vec![
                limit(Whose::Channel, 5_000, MINUTE),
                limit(Whose::Person, 500, DAY),
            ],
            Self::Mail => vec![
                limit(Whose::Channel, size.per_minute, MINUTE),
                limit(Whose::Channel, size.per_day, DAY),
            ],
        }
    }
}

/// What was tried within a limit's span.
#[derive(Clone, Debug, Default)]
struct Counts {
    whole: u32,
    of: BTreeMap<AccountId, u32>,
}

/// Lets through what no limit forbids, and counts it.
#[derive(Clone, Debug)]
pub struct Meter(Vec<(Limit, Counts)>);

impl Meter {
    /// Limits under which nothing was tried yet.
    pub fn new(limits: &[Limit]) -> Self {
        Self(
            limits
                .iter()
                .map(|limit| (*limit, Counts::default()))
                .collect(),
        )
    }

    /// Note what the limit of this place has seen from everybody within its span.
    pub fn saw(&mut self, place: usize, tries: u32) {
        if let Some((_, counts)) = self.0.get_mut(place) {
            counts.whole = tries;
        }
    }

    /// Note what the limit of this place has seen for one person within its span.
    pub fn saw_for(&mut self, place: usize, account: AccountId, tries: u32) {
        if let Some((_, counts)) = self.0.get_mut(place) {
            counts.of.insert(account, tries);
        }
    }

    /// One more for this person, or the place of the limit that forbids it.
    pub fn admit(&mut self, account: AccountId) -> Result<(), usize> {
        let full = self.0.iter().position(|(limit, counts)| {
            let used = match limit.whose {
                Whose::Channel => counts.whole,
                Whose::Person => counts.of.get(&account).copied().unwrap_or(0),
            };
            used >= limit.most
        });
        if let Some(place) = full {
            return Err(place);
        }
        for (_, counts) in &mut self.0 {
            counts.whole += 1;
            *counts.of.entry(account).or_default() += 1;
        }
        Ok(())
    }

    /// How many more the channel as a whole bears now, and the place of the limit that says so.
    pub fn room(&self) -> Option<(u32, usize)> {
        let left = self
            .0
            .iter()
            .enumerate()
            .filter(|(_, (limit, _))| limit.whose == Whose::Channel)
            .map(|(place, (limit, counts))| (limit.most.saturating_sub(counts.whole), place));
        left.min()
    }
}
