//! The student's own form: only what the records do not hold is asked for (plan 6.3).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::fault::Field;
use crate::values::Phone;

/// Who looked a form through and handed it in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    pub at: DateTime<Utc>,
    pub by: String,
    /// The student himself; else the class teacher in his place.
    pub own: bool,
}

/// What was typed, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FormDraft {
    pub phone: String,
    pub guardian_name: String,
    pub guardian_phone: String,
    pub retake: bool,
    pub remark: String,
}

/// What a form declares, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    pub phone: Phone,
    pub guardian_name: Option<String>,
    pub guardian_phone: Option<Phone>,
    pub retake: bool,
    pub remark: Option<String>,
}

/// One thing of a form that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotDeclared {
    /// The name of the form's field.
    pub field: &'static str,
    pub sentence: String,
}

/// The longest remark and name.
const REMARK: usize = 200;
const NAME: usize = 30;

/// Read a form. A guardian is asked for where one has to consent.
pub fn declared(form: &FormDraft, guardian_asked: bool) -> Result<Declared, Vec<NotDeclared>> {
    let mut wrong = Vec::new();
    let mut say = |field, sentence: String| wrong.push(NotDeclared { field, sentence });
    let mut number = |field, text: &str, missing: &str, needed: bool| -> Option<Phone> {
        if text.trim().is_empty() {
            if needed {
                say(field, missing.to_owned());
            }
            return None;
        }
        let read = text.parse::<Phone>();
        read.map_err(|why| say(field, why.to_string())).ok()
    };
    let phone = number("phone", &form.phone, "请填写联系电话，平台要用", true);
    let guardian_phone = number(
        "guardian_phone",
        &form.guardian_phone,
        "请填写家长电话，同意书要请家长签",
        guardian_asked,
    );
    let guardian_name = form.guardian_name.trim();
    if guardian_name.is_empty() && guardian_asked {
        say(
            "guardian_name",
            "请填写家长姓名，同意书要请家长签".to_owned(),
        );
    }
    if guardian_name.chars().count() > NAME {
        say("guardian_name", format!("家长姓名最多 {NAME} 个字，请核对"));
    }
    let remark = form.remark.trim();
    if remark.chars().count() > REMARK {
        say("remark", format!("备注最多 {REMARK} 个字，请写短一些"));
    }
    let kept = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    match phone {
        Some(phone) if wrong.is_empty() => Ok(Declared {
            phone,
            guardian_name: kept(guardian_name),
            guardian_phone,
            retake: form.retake,
            remark: kept(remark),
        }),
        _ => Err(wrong),
    }
}

/// Who can mend a row that came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mender {
    /// The student himself, or the class teacher in his place.
    Student,
    /// What the roll says is looked into by the class teacher with the student's papers.
    ClassTeacher,
    GroupLeader,
}

impl Mender {
    /// By the field the return points at; where it points at none the group leader looks.
    pub const fn of(field: Option<Field>) -> Self {
        match field {
            Some(Field::Phone | Field::Photo | Field::Retake | Field::Remark) => Self::Student,
            Some(
                Field::Name
                | Field::IdType
                | Field::IdNumber
                | Field::Sex
                | Field::BirthDate
                | Field::RollNumber
                | Field::Class
                | Field::State,
            ) => Self::ClassTeacher,
            Some(Field::Major | Field::Level | Field::Other) | None => Self::GroupLeader,
        }
    }

    /// As it stands in a sentence.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Student => "学生本人",
            Self::ClassTeacher => "班主任",
            Self::GroupLeader => "专业组长",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> FormDraft {
        FormDraft {
            phone: "138 0000 2210".to_owned(),
            guardian_name: " 陈国强 ".to_owned(),
            guardian_phone: "13900002210".to_owned(),
            retake: true,
            remark: String::new(),
        }
    }

    #[test]
    fn plan_6_3_a_form_is_read_and_what_it_lacks_is_said_at_its_field() {
        let read = declared(&form(), true).unwrap();
        assert_eq!(read.phone.as_str(), "13800002210");
        assert_eq!(read.guardian_name.as_deref(), Some("陈国强"));
        assert_eq!(read.remark, None);
        let bare = FormDraft {
            remark: "长".repeat(201),
            ..FormDraft::default()
        };
        let fields = |asked| -> Vec<&str> {
            let wrong = declared(&bare, asked).unwrap_err();
            wrong.iter().map(|one| one.field).collect()
        };
        assert_eq!(
            fields(true),
            ["phone", "guardian_phone", "guardian_name", "remark"]
        );
        assert_eq!(fields(false), ["phone", "remark"]);
        let odd = FormDraft {
            phone: "12".to_owned(),
            ..form()
        };
        assert_eq!(declared(&odd, true).unwrap_err().len(), 1);
    }

    #[test]
    fn plan_6_3_a_returned_row_goes_to_whom_can_mend_it() {
        assert_eq!(Mender::of(Some(Field::Phone)), Mender::Student);
        assert_eq!(Mender::of(Some(Field::Photo)), Mender::Student);
        assert_eq!(Mender::of(Some(Field::IdNumber)), Mender::ClassTeacher);
        assert_eq!(Mender::of(Some(Field::Major)), Mender::GroupLeader);
        assert_eq!(Mender::of(None), Mender::GroupLeader);
    }
}
