//! What is so in a project, read from the records: the one place that steps, gates and tasks are computed from.
//!
//! Other areas ask `may_begin(Step::…, &facts(…).await?)` in their actions.

use chrono::NaiveDate;
use domain::access::{Actor, Place};
use domain::dates::day_of;
use domain::ids::{ClassId, MajorId};
use domain::projects::{
    CertificateTerms, Exception, Facts, Form, FormMajor, ListFacts, PeopleFacts, ProjectState,
    SelectionFacts, Step, TemplateFacts, check_form,
};
use domain::review::{Review, ReviewKind, ReviewState};
use sea_orm::ConnectionTrait;
use store::StoreError;
use store::projects::{self as rows, project};
use store::school::{self, Structure};

use crate::shell::WebResult;

/// Where a project belongs, for asking for a permit. Class teachers see a project that one of their classes takes
/// part in, so the place names that class for them.
pub(crate) async fn place_for(
    db: &impl ConnectionTrait,
    actor: &Actor,
    project: &project::Model,
) -> WebResult<Place> {
    let structure = school::structure(db).await?;
    let majors = majors_of(db, project).await?;
    Ok(place_in(&structure, actor, project, &majors)?)
}

fn place_in(
    structure: &Structure,
    actor: &Actor,
    project: &project::Model,
    majors: &[MajorId],
) -> Result<Place, StoreError> {
    let group = structure
        .group_place(project.group_id)
        .ok_or(StoreError::NotFound)?;
    let takes_part = |class: &ClassId| {
        let class = structure.class(*class);
        class.is_some_and(|one| one.grade == project.grade && majors.contains(&one.major_id))
    };
    let class = actor
        .holdings()
        .iter()
        .filter_map(|held| held.class)
        .find(takes_part);
    Ok(Place { class, ..group })
}

/// The majors of one project.
pub(crate) async fn majors_of(
    db: &impl ConnectionTrait,
    project: &project::Model,
) -> WebResult<Vec<MajorId>> {
    Ok(rows::project_majors(db, &[project.id])
        .await?
        .remove(&project.id)
        .unwrap_or_default())
}

/// The names of a project's majors: 会计事务、大数据与会计.
pub(crate) async fn major_names(
    db: &impl ConnectionTrait,
    project: &project::Model,
) -> WebResult<String> {
    let own = majors_of(db, project).await?;
    let structure = store::school::structure(db).await?;
    let names: Vec<&str> = own
        .iter()
        .filter_map(|id| structure.major(*id))
        .map(|major| major.name.as_str())
        .collect();
    Ok(names.join("、"))
}

/// Everything known of a project.
pub(crate) async fn facts(
    db: &impl ConnectionTrait,
    today: NaiveDate,
    project: &project::Model,
) -> WebResult<Facts> {
    let review = store::review::latest(db, ReviewKind::Project, project.id.get()).await?;
    let review = review.map(|kept| kept.review);
    let returned = review
        .as_ref()
        .and_then(|one| one.returned_because())
        .map(|(reason, _)| reason.to_owned());
    let approved = review
        .as_ref()
        .filter(|one| one.state == ReviewState::Approved);
    let form_faults = if project.state.editable() {
        check_form(&form_of(db, project).await?, today).len()
    } else {
        0
    };
    Ok(Facts {
        form_faults,
        returned: returned.filter(|_| project.state == ProjectState::Returned),
        approved_on: approved
            .and_then(Review::last_decision)
            .map(|(_, by)| day_of(by.at)),
        deadline: project.registration_deadline,
        selection: selection(db, project).await?,
        lists: lists(db, project).await?,
        people: people(db, today, project).await?,
        template: template(db, project).await?,
        exceptions: exceptions(db, project).await?,
        ..Facts::new(project.state, today)
    })
}

/// The form as the records hold it.
pub(super) async fn form_of(
    db: &impl ConnectionTrait,
    project: &project::Model,
) -> WebResult<Form> {
    let certificate = store::partners::certificate(db, project.certificate_id).await?;
    let structure = school::structure(db).await?;
    let majors = majors_of(db, project).await?;
    Ok(Form {
        certificate: Some(terms(&certificate)),
        level: Some(project.level.clone()),
        title: project.title.clone(),
        majors: form_majors(&structure, &majors),
        group: project.group_id,
        grade: Some(project.grade),
        exam_from: Some(project.exam_from),
        exam_to: Some(project.exam_to),
        deadline: project.registration_deadline,
    })
}

pub(super) fn terms(certificate: &store::partners::certificate::Model) -> CertificateTerms {
    CertificateTerms {
        name: certificate.name.clone(),
        levels: certificate.levels.0.clone(),
        major_codes: certificate.major_codes.0.clone(),
    }
}

pub(super) fn form_majors(structure: &Structure, majors: &[MajorId]) -> Vec<FormMajor> {
    let chosen = structure
        .majors
        .iter()
        .filter(|major| majors.contains(&major.id));
    chosen
        .map(|major| FormMajor {
            code: major.code.clone(),
            name: major.name.clone(),
            group: major.group_id,
        })
        .collect()
}

async fn selection(
    db: &impl ConnectionTrait,
    project: &project::Model,
) -> WebResult<Option<SelectionFacts>> {
    let round = rows::newest_round(db, project.id).await?;
    Ok(round.map(|round| SelectionFacts {
        state: round.state,
        base: count(round.base),
        scored: count(round.scored),
        chosen: count(round.chosen),
    }))
}

async fn lists(db: &impl ConnectionTrait, project: &project::Model) -> WebResult<ListFacts> {
    let numbers = rows::list_numbers(db, project.id).await?;
    Ok(ListFacts {
        total: count(numbers.total),
        submitted: count(numbers.submitted),
        returned: count(numbers.returned),
        approved: count(numbers.approved),
        rows: count(numbers.rows),
        approved_rows: count(numbers.approved_rows),
        faulty_rows: count(numbers.faulty_rows),
        missing: count(numbers.missing),
        unchosen: count(numbers.unchosen),
    })
}

async fn people(
    db: &impl ConnectionTrait,
    today: NaiveDate,
    project: &project::Model,
) -> WebResult<PeopleFacts> {
    let plan = store::plan::plan_version(db, project.plan_version_id)
        .await?
        .parameters;
    crate::people::facts(db, today, (project.id, &plan)).await
}

async fn template(db: &impl ConnectionTrait, project: &project::Model) -> WebResult<TemplateFacts> {
    let template = rows::template(db, project.id).await?;
    let filled = rows::filled(db, project.id).await?;
    Ok(TemplateFacts {
        confirmed: template
            .as_ref()
            .is_some_and(|one| one.confirmed_at.is_some()),
        name: template.map(|one| one.name),
        filled: filled
            .filter(|one| one.current)
            .and_then(|one| usize::try_from(one.rows).ok()),
    })
}

async fn exceptions(
    db: &impl ConnectionTrait,
    project: &project::Model,
) -> WebResult<Vec<Exception>> {
    let rows = rows::exceptions(db, project.id).await?;
    let exception = |(row, by): (rows::exception::Model, String)| {
        let gate = row.gate.parse::<Step>().ok()?;
        Some(Exception {
            gate,
            reason: row.reason,
            by,
            at: row.at,
        })
    };
    Ok(rows.into_iter().filter_map(exception).collect())
}

fn count(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
