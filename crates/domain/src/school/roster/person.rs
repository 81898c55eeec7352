//! The person of a row: identity document, sex, day of birth, state, telephones (plan 6.3).

use chrono::NaiveDate;

use super::{
    columns::{BIRTH, GUARDIAN_PHONE, ID, ID_TYPE, NAME, NATION, PHONE, SEX, STATE},
    nation::nation,
};
use crate::{
    import::{Cleaning, Field, ProblemKind, Row},
    values::{Day, IdNumber, IdType, NotAnIdNumber, Phone, Sex, StudentState},
};

/// The document of a row, as far as it is sound.
pub(super) struct Document {
    pub(super) id_type: IdType,
    pub(super) number: Option<String>,
    /// Only of a resident card.
    pub(super) citizen: Option<IdNumber>,
}

/// Only a resident card follows GB 11643; other documents have their own forms.
pub(super) fn document(row: &mut Row<'_, '_>) -> Document {
    let written = row
        .text(ID_TYPE)
        .map(|text| (text.to_owned(), text.parse::<IdType>()));
    let id_type = match written {
        None => IdType::ResidentCard,
        Some((text, Ok(kind))) => {
            say_if_other(row, ID_TYPE, &text, &kind.to_string());
            kind
        }
        Some((_, Err(why))) => {
            row.error(
                ID_TYPE,
                ProblemKind::NotInList,
                why.to_string(),
                "请改成证件上写的名称。",
            );
            IdType::Other
        }
    };
    let Some(number) = row.text(ID).map(str::to_owned) else {
        return Document {
            id_type,
            number: None,
            citizen: None,
        };
    };
    if id_type != IdType::ResidentCard {
        return Document {
            id_type,
            number: Some(number.to_uppercase()),
            citizen: None,
        };
    }
    match number.parse::<IdNumber>() {
        Ok(citizen) => Document {
            id_type,
            number: Some(citizen.as_str().to_owned()),
            citizen: Some(citizen),
        },
        Err(why) => {
            let kind = match why {
                NotAnIdNumber::CheckDigit { .. } => ProblemKind::CheckDigit,
                NotAnIdNumber::Length(_)
                | NotAnIdNumber::Old
                | NotAnIdNumber::Characters
                | NotAnIdNumber::BirthDate => ProblemKind::NotAnId,
            };
            row.error(
                ID,
                kind,
                why.to_string(),
                "请对照证件改正；不是身份证的，请改证件类型。",
            );
            Document {
                id_type,
                number: None,
                citizen: None,
            }
        }
    }
}

/// Sex as written, checked against the identity number; an empty cell is filled from it.
pub(super) fn sex(
    row: &mut Row<'_, '_>,
    citizen: Option<&IdNumber>,
    stored: Option<Sex>,
) -> Option<Sex> {
    let Some(text) = row.text(SEX).map(str::to_owned) else {
        let Some(sex) = citizen.map(IdNumber::sex) else {
            if stored.is_none()
                && row.line.text(ID).is_none_or(|_| row.line.sound(ID))
                && !row.has_errors()
            {
                row.error(SEX, ProblemKind::Missing, "性别不能空着。", "请填男或女。");
            }
            return stored;
        };
        if row.has_column(SEX) {
            row.cleaned(SEX, &sex.to_string(), Cleaning::FromId);
        }
        return Some(sex);
    };
    let sex: Sex = match text.parse() {
        Ok(sex) => sex,
        Err(why) => {
            let why: crate::values::NotASex = why;
            row.error(SEX, ProblemKind::NotInList, why.to_string(), "请填男或女。");
            return None;
        }
    };
    say_if_other(row, SEX, &text, &sex.to_string());
    if let Some(own) = citizen.map(IdNumber::sex).filter(|own| *own != sex) {
        let expected = format!("按身份证号第 17 位应为{own}。");
        row.error(
            SEX,
            ProblemKind::ContradictsId,
            expected,
            "请核对性别和身份证号，改正不对的一格。",
        );
    }
    Some(sex)
}

/// Day of birth as written, checked against the identity number; an empty cell is filled from it.
pub(super) fn birth(row: &mut Row<'_, '_>, citizen: Option<&IdNumber>) -> Option<NaiveDate> {
    let own = citizen.map(IdNumber::birth_date);
    let Some(day) = row
        .text(BIRTH)
        .and_then(|text| text.parse::<Day>().ok())
        .map(Day::date)
    else {
        if let Some(own) = own.filter(|_| row.has_column(BIRTH) && row.line.text(BIRTH).is_none()) {
            row.cleaned(BIRTH, &own.to_string(), Cleaning::FromId);
        }
        return own;
    };
    if let Some(own) = own.filter(|own| *own != day) {
        let expected = format!("身份证号里的出生日期是 {own}。");
        row.error(
            BIRTH,
            ProblemKind::ContradictsId,
            expected,
            "请核对出生日期和身份证号，改正不对的一格。",
        );
    }
    Some(day)
}

/// A state that is not written is left to the caller.
pub(super) fn state(row: &mut Row<'_, '_>) -> Option<StudentState> {
    let text = row.text(STATE)?.to_owned();
    match text.parse::<StudentState>() {
        Ok(state) => {
            say_if_other(row, STATE, &text, &state.to_string());
            Some(state)
        }
        Err(why) => {
            row.error(
                STATE,
                ProblemKind::NotInList,
                why.to_string(),
                "请改成其中一种状态。",
            );
            None
        }
    }
}

pub(super) fn phone(row: &mut Row<'_, '_>) -> Option<Phone> {
    telephone(row, PHONE)
}

pub(super) fn guardian_phone(row: &mut Row<'_, '_>) -> Option<Phone> {
    telephone(row, GUARDIAN_PHONE)
}

fn telephone(row: &mut Row<'_, '_>, field: Field) -> Option<Phone> {
    let text = row.text(field)?.to_owned();
    match text.parse::<Phone>() {
        Ok(phone) => {
            if phone.as_str() != text {
                row.cleaned(field, phone.as_str(), Cleaning::NumberForm);
            }
            Some(phone)
        }
        Err(why) => {
            row.error(
                field,
                ProblemKind::Phone,
                why.to_string(),
                "请改成 11 位手机号，或带区号的座机号。",
            );
            None
        }
    }
}

/// The dot in names of several parts has many look-alikes.
pub(super) fn name(row: &mut Row<'_, '_>) -> Option<String> {
    let text = row.text(NAME)?.to_owned();
    let name = text.replace(['•', '・', '‧', '∙', '．', '●', '⋅'], "·");
    say_if_other(row, NAME, &text, &name);
    Some(name)
}

pub(super) fn nation_of(row: &mut Row<'_, '_>) -> Option<String> {
    let text = row.text(NATION)?.to_owned();
    if let Some(whole) = nation(&text) {
        say_if_other(row, NATION, &text, whole);
        return Some(whole.to_owned());
    }
    let expected = "应是国家标准里的民族名称。";
    row.warning(
        NATION,
        ProblemKind::NotInList,
        expected,
        "请核对民族，如汉族、壮族。",
    );
    Some(text)
}

pub(super) fn say_if_other(row: &mut Row<'_, '_>, field: Field, written: &str, ours: &str) {
    if written != ours {
        row.cleaned(field, ours, Cleaning::OtherWord);
    }
}
