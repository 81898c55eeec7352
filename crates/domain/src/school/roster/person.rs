//! The person of a row: identity document, sex, day of birth, state, telephones (plan 6.3).

use chrono::NaiveDate;

use super::{
    columns::{BIRTH, GUARDIAN_PHONE, ID, ID_TYPE, NAME, NATION, PHONE, SEX, STATE},
    known::Index,
    nation::nation,
};
use crate::{
    import::{Cleaning, Field, ProblemKind, Row},
    values::{
        Day, IdNumber, IdType, NotASex, NotAnIdNumber, PartOfDay, Phone, Secret, Sex, StudentState,
    },
};

/// The document of a row, as far as it is sound.
pub(super) struct Document {
    pub(super) id_type: IdType,
    pub(super) number: Option<Secret>,
    /// Only of a resident card.
    pub(super) citizen: Option<IdNumber>,
}

/// Only a resident card follows GB 11643; other documents have their own forms. A row that names no
/// document means the one the school knows by this number, else the resident card.
pub(super) fn document(row: &mut Row<'_, '_>, index: &Index<'_>) -> Document {
    let text = row.text(ID).map(str::to_owned);
    let stored = text
        .as_deref()
        .and_then(|number| index.with_identity(number));
    let id_type = match row
        .text(ID_TYPE)
        .map(|text| (text.to_owned(), text.parse::<IdType>()))
    {
        None => stored.map_or(IdType::ResidentCard, |student| student.id_type),
        Some((text, Ok(kind))) => {
            say_if_other(row, ID_TYPE, &text, &kind.to_string());
            kind
        }
        Some((_, Err(why))) => {
            let advice = "请改成证件上写的名称。";
            row.error(ID_TYPE, ProblemKind::NotInList, why.to_string(), advice);
            IdType::Other
        }
    };
    let mut document = Document {
        id_type,
        number: None,
        citizen: None,
    };
    if matches!(
        id_type,
        IdType::ResidentCard | IdType::HongKongMacaoTaiwanResidence
    ) {
        document.citizen = text.and_then(|number| citizen(row, &number));
        document.number = document
            .citizen
            .as_ref()
            .map(|citizen| citizen.as_str().into());
        let unsaid = row.text(ID_TYPE).is_none() && stored.is_none();
        let of_region = |number: &IdNumber| {
            ["81", "82", "83"]
                .iter()
                .any(|region| number.as_str().starts_with(region))
        };
        if unsaid && document.citizen.as_ref().is_some_and(of_region) {
            document.id_type = IdType::HongKongMacaoTaiwanResidence;
        }
    } else {
        document.number = text.map(Secret::from);
    }
    document
}

fn citizen(row: &mut Row<'_, '_>, number: &str) -> Option<IdNumber> {
    let why = match number.parse::<IdNumber>() {
        Ok(citizen) => return Some(citizen),
        Err(why) => why,
    };
    // 990000-20070625-0032 and a full stop behind the number.
    let bare: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
    if let Ok(citizen) = bare.parse::<IdNumber>() {
        row.cleaned(ID, citizen.as_str(), Cleaning::NumberForm);
        return Some(citizen);
    }
    let kind = match why {
        NotAnIdNumber::CheckDigit { .. } => ProblemKind::CheckDigit,
        NotAnIdNumber::Length(_)
        | NotAnIdNumber::Old
        | NotAnIdNumber::Characters
        | NotAnIdNumber::BirthDate => ProblemKind::NotAnId,
    };
    let advice = "请对照证件改正；不是身份证的，请改证件类型。";
    row.error(ID, kind, why.to_string(), advice);
    None
}

/// Sex as written, checked against the identity number; an empty cell is filled from it. The number
/// of a doubled row belongs to someone else and says nothing about this person.
pub(super) fn sex(row: &mut Row<'_, '_>, document: &Document, doubled: bool) -> Option<Sex> {
    let own = document.citizen.as_ref().map(IdNumber::sex);
    let Some(text) = row.text(SEX).map(str::to_owned) else {
        if let Some(own) = own.filter(|_| row.has_column(SEX)) {
            row.cleaned(SEX, &own.to_string(), Cleaning::FromId);
        } else if own.is_none() && document.number.is_some() {
            row.error(SEX, ProblemKind::Missing, "性别不能空着。", "请填男或女。");
        }
        return own;
    };
    let Ok(sex) = text.parse::<Sex>() else {
        let expected = NotASex.to_string();
        row.error(SEX, ProblemKind::NotInList, expected, "请填男或女。");
        return None;
    };
    say_if_other(row, SEX, &text, &sex.to_string());
    if let Some(own) = own.filter(|own| *own != sex && !doubled) {
        let expected = format!("按身份证号第 17 位应为{own}。");
        let advice = "请核对性别和身份证号，改正不对的一格。";
        row.error(SEX, ProblemKind::ContradictsId, expected, advice);
    }
    Some(sex)
}

/// Day of birth as written, checked against the identity number; an empty cell is filled from it.
pub(super) fn birth(
    row: &mut Row<'_, '_>,
    document: &Document,
    doubled: bool,
) -> Option<NaiveDate> {
    let own = document.citizen.as_ref().map(IdNumber::birth_date);
    let written = row.text(BIRTH).and_then(|text| text.parse::<Day>().ok());
    let Some(day) = written.map(Day::date) else {
        if let Some(part) = row.text(BIRTH).and_then(PartOfDay::read) {
            return part_of_birth(row, part, own.filter(|_| !doubled));
        }
        let empty = row.has_column(BIRTH) && row.line.text(BIRTH).is_none();
        if let Some(own) = own.filter(|_| empty) {
            row.cleaned(BIRTH, &own.to_string(), Cleaning::FromId);
        }
        return own;
    };
    if let Some(own) = own.filter(|own| *own != day && !doubled) {
        let expected = format!("身份证号里的出生日期是 {own}。");
        let advice = "请核对出生日期和身份证号，改正不对的一格。";
        row.error(BIRTH, ProblemKind::ContradictsId, expected, advice);
    }
    Some(day)
}

/// A month, or a year of two digits, is completed by the identity number that agrees with it.
fn part_of_birth(
    row: &mut Row<'_, '_>,
    part: PartOfDay,
    own: Option<NaiveDate>,
) -> Option<NaiveDate> {
    if let Some(own) = own.filter(|own| part.is_of(*own)) {
        row.cleaned(BIRTH, &own.to_string(), Cleaning::FromId);
        return Some(own);
    }
    if let Some(own) = own {
        let expected = format!("身份证号里的出生日期是 {own}。");
        let advice = "请核对出生日期和身份证号，改正不对的一格。";
        row.error(BIRTH, ProblemKind::ContradictsId, expected, advice);
    } else {
        let expected = "出生日期要有四位的年份、月份和日子。";
        let advice = "请改成 2008-05-18 这样的日期。";
        row.error(BIRTH, ProblemKind::NotADate, expected, advice);
    }
    None
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
    match text
        .parse::<Phone>()
        .or_else(|why| first_of(&text).ok_or(why))
    {
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

/// The first of several numbers, or the number with whose it is: `13800138000/13900139000`, `13800138000（母亲）`.
/// Where one of them cannot be dialled, all of it is for a person.
fn first_of(text: &str) -> Option<Phone> {
    let bare = text.replace(|c: char| c.is_alphabetic() || c == ':', " ");
    let numbers: Vec<&str> = bare
        .split(['/', '、', ',', '，', ';', '；', ' ', '|'])
        .map(|number| number.trim_end_matches('(').trim_start_matches(')'))
        .filter(|number| !number.is_empty())
        .collect();
    let phones = numbers.iter().map(|number| number.parse::<Phone>());
    let phones: Vec<Phone> = phones.collect::<Result<_, _>>().ok()?;
    phones.into_iter().next()
}

/// The dot in names of several parts has many look-alikes.
pub(super) fn name(row: &mut Row<'_, '_>) -> Option<String> {
    let text = row.text(NAME)?.to_owned();
    let name = text.replace(['•', '・', '‧', '∙', '．', '●', '⋅', '﹒', '･'], "·");
    // A full stop between two Chinese characters is the same dot from an English keyboard.
    let inside = !name.is_ascii() && name.trim_matches('.') == name;
    let name = if inside {
        name.replace('.', "·")
    } else {
        name
    };
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
