//! 证件类型: which document an identity number belongs to. Only the resident card follows GB 11643.

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
pub enum IdType {
    /// 居民身份证
    ResidentCard,
    /// 户口簿
    HouseholdRegister,
    /// 港澳居民来往内地通行证
    HongKongMacaoPermit,
    /// 台湾居民来往大陆通行证
    TaiwanPermit,
    /// 港澳台居民居住证
    HongKongMacaoTaiwanResidence,
    /// 护照
    Passport,
    /// 外国人永久居留身份证
    ForeignResidence,
    /// 军人身份证件
    Military,
    /// 其他
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("没有这种证件，常用的是居民身份证、护照。")]
pub struct NotAnIdType;

impl fmt::Display for IdType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ResidentCard => "居民身份证",
            Self::HouseholdRegister => "户口簿",
            Self::HongKongMacaoPermit => "港澳居民来往内地通行证",
            Self::TaiwanPermit => "台湾居民来往大陆通行证",
            Self::HongKongMacaoTaiwanResidence => "港澳台居民居住证",
            Self::Passport => "护照",
            Self::ForeignResidence => "外国人永久居留身份证",
            Self::Military => "军人身份证件",
            Self::Other => "其他",
        })
    }
}

impl FromStr for IdType {
    type Err = NotAnIdType;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        match text::clean_words(raw).text.as_ref() {
            "居民身份证"
            | "身份证"
            | "二代身份证"
            | "中华人民共和国居民身份证"
            | "第二代居民身份证"
            | "第二代身份证" => Ok(Self::ResidentCard),
            "户口簿" | "户口本" | "居民户口簿" => Ok(Self::HouseholdRegister),
            "港澳居民来往内地通行证" | "港澳通行证" | "回乡证" | "港澳居民通行证" => {
                Ok(Self::HongKongMacaoPermit)
            }
            "台湾居民来往大陆通行证" | "台胞证" | "台湾通行证" => {
                Ok(Self::TaiwanPermit)
            }
            "港澳台居民居住证" | "港澳居民居住证" | "台湾居民居住证" => {
                Ok(Self::HongKongMacaoTaiwanResidence)
            }
            "护照" | "外国护照" | "香港特区护照" | "澳门特区护照" => {
                Ok(Self::Passport)
            }
            "外国人永久居留身份证" | "外国人永久居留证" | "境外永久居住证" => {
                Ok(Self::ForeignResidence)
            }
            "军人身份证件" | "军官证" | "士兵证" | "军人证" | "武警证" => {
                Ok(Self::Military)
            }
            "其他" | "其它" | "其他证件" | "其他有效证件" => Ok(Self::Other),
            other => by_words(other).ok_or(NotAnIdType),
        }
    }
}

/// A name with its code or a note, as platforms list them: `A-居民身份证`, `台湾居民来往大陆通行证（台胞证）`.
fn by_words(written: &str) -> Option<IdType> {
    let has = |words: &[&str]| words.iter().any(|word| written.contains(word));
    let kinds = [
        (has(&["永久居"]), IdType::ForeignResidence),
        (has(&["军人", "军官", "士兵", "武警"]), IdType::Military),
        (
            has(&["居住证"]) && has(&["港", "澳", "台"]),
            IdType::HongKongMacaoTaiwanResidence,
        ),
        (has(&["台胞", "大陆通行证"]), IdType::TaiwanPermit),
        (
            has(&["回乡", "港澳通行", "内地通行证"]),
            IdType::HongKongMacaoPermit,
        ),
        (has(&["护照", "護照"]), IdType::Passport),
        (has(&["户口"]), IdType::HouseholdRegister),
        (has(&["身份证", "身份證", "身分证"]), IdType::ResidentCard),
    ];
    // A word about having none is no document.
    let none = has(&["无", "没有", "未"]);
    let found = kinds.into_iter().find(|(found, _)| *found && !none);
    found.map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_known_by_its_usual_names() {
        let table = [
            ("身份证", IdType::ResidentCard),
            ("居民身份证", IdType::ResidentCard),
            ("护照", IdType::Passport),
            ("回乡证", IdType::HongKongMacaoPermit),
            ("A-居民身份证", IdType::ResidentCard),
            ("居民身份证（18位）", IdType::ResidentCard),
            ("台湾居民来往大陆通行证（台胞证）", IdType::TaiwanPermit),
            ("外国人永久居留身份证（新版）", IdType::ForeignResidence),
            ("外籍护照", IdType::Passport),
        ];
        for (word, kind) in table {
            assert_eq!(word.parse(), Ok(kind));
            assert_eq!(kind.to_string().parse(), Ok(kind));
        }
        assert_eq!("借书证".parse::<IdType>(), Err(NotAnIdType));
    }
}
