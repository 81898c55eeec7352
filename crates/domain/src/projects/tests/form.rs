//! The form of a new project.

use super::super::{CertificateTerms, Form, FormFault, FormMajor, ProjectField, check_form};
use super::today;
use crate::ids::GroupId;
use crate::values::Grade;

fn form() -> Form {
    Form {
        certificate: Some(CertificateTerms {
            name: "财务共享服务".into(),
            levels: vec!["初级".into(), "中级".into()],
            major_codes: vec!["730301".into()],
        }),
        level: Some("中级".into()),
        title: "财务共享服务（中级） 2025年6月考试".into(),
        majors: vec![FormMajor {
            code: "730301".into(),
            name: "会计事务".into(),
            group: GroupId::new(1),
        }],
        group: GroupId::new(1),
        grade: Grade::try_from(2023).ok(),
        exam_from: "2025-06-14".parse().ok(),
        exam_to: "2025-06-14".parse().ok(),
        deadline: "2025-05-24".parse().ok(),
    }
}

fn only_fault(change: impl Fn(&mut Form)) -> (ProjectField, String) {
    let mut form = form();
    change(&mut form);
    let faults = check_form(&form, today());
    assert_eq!(faults.len(), 1, "{faults:?}");
    (faults[0].field(), faults[0].to_string())
}

#[test]
fn plan_6_1_a_whole_form_has_no_fault() {
    assert_eq!(check_form(&form(), today()), []);
}

#[test]
fn plan_6_1_the_certificate_covers_the_majors_and_has_the_level() {
    let logistics = |form: &mut Form| {
        form.majors.push(FormMajor {
            code: "730801".into(),
            name: "物流服务与管理".into(),
            group: GroupId::new(1),
        });
    };
    assert_eq!(
        only_fault(logistics),
        (
            ProjectField::Majors,
            "财务共享服务不面向物流服务与管理（730801），请改选专业或证书".into()
        )
    );
    assert_eq!(
        only_fault(|form| form.level = Some("高级".into())),
        (
            ProjectField::Level,
            "财务共享服务没有高级，请从初级、中级中选".into()
        )
    );
    let foreign = |form: &mut Form| form.group = GroupId::new(2);
    assert_eq!(
        only_fault(foreign),
        (
            ProjectField::Majors,
            "会计事务属于别的专业组，请由那个专业组开项目".into()
        )
    );
    assert_eq!(
        only_fault(|form| form.majors.clear()).0,
        ProjectField::Majors
    );
    assert_eq!(
        only_fault(|form| form.certificate = None).0,
        ProjectField::Certificate
    );
}

#[test]
fn plan_6_1_the_times_follow_one_another() {
    let day = |text: &str| text.parse().ok();
    for (from, to, deadline, field, sentence) in [
        (
            "2025-06-14",
            "2025-06-13",
            "2025-05-24",
            ProjectField::ExamTo,
            "考试结束日期早于开始日期6月14日，请改正",
        ),
        (
            "2025-06-14",
            "2025-06-14",
            "2025-06-14",
            ProjectField::Deadline,
            "报名截止日期要早于考试开始日期6月14日，请改正",
        ),
        (
            "2025-06-14",
            "2025-06-14",
            "2025-05-19",
            ProjectField::Deadline,
            "报名截止日期5月19日已过，请改成以后的日期",
        ),
    ] {
        let found = only_fault(|form| {
            (form.exam_from, form.exam_to, form.deadline) = (day(from), day(to), day(deadline));
        });
        assert_eq!(found, (field, sentence.to_owned()));
    }
    let mut past = form();
    (past.exam_from, past.exam_to, past.deadline) =
        (day("2025-05-10"), day("2025-05-10"), day("2025-05-09"));
    let fields: Vec<_> = check_form(&past, today())
        .iter()
        .map(FormFault::field)
        .collect();
    assert_eq!(fields, [ProjectField::ExamFrom, ProjectField::Deadline]);
}

#[test]
fn plan_6_1_an_empty_form_names_every_field_once_and_a_draft_may_lack_the_deadline() {
    let empty = Form {
        certificate: None,
        level: None,
        title: " ".into(),
        majors: vec![],
        group: GroupId::new(1),
        grade: None,
        exam_from: None,
        exam_to: None,
        deadline: None,
    };
    let faults = check_form(&empty, today());
    let fields: Vec<_> = faults.iter().map(FormFault::field).collect();
    assert_eq!(
        fields,
        [
            ProjectField::Certificate,
            ProjectField::Level,
            ProjectField::Title,
            ProjectField::Majors,
            ProjectField::Grade,
            ProjectField::ExamFrom,
            ProjectField::ExamTo,
            ProjectField::Deadline,
        ]
    );
    assert_eq!(faults.iter().filter(|fault| fault.may_wait()).count(), 1);
    assert_eq!(
        only_fault(|form| form.grade = Grade::try_from(2026).ok()).1,
        "2026级还没有入学，请改选年级"
    );
}
