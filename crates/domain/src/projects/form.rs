//! The check of a project's form (plan 6.1): the certificate, the majors it is for, the times.

use chrono::{Datelike, NaiveDate};

use crate::dates::day_words;
use crate::ids::GroupId;
use crate::states::states;
use crate::values::Grade;

states! {
    /// The fields of the form; a return may point at one.
    ProjectField {
        Certificate = "certificate", "证书";
        Level = "level", "等级";
        Title = "title", "项目名称";
        Majors = "majors", "专业";
        Grade = "grade", "年级";
        ExamFrom = "exam_from", "考试开始日期";
        ExamTo = "exam_to", "考试结束日期";
        Deadline = "registration_deadline", "报名截止日期";
        Note = "note", "说明";
    }
}

/// The form as far as it was filled in.
#[derive(Clone, Debug)]
pub struct Form {
    pub certificate: Option<CertificateTerms>,
    pub level: Option<String>,
    pub title: String,
    pub majors: Vec<FormMajor>,
    /// The group that opens the project.
    pub group: GroupId,
    pub grade: Option<Grade>,
    pub exam_from: Option<NaiveDate>,
    pub exam_to: Option<NaiveDate>,
    pub deadline: Option<NaiveDate>,
}

/// What the chosen certificate allows.
#[derive(Clone, Debug)]
pub struct CertificateTerms {
    pub name: String,
    pub levels: Vec<String>,
    pub major_codes: Vec<String>,
}

/// A chosen major.
#[derive(Clone, Debug)]
pub struct FormMajor {
    pub code: String,
    pub name: String,
    pub group: GroupId,
}

/// What is wrong in the form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormFault {
    #[error("请选证书")]
    CertificateMissing,
    #[error("请选等级")]
    LevelMissing,
    #[error("{certificate}没有{level}，请从{}中选", offered.join("、"))]
    LevelNotOffered {
        certificate: String,
        level: String,
        offered: Vec<String>,
    },
    #[error("请填项目名称，如“财务共享服务（中级） 2025年6月考试”")]
    TitleMissing,
    #[error("请至少选一个专业")]
    MajorMissing,
    #[error("{certificate}不面向{major}（{code}），请改选专业或证书")]
    MajorNotCovered {
        certificate: String,
        major: String,
        code: String,
    },
    #[error("{major}属于别的专业组，请由那个专业组开项目")]
    MajorOfOtherGroup { major: String },
    #[error("请选年级")]
    GradeMissing,
    #[error("{grade}级还没有入学，请改选年级")]
    GradeAhead { grade: i32 },
    #[error("请填考试开始日期")]
    ExamFromMissing,
    #[error("请填考试结束日期，只考一天就填同一天")]
    ExamToMissing,
    #[error("考试结束日期早于开始日期{}，请改正", from)]
    ExamEndsBeforeItStarts { from: String },
    #[error("考试开始日期{day}已过，请改成以后的日期")]
    ExamPast { day: String },
    #[error("请填平台的报名截止日期")]
    DeadlineMissing,
    #[error("报名截止日期要早于考试开始日期{from}，请改正")]
    DeadlineNotBeforeExam { from: String },
    #[error("报名截止日期{day}已过，请改成以后的日期")]
    DeadlinePast { day: String },
}

impl FormFault {
    pub const fn field(&self) -> ProjectField {
        match self {
            Self::CertificateMissing => ProjectField::Certificate,
            Self::LevelMissing | Self::LevelNotOffered { .. } => ProjectField::Level,
            Self::TitleMissing => ProjectField::Title,
            Self::MajorMissing | Self::MajorNotCovered { .. } | Self::MajorOfOtherGroup { .. } => {
                ProjectField::Majors
            }
            Self::GradeMissing | Self::GradeAhead { .. } => ProjectField::Grade,
            Self::ExamFromMissing | Self::ExamPast { .. } => ProjectField::ExamFrom,
            Self::ExamToMissing | Self::ExamEndsBeforeItStarts { .. } => ProjectField::ExamTo,
            Self::DeadlineMissing
            | Self::DeadlineNotBeforeExam { .. }
            | Self::DeadlinePast { .. } => ProjectField::Deadline,
        }
    }

    /// A draft may be kept with it: the platform often names its deadline later.
    pub const fn may_wait(&self) -> bool {
        matches!(self, Self::DeadlineMissing)
    }
}

/// Everything that is wrong, in the order of the form.
pub fn check_form(form: &Form, today: NaiveDate) -> Vec<FormFault> {
    let mut faults = certificate_faults(form);
    if form.title.trim().is_empty() {
        faults.push(FormFault::TitleMissing);
    }
    faults.extend(major_faults(form));
    match form.grade {
        None => faults.push(FormFault::GradeMissing),
        Some(grade) if grade.year() > today.year() => faults.push(FormFault::GradeAhead {
            grade: grade.year(),
        }),
        Some(_) => {}
    }
    faults.extend(time_faults(form, today));
    faults
}

fn certificate_faults(form: &Form) -> Vec<FormFault> {
    let mut faults = Vec::new();
    if form.certificate.is_none() {
        faults.push(FormFault::CertificateMissing);
    }
    match (
        &form.certificate,
        form.level
            .as_deref()
            .map(str::trim)
            .filter(|level| !level.is_empty()),
    ) {
        (_, None) => faults.push(FormFault::LevelMissing),
        (Some(certificate), Some(level)) if !certificate.levels.iter().any(|one| one == level) => {
            faults.push(FormFault::LevelNotOffered {
                certificate: certificate.name.clone(),
                level: level.to_owned(),
                offered: certificate.levels.clone(),
            });
        }
        (_, Some(_)) => {}
    }
    faults
}

fn major_faults(form: &Form) -> Vec<FormFault> {
    if form.majors.is_empty() {
        return vec![FormFault::MajorMissing];
    }
    let mut faults = Vec::new();
    for major in &form.majors {
        if major.group != form.group {
            faults.push(FormFault::MajorOfOtherGroup {
                major: major.name.clone(),
            });
        }
        if let Some(certificate) = form
            .certificate
            .as_ref()
            .filter(|one| !one.major_codes.contains(&major.code))
        {
            faults.push(FormFault::MajorNotCovered {
                certificate: certificate.name.clone(),
                major: major.name.clone(),
                code: major.code.clone(),
            });
        }
    }
    faults
}

fn time_faults(form: &Form, today: NaiveDate) -> Vec<FormFault> {
    let mut faults = Vec::new();
    let words = |day| day_words(day, today);
    match form.exam_from {
        None => faults.push(FormFault::ExamFromMissing),
        Some(from) if from < today => faults.push(FormFault::ExamPast { day: words(from) }),
        Some(_) => {}
    }
    match (form.exam_from, form.exam_to) {
        (_, None) => faults.push(FormFault::ExamToMissing),
        (Some(from), Some(to)) if to < from => {
            faults.push(FormFault::ExamEndsBeforeItStarts { from: words(from) });
        }
        (_, Some(_)) => {}
    }
    match (form.deadline, form.exam_from) {
        (None, _) => faults.push(FormFault::DeadlineMissing),
        (Some(deadline), _) if deadline < today => faults.push(FormFault::DeadlinePast {
            day: words(deadline),
        }),
        (Some(deadline), Some(from)) if deadline >= from => {
            faults.push(FormFault::DeadlineNotBeforeExam { from: words(from) });
        }
        (Some(_), _) => {}
    }
    faults
}
