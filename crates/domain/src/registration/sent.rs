//! What a row said when it was handed in, so that a reviewer sees what changed since (plan 6.3).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::fault::Field;
use crate::values::{IdType, Sex};

/// A row as it was handed in. Protected numbers are kept masked, with a mark that differs when they do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    pub name: String,
    pub sex: Sex,
    pub birth_date: Option<NaiveDate>,
    pub id_type: IdType,
    pub id_masked: String,
    pub id_mark: Option<String>,
    pub roll_mark: Option<String>,
    pub class: String,
    pub phone: Option<String>,
    pub retake: bool,
    pub remark: Option<String>,
}

/// One thing that reads differently now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub field: Field,
    pub was: String,
    pub now: String,
}

impl Sent {
    /// What changed from `self` to `now`, in the order of the fields.
    pub fn differences(&self, now: &Self) -> Vec<Difference> {
        let mut found = Vec::new();
        let mut compare = |field, was: String, now: String, differs: bool| {
            if differs {
                found.push(Difference { field, was, now });
            }
        };
        let plain = |text: &Option<String>| text.clone().unwrap_or_else(|| "--".to_owned());
        let mut words = |field, was: String, now: String| {
            let differs = was != now;
            compare(field, was, now, differs);
        };
        words(Field::Name, self.name.clone(), now.name.clone());
        words(
            Field::IdType,
            self.id_type.to_string(),
            now.id_type.to_string(),
        );
        words(Field::Sex, self.sex.to_string(), now.sex.to_string());
        words(
            Field::BirthDate,
            plain(&self.birth_date.map(|day| day.to_string())),
            plain(&now.birth_date.map(|day| day.to_string())),
        );
        words(Field::Class, self.class.clone(), now.class.clone());
        words(Field::Retake, yes_or_no(self.retake), yes_or_no(now.retake));
        words(Field::Remark, plain(&self.remark), plain(&now.remark));
        compare(
            Field::IdNumber,
            self.id_masked.clone(),
            now.id_masked.clone(),
            self.id_mark != now.id_mark,
        );
        compare(
            Field::RollNumber,
            present(self.roll_mark.as_ref()),
            "已改".to_owned(),
            self.roll_mark != now.roll_mark,
        );
        compare(
            Field::Phone,
            masked_phone(self.phone.as_deref()),
            masked_phone(now.phone.as_deref()),
            self.phone != now.phone,
        );
        found.sort_by_key(|difference| difference.field);
        found
    }
}

/// 138****2216; what is too short to hide anything stays.
pub fn masked_phone(phone: Option<&str>) -> String {
    let Some(phone) = phone else {
        return "--".to_owned();
    };
    let length = phone.chars().count();
    let star = |(at, c)| {
        if length >= 10 && at >= 3 && at + 4 < length {
            '*'
        } else {
            c
        }
    };
    phone.chars().enumerate().map(star).collect()
}

fn yes_or_no(yes: bool) -> String {
    if yes { "是" } else { "否" }.to_owned()
}

fn present(mark: Option<&String>) -> String {
    if mark.is_some() {
        "原来的号码"
    } else {
        "--"
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent() -> Sent {
        Sent {
            name: "麦一".to_owned(),
            sex: Sex::Male,
            birth_date: None,
            id_type: IdType::ResidentCard,
            id_masked: "990*************32".to_owned(),
            id_mark: Some("a".to_owned()),
            roll_mark: None,
            class: "23会计1班".to_owned(),
            phone: Some("13800002210".to_owned()),
            retake: false,
            remark: None,
        }
    }

    #[test]
    fn a_changed_number_is_seen_even_where_its_mask_is_the_same() {
        let now = Sent {
            id_mark: Some("b".to_owned()),
            phone: Some("13800002216".to_owned()),
            retake: true,
            ..sent()
        };
        let found = sent().differences(&now);
        let shown: Vec<_> = found
            .iter()
            .map(|one| (one.field, one.was.as_str(), one.now.as_str()))
            .collect();
        assert_eq!(
            shown,
            [
                (Field::IdNumber, "990*************32", "990*************32"),
                (Field::Phone, "138****2210", "138****2216"),
                (Field::Retake, "否", "是"),
            ]
        );
        assert!(sent().differences(&sent()).is_empty());
    }
}
