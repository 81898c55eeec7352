//! The approved rows are written into the platform's own workbook: asked for with a reason, done in the background,
//! recorded with who, what and why (plan 6.3).

use chrono::NaiveDate;
use documents::template::sandbox;
use domain::access::{Action, Permit};
use domain::ids::{AccountId, ExportId, JobId, ProjectId, TemplateId};
use domain::registration::mapping::{Field, Mapping, Source, Values};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::audit::{self, AuditDraft};
use store::registration::{self as rows, Contents, NewExport, RowOf};
use store::school::{Protected, revealed};
use store::{Page, jobs};

use super::templates::XLSX;
use super::{Act, Begun, Done, on_project};
use crate::registration::records::Work;
use crate::registration::remembered::Remembered;
use crate::shell::{App, WebError, WebResult};

/// The job's name in the queue.
pub(crate) const JOB: &str = "fill_template";

/// What is asked for.
#[derive(Clone, Debug)]
pub(crate) struct FillOrder<'a> {
    pub(crate) template: TemplateId,
    pub(crate) reason: &'a str,
    pub(crate) recipient: &'a str,
}

/// The order as the job reads it.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Payload {
    title: String,
    result: String,
    project: ProjectId,
    template: TemplateId,
    reason: String,
    recipient: Option<String>,
    account: AccountId,
    name: String,
}

/// Order a filled workbook of the project's approved rows.
pub(crate) async fn order(
    app: &App,
    permit: &Permit,
    work: &Work,
    given: &FillOrder<'_>,
    op: &str,
) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    let project = &work.project;
    let count = rows::approved(&act.tx, project.id).await?.len();
    if count == 0 {
        return Err(WebError::refused("还没有审核同意的学生，同意后才能填写"));
    }
    let template = rows::template(&act.tx, given.template).await?;
    if template.confirmed_at.is_none() {
        return Err(WebError::refused(format!(
            "模板「{}」的对应关系还没有核对，请先核对",
            template.name
        )));
    }
    let payload = Payload {
        title: format!("填写「{}」{count} 行", template.name),
        result: format!("/registration/projects/{}/fill", project.id),
        project: project.id,
        template: given.template,
        reason: given.reason.to_owned(),
        recipient: Some(given.recipient.to_owned()).filter(|to| !to.is_empty()),
        account: act.account()?,
        name: permit.name().to_owned(),
    };
    let said = json!({ "template": template.name, "rows": count, "recipient": payload.recipient });
    let payload = serde_json::to_value(payload).map_err(WebError::internal)?;
    let job = jobs::enqueue(&act.tx, JOB, payload, permit.account(), act.now).await?;
    let draft = on_project(
        act.draft("order_filled_template"),
        project.id,
        &project.title,
        Some(said),
    );
    act.record(draft.because(given.reason)).await?;
    act.end(Done {
        to: format!("/jobs/{job}"),
        flash: None,
    })
    .await
}

/// The job: fill, keep the file by its hash, record the export. Done twice it makes one file.
pub(crate) async fn fill(app: &App, job: &jobs::job::Model) -> WebResult<Value> {
    let payload: Payload =
        serde_json::from_value(job.payload.clone()).map_err(WebError::internal)?;
    if let Some(made) = made_by(app, payload.project, job.id).await? {
        return Ok(json!({ "export": made }));
    }
    let work = Work::of(app.db.read(), payload.project).await?;
    let approved = in_order(rows::approved(app.db.read(), payload.project).await?);
    if approved.is_empty() {
        return Err(WebError::refused("审核同意的学生已经没有了，没有填写"));
    }
    let template = rows::template(app.db.read(), payload.template).await?;
    let mapping = Remembered::of(&template)
        .ok_or_else(|| WebError::internal("a template without its headers"))?;
    let values = values(app, &work, &approved).await?;
    let filled = filled(app, &template.sha256, mapping.mapping.clone(), values).await?;
    let contents = Contents {
        file_name: file_name(&work, app.clock.today()),
        columns: columns(&mapping.mapping),
        rows: approved.iter().map(|one| one.row.id).collect(),
        fingerprint: rows::fingerprint(&approved),
        warnings: filled.report.warnings,
        job: job.id.get(),
    };
    let export = keep(app, &work, &payload, &contents, filled.bytes).await?;
    Ok(json!({ "export": export }))
}

async fn made_by(app: &App, project: ProjectId, job: JobId) -> WebResult<Option<ExportId>> {
    let latest = rows::exports(app.db.read(), project, Page::new(1, 20)).await?;
    let found = latest
        .items
        .iter()
        .find(|one| rows::contents(one).job == job.get());
    Ok(found.map(|one| one.id))
}

/// Class by class, then by school number.
fn in_order(mut approved: Vec<RowOf>) -> Vec<RowOf> {
    approved.sort_by(|a, b| {
        let key = |one: &RowOf| (one.student.class_id, one.student.school_number.clone());
        key(a).cmp(&key(b))
    });
    approved
}

async fn filled(
    app: &App,
    sha256: &str,
    mapping: Mapping,
    values: Vec<Values>,
) -> WebResult<sandbox::Filled> {
    let (program, bytes) = (app.config.program.clone(), app.files.get(sha256).await?);
    let run = move || sandbox::fill(&program, &bytes, &mapping, &values);
    let filled = tokio::task::spawn_blocking(run)
        .await
        .map_err(WebError::internal)?;
    filled.map_err(|why| WebError::refused(why.to_string()))
}

async fn keep(
    app: &App,
    work: &Work,
    payload: &Payload,
    contents: &Contents,
    bytes: Vec<u8>,
) -> WebResult<ExportId> {
    let (size, now) = (bytes.len(), app.clock.now());
    let sha256 = app.files.put(bytes).await?;
    let tx = app.db.begin().await?;
    store::files::record(&tx, &sha256, size, XLSX, now).await?;
    let new = NewExport {
        project: payload.project,
        template: payload.template,
        sha256: &sha256,
        contents,
        reason: &payload.reason,
        recipient: payload.recipient.as_deref(),
        by: payload.account,
    };
    let id = rows::record_export(&tx, &new, now).await?;
    let said = json!({
        "sha256": sha256, "rows": contents.rows.len(), "columns": contents.columns, "recipient": payload.recipient,
        "ordered_by": payload.name,
    });
    let permit = Permit::system("后台任务", Action::FillTemplate);
    let draft =
        AuditDraft::new(&permit, now, "fill_template").on("export", id.get(), &contents.file_name);
    let draft = draft
        .project(work.project.id)
        .change(None, Some(said))
        .because(&payload.reason);
    audit::write(&tx, draft).await?;
    tx.commit().await?;
    Ok(id)
}

/// The filled workbook leaves the house: who takes it and why is recorded each time.
pub(crate) async fn download(
    app: &App,
    permit: &Permit,
    export: &rows::export::Model,
    reason: &str,
) -> WebResult<Vec<u8>> {
    let bytes = app.files.get(&export.file_sha256).await?;
    still_agreed(app, export).await?;
    let tx = app.db.begin().await?;
    let name = rows::contents(export).file_name;
    let draft = AuditDraft::new(permit, app.clock.now(), "download_filled_template").on(
        "export",
        export.id.get(),
        &name,
    );
    let said = json!({ "sha256": export.file_sha256, "rows": export.rows });
    let draft = AuditDraft {
        project_id: export.project_id,
        ..draft.change(None, Some(said)).because(reason)
    };
    audit::write(&tx, draft).await?;
    tx.commit().await?;
    Ok(bytes)
}

/// A file with somebody in it whose consent was taken back is not handed out any more.
async fn still_agreed(app: &App, export: &rows::export::Model) -> WebResult<()> {
    let Some(project) = export.project_id else {
        return Ok(());
    };
    let inside = rows::contents(export).rows;
    let held: Vec<String> = rows::held_back(app.db.read(), project)
        .await?
        .into_iter()
        .filter(|one| inside.contains(&one.row.id))
        .map(|one| one.student.name)
        .collect();
    if held.is_empty() {
        return Ok(());
    }
    Err(WebError::refused(format!(
        "这份文件里有 {} 人撤回了同意：{}。不能再提供，请重新填写一份",
        held.len(),
        held.join("、")
    )))
}

/// 财务共享服务（中级）_`报名_20250520.xlsx`
fn file_name(work: &Work, today: NaiveDate) -> String {
    let title: String = work
        .short_title()
        .chars()
        .filter(|c| !matches!(c, '/' | '\\' | ':' | '*' | '?'))
        .collect();
    format!("{title}_报名_{}.xlsx", today.format("%Y%m%d"))
}

/// The headers that are filled, each with what fills it.
fn columns(mapping: &Mapping) -> Vec<(String, String)> {
    let filled = |source: &Source| match source {
        Source::Field(field) => Some(field.key().to_owned()),
        Source::Constant(text) => Some(format!("={text}")),
        Source::Empty => None,
    };
    mapping
        .columns()
        .iter()
        .filter_map(|column| Some((column.header.clone(), filled(&column.source)?)))
        .collect()
}

async fn values(app: &App, work: &Work, approved: &[RowOf]) -> WebResult<Vec<Values>> {
    let school = store::settings::school_name(app.db.read()).await?;
    approved
        .iter()
        .map(|one| of_student(app, work, &school, one))
        .collect()
}

/// All we know of one student in a project, with the full numbers.
fn of_student(app: &App, work: &Work, school: &str, one: &RowOf) -> WebResult<Values> {
    let (student, data) = (&one.student, &one.row.data);
    let open = |protected| -> WebResult<String> {
        Ok(revealed(&app.keys, student, protected)?
            .map(|number| number.to_string())
            .unwrap_or_default())
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let phone = |phone: &Option<domain::values::Phone>| {
        phone.as_ref().map(ToString::to_string).unwrap_or_default()
    };
    let structure = &work.structure;
    let class = structure.class(student.class_id);
    let major = work.major_of(student.class_id);
    let group = major.and_then(|major| structure.group(major.group_id));
    let faculty = group.and_then(|group| {
        structure
            .faculties
            .iter()
            .find(|one| one.id == group.faculty_id)
    });
    let pairs = [
        (Field::Name, student.name.clone()),
        (Field::IdType, student.id_type.to_string()),
        (Field::IdNumber, open(Protected::Identity)?),
        (Field::Sex, student.sex.to_string()),
        (Field::Nation, text(&student.nation)),
        (
            Field::BirthDate,
            student
                .birth_date
                .map(|day| day.to_string())
                .unwrap_or_default(),
        ),
        (Field::RollNumber, open(Protected::Roll)?),
        (Field::SchoolNumber, student.school_number.clone()),
        (
            Field::MajorCode,
            major.map(|major| major.code.clone()).unwrap_or_default(),
        ),
        (
            Field::MajorName,
            major.map(|major| major.name.clone()).unwrap_or_default(),
        ),
        (
            Field::Grade,
            class
                .map(|class| class.grade.to_string())
                .unwrap_or_default(),
        ),
        (
            Field::ClassName,
            class.map(|class| class.name.clone()).unwrap_or_default(),
        ),
        (
            Field::Faculty,
            faculty
                .map(|faculty| faculty.name.clone())
                .unwrap_or_default(),
        ),
        (Field::Phone, phone(&student.phone)),
        (Field::GuardianName, text(&student.guardian_name)),
        (Field::GuardianPhone, phone(&student.guardian_phone)),
        (Field::Certificate, work.certificate.name.clone()),
        (Field::Level, work.project.level.clone()),
        (
            Field::IsRetake,
            if data.retake { "是" } else { "否" }.to_owned(),
        ),
        (Field::Remark, text(&data.remark)),
        (Field::SchoolName, school.to_owned()),
        (Field::Organisation, work.organisation.clone()),
    ];
    Ok(pairs.into_iter().collect())
}
