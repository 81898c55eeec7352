//! The form of a project as typed, and what it says once it is read (plan 6.1).

use chrono::{Datelike, NaiveDate};
use domain::ids::{CertificateId, GroupId, MajorId, PlanVersionId};
use domain::projects::{Form, FormFault, ProjectField, check_form};
use domain::values::{Day, Grade};
use store::partners::certificate;
use store::projects::{ProjectValues, project};
use store::school::Structure;

use super::facts::{form_majors, terms};
use crate::shell::{Fields, Problem, Problems, Said};

/// What was typed, kept as it was.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub(super) certificate: String,
    pub(super) level: String,
    pub(super) title: String,
    pub(super) majors: Vec<String>,
    pub(super) grade: String,
    pub(super) exam_from: String,
    pub(super) exam_to: String,
    pub(super) deadline: String,
    pub(super) note: String,
}

/// What the person may choose from.
pub(super) struct Choices {
    pub(super) certificates: Vec<certificate::Model>,
    pub(super) structure: Structure,
    /// The groups the person leads.
    pub(super) groups: Vec<GroupId>,
    pub(super) plan: PlanVersionId,
}

/// The form read: its values when it can be kept, and everything to be mended.
pub(super) struct Read {
    pub(super) values: Option<ProjectValues>,
    pub(super) problems: Problems,
}

impl Typed {
    pub(super) fn sent(fields: &Fields) -> Self {
        let text = |field: ProjectField| fields.text(field.value()).to_owned();
        Self {
            certificate: text(ProjectField::Certificate),
            level: text(ProjectField::Level),
            title: text(ProjectField::Title),
            majors: fields
                .all(ProjectField::Majors.value())
                .map(str::to_owned)
                .collect(),
            grade: text(ProjectField::Grade),
            exam_from: text(ProjectField::ExamFrom),
            exam_to: text(ProjectField::ExamTo),
            deadline: text(ProjectField::Deadline),
            note: text(ProjectField::Note),
        }
    }

    pub(super) fn of(project: &project::Model, majors: &[MajorId]) -> Self {
        Self {
            certificate: project.certificate_id.to_string(),
            level: project.level.clone(),
            title: project.title.clone(),
            majors: majors.iter().map(ToString::to_string).collect(),
            grade: project.grade.to_string(),
            exam_from: project.exam_from.to_string(),
            exam_to: project.exam_to.to_string(),
            deadline: project
                .registration_deadline
                .map(|day| day.to_string())
                .unwrap_or_default(),
            note: project.note.clone().unwrap_or_default(),
        }
    }

    /// The form in words: what stands in it as people read it.
    pub(super) fn said(&self, choices: &Choices) -> Said {
        let certificate = self.certificate.parse::<CertificateId>().ok();
        let certificate = choices
            .certificates
            .iter()
            .find(|one| Some(one.id) == certificate);
        let majors = choices
            .structure
            .majors
            .iter()
            .filter(|major| self.majors.contains(&major.id.to_string()));
        let majors: Vec<&str> = majors.map(|major| major.name.as_str()).collect();
        let words = |field: &ProjectField| match field {
            ProjectField::Certificate => {
                certificate.map(|one| one.name.clone()).unwrap_or_default()
            }
            ProjectField::Level => self.level.clone(),
            ProjectField::Title => self.title.clone(),
            ProjectField::Majors => majors.join("、"),
            ProjectField::Grade => self.grade.clone(),
            ProjectField::ExamFrom => self.exam_from.clone(),
            ProjectField::ExamTo => self.exam_to.clone(),
            ProjectField::Deadline => self.deadline.clone(),
            ProjectField::Note => self.note.clone(),
        };
        ProjectField::ALL
            .iter()
            .map(|field| (field.label(), words(field)))
            .collect()
    }

    /// Read the form. A draft may be kept without the platform's deadline, which often is named later.
    pub(super) fn read(&self, choices: &Choices, today: NaiveDate) -> Read {
        let mut problems = Problems::default();
        let chosen = self.certificate.parse::<CertificateId>().ok();
        let certificate = choices
            .certificates
            .iter()
            .find(|one| Some(one.id) == chosen);
        let majors: Vec<MajorId> = self
            .majors
            .iter()
            .filter_map(|text| text.parse().ok())
            .collect();
        let exam_from = day(&mut problems, ProjectField::ExamFrom, &self.exam_from);
        let exam_to = day(&mut problems, ProjectField::ExamTo, &self.exam_to);
        let deadline = day(&mut problems, ProjectField::Deadline, &self.deadline);
        let grade = grade(&mut problems, &self.grade);
        let picked = form_majors(&choices.structure, &majors);
        let own = picked
            .iter()
            .map(|major| major.group)
            .find(|group| choices.groups.contains(group));
        let Some(group) = own.or_else(|| choices.groups.first().copied()) else {
            problems.push(Problem::new(
                ProjectField::Majors.value(),
                "你还没有专业组，请系统管理员先任命",
            ));
            return Read {
                values: None,
                problems,
            };
        };
        let form = Form {
            certificate: certificate.map(terms),
            level: Some(self.level.clone()),
            title: self.title_or(certificate, exam_from),
            majors: picked,
            group,
            grade,
            exam_from,
            exam_to,
            deadline,
        };
        let unreadable: Vec<String> = problems
            .list()
            .iter()
            .map(|problem| problem.id.clone())
            .collect();
        let mut may_be_kept = unreadable.is_empty();
        for fault in check_form(&form, today) {
            let field = fault.field().value();
            // An empty title is made up as soon as the rest is right.
            let named_later = fault == FormFault::TitleMissing && self.title.is_empty();
            if unreadable.iter().any(|one| one == field) || named_later {
                may_be_kept &= !named_later;
                continue;
            }
            may_be_kept &= fault.may_wait();
            if !fault.may_wait() {
                problems.push(Problem::new(field, fault.to_string()));
            }
        }
        let values = certificate.filter(|_| may_be_kept).and_then(|certificate| {
            Some(ProjectValues {
                certificate: certificate.id,
                level: form.level.unwrap_or_default(),
                title: form.title.trim().to_owned(),
                exam_from: exam_from?,
                exam_to: exam_to?,
                deadline,
                grade: grade?,
                group,
                plan_version: choices.plan,
                majors,
                note: Some(self.note.clone()).filter(|note| !note.is_empty()),
            })
        });
        Read { values, problems }
    }

    /// An empty title is made from what is known already: nothing is asked twice.
    fn title_or(
        &self,
        certificate: Option<&certificate::Model>,
        exam: Option<NaiveDate>,
    ) -> String {
        match (certificate, exam) {
            (Some(certificate), Some(exam)) if self.title.is_empty() && !self.level.is_empty() => {
                format!(
                    "{}（{}） {}年{}月考试",
                    certificate.name,
                    self.level,
                    exam.year(),
                    exam.month()
                )
            }
            _ => self.title.clone(),
        }
    }
}

fn day(problems: &mut Problems, field: ProjectField, text: &str) -> Option<NaiveDate> {
    if text.is_empty() {
        return None;
    }
    match text.parse::<Day>() {
        Ok(day) => Some(day.date()),
        Err(fault) => {
            let fault = fault.to_string();
            let fault = fault
                .trim_end_matches('。')
                .replace("2008-05-18", "2025-06-14");
            problems.push(Problem::new(
                field.value(),
                format!("写的是「{text}」，{fault}"),
            ));
            None
        }
    }
}

fn grade(problems: &mut Problems, text: &str) -> Option<Grade> {
    if text.is_empty() {
        return None;
    }
    let grade = text.parse::<Grade>();
    if let Err(fault) = grade {
        problems.push(Problem::new(
            ProjectField::Grade.value(),
            fault.to_string().trim_end_matches('。'),
        ));
    }
    grade.ok()
}
