//! The columns of a roster and the names schools give them.

use crate::import::{Column, Field, Kind, Table};

pub(super) const ROLL: Field = Field(0);
pub(super) const NUMBER: Field = Field(1);
pub(super) const NAME: Field = Field(2);
pub(super) const SEX: Field = Field(3);
pub(super) const NATION: Field = Field(4);
pub(super) const BIRTH: Field = Field(5);
pub(super) const ID_TYPE: Field = Field(6);
pub(super) const ID: Field = Field(7);
pub(super) const GRADE: Field = Field(8);
pub(super) const FACULTY: Field = Field(9);
pub(super) const GROUP: Field = Field(10);
pub(super) const MAJOR_CODE: Field = Field(11);
pub(super) const MAJOR: Field = Field(12);
pub(super) const CLASS: Field = Field(13);
pub(super) const STATE: Field = Field(14);
pub(super) const PHONE: Field = Field(15);
pub(super) const GUARDIAN: Field = Field(16);
pub(super) const GUARDIAN_PHONE: Field = Field(17);

/// The roster of students, with the headings of the national roll, of the platforms and of schools.
pub fn table() -> Table {
    Table::new("学生名册", COLUMNS.to_vec())
}

const COLUMNS: [Column; 18] = [
    Column::new("roll_number", "学籍号", ROLL_NAMES, Kind::Secret).at_most(30),
    Column::new("school_number", "学号", NUMBER_NAMES, Kind::Code).at_most(30),
    Column::new("name", "姓名", NAME_NAMES, Kind::Words).required(),
    Column::new("sex", "性别", SEX_NAMES, Kind::Words).at_most(10),
    Column::new("nation", "民族", NATION_NAMES, Kind::Words).at_most(20),
    Column::new("birth_date", "出生日期", BIRTH_NAMES, Kind::Date).partial(),
    Column::new("id_type", "证件类型", ID_TYPE_NAMES, Kind::Words),
    Column::new("id_number", "证件号码", ID_NAMES, Kind::Secret)
        .at_most(30)
        .required(),
    Column::new("grade", "年级", GRADE_NAMES, Kind::Code).at_most(20),
    Column::new("faculty", "系部", FACULTY_NAMES, Kind::Words),
    Column::new("group", "专业组", GROUP_NAMES, Kind::Words),
    Column::new("major_code", "专业代码", CODE_NAMES, Kind::Code).at_most(20),
    Column::new("major", "专业名称", MAJOR_NAMES, Kind::Words),
    Column::new("class", "班级", CLASS_NAMES, Kind::Words).required(),
    Column::new("state", "学生状态", STATE_NAMES, Kind::Words).at_most(20),
    Column::new("phone", "联系电话", PHONE_NAMES, Kind::Code),
    Column::new("guardian_name", "监护人姓名", GUARDIAN_NAMES, Kind::Words),
    Column::new(
        "guardian_phone",
        "监护人电话",
        GUARDIAN_PHONE_NAMES,
        Kind::Code,
    ),
];

type Names = &'static [&'static str];

const ROLL_NAMES: Names = &[
    "全国学籍号",
    "学籍编号",
    "学籍号码",
    "学籍主号",
    "学籍卡号",
    "全国学籍编号",
    "国家学籍号",
];
const NUMBER_NAMES: Names = &["校内学号", "学生学号", "学生编号", "校学号", "在校学号"];
const NAME_NAMES: Names = &["学生姓名", "名字", "name", "xm"];
const SEX_NAMES: Names = &["学生性别", "性别码", "sex", "gender"];
const NATION_NAMES: Names = &["所属民族", "民族名称", "族别", "民族成分", "民族成份"];
const BIRTH_NAMES: Names = &[
    "出生年月日",
    "出生年月",
    "生日",
    "出生日",
    "出生时间",
    "出生年、月、日",
];
const ID_TYPE_NAMES: Names = &[
    "身份证件类型",
    "证件类别",
    "证件种类",
    "身份证类型",
    "身份证件类别",
    "有效证件类型",
    "证件名称",
];
const ID_NAMES: Names = &[
    "身份证号",
    "身份证号码",
    "身份证件号",
    "身份证件号码",
    "证件号",
    "身份证",
    "公民身份号码",
    "公民身份证号",
    "居民身份证号",
    "居民身份证号码",
    "学生身份证号",
    "学生身份证号码",
    "二代身份证号",
    "二代身份证号码",
    "居民身份证",
    "证件编号",
    "id号",
    "sfzh",
    "sfzjh",
];
const GRADE_NAMES: Names = &[
    "入学年份",
    "所在年级",
    "所属年级",
    "入学年度",
    "入学年",
    "年级名称",
    "入学年级",
    "入学年月",
    "入学时间",
    "入学日期",
    "级别",
    "级",
];
const FACULTY_NAMES: Names = &[
    "学院",
    "系",
    "系别",
    "院系",
    "所属系部",
    "院系名称",
    "系部名称",
    "专业部",
    "教学部",
    "学部",
    "教学系",
    "二级学院",
    "所在系",
    "专业系",
];
const GROUP_NAMES: Names = &["教研组", "专业组名称", "教研室", "专业群", "专业大组"];
const CODE_NAMES: Names = &["专业编码", "专业编号", "专业代号", "专业国标代码", "专业码"];
const MAJOR_NAMES: Names = &[
    "专业",
    "所学专业",
    "专业简称",
    "就读专业",
    "所在专业",
    "专业名",
    "专业全称",
];
const CLASS_NAMES: Names = &[
    "班级名称",
    "所在班级",
    "班",
    "行政班",
    "行政班级",
    "班名",
    "班别",
    "所属班级",
    "专业班级",
    "教学班",
    "教学班级",
    "班级简称",
];
const STATE_NAMES: Names = &[
    "学籍状态",
    "状态",
    "在籍状态",
    "就读状态",
    "学生当前状态",
    "学籍情况",
    "在校状态",
    "在读状态",
    "在读情况",
    "当前状态",
    "学籍变动状态",
];
const PHONE_NAMES: Names = &[
    "手机",
    "手机号码",
    "手机号",
    "电话",
    "联系方式",
    "学生电话",
    "学生手机",
    "学生手机号",
    "学生联系电话",
    "本人电话",
    "电话号码",
    "移动电话",
    "联系手机",
    "联系手机号",
    "联系号码",
];
const GUARDIAN_NAMES: Names = &[
    "家长姓名",
    "监护人",
    "家长",
    "家长名字",
    "成员1姓名",
    "紧急联系人",
];
const GUARDIAN_PHONE_NAMES: Names = &[
    "家长电话",
    "家长联系电话",
    "监护人联系电话",
    "监护人手机",
    "家长手机",
    "监护人手机号",
    "监护人手机号码",
    "家长手机号",
    "家长手机号码",
    "监护人联系方式",
    "家长联系方式",
    "监护人电话号码",
    "成员1联系电话",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_stands_where_its_constant_says() {
        let table = table();
        let keys = [
            (ROLL, "roll_number"),
            (NUMBER, "school_number"),
            (NAME, "name"),
            (SEX, "sex"),
            (NATION, "nation"),
            (BIRTH, "birth_date"),
            (ID_TYPE, "id_type"),
            (ID, "id_number"),
            (GRADE, "grade"),
            (FACULTY, "faculty"),
            (GROUP, "group"),
            (MAJOR_CODE, "major_code"),
            (MAJOR, "major"),
            (CLASS, "class"),
            (STATE, "state"),
            (PHONE, "phone"),
            (GUARDIAN, "guardian_name"),
            (GUARDIAN_PHONE, "guardian_phone"),
        ];
        for (field, key) in keys {
            assert_eq!(table.field(key), Some(field));
        }
        assert_eq!(table.columns.len(), keys.len());
    }

    #[test]
    fn no_two_fields_share_a_name() {
        let table = table();
        let mut names: Vec<_> = table
            .columns
            .iter()
            .flat_map(crate::import::Column::names)
            .collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
