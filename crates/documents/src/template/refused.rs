//! Why a workbook cannot be used as a template, one sentence for each reason.

use serde::{Deserialize, Serialize};

use crate::sheets::Unreadable;

/// A template that is turned away, in words for the person who chose the file (plan 6.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    #[error("模板要是 .xlsx 工作簿。.xls 请用 Excel 或 WPS 另存为 .xlsx 再上传。")]
    NotXlsx,
    #[error("工作表「{sheet}」的单元格太多。请确认选的是空白模板。")]
    TooMuch { sheet: String },
    #[error("工作表「{sheet}」的表头有 {columns} 列，最多 {limit} 列。请确认选的是空白模板。")]
    TooWide {
        sheet: String,
        columns: usize,
        limit: usize,
    },
    #[error("工作簿里有一格文字超过 {limit} 个字。请确认选的是空白模板。")]
    LongCell { limit: usize },
    #[error("没有找到表头。模板的前 {looked} 行里，至少要有「姓名」「证件号码」这样的两列。")]
    NoHeader { looked: u32 },
    #[error(
        "模板里已有 {rows} 行内容：工作表「{sheet}」第 {first} 行「{header}」是「{found}」。请上传没有填过的空白模板。"
    )]
    HoldsData {
        sheet: String,
        first: u32,
        rows: usize,
        header: String,
        found: String,
    },
    #[error(
        "模板第 {row} 行是说明文字，只留了 {room} 行的位置，放不下这份名单。请在模板里多留几行，再上传一次。"
    )]
    NoRoom { row: u32, room: u32 },
    #[error("名单超过了一张工作表能放的 {limit} 行。请分几份来填。")]
    TooManyRows { limit: u32 },
    #[error("这份模板与登记时的不一样了。请重新上传模板，再核对一遍各列的对应关系。")]
    Changed,
}

impl Refused {
    /// A word that stays the same from release to release, for JSON and for tests.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Unreadable(why) => why.kind(),
            Self::NotXlsx => "not_xlsx",
            Self::TooMuch { .. } => "too_many_cells",
            Self::TooWide { .. } => "too_many_columns",
            Self::LongCell { .. } => "long_cell",
            Self::NoHeader { .. } => "no_header",
            Self::HoldsData { .. } => "holds_data",
            Self::NoRoom { .. } => "no_room",
            Self::TooManyRows { .. } => "too_many_rows",
            Self::Changed => "changed",
        }
    }
}
