//! Why a file cannot be read as a sheet: one kind and one sentence for each case.

use serde::{Deserialize, Serialize};

use super::gather::column_letters;

/// Each sentence says what was found, what is expected and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Unreadable {
    #[error("文件是空的，里面没有内容。请检查后重新选择文件。")]
    Empty,
    #[error("文件有 {}，最多 {}。请只留要导入的那张表，或分成几份上传。", megabytes(*.bytes), megabytes(*.limit))]
    TooBig { bytes: usize, limit: usize },
    #[error("文件不完整，后面的内容缺了。可能没有传完，请重新复制一份再上传。")]
    Truncated,
    #[error("文件有损坏的地方，读不出来。请用 WPS 或 Excel 打开，另存为 .xlsx 后再上传。")]
    Damaged,
    #[error("这份文件打开时要密码。请在 WPS 或 Excel 里取消密码，保存后再上传。")]
    Encrypted,
    #[error("这是二进制工作簿（.xlsb）。请在 Excel 里另存为 .xlsx 后再上传。")]
    Xlsb,
    #[error("这份表带有宏（.xlsm）。请另存为不带宏的 .xlsx 后再上传。")]
    WithMacros,
    #[error("这份表引用了别的文件里的数据。请在「数据」里的「编辑链接」断开链接，保存后再上传。")]
    ExternalLinks,
    #[error("这是 PDF，不是表格。请上传 .xlsx、.xls 或 .csv 表格。")]
    Pdf,
    #[error("这是图片，不是表格。请上传 .xlsx、.xls 或 .csv 表格。")]
    Image,
    #[error("这是 Word 或 PPT 文件，不是表格。请把里面的表复制到 Excel，存为 .xlsx 后再上传。")]
    Document,
    #[error("这是 ODS 表格，这里读不了。请另存为 .xlsx 后再上传。")]
    OpenDocument,
    #[error("这份文件里面其实是网页，不是工作簿。请用 WPS 或 Excel 打开，另存为 .xlsx 后再上传。")]
    WebPage,
    #[error("这是压缩包，里面没有工作簿的内容。请解开压缩包，上传里面的表格。")]
    Archive,
    #[error("这份文件不是表格。请上传 .xlsx、.xls 或 .csv 表格。")]
    NotASheet,
    #[error("工作簿里有 {entries} 个部件，最多 {limit} 个。请把数据复制到一张新表，保存后再上传。")]
    TooManyParts { entries: usize, limit: usize },
    #[error("工作簿解开后超过 {}。请把数据复制到一张新表，保存后再上传。", megabytes(*.limit))]
    TooLargeInside { limit: usize },
    #[error(
        "工作簿压缩了 {limit} 倍以上，正常的表不会这样。请把数据复制到一张新表，保存后再上传。"
    )]
    TooCompressed { limit: usize },
    #[error("表里夹着别的文件或压缩包。请删去插入的对象，保存后再上传。")]
    NestedFile,
    #[error("工作簿里有普通表格没有的内容。请把数据复制到一张新表，保存后再上传。")]
    ForeignParts,
    #[error(
        "「{sheet}」用到了第 {row} 行，最多 {limit} 行。请删去下面用不到的行，或分成几份上传。"
    )]
    TooManyRows { sheet: String, row: u32, limit: u32 },
    #[error("「{sheet}」用到了第 {column} 列（{} 列），最多 {limit} 列。请删去右边用不到的列，保存后再上传。", column_letters(*.column))]
    TooManyColumns {
        sheet: String,
        column: u32,
        limit: u32,
    },
    #[error("「{sheet}」有内容的单元格超过 {limit} 个。请删去用不到的列，或分成几份上传。")]
    TooManyCells { sheet: String, limit: usize },
    #[error("{}里的文字太多，最多 {limit} 个字。请改短后再上传。", place(.cell.as_deref()))]
    LongCell { cell: Option<String>, limit: usize },
    #[error("表里的文字合起来超过 {}。请分成几份上传。", megabytes(*.limit))]
    TooMuchText { limit: usize },
    #[error("看得见的工作表里都没有数据。请填好内容，或取消隐藏有数据的那张表，再上传。")]
    NoData,
    #[error("{}都有数据，不知道读哪一张。请只留一张，或把其余的隐藏，保存后再上传。", quoted(.names))]
    TwoSheets { names: Vec<String> },
    #[error("没有名为「{wanted}」的工作表，看得见的有：{}。请从里面选一张。", quoted(.names))]
    NoSuchSheet { wanted: String, names: Vec<String> },
    #[error("这份 CSV 的文字编码认不出来。请用 WPS 或 Excel 打开，另存为 .xlsx 后再上传。")]
    UnknownEncoding,
    #[error(
        "读这份文件用的内存或时间太多，已经停下。请把数据复制到一张新表，另存为 .xlsx 后再上传。"
    )]
    TooHeavy,
    #[error("读表的程序现在没有启动。请稍后再传；如果还是这样，请告诉系统管理员。")]
    NoReader,
}

impl Unreadable {
    /// A word that stays the same from release to release, for JSON and for tests.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooBig { .. } => "too_big",
            Self::Truncated => "truncated",
            Self::Damaged => "damaged",
            Self::Encrypted => "encrypted",
            Self::Xlsb => "xlsb",
            Self::WithMacros => "with_macros",
            Self::ExternalLinks => "external_links",
            Self::Pdf => "pdf",
            Self::Image => "image",
            Self::Document => "document",
            Self::OpenDocument => "open_document",
            Self::WebPage => "web_page",
            Self::Archive => "archive",
            Self::NotASheet => "not_a_sheet",
            Self::TooManyParts { .. } => "too_many_parts",
            Self::TooLargeInside { .. } => "too_large_inside",
            Self::TooCompressed { .. } => "too_compressed",
            Self::NestedFile => "nested_file",
            Self::ForeignParts => "foreign_parts",
            Self::TooManyRows { .. } => "too_many_rows",
            Self::TooManyColumns { .. } => "too_many_columns",
            Self::TooManyCells { .. } => "too_many_cells",
            Self::LongCell { .. } => "long_cell",
            Self::TooMuchText { .. } => "too_much_text",
            Self::NoData => "no_data",
            Self::TwoSheets { .. } => "two_sheets",
            Self::NoSuchSheet { .. } => "no_such_sheet",
            Self::UnknownEncoding => "unknown_encoding",
            Self::TooHeavy => "too_heavy",
            Self::NoReader => "no_reader",
        }
    }
}

/// `12.3 MB`, rounded up so that a file just over the limit does not read as the limit itself.
fn megabytes(bytes: usize) -> String {
    let tenths = bytes.saturating_mul(10).div_ceil(1 << 20);
    match tenths % 10 {
        0 => format!("{} MB", tenths / 10),
        rest => format!("{}.{rest} MB", tenths / 10),
    }
}

fn place(cell: Option<&str>) -> String {
    cell.map_or_else(
        || "有一个单元格".to_owned(),
        |cell| format!("单元格 {cell} "),
    )
}

fn quoted(names: &[String]) -> String {
    format!("「{}」", names.join("」「"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_is_the_tag_it_travels_with() {
        let samples = [
            Unreadable::Empty,
            Unreadable::TooBig {
                bytes: 11 << 20,
                limit: 10 << 20,
            },
            Unreadable::LongCell {
                cell: Some("B7".into()),
                limit: 32_767,
            },
            Unreadable::TwoSheets {
                names: vec!["一".into(), "二".into()],
            },
            Unreadable::TooManyColumns {
                sheet: "名册".into(),
                column: 300,
                limit: 200,
            },
            Unreadable::NoReader,
        ];
        for sample in samples {
            let json = serde_json::to_value(&sample).unwrap();
            assert_eq!(json["kind"], sample.kind());
            assert_eq!(serde_json::from_value::<Unreadable>(json).unwrap(), sample);
        }
    }

    #[test]
    fn a_sentence_names_what_was_found() {
        let wide = Unreadable::TooManyColumns {
            sheet: "名册".into(),
            column: 300,
            limit: 200,
        };
        assert_eq!(
            wide.to_string(),
            "「名册」用到了第 300 列（KN 列），最多 200 列。请删去右边用不到的列，保存后再上传。"
        );
        let big = Unreadable::TooBig {
            bytes: (10 << 20) + 1,
            limit: 10 << 20,
        };
        assert!(big.to_string().starts_with("文件有 10.1 MB，最多 10 MB。"));
        let two = Unreadable::TwoSheets {
            names: vec!["一年级".into(), "二年级".into()],
        };
        assert!(two.to_string().starts_with("「一年级」「二年级」都有数据"));
    }
}
