//! What can be wrong with a student's row before it goes to the platform (plan 6.3).

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::form::{Confirmed, FormDraft};
use super::sent::Sent;
use crate::states::states;
use crate::values::{NotAPhone, NotAnIdNumber, Sex, StudentState};

states! {
    /// The field of a row that a fault or a return points at.
    Field {
        Name = "name", "姓名";
        IdType = "id_type", "证件类型";
        IdNumber = "id_number", "证件号码";
        Sex = "sex", "性别";
        BirthDate = "birth_date", "出生日期";
        RollNumber = "roll_number", "学籍号";
        Major = "major", "专业";
        Class = "class", "班级";
        State = "state", "学生状态";
        Phone = "phone", "联系电话";
        Level = "level", "报考等级";
        Retake = "retake", "是否补考";
        Remark = "remark", "备注";
        Photo = "photo", "证件照";
        Other = "other", "其他";
    }
}

/// One thing that is wrong, with what its sentence needs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("不在选拔录取名单里，请改成不报名")]
    NotChosen,
    #[error("在本项目的报名表里出现 {times} 次，请只留一次")]
    Twice { times: usize },
    #[error("已在项目「{project}」报考同一证书和等级，请只留一处")]
    Elsewhere { project: String },
    #[error("和 {other} 的证件号码相同，请核对两人的证件")]
    SameNumber { other: String },
    #[error("学生状态是{state}，不能报名，请核对名册")]
    State { state: StudentState },
    #[error("没有姓名，请补上")]
    NameMissing,
    #[error("没有证件号码，请补上")]
    IdNumberMissing,
    #[error("{}请核对身份证后改正", full_stop(&why.to_string()))]
    IdNumber { why: NotAnIdNumber },
    #[error("名册是{roster}，证件号码第 17 位表示{number}，请核对")]
    SexDiffers { roster: Sex, number: Sex },
    #[error("名册是 {}，证件号码里是 {}，请核对", whole_day(*.roster), whole_day(*.number))]
    BirthDateDiffers {
        roster: NaiveDate,
        number: NaiveDate,
    },
    #[error("{code} 不在证书面向的专业（{}）里，请改走社会考生报名", fitting.join("、"))]
    Major { code: String, fitting: Vec<String> },
    #[error("没有学籍号，平台必填，请补上")]
    RollNumberMissing,
    #[error("没有联系电话，平台必填，请补上")]
    PhoneMissing,
    #[error("{}请改正", full_stop(&why.to_string()))]
    Phone { why: NotAPhone },
}

impl Fault {
    /// Mended by taking the student off this list; everything else is mended in the student's record.
    pub const fn is_of_the_list(&self) -> bool {
        matches!(
            self,
            Self::NotChosen | Self::Twice { .. } | Self::Elsewhere { .. } | Self::Major { .. }
        )
    }

    /// Where it is shown and mended.
    pub const fn field(&self) -> Field {
        match self {
            Self::NotChosen | Self::Twice { .. } | Self::Elsewhere { .. } | Self::NameMissing => {
                Field::Name
            }
            Self::SameNumber { .. } | Self::IdNumberMissing | Self::IdNumber { .. } => {
                Field::IdNumber
            }
            Self::State { .. } => Field::State,
            Self::SexDiffers { .. } => Field::Sex,
            Self::BirthDateDiffers { .. } => Field::BirthDate,
            Self::Major { .. } => Field::Major,
            Self::RollNumberMissing => Field::RollNumber,
            Self::PhoneMissing | Self::Phone { .. } => Field::Phone,
        }
    }

    /// The check that found it.
    pub const fn check(&self) -> Check {
        match self {
            Self::NotChosen => Check::Chosen,
            Self::Twice { .. } | Self::Elsewhere { .. } | Self::SameNumber { .. } => Check::Once,
            Self::State { .. } => Check::State,
            Self::IdNumberMissing
            | Self::IdNumber { .. }
            | Self::SexDiffers { .. }
            | Self::BirthDateDiffers { .. } => Check::Identity,
            Self::Major { .. } => Check::Major,
            Self::NameMissing
            | Self::RollNumberMissing
            | Self::PhoneMissing
            | Self::Phone { .. } => Check::Complete,
        }
    }

    /// As it is kept with the row.
    pub fn problem(&self) -> Problem {
        Problem {
            check: self.check(),
            field: self.field(),
            sentence: self.to_string(),
        }
    }
}

states! {
    /// What the system checks before a list is handed in; a reviewer sees each with its count.
    Check {
        Chosen = "chosen", "与选拔录取名单一致";
        Once = "once", "没有重复报名";
        State = "state", "学生状态可以报名";
        Identity = "identity", "身份证号校验、性别和出生日期相符";
        Major = "major", "专业与证书对应";
        Complete = "complete", "平台必填项齐全";
    }
}

/// A fault as it is kept with the row until the next check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub check: Check,
    pub field: Field,
    pub sentence: String,
}

/// All that is wrong with a row; empty when it may be handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "db", derive(sea_orm::FromJsonQueryResult))]
#[serde(transparent)]
pub struct Problems(pub Vec<Problem>);

/// What the row says besides what the student's record says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "db", derive(sea_orm::FromJsonQueryResult))]
#[serde(default)]
pub struct RowData {
    /// 是否补考
    pub retake: bool,
    /// 备注
    pub remark: Option<String>,
    /// Who looked the form through and handed it in.
    pub confirmed: Option<Confirmed>,
    /// What was typed and not handed in yet.
    pub draft: Option<FormDraft>,
    /// What the row said when it was last handed in, and the time before.
    pub sent: Option<Sent>,
    pub sent_before: Option<Sent>,
}

/// Parts of a sentence from elsewhere end with or without their stop; here they go on.
fn full_stop(sentence: &str) -> String {
    format!("{}。", sentence.trim_end_matches('。'))
}

fn whole_day(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}
