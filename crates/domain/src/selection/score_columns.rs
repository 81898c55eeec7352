//! The columns of a score file and the other names schools give them (plan 4.3.2).

use super::parts::PartKey;
use crate::import::{Column, Field, Kind, Table};

/// The numbers by which a row may name its student, the surest first.
pub(super) const KEYS: [Field; 3] = [Field(0), Field(1), Field(2)];
pub(super) const NAME: Field = Field(3);
pub(super) const REMARK: Field = Field(5);
pub(super) const ABSENT: Field = Field(6);
/// The parts a file can bring, by their key.
pub(super) const PARTS: [(&str, Field); 3] = [
    ("theory", Field(7)),
    ("practical", Field(8)),
    ("average", Field(9)),
];

/// The column of a part; `None` for a part that no file brings.
pub(super) fn field_of(part: PartKey) -> Option<Field> {
    PARTS
        .iter()
        .find(|(key, _)| *key == part.as_str())
        .map(|(_, field)| *field)
}

/// The table of a score file: one row a student.
pub fn score_table() -> Table {
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
                "学生学籍号",
            ],
            Kind::Secret,
        ),
        Column::new(
            "school_number",
            "学号",
            &["学生学号", "校内学号"],
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
            &["说明", "情况说明", "考试情况"],
            Kind::Words,
        )
        .at_most(200),
        Column::new("absent", "缺考", &["是否缺考", "缺考标记"], Kind::Words),
    ];
    let parts = [
        Column::new(
            "theory",
            "理论成绩",
            &[
                "理论",
                "笔试",
                "笔试成绩",
                "理论分",
                "理论分数",
                "理论知识",
                "理论考试",
            ],
            Kind::Code,
        ),
        Column::new(
            "practical",
            "实操成绩",
            &[
                "实操",
                "技能",
                "操作",
                "技能成绩",
                "操作成绩",
                "实操分",
                "实操分数",
                "实操考试",
                "技能操作",
                "实践成绩",
            ],
            Kind::Code,
        ),
        Column::new(
            "average",
            "专业课平均",
            &["专业课平均分", "专业课平均成绩", "平均分"],
            Kind::Code,
        ),
    ];
    Table::new(
        "选拔成绩表",
        numbers.into_iter().chain(who).chain(parts).collect(),
    )
}
