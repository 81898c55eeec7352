//! The list of students: on the screen, on paper, chosen ones as a file, one found by its identity number.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use axum::response::Response;
use domain::access::{Action, Reach};
use domain::ids::StudentId;
use store::Page;
use store::school::{self as rows, Structure, StudentFilter};

use super::query::{StudentQuery, VIEWS};
use super::views::{Choices, ListPage, PrintPage, Row, Sheet, Sort, View};
use super::{actions, export};
use crate::shell::{
    App, Fields, Flash, Layout, Nav, Pager, Visitor, WebError, WebResult, page, redirect,
};

/// Rows a page on a desk and on a phone; a person may choose others.
const DESK: u64 = 100;
const PHONE: u64 = 30;
pub(super) const SIZES: [u64; 4] = [30, 50, 100, 300];

/// Rows of a printed sheet.
const PER_SHEET: usize = 28;

pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(query): Query<StudentQuery>,
) -> WebResult<Response> {
    let reach = visitor.actor.reach(Action::ViewStudents);
    let per = rows_a_page(&query, &headers);
    let wanted = Page::new(query.page.parse().unwrap_or(1), per);
    let found = rows::students(app.db.read(), &query.filter(), &reach, wanted).await?;
    let structure = rows::structure(app.db.read()).await?;
    let may = |action| visitor.actor.may_somewhere(action);
    let here = query.address("/students")?;
    page(&ListPage {
        layout: Layout::of(&app, &visitor, Nav::Students).await?,
        views: views(&app, &reach, &query).await?,
        choices: Choices::of(&within(structure.clone(), &reach), &query),
        chips: query.chips(&structure)?,
        rows: found.items.iter().map(Row::of).collect(),
        pager: Pager::new(wanted, found.total, here.clone()),
        per,
        by_number: sort(&query, "number")?,
        by_name: sort(&query, "name")?,
        all: query.all == "1",
        may_edit: may(Action::EditStudent),
        may_import: may(Action::ImportStudents),
        may_export: may(Action::ExportStudents),
        may_export_full: may(Action::ExportIdentity),
        print_href: query.address("/students/print")?,
        export_href: query.address("/students/export")?,
        all_href: format!("{here}page={}&all=1", wanted.number()),
        here,
        query,
    })
}

/// What the person chose, else what suits the device that asks.
fn rows_a_page(query: &StudentQuery, headers: &HeaderMap) -> u64 {
    let phone = headers
        .get(USER_AGENT)
        .and_then(|agent| agent.to_str().ok())
        .is_some_and(|agent| agent.contains("Mobile"));
    let chosen = query.per.parse().ok().filter(|per| SIZES.contains(per));
    chosen.unwrap_or(if phone { PHONE } else { DESK })
}

/// The part of the structure whose names a filter may offer.
fn within(mut structure: Structure, reach: &Reach) -> Structure {
    let Reach::Within {
        faculties,
        groups,
        classes,
        ..
    } = reach
    else {
        return structure;
    };
    let whole = structure.clone();
    structure.classes.retain(|class| {
        whole.class_place(class.id).is_some_and(|place| {
            classes.contains(&class.id)
                || place.group.is_some_and(|group| groups.contains(&group))
                || place
                    .faculty
                    .is_some_and(|faculty| faculties.contains(&faculty))
        })
    });
    let kept = structure.classes.clone();
    structure
        .majors
        .retain(|major| kept.iter().any(|class| class.major_id == major.id));
    structure
}

async fn views(app: &App, reach: &Reach, query: &StudentQuery) -> WebResult<Vec<View>> {
    let counts = rows::counts_by_state(app.db.read(), reach).await?;
    let all = View {
        href: "/students".to_owned(),
        label: "全部".to_owned(),
        count: counts.iter().map(|(_, count)| count).sum(),
        current: query.view.is_empty(),
    };
    let saved = VIEWS.iter().map(|(code, label, states)| View {
        href: format!("/students?view={code}"),
        label: (*label).to_owned(),
        count: counts
            .iter()
            .filter(|(state, _)| states.contains(state))
            .map(|(_, count)| count)
            .sum(),
        current: query.view == *code,
    });
    Ok(std::iter::once(all)
        .chain(saved.filter(|view| view.count > 0 || view.current))
        .collect())
}

/// The head of a sorting column: a second click turns it round.
fn sort(query: &StudentQuery, by: &str) -> WebResult<Sort> {
    let now = if query.sort.is_empty() {
        "number"
    } else {
        &query.sort
    };
    let (next, direction) = match now {
        now if now == by => (format!("-{by}"), "ascending"),
        now if now.strip_prefix('-') == Some(by) => (by.to_owned(), "descending"),
        _ => (by.to_owned(), ""),
    };
    Ok(Sort {
        href: query.sorted(&next)?,
        direction,
    })
}

pub(super) async fn print(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<StudentQuery>,
) -> WebResult<Response> {
    printed(&app, &visitor, &query, query.filter()).await
}

async fn printed(
    app: &App,
    visitor: &Visitor,
    query: &StudentQuery,
    filter: StudentFilter,
) -> WebResult<Response> {
    let reach = visitor.actor.reach(Action::ViewStudents);
    let chosen = !filter.ids.is_empty();
    let found: Vec<Row> = export::everyone(app, &filter, &reach)
        .await?
        .iter()
        .map(Row::of)
        .collect();
    let structure = rows::structure(app.db.read()).await?;
    let total = found.len();
    let sentence = query.sentence(&structure, u64::try_from(total).unwrap_or_default());
    let layout = Layout::of(app, visitor, Nav::Students).await?;
    let fingerprint = export::fingerprint(&found);
    let mut numbered = (1..).zip(found).peekable();
    let mut sheets = Vec::new();
    while numbered.peek().is_some() || sheets.is_empty() {
        sheets.push(Sheet {
            number: sheets.len() + 1,
            rows: numbered.by_ref().take(PER_SHEET).collect(),
        });
    }
    page(&PrintPage {
        asset_version: layout.asset_version,
        school: layout.school,
        filter: if chosen {
            format!("手工选出，{sentence}")
        } else {
            sentence
        },
        sheets,
        total,
        printed: format!("{}　{}", visitor.actor.name(), export::stamp(app)),
        fingerprint,
    })
}

/// What the bulk bar and the head of the page ask for, about the chosen or about all that the filter finds.
pub(super) async fn acts(
    State(app): State<App>,
    visitor: Visitor,
    fields: Fields,
) -> WebResult<Response> {
    let query = query_of(&fields);
    let mut filter = query.filter();
    if fields.text("all") != "1" {
        filter.ids = fields
            .all("id")
            .filter_map(|id| id.parse::<StudentId>().ok())
            .collect();
        if filter.ids.is_empty() {
            let back = query.address("/students")?;
            return Ok(redirect(
                &back,
                Flash::warn("还没有选人。请先在左边打勾，或点「选择全部」"),
            ));
        }
    }
    match fields.text("act") {
        "print" => printed(&app, &visitor, &query, filter).await,
        "export" => export::masked(&app, &visitor, &query, filter).await,
        _ => Err(WebError::refused("没有这种操作，请回到学生名单再选一次")),
    }
}

pub(super) fn query_of(fields: &Fields) -> StudentQuery {
    let text = |name: &str| fields.text(name).to_owned();
    StudentQuery {
        view: text("view"),
        grade: text("grade"),
        major: text("major"),
        class: text("class"),
        state: text("state"),
        q: text("q"),
        sort: text("sort"),
        ..StudentQuery::default()
    }
}

/// An identity number never stands in an address, so this search is a form that is sent (ASVS 14.2.1).
pub(super) async fn find(
    State(app): State<App>,
    visitor: Visitor,
    fields: Fields,
) -> WebResult<Response> {
    let found = actions::find_by_identity(&app, &visitor, fields.text("number")).await?;
    Ok(match found {
        Some(id) => redirect(&format!("/students/{id}"), None),
        None => redirect(
            "/search",
            Flash::info("没有找到这个证件号码的学生。请核对号码；学生也可能不在你的范围内"),
        ),
    })
}
