//! The columns of a score file and the other names schools give them (plan 4.3.2).

use super::parts::{PartKey, PartNames};
use crate::import::{Column, Field, Kind, Table};

/// The numbers by which a row may name its student, the surest first.
pub(super) const KEYS: [Field; 3] = [Field(0), Field(1), Field(2)];
pub(super) const NAME: Field = Field(3);
pub(super) const REMARK: Field = Field(5);
pub(super) const ABSENT: Field = Field(6);
/// Where the parts begin.
const FIRST_PART: usize = 7;

/// The column of the n-th part that is wanted.
pub(super) const fn part_field(at: usize) -> Field {
    Field(FIRST_PART + at)
}

/// Words for one kind of part. Whoever writes 笔试 means the theory, unless the test has a part of that very name.
const KINDS: [(&str, &str, &[&str]); 3] = [
    (
        "theory",
        "理论成绩",
        &[
            "theory",
            "理论",
            "笔试",
            "理论知识",
            "知识",
            "应知",
            "专业理论",
            "理论笔试",
            "客观题",
            "卷面",
        ],
    ),
    (
        "practical",
        "实操成绩",
        &[
            "practical",
            "practice",
            "实操",
            "技能",
            "操作",
            "实践",
            "实训",
            "应会",
            "上机",
            "机试",
            "实际操作",
            "操作技能",
            "技能操作",
            "专业技能",
            "实践操作",
            "操作题",
            "实操技能",
            "技能实操",
        ],
    ),
    (
        "average",
        "专业课平均",
        &["average", "专业课平均", "平均", "专业平均", "专业课"],
    ),
];

/// What may follow the name of a part in a header.
const ENDINGS: [&str; 17] = [
    "",
    "成绩",
    "分数",
    "得分",
    "分",
    "考试",
    "考试成绩",
    "考试分数",
    "测试",
    "测试成绩",
    "考核",
    "考核成绩",
    "部分",
    "部分成绩",
    "科目",
    "卷",
    "总分",
];

/// 理论成绩 is about 理论.
fn stem(name: &str) -> &str {
    let ending = |ending: &&&str| !ending.is_empty() && name.ends_with(**ending);
    let longest = ENDINGS
        .iter()
        .filter(ending)
        .max_by_key(|ending| ending.len());
    longest
        .and_then(|ending| name.strip_suffix(*ending))
        .filter(|stem| !stem.is_empty())
        .unwrap_or(name)
}

fn part_column(key: &str, name: &str) -> Column {
    let stem = stem(name);
    let kind = KINDS.iter().find(|(usual, _, words)| {
        *usual == key || words.contains(&key) || words.contains(&stem) || words.contains(&name)
    });
    let own = [key, name, stem].map(str::to_owned);
    let words = kind.map_or(&[][..], |(_, _, words)| *words);
    let others = [stem].into_iter().chain(words.iter().copied());
    let others =
        others.flat_map(|word| ENDINGS.iter().map(move |ending| format!("{word}{ending}")));
    let shown = match kind {
        Some((usual, shown, _)) if *usual == key => (*shown).to_owned(),
        _ if name.ends_with(['分', '绩']) || name.ends_with("平均") => name.to_owned(),
        _ => format!("{name}成绩"),
    };
    Column::named(
        key.to_owned(),
        shown,
        own.into_iter().chain(others).collect(),
        Kind::Code,
    )
}

/// The table of a score file: one row a student. The parts a test has come first; of the usual parts it does not
/// have the columns are known, so that a person sees what they are, and not read.
pub fn score_table(parts: &[PartKey], names: &PartNames) -> Table {
    let numbers = [
        Column::new(
            "student_number",
            "学籍号",
            &[
                "全国学籍号",
                "学籍号码",
                "全国学籍编号",
                "国家学籍号",
                "学籍编号",
            ],
            Kind::Secret,
        ),
        Column::new(
            "school_number",
            "学号",
            &["学生学号", "校内学号", "学生编号", "在校学号"],
            Kind::Code,
        ),
        Column::new(
            "id_number",
            "证件号码",
            &[
                "身份证号",
                "身份证号码",
                "身份证",
                "证件号",
                "身份证件号",
                "身份证件号码",
                "公民身份号码",
                "居民身份证号码",
                "居民身份证号",
                "证件编号",
            ],
            Kind::Secret,
        ),
    ];
    let who = [
        Column::new("name", "姓名", &["学生姓名", "考生姓名"], Kind::Words),
        Column::new(
            "class",
            "班级",
            &["班级名称", "所在班级", "行政班"],
            Kind::Words,
        ),
        Column::new(
            "remark",
            "备注",
            &["说明", "情况说明", "考试备注", "备考"],
            Kind::Words,
        )
        .at_most(200),
        Column::new(
            "absent",
            "缺考",
            &[
                "是否缺考",
                "缺考标记",
                "缺考标志",
                "缺考情况",
                "考试状态",
                "考试情况",
                "到考情况",
                "出勤情况",
                "参考情况",
            ],
            Kind::Words,
        ),
    ];
    let wanted = parts
        .iter()
        .map(|part| part_column(part.as_str(), names.name(part)));
    let unwanted = KINDS
        .iter()
        .filter(|(key, ..)| parts.iter().all(|part| part.as_str() != *key));
    let unwanted = unwanted.map(|(key, name, _)| part_column(key, name));
    let columns = numbers.into_iter().chain(who).chain(wanted).chain(unwanted);
    Table::new("选拔成绩表", columns.collect())
}

/// The parts most tests have.
pub fn usual_parts() -> Vec<PartKey> {
    KINDS
        .iter()
        .filter_map(|(key, ..)| key.parse().ok())
        .collect()
}
