//! Lists of students as files: masked for those who may export, with full numbers only for a reason and a second
//! factor just shown; each one is recorded (ux-security B3, B6).

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use data_encoding::HEXLOWER;
use documents::sheets::list::{List, Value, workbook};
use domain::access::{Action, Permit, Place, Reach};
use domain::dates::on_the_wall;
use sha2::{Digest, Sha256};
use store::Page;
use store::school::{self as rows, Listed, Protected, StudentFilter};

use super::actions;
use super::handlers::query_of;
use super::query::StudentQuery;
use super::views::{COLUMNS, Row};
use crate::shell::{App, Fields, Layout, Nav, Problem, Problems, Visitor, WebError, WebResult};
use crate::shell::{XLSX, attachment, page, refused};

/// Rows fetched at once.
const STRIDE: u64 = 1_000;

/// Everybody the filter finds, in its order.
pub(super) async fn everyone(
    app: &App,
    filter: &StudentFilter,
    reach: &Reach,
) -> WebResult<Vec<Listed>> {
    let mut found = Vec::new();
    for number in 1.. {
        let some = rows::students(app.db.read(), filter, reach, Page::new(number, STRIDE)).await?;
        let last = u64::try_from(some.items.len()).unwrap_or_default() < STRIDE;
        found.extend(some.items);
        if last {
            break;
        }
    }
    Ok(found)
}

/// First and last four characters of the hash over a list's cells: two papers with the same list show the same.
pub(super) fn fingerprint(rows: &[Row]) -> String {
    let mut hasher = Sha256::new();
    for cell in rows.iter().flat_map(Row::cells) {
        hasher.update(cell.as_bytes());
        hasher.update([0]);
    }
    let hash = HEXLOWER.encode(&hasher.finalize());
    format!(
        "{}…{}",
        hash.get(..4).unwrap_or_default(),
        hash.get(60..).unwrap_or_default()
    )
}

/// "2025-05-20 10:42"
pub(super) fn stamp(app: &App) -> String {
    on_the_wall(app.clock.now())
        .format("%Y-%m-%d %H:%M")
        .to_string()
}

/// The list with masked numbers.
pub(super) async fn masked(
    app: &App,
    visitor: &Visitor,
    query: &StudentQuery,
    filter: StudentFilter,
) -> WebResult<Response> {
    let reach = visitor.actor.reach(Action::ExportStudents);
    let place = widest(visitor, Action::ExportStudents);
    let permit = visitor.actor.permit(Action::ExportStudents, &place)?;
    let found = everyone(app, &filter, &reach).await?;
    let cells = found
        .iter()
        .map(|listed| text_cells(&Row::of(listed)))
        .collect();
    written(app, &permit, query, cells, None).await
}

/// The place of the post that may do this, else of any post: reach has cut the list to it already.
fn widest(visitor: &Visitor, action: Action) -> Place {
    let held = visitor.actor.holdings();
    let allowed = held
        .iter()
        .find(|held| action.posts().contains(&held.post))
        .or_else(|| held.first());
    allowed.map_or(Place::SCHOOL, |held| Place {
        faculty: held.faculty,
        group: held.group,
        class: held.class,
        student: held.student,
    })
}

fn text_cells(row: &Row) -> Vec<Value> {
    row.cells()
        .into_iter()
        .map(|cell| {
            if cell == "--" {
                Value::Empty
            } else {
                Value::from(cell)
            }
        })
        .collect()
}

async fn written(
    app: &App,
    permit: &Permit,
    query: &StudentQuery,
    rows: Vec<Vec<Value>>,
    reason: Option<&str>,
) -> WebResult<Response> {
    let count = rows.len();
    let structure = store::school::structure(app.db.read()).await?;
    let sentence = query.sentence(&structure, u64::try_from(count).unwrap_or_default());
    let list = List {
        title: "学生名单".to_owned(),
        note: format!("{sentence}。{} 导出，{}", permit.name(), stamp(app)),
        header: COLUMNS.iter().map(|name| (*name).to_owned()).collect(),
        rows,
    };
    let bytes = workbook(&list).map_err(WebError::internal)?;
    let exported = actions::Exported {
        count,
        filter: &sentence,
        bytes: &bytes,
        reason,
    };
    actions::record_export(app, permit, &exported).await?;
    let day = app.clock.today().format("%Y%m%d");
    Ok(attachment(&format!("学生名单_{day}.xlsx"), XLSX, bytes))
}

#[derive(Template)]
#[template(path = "school/export.html")]
struct ExportPage {
    layout: Layout,
    query: StudentQuery,
    sentence: String,
    total: usize,
    reason: String,
    problems: Problems,
}

/// The question before full numbers go out.
pub(super) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<StudentQuery>,
) -> WebResult<Response> {
    visitor
        .actor
        .permit(Action::ExportIdentity, &Place::SCHOOL)?;
    page(&question(&app, &visitor, query, "", Problems::default()).await?)
}

async fn question(
    app: &App,
    visitor: &Visitor,
    query: StudentQuery,
    reason: &str,
    problems: Problems,
) -> WebResult<ExportPage> {
    let reach = visitor.actor.reach(Action::ExportIdentity);
    let total = rows::students(app.db.read(), &query.filter(), &reach, Page::new(1, 1))
        .await?
        .total;
    let structure = rows::structure(app.db.read()).await?;
    Ok(ExportPage {
        layout: Layout::of(app, visitor, Nav::Students).await?,
        sentence: query.sentence(&structure, total),
        total: usize::try_from(total).unwrap_or_default(),
        query,
        reason: reason.to_owned(),
        problems,
    })
}

pub(super) async fn send(
    State(app): State<App>,
    visitor: Visitor,
    fields: Fields,
) -> WebResult<Response> {
    let permit = visitor
        .actor
        .permit(Action::ExportIdentity, &Place::SCHOOL)?;
    let (query, reason) = (query_of(&fields), fields.text("reason"));
    if reason.chars().count() < actions::SHORTEST_REASON {
        let problems = Problem::new("reason", actions::REASON_WANTED).into();
        return refused(&question(&app, &visitor, query, reason, problems).await?);
    }
    let reach = visitor.actor.reach(Action::ExportIdentity);
    let found = everyone(&app, &query.filter(), &reach).await?;
    let mut cells = Vec::with_capacity(found.len());
    for listed in &found {
        let mut row = text_cells(&Row::of(listed));
        if let Some(full) = rows::revealed(&app.keys, &listed.student, Protected::Identity)?
            && let Some(cell) = row.get_mut(5)
        {
            *cell = Value::Text(full.to_string());
        }
        cells.push(row);
    }
    written(&app, &permit, &query, cells, Some(reason)).await
}
