//! What the check of a file found, in the stable JSON of `onex import --json`.

use serde::{Deserialize, Serialize};

/// Everything about one file: counts, what stops rows, what was cleaned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub file: String,
    pub sheet: String,
    pub header_row: u32,
    /// Rows of data, whatever became of them.
    pub rows: usize,
    /// Rows that can be written: new, changed or the same.
    pub ready: usize,
    pub new: usize,
    pub changed: usize,
    pub same: usize,
    /// Rows a person left out.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub skipped: usize,
    pub problems: Vec<Problem>,
    pub cleaned: Vec<Cleaned>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature serde calls"
)]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

impl Report {
    pub fn errors(&self) -> impl Iterator<Item = &Problem> {
        self.problems
            .iter()
            .filter(|problem| problem.severity == Severity::Error)
    }

    pub fn warnings(&self) -> impl Iterator<Item = &Problem> {
        self.problems
            .iter()
            .filter(|problem| problem.severity == Severity::Warning)
    }

    /// Rows with an error, which are not written.
    pub fn refused(&self) -> usize {
        self.rows
            .saturating_sub(self.ready)
            .saturating_sub(self.skipped)
    }
}

/// One cell that stops its row or wants a look: where, what was found, what is expected, what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The sheet's own row number.
    pub row: u32,
    /// The file's own name of the column.
    pub column: String,
    /// The key of the field.
    pub field: String,
    pub kind: ProblemKind,
    pub severity: Severity,
    /// Never a whole identity number.
    pub found: String,
    pub expected: String,
    pub advice: String,
    /// The other row of a pair that cannot both stay, for the page that shows the two side by side.
    #[serde(skip)]
    pub other_row: Option<u32>,
}

/// An error keeps its row out; a warning does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Error,
    Warning,
}

macro_rules! kinds {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident $label:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The words of the screens.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }
        }
    };
}

kinds! {
    /// What is wrong with a cell.
    ProblemKind {
        Missing "没有填",
        CheckDigit "校验位不对",
        NotAnId "不是身份证号",
        /// A spreadsheet keeps fifteen digits of a number.
        PrecisionLost "数字丢了后几位",
        ContradictsId "与身份证号不一致",
        Phone "电话号码不对",
        UnknownClass "没有这个班级",
        UnknownMajor "没有这个专业",
        ContradictsClass "与班级不一致",
        UnknownStudent "没有这名学生",
        /// Two cells of a row, or a row and the roster, cannot both be right.
        Contradicts "前后不一致",
        DuplicateInFile "文件里重复",
        DuplicateInSchool "学校里已有",
        NotADate "不是日期",
        NotInList "不在可选的范围里",
        NotANumber "不是数字",
        OutOfRange "超出范围",
        TooLong "太长",
        /// An error cell such as `#N/A`, or a formula saved without its result.
        Unreadable "单元格读不出",
    }
}

kinds! {
    /// Harmless dirt that was cleaned, and rows that are no data.
    Cleaning {
        Spaces "去掉空格",
        FullWidth "全角改半角",
        QuoteMark "去掉引号",
        LetterCase "小写改大写",
        DateForm "日期写法",
        NumberForm "数字写法",
        OtherWord "统一用词",
        FromId "由身份证号补上",
        /// 无, - and / in a column that may be empty.
        NothingSaid "当作空着",
        BannerRow "标题行",
        NoteRow "说明行",
        HeaderRow "重复的表头",
        TotalRow "合计行",
        SignatureRow "落款行",
    }
}

/// One cell that was cleaned, or one row that was set aside (then `column` and `field` are empty).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cleaned {
    pub row: u32,
    pub column: String,
    pub field: String,
    pub from: String,
    pub to: String,
    pub what: Cleaning,
}

/// One field of an existing record that the file would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    pub field: String,
    /// The field's own name, for people.
    pub name: String,
    pub old: String,
    pub new: String,
}
