//! Faculties, groups, majors and classes, for the office (plan 2.1, 3).

mod new;
mod page;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::{Action, Permit, Place};
use domain::values::text;
use store::StoreError;
use store::school as rows;

use super::naming::{self, Kind};
use crate::shell::{
    App, Fields, Flash, Layout, Nav, Problem, Problems, Visitor, WebResult, page, redirect, refused,
};

use page::{Typed, structure_page};

#[derive(Template)]
#[template(path = "school/rename.html")]
struct RenamePage {
    layout: Layout,
    kind: &'static str,
    action: String,
    old: String,
    name: String,
    problems: Problems,
}

fn permit(visitor: &Visitor) -> WebResult<Permit> {
    Ok(visitor
        .actor
        .permit(Action::EditStructure, &Place::SCHOOL)?)
}

pub(super) async fn show(State(app): State<App>, visitor: Visitor) -> WebResult<Response> {
    permit(&visitor)?;
    page(&structure_page(&app, &visitor, Typed::default(), Problems::default()).await?)
}

pub(super) async fn add(
    State(app): State<App>,
    visitor: Visitor,
    fields: Fields,
) -> WebResult<Response> {
    let permit = permit(&visitor)?;
    let text = |field: &str| text::clean_words(fields.text(field)).text.into_owned();
    let typed = Typed {
        kind: text("kind"),
        name: text("name"),
        code: text("code"),
        grade: text("grade"),
        parent: text("parent"),
    };
    let kind: Kind = typed.kind.parse()?;
    let structure = rows::structure(app.db.read()).await?;
    match new::checked(kind, &typed, &structure) {
        Ok(new) => {
            naming::add(&app, &permit, &new).await?;
            Ok(redirect(
                "/structure",
                Flash::ok(format!("已新增{}「{}」", kind.label(), typed.name)),
            ))
        }
        Err(problems) => refused(&structure_page(&app, &visitor, typed, problems).await?),
    }
}

pub(super) async fn ask_name(
    State(app): State<App>,
    visitor: Visitor,
    Path((kind, id)): Path<(String, i64)>,
) -> WebResult<Response> {
    permit(&visitor)?;
    page(&rename_page(&app, &visitor, kind.parse()?, id).await?)
}

async fn rename_page(app: &App, visitor: &Visitor, kind: Kind, id: i64) -> WebResult<RenamePage> {
    let structure = rows::structure(app.db.read()).await?;
    let old = naming::name_of(&structure, kind, id).ok_or(StoreError::NotFound)?;
    Ok(RenamePage {
        layout: Layout::of(app, visitor, Nav::Students).await?,
        kind: kind.label(),
        action: format!("/structure/{}/{id}", kind.code()),
        name: old.clone(),
        old,
        problems: Problems::default(),
    })
}

pub(super) async fn rename(
    State(app): State<App>,
    visitor: Visitor,
    Path((kind, id)): Path<(String, i64)>,
    fields: Fields,
) -> WebResult<Response> {
    let permit = permit(&visitor)?;
    let kind: Kind = kind.parse()?;
    let shown = rename_page(&app, &visitor, kind, id).await?;
    let name = text::clean_words(fields.text("name")).text.into_owned();
    let structure = rows::structure(app.db.read()).await?;
    let fault = if name.is_empty() {
        Some("新名称：请填名称".to_owned())
    } else if name != shown.old && naming::is_taken(&structure, kind, &name) {
        Some(format!("新名称：「{name}」已经有了，请换一个"))
    } else {
        None
    };
    if let Some(fault) = fault {
        return refused(&RenamePage {
            name,
            problems: Problem::new("name", fault).into(),
            ..shown
        });
    }
    naming::rename(&app, &permit, kind, id, &shown.old, &name).await?;
    Ok(redirect(
        "/structure",
        Flash::ok(format!("已把「{}」改名为「{name}」", shown.old)),
    ))
}
