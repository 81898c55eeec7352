//! Order a filled workbook of a project's approved rows: which template, why, for whom (plan 6.3).

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::Action;
use domain::dates::time_words;
use domain::ids::{ProjectId, TemplateId};
use store::Page;
use store::registration::{self as rows};

use super::actions::{self, FillOrder};
use super::project::FilledLine;
use super::records::Work;
use crate::shell::{App, Choice, Fields, Layout, Nav, Problem, Problems, Visitor, WebResult};
use crate::shell::{op_id, page, redirect, refused};

#[derive(Template)]
#[template(path = "registration/fill.html")]
struct FillPage {
    layout: Layout,
    id: ProjectId,
    title: String,
    count: usize,
    others: usize,
    held: Vec<String>,
    templates: Vec<Choice>,
    template: String,
    reason: String,
    recipient: String,
    exports: Vec<FilledLine>,
    op_id: String,
    problems: Problems,
}

async fn view(
    app: &App,
    visitor: &Visitor,
    work: &Work,
    fields: &Fields,
    problems: Problems,
) -> WebResult<FillPage> {
    let db = app.db.read();
    let id = work.project.id;
    let templates = rows::usable_templates(db).await?;
    let choices: Vec<Choice> = templates
        .iter()
        .map(|one| {
            let hash: String = one.sha256.chars().take(8).collect();
            Choice::new(
                one.id,
                format!(
                    "{}（{}，{hash}）",
                    one.name,
                    time_words(one.created_at, app.clock.now())
                ),
            )
        })
        .collect();
    let count = rows::approved(db, id).await?.len();
    let chosen = fields.text("template");
    let first = choices
        .first()
        .map(|choice| choice.value.clone())
        .unwrap_or_default();
    Ok(FillPage {
        layout: Layout::of(app, visitor, Nav::Registration).await?,
        id,
        title: work.project.title.clone(),
        others: rows::rows_of_project(db, id).await?.len() - count,
        held: rows::held_back(db, id)
            .await?
            .into_iter()
            .map(|one| one.student.name)
            .collect(),
        count,
        template: if chosen.is_empty() {
            first
        } else {
            chosen.to_owned()
        },
        templates: choices,
        reason: fields.text("reason").to_owned(),
        recipient: fields.text("recipient").to_owned(),
        exports: exports(app, work).await?,
        op_id: op_id(),
        problems,
    })
}

async fn exports(app: &App, work: &Work) -> WebResult<Vec<FilledLine>> {
    let found = rows::exports(app.db.read(), work.project.id, Page::new(1, 20)).await?;
    let now = rows::fingerprint(&rows::approved(app.db.read(), work.project.id).await?);
    let line = |one: rows::export::Model| {
        let contents = rows::contents(&one);
        FilledLine {
            href: format!("/registration/exports/{}", one.id),
            note: format!(
                "{} 填写，{} 人",
                time_words(one.at, app.clock.now()),
                one.rows
            ),
            current: contents.fingerprint == now,
            name: contents.file_name,
        }
    };
    Ok(found.items.into_iter().map(line).collect())
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ProjectId>,
) -> WebResult<Response> {
    let work = Work::of(app.db.read(), id).await?;
    visitor.actor.permit(Action::FillTemplate, &work.place()?)?;
    page(
        &view(
            &app,
            &visitor,
            &work,
            &Fields::default(),
            Problems::default(),
        )
        .await?,
    )
}

pub(super) async fn order(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ProjectId>,
    fields: Fields,
) -> WebResult<Response> {
    let work = Work::of(app.db.read(), id).await?;
    let permit = visitor.actor.permit(Action::FillTemplate, &work.place()?)?;
    let mut problems = Problems::default();
    let template: Option<TemplateId> = fields.text("template").parse().ok();
    if template.is_none() {
        problems.push(Problem::new("template", "请选一份核对过的平台模板"));
    }
    if fields.text("reason").is_empty() {
        problems.push(Problem::new("reason", "文件里有完整的证件号码，请写明用途"));
    }
    let (Some(template), true) = (template, problems.is_empty()) else {
        return refused(&view(&app, &visitor, &work, &fields, problems).await?);
    };
    let order = FillOrder {
        template,
        reason: fields.text("reason"),
        recipient: fields.text("recipient"),
    };
    let done = actions::order(&app, &permit, &work, &order, fields.text("op_id")).await?;
    Ok(redirect(&done.to, done.flash))
}
