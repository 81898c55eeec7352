//! Consents: that the notice was read, and apart from it that the data may be handed to the organisation that holds
//! the test, each by the student and by a guardian (个人信息保护法 17, 23, 31; plan 6.3).

use std::collections::BTreeMap;

use crate::states::states;

states! {
    /// What is consented to. Handing over is asked for apart (个人信息保护法 23).
    ConsentKind {
        Notice = "notice", "报名信息处理告知";
        Provide = "provide", "向评价组织提供信息";
    }
}

states! {
    /// Who consents.
    Party {
        Student = "student", "学生";
        Guardian = "guardian", "家长";
    }
}

states! {
    /// What was answered.
    ConsentAnswer {
        Given = "given", "同意";
        Refused = "refused", "不同意";
    }
}

states! {
    /// How the answer came.
    ConsentWay {
        Account = "account", "本人登录";
        Link = "link", "链接和验证码";
        Paper = "paper", "纸质同意书";
    }
}

states! {
    /// How an answer ended.
    ConsentEnd {
        Withdrawn = "withdrawn", "已撤回";
        Replaced = "replaced", "后来另有答复";
    }
}

/// How one consent stands now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stand {
    #[default]
    Open,
    Given,
    Refused,
    Withdrawn,
}

impl Stand {
    /// From the newest answer and how it ended.
    pub const fn of(answer: ConsentAnswer, end: Option<ConsentEnd>) -> Self {
        match (answer, end) {
            (_, Some(ConsentEnd::Replaced)) => Self::Open,
            (_, Some(ConsentEnd::Withdrawn)) => Self::Withdrawn,
            (ConsentAnswer::Given, None) => Self::Given,
            (ConsentAnswer::Refused, None) => Self::Refused,
        }
    }
}

/// The consents of one student in one project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<(Party, ConsentKind), Stand>);

impl Answers {
    pub fn set(&mut self, party: Party, kind: ConsentKind, stand: Stand) {
        self.0.insert((party, kind), stand);
    }

    pub fn stand(&self, party: Party, kind: ConsentKind) -> Stand {
        self.0.get(&(party, kind)).copied().unwrap_or_default()
    }

    /// Both parts of somebody's consent are given.
    pub fn whole(&self, party: Party) -> bool {
        ConsentKind::ALL
            .iter()
            .all(|kind| self.stand(party, *kind) == Stand::Given)
    }
}

/// What a text of consent names.
#[derive(Clone, Debug)]
pub struct Named<'a> {
    pub school: &'a str,
    pub organisation: &'a str,
    /// 财务共享服务（中级）
    pub certificate: &'a str,
}

/// The fields that go to the organisation, as the person reads them.
const HANDED_OVER: &str = "姓名、性别、民族、出生日期、证件类型和号码、学籍号、学校、专业、年级、班级、联系电话、证件照、报考证书和等级、是否补考";

/// The text that is shown and agreed to, paragraph by paragraph; kept as it was shown by its hash. A changed text
/// is a new version.
pub fn text(kind: ConsentKind, named: &Named<'_>) -> String {
    let Named {
        school,
        organisation,
        certificate,
    } = named;
    match kind {
        ConsentKind::Notice => [
            format!("为了办理「{certificate}」的报名、考试和证书，{school}要处理学生的下列信息：{HANDED_OVER}，以及家长的姓名和电话。"),
            "学籍里已有的不再重复收集；本人只补填联系电话、家长信息、是否补考和备注，并上传证件照。".to_owned(),
            "信息保存在学校的系统里，证件号码加密保存，谁看过完整号码都有记录，学生本人可以查到。报名材料保存到证书发放后 3 年，期满销毁；已归档的按档案规定保存。".to_owned(),
            "学生和家长可以随时查看、复制、更正这些信息，也可以要求说明选拔结果是怎样算出来的。联系人：班主任，或培训就业处。".to_owned(),
            "不同意，或以后撤回，都不影响在校学习，只是不能报名这个证书。".to_owned(),
        ]
        .join("\n"),
        ConsentKind::Provide => [
            format!("报名要把信息提供给组织考试的机构：{organisation}，并由{school}填入报名平台，由市、省教育部门审核。"),
            format!("提供的信息：{HANDED_OVER}。"),
            format!("用途：核对身份、安排考试、登记成绩、发放证书。提供方式：报名平台或加密的文件。{organisation}的联系方式在证书介绍页，也可以向培训就业处询问。"),
            "这一项要单独同意。报送之后仍可撤回：学校从撤回时起不再提供，并通知接收方；已经报送的记录会保留，用来说明何时提供过什么。".to_owned(),
        ]
        .join("\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plan_6_3_handing_data_over_is_a_consent_of_its_own_and_names_the_receiver() {
        let named = Named {
            school: "示范职业技术学校",
            organisation: "示例财税评价中心",
            certificate: "财务共享服务（中级）",
        };
        let [notice, provide] =
            [ConsentKind::Notice, ConsentKind::Provide].map(|kind| text(kind, &named));
        assert!(provide.contains("示例财税评价中心") && provide.contains("单独同意"));
        assert!(notice.contains("财务共享服务（中级）") && notice.contains("保存到"));
        assert_ne!(notice, provide);
    }

    #[test]
    fn a_consent_is_whole_with_both_parts_only() {
        let mut answers = Answers::default();
        answers.set(Party::Student, ConsentKind::Notice, Stand::Given);
        assert!(!answers.whole(Party::Student));
        answers.set(Party::Student, ConsentKind::Provide, Stand::Given);
        assert!(answers.whole(Party::Student) && !answers.whole(Party::Guardian));
        assert_eq!(
            Stand::of(ConsentAnswer::Given, Some(ConsentEnd::Withdrawn)),
            Stand::Withdrawn
        );
        assert_eq!(
            Stand::of(ConsentAnswer::Refused, Some(ConsentEnd::Replaced)),
            Stand::Open
        );
    }
}
