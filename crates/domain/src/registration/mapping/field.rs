//! The fields we can supply for a platform's registration template, and the headers platforms give them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::import::heading::readings;

macro_rules! fields {
    ($($field:ident $key:literal $title:literal [$($alias:literal),* $(,)?]),* $(,)?) => {
        /// Something we know of a registered student (plan 6.3).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Field {
            $(#[serde(rename = $key)] $field),*
        }

        impl Field {
            /// Every field, in the order a person would choose from.
            pub const ALL: &'static [Self] = &[$(Self::$field),*];

            /// The name in JSON.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$field => $key),* }
            }

            /// The school's word for it.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$field => $title),* }
            }

            fn by_name(name: &str) -> Option<Self> {
                match name {
                    $($title $(| $alias)* => Some(Self::$field),)*
                    _ => None,
                }
            }
        }
    };
}

fields! {
    Sequence "sequence" "序号" ["顺序号", "no", "no."],
    Name "name" "姓名" ["中文姓名", "真实姓名", "姓名中文"],
    IdType "id_type" "证件类型" ["证件类别", "证件种类", "身份证件类型", "有效证件类型", "证件名称"],
    IdNumber "id_number" "证件号码" ["证件号", "证件编号", "身份证号", "身份证号码", "身份证", "身份证件号", "身份证件号码", "居民身份证号", "居民身份证号码", "公民身份号码", "公民身份证号码", "有效证件号码", "身份证或其他证件号码"],
    Sex "sex" "性别" [],
    Nation "nation" "民族" ["族别"],
    BirthDate "birth_date" "出生日期" ["出生年月日", "出生年月", "生日", "出生时间"],
    RollNumber "roll_number" "学籍号" ["学籍号码", "学籍编号", "全国学籍号", "学籍卡号"],
    SchoolNumber "school_number" "学号" ["校内学号", "在校学号", "学生编号"],
    MajorCode "major_code" "专业代码" ["专业编码", "专业编号", "所学专业代码", "所属专业代码", "就读专业代码", "对应专业代码"],
    MajorName "major_name" "专业名称" ["专业", "所学专业", "所属专业", "所学专业名称", "所属专业名称", "就读专业", "就读专业名称", "所在专业", "专业全称"],
    Grade "grade" "年级" ["入学年级", "所在年级", "入学年份", "所属年级", "就读年级", "入学年度"],
    ClassName "class_name" "班级" ["班级名称", "所在班级", "行政班", "行政班级", "所属班级", "就读班级", "班别"],
    Faculty "faculty" "系部" ["院系", "系别", "所在系", "所属院系", "院系名称", "系部名称", "所在院系", "二级学院"],
    Phone "phone" "联系电话" ["手机号", "手机号码", "手机", "电话", "电话号码", "联系方式", "联系手机", "移动电话", "联系电话号码", "联系手机号", "联系手机号码"],
    GuardianName "guardian_name" "监护人姓名" ["监护人", "家长姓名", "家长", "紧急联系人", "紧急联系人姓名", "监护人名字"],
    GuardianPhone "guardian_phone" "监护人电话" ["监护人联系电话", "监护人手机", "监护人手机号", "监护人手机号码", "监护人联系方式", "监护人电话号码", "家长电话", "家长联系电话", "家长手机", "家长手机号", "家长手机号码", "家长联系方式", "紧急联系人电话", "紧急联系人手机", "紧急联系人手机号", "紧急联系电话"],
    Certificate "certificate" "报考证书" ["证书名称", "证书", "报考证书名称", "报名证书", "报名证书名称", "申报证书", "申报证书名称", "考核证书", "考核证书名称", "职业技能等级证书", "职业技能等级证书名称", "x证书", "x证书名称", "1+x证书名称", "考证名称", "拟考证书", "申请证书名称"],
    Level "level" "报考等级" ["等级", "级别", "证书等级", "证书级别", "报考级别", "申报等级", "申报级别", "报名等级", "报名级别", "考核等级", "考核级别", "技能等级", "职业技能等级"],
    Site "site" "考核站点" ["站点", "站点名称", "考核站点名称", "考点", "考点名称", "考核点", "考试站点", "报考站点", "报考考点", "考核考点", "所属站点", "考试地点", "考核地点"],
    IsRetake "is_retake" "是否补考" ["补考", "是否为补考", "补考标志", "是否补考考生", "是否重考"],
    Remark "remark" "备注" ["备注说明", "备注信息", "备考"],
    SchoolName "school_name" "学校名称" ["学校", "院校", "院校名称", "所在学校", "就读学校", "所属院校", "所在院校", "学校全称", "所属学校", "毕业院校", "就读院校", "试点院校", "试点院校名称"],
    Organisation "organisation" "培训评价组织" ["评价组织", "评价组织名称", "培训评价组织名称", "颁证机构", "发证机构", "颁证单位", "颁证机构名称"],
}

impl Field {
    /// The field a platform means by this header, if we know the header.
    pub fn of_header(header: &str) -> Option<Self> {
        readings(header).iter().find_map(|name| Self::by_name(name))
    }
}

/// What we know of one student; a field without a value stays empty in the template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Values(BTreeMap<Field, String>);

impl Values {
    /// Blank text counts as no value.
    pub fn set(&mut self, field: Field, value: impl Into<String>) {
        let value = value.into();
        if value.trim().is_empty() {
            self.0.remove(&field);
        } else {
            self.0.insert(field, value);
        }
    }

    pub fn get(&self, field: Field) -> Option<&str> {
        self.0.get(&field).map(String::as_str)
    }
}

impl<S: Into<String>> FromIterator<(Field, S)> for Values {
    fn from_iter<I: IntoIterator<Item = (Field, S)>>(pairs: I) -> Self {
        let mut values = Self::default();
        for (field, value) in pairs {
            values.set(field, value);
        }
        values
    }
}
