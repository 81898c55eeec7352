//! Objections to a result (plan 2.2.2c): filed while the list is public notice, looked into by two
//! people, decided with a reason, answered by a day.

mod recheck;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use recheck::agreed;

use crate::dates::day_words;
use crate::selection::Notice;
use crate::states::states;

states! {
    /// How far an appeal has come (plan 2.2.2c).
    AppealState {
        Open = "open", "待复查";
        Rechecked = "rechecked", "已复查，待决定";
        Upheld = "upheld", "已更正成绩";
        Rejected = "rejected", "维持原成绩";
        Withdrawn = "withdrawn", "已撤回";
    }
}

impl AppealState {
    /// Whether an answer is still owed: the list cannot become final before.
    pub const fn is_open(self) -> bool {
        match self {
            Self::Open | Self::Rechecked => true,
            Self::Upheld | Self::Rejected | Self::Withdrawn => false,
        }
    }
}

/// What a corrected mark does to those who were told before that they are chosen; a parameter of the plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppealEffect {
    /// The list is computed anew; whoever loses the place is named and told.
    #[default]
    Recompute,
    /// People only come in; nobody who was told loses the place.
    AddOnly,
}

impl AppealEffect {
    pub const fn label(self) -> &'static str {
        match self {
            Self::Recompute => "更正成绩后按规则重排；因此落选的人逐一列出并通知",
            Self::AddOnly => "更正成绩后只增不减；已公布录取的人保留资格",
        }
    }
}

/// Why an appeal cannot be filed now.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AppealRefused {
    #[error("结果还没有公示，公示后才能提出申诉")]
    NotYet,
    #[error("公示已于{0} 24:00 结束，不能再提出申诉")]
    Late(String),
    #[error("名单已定案，不能再提出申诉")]
    Final,
    #[error("这次选拔已有一份申诉在办理，请等答复")]
    Already,
}

/// Whether an appeal may be filed today: only while the list is public notice, to the end of its last day.
pub fn may_file(
    notice: Notice,
    until: Option<NaiveDate>,
    today: NaiveDate,
    open_already: bool,
) -> Result<(), AppealRefused> {
    match notice {
        Notice::Open(_) if open_already => Err(AppealRefused::Already),
        Notice::Open(_) => Ok(()),
        Notice::Over { .. } => Err(until.map_or(AppealRefused::Final, |last| {
            AppealRefused::Late(day_words(last, today))
        })),
        Notice::Final => Err(AppealRefused::Final),
        Notice::None => Err(AppealRefused::NotYet),
    }
}

/// The last day of the answer to an appeal filed on `day`.
pub fn answer_due(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(days.into())).unwrap_or(day)
}

#[cfg(test)]
mod tests;
