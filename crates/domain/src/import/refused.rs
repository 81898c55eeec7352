//! Why a whole file is refused before any row of it is looked at.

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileRefused {
    #[error("工作表「{sheet}」里没有内容，请换有数据的文件。")]
    Empty { sheet: String },
    #[error("工作表「{sheet}」里没有找到表头。要找的列名：{}；前几行里有：{}。请改表头，或换成「{table}」的模板。", list(.looked_for), list(.found))]
    NoHeader {
        sheet: String,
        table: &'static str,
        looked_for: Vec<String>,
        found: Vec<String>,
    },
    #[error("第 {header_row} 行表头里缺少：{}。表头里有：{}。请补上这些列，或对应到已有的列。", list(.missing), list(.found))]
    MissingColumns {
        header_row: u32,
        missing: Vec<String>,
        found: Vec<String>,
    },
    #[error("「{first}」和「{second}」两列都是{field}。请删去或改名其中一列。")]
    DoubleColumn {
        field: String,
        first: String,
        second: String,
    },
    #[error("第 {header_row} 行表头下面没有数据，请填好再上传。")]
    NoData { header_row: u32 },
    #[error("表里有 {found} 列，最多 {limit} 列。请删去多余的列再上传。")]
    TooManyColumns { found: usize, limit: usize },
    #[error("表里有 {found} 行，最多 {limit} 行。请分成几个文件上传。")]
    TooManyRows { found: usize, limit: usize },
    #[error("对列里的「{0}」不是这张表的项目，请重新对列。")]
    UnknownField(String),
}

impl FileRefused {
    /// A word that stays the same from release to release, for JSON and for tests.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Empty { .. } => "empty_sheet",
            Self::NoHeader { .. } => "no_header",
            Self::MissingColumns { .. } => "missing_columns",
            Self::DoubleColumn { .. } => "double_column",
            Self::NoData { .. } => "no_rows",
            Self::TooManyColumns { .. } => "too_many_columns",
            Self::TooManyRows { .. } => "too_many_rows",
            Self::UnknownField(_) => "unknown_field",
        }
    }
}

/// Names for people; a long list is cut, since a stray header can have two hundred.
fn list<T: AsRef<str>>(names: &[T]) -> String {
    const SHOWN: usize = 20;
    if names.is_empty() {
        return "（无）".to_owned();
    }
    let shown: Vec<&str> = names.iter().take(SHOWN).map(AsRef::as_ref).collect();
    let rest = names.len().saturating_sub(SHOWN);
    let tail = if rest > 0 {
        format!("等 {} 个", names.len())
    } else {
        String::new()
    };
    shown.join("、") + &tail
}
