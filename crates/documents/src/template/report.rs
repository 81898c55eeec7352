//! What filling a template has to say for itself.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

/// The outcome of filling, as `onex fill --json` prints it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FillReport {
    /// People written.
    pub rows: u32,
    pub mapped: Vec<MappedHeader>,
    /// Headers of columns that stay empty.
    pub unmapped: Vec<String>,
    /// Each as one sentence.
    pub warnings: Vec<Warning>,
}

/// A header and what filled it: the field's key, or `constant` with the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedHeader {
    pub header: String,
    pub field: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// Rows of the filled sheet: the first few and how many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowNumbers {
    pub first: Vec<u32>,
    pub count: u32,
}

impl RowNumbers {
    const SHOWN: usize = 5;

    pub(super) fn add(&mut self, row: u32) {
        if self.first.len() < Self::SHOWN {
            self.first.push(row);
        }
        self.count = self.count.saturating_add(1);
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.count == 0
    }
}

impl fmt::Display for RowNumbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: Vec<String> = self.first.iter().map(u32::to_string).collect();
        write!(f, "第 {} 行", shown.join("、"))?;
        if usize::try_from(self.count).is_ok_and(|count| count > self.first.len()) {
            write!(f, "等 {} 行", self.count)?;
        }
        Ok(())
    }
}

/// Something a person should look at before the workbook goes to the platform.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Warning {
    #[error("必填列「{header}」没有内容可填。请给它选一个字段，或填一个统一的值。")]
    RequiredUnmapped { header: String },
    #[error("{rows}的必填列「{header}」没有内容。请补齐名单里的这一项，再填一次。")]
    RequiredEmpty { header: String, rows: RowNumbers },
    #[error("{rows}的「{header}」是「{value}」，不在模板的下拉选项里。可选：{}。", shortened(.allowed))]
    NotInList {
        header: String,
        value: String,
        rows: RowNumbers,
        allowed: Vec<String>,
    },
    #[error("「{header}」还有 {values} 种内容不在模板的下拉选项里，共 {rows} 行。")]
    MoreNotInList {
        header: String,
        values: usize,
        rows: u32,
    },
    #[error("{rows}的「{header}」里有看不见的控制字符，已去掉。请核对一下。")]
    RemovedCharacters { header: String, rows: RowNumbers },
    #[error("{rows}的「{header}」超过一格能放的 {limit} 个字，后面的没有填进去。")]
    TooLong {
        header: String,
        rows: RowNumbers,
        limit: usize,
    },
    #[error("「{header}」列有模板自带的公式，{rows}保留公式，没有填。")]
    KeptFormula { header: String, rows: RowNumbers },
    #[error("「{header}」的下拉选项只到第 {last_row} 行，后面的行没有下拉。")]
    PastList { header: String, last_row: u32 },
    #[error("第 {row} 行是模板的示例或说明，原样留着。上传前请看一下平台是否要求删去。")]
    HintRow { row: u32 },
    #[error("工作表「{other}」也有同样的表头，只填了「{used}」。")]
    Rival { used: String, other: String },
}

impl Serialize for Warning {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A long list by its beginning.
fn shortened(allowed: &[String]) -> String {
    const SHOWN: usize = 12;
    let shown: Vec<&str> = allowed.iter().take(SHOWN).map(String::as_str).collect();
    let shown = shown.join("、");
    if allowed.len() > SHOWN {
        format!("{shown} 等 {} 种", allowed.len())
    } else {
        shown
    }
}
