//! The answers of a project's form, as people read them and as the record keeps them.

use domain::projects::ProjectField;
use sea_orm::ConnectionTrait;
use serde_json::{Map, Value};
use store::projects::project;

use super::facts::majors_of;
use crate::shell::WebResult;

/// One line of the form as read by people.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) field: &'static str,
    pub(super) label: &'static str,
    pub(super) value: String,
}

/// The form in words, in its order.
pub(super) async fn answers(
    db: &impl ConnectionTrait,
    project: &project::Model,
) -> WebResult<Vec<Answer>> {
    let certificate = store::partners::certificate(db, project.certificate_id).await?;
    let majors = majors_of(db, project).await?;
    let structure = store::school::structure(db).await?;
    let named = structure
        .majors
        .iter()
        .filter(|major| majors.contains(&major.id));
    let majors = named
        .map(|major| major.name.clone())
        .collect::<Vec<_>>()
        .join("、");
    let value = |field: ProjectField| match field {
        ProjectField::Certificate => certificate.name.clone(),
        ProjectField::Level => project.level.clone(),
        ProjectField::Title => project.title.clone(),
        ProjectField::Majors => majors.clone(),
        ProjectField::Grade => format!("{}级", project.grade),
        ProjectField::ExamFrom => project.exam_from.to_string(),
        ProjectField::ExamTo => project.exam_to.to_string(),
        ProjectField::Deadline => project
            .registration_deadline
            .map(|day| day.to_string())
            .unwrap_or_default(),
        ProjectField::Note => project.note.clone().unwrap_or_default(),
    };
    let answer = |field: &ProjectField| Answer {
        field: field.value(),
        label: field.label(),
        value: value(*field),
    };
    Ok(ProjectField::ALL.iter().map(answer).collect())
}

/// The form as it is kept in the record: field by field, so that two submissions can be compared.
pub(super) async fn content(
    db: &impl ConnectionTrait,
    project: &project::Model,
) -> WebResult<Value> {
    let answers = answers(db, project).await?;
    let pairs = answers
        .into_iter()
        .map(|one| (one.field.to_owned(), Value::from(one.value)));
    Ok(Value::Object(pairs.collect::<Map<_, _>>()))
}
