//! One box over students, projects, classes and clauses of the plan, within reach.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Action;
use domain::plan::{CARRIED, Clause};
use serde::Deserialize;
use store::Page;
use store::projects::{ProjectFilter, projects};
use store::school::{self as rows, StudentFilter};

use super::views::Row;
use crate::shell::{App, Layout, Nav, Visitor, WebResult, page};

/// Hits shown of each kind.
const MOST: u64 = 20;

#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    q: String,
}

struct Hit {
    href: String,
    title: String,
    note: String,
}

#[derive(Template)]
#[template(path = "school/search.html")]
struct SearchPage {
    layout: Layout,
    q: String,
    students: Vec<Row>,
    more_students: u64,
    projects: Vec<Hit>,
    classes: Vec<Hit>,
    clauses: Vec<Clause>,
    may_students: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> WebResult<Response> {
    let q = wanted.q.trim().to_owned();
    let mut layout = Layout::of(&app, &visitor, Nav::None).await?;
    layout.search.clone_from(&q);
    let mut found = SearchPage {
        layout,
        students: Vec::new(),
        more_students: 0,
        projects: Vec::new(),
        classes: Vec::new(),
        clauses: clauses(&q),
        may_students: visitor.actor.may_somewhere(Action::ViewStudents),
        q,
    };
    if !found.q.is_empty() {
        look(&app, &visitor, &mut found).await?;
    }
    page(&found)
}

async fn look(app: &App, visitor: &Visitor, found: &mut SearchPage) -> WebResult<()> {
    let (db, first) = (app.db.read(), Page::new(1, MOST));
    let students = visitor.actor.reach(Action::ViewStudents);
    let filter = StudentFilter {
        text: found.q.clone(),
        ..StudentFilter::default()
    };
    let hits = rows::students(db, &filter, &students, first).await?;
    found.more_students = hits.total.saturating_sub(MOST);
    found.students = hits.items.iter().map(Row::of).collect();
    let filter = ProjectFilter {
        text: found.q.clone(),
        ..ProjectFilter::default()
    };
    let hits = projects(
        db,
        &filter,
        &visitor.actor.reach(Action::ViewProjects),
        first,
    )
    .await?;
    let project = |project: &store::projects::project::Model| Hit {
        href: format!("/projects/{}", project.id),
        title: project.title.clone(),
        note: format!("{}，{}级", project.code, project.grade),
    };
    found.projects = hits.items.iter().map(project).collect();
    let hits = rows::classes_named(db, &found.q, &students, MOST).await?;
    let class = |class: &rows::class::Model| Hit {
        href: format!("/students?class={}", class.id),
        title: class.name.clone(),
        note: format!("{}级", class.grade),
    };
    found.classes = hits.iter().map(class).collect();
    Ok(())
}

/// "4.2" finds the clause and those below it; words find clauses that speak of them.
fn clauses(q: &str) -> Vec<Clause> {
    let number = q.starts_with(|first: char| first.is_ascii_digit());
    let below = format!("{q}.");
    CARRIED
        .iter()
        .filter(|clause| {
            let named = clause.name.contains(q) || clause.carried.contains(q);
            !q.is_empty()
                && (clause.number == q
                    || (number && clause.number.starts_with(&below))
                    || (!number && named))
        })
        .copied()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::clauses;

    #[test]
    fn a_clause_is_found_by_number_and_by_word() {
        let numbers = |q| {
            clauses(q)
                .iter()
                .map(|clause| clause.number)
                .collect::<Vec<_>>()
        };
        assert_eq!(numbers("4.2"), ["4.2"]);
        assert_eq!(numbers("6"), ["6.1", "6.3"]);
        assert_eq!(numbers("任期"), ["2.1"]);
        assert!(numbers("").is_empty());
        assert!(numbers("2023").is_empty());
    }
}
