//! The seven steps of a project (plan 6.1–6.7).

use crate::states::states;

states! {
    /// Each step ends in a gate; `Step` also names that gate.
    Step {
        Contact = "contact", "联系评价组织";
        Sites = "sites", "站点申报";
        Registration = "registration", "学生报名";
        Coaching = "coaching", "考前辅导";
        Exam = "exam", "组织考试";
        AfterExam = "after_exam", "考后整理";
        Results = "results", "成绩与证书";
    }
}

impl Step {
    /// 1 to 7.
    pub const fn number(self) -> u8 {
        match self {
            Self::Contact => 1,
            Self::Sites => 2,
            Self::Registration => 3,
            Self::Coaching => 4,
            Self::Exam => 5,
            Self::AfterExam => 6,
            Self::Results => 7,
        }
    }

    /// "第三步".
    pub const fn ordinal(self) -> &'static str {
        match self {
            Self::Contact => "第一步",
            Self::Sites => "第二步",
            Self::Registration => "第三步",
            Self::Coaching => "第四步",
            Self::Exam => "第五步",
            Self::AfterExam => "第六步",
            Self::Results => "第七步",
        }
    }

    /// "关口三".
    pub const fn gate(self) -> &'static str {
        match self {
            Self::Contact => "关口一",
            Self::Sites => "关口二",
            Self::Registration => "关口三",
            Self::Coaching => "关口四",
            Self::Exam => "关口五",
            Self::AfterExam => "关口六",
            Self::Results => "关口七",
        }
    }

    /// What the gate guards: "还差 3 项才能上传平台", "关口三：上传平台之前".
    pub const fn guards(self) -> &'static str {
        match self {
            Self::Contact => "开始选拔和报名",
            Self::Sites => "收报名表",
            Self::Registration => "上传平台",
            Self::Coaching => "组织考试",
            Self::Exam => "整理考后材料",
            Self::AfterExam => "登记成绩",
            Self::Results => "结束项目",
        }
    }

    /// The clause the step comes from.
    pub const fn clause(self) -> &'static str {
        match self {
            Self::Contact => "6.1",
            Self::Sites => "6.2",
            Self::Registration => "6.3",
            Self::Coaching => "6.4",
            Self::Exam => "6.5",
            Self::AfterExam => "6.6",
            Self::Results => "6.7",
        }
    }
}
