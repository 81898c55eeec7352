//! 学生状态: whether a student is at the school, and how. Which states count in a base is a parameter
//! of the plan version (plan 4.2), not of this type.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::text;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(
        rs_type = "String",
        db_type = "String(sea_orm::sea_query::StringLen::N(32))",
        rename_all = "snake_case"
    )
)]
#[serde(rename_all = "snake_case")]
pub enum StudentState {
    /// 在读
    Enrolled,
    /// 休学
    Suspended,
    /// 退学
    Withdrawn,
    /// 转出
    Transferred,
    /// 实习
    Internship,
    /// 毕业
    Graduated,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("状态只能是在读、休学、退学、转出、实习、毕业。")]
pub struct NotAState;

impl StudentState {
    pub const ALL: [Self; 6] = [
        Self::Enrolled,
        Self::Suspended,
        Self::Withdrawn,
        Self::Transferred,
        Self::Internship,
        Self::Graduated,
    ];
}

impl fmt::Display for StudentState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Enrolled => "在读",
            Self::Suspended => "休学",
            Self::Withdrawn => "退学",
            Self::Transferred => "转出",
            Self::Internship => "实习",
            Self::Graduated => "毕业",
        })
    }
}

impl FromStr for StudentState {
    type Err = NotAState;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        match text::clean_words(raw).text.as_ref() {
            "在读" | "在校" | "在籍" | "正常" | "在校在读" | "在籍在读" | "在籍在校" | "在读生"
            | "在校生" | "就读" | "正常在读" | "在校学习" | "注册" | "已注册" | "注册在读"
            | "注册学籍" | "复学" | "已复学" => Ok(Self::Enrolled),
            "休学" | "休学中" | "已休学" | "保留学籍" | "休学（参军）" | "应征入伍" | "入伍"
            | "参军" => Ok(Self::Suspended),
            "退学" | "已退学" | "自动退学" | "自愿退学" | "勒令退学" | "开除" | "开除学籍"
            | "除名" | "取消学籍" | "注销学籍" | "辍学" | "流失" => {
                Ok(Self::Withdrawn)
            }
            "转出" | "转学" | "已转出" | "转校" | "已转学" | "转学转出" => {
                Ok(Self::Transferred)
            }
            "实习" | "实习中" | "岗位实习" | "顶岗实习" | "在校外实习" | "校外实习" | "实习生"
            | "在实习" | "跟岗实习" => Ok(Self::Internship),
            "毕业" | "已毕业" | "毕业生" | "结业" | "肄业" => Ok(Self::Graduated),
            other => match without_note(other) {
                Some(state) => state.parse(),
                None => Err(NotAState),
            },
        }
    }
}

/// 在读（住校） is 在读; a note of a state that is none stays with it.
fn without_note(text: &str) -> Option<&str> {
    let (state, _) = text.split_once(['（', '(', '[', '【'])?;
    Some(state).filter(|state| !state.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_reads_its_own_word() {
        for state in StudentState::ALL {
            assert_eq!(state.to_string().parse(), Ok(state));
        }
    }

    #[test]
    fn usual_other_words_are_understood() {
        let table = [
            ("在校", StudentState::Enrolled),
            ("顶岗实习", StudentState::Internship),
            (" 休学中", StudentState::Suspended),
        ];
        for (word, state) in table {
            assert_eq!(word.parse(), Ok(state));
        }
        assert_eq!("在读（住校）".parse(), Ok(StudentState::Enrolled));
        assert_eq!("未报到".parse::<StudentState>(), Err(NotAState));
        assert_eq!("".parse::<StudentState>(), Err(NotAState));
    }
}
