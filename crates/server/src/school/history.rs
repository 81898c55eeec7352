//! What was done to one student, and who looked at the full identity number and why (ux-security B3).

use domain::access::Actor;
use domain::ids::StudentId;
use store::Page;
use store::audit::AuditFilter;

use crate::audit::{Line, history};
use crate::shell::{App, WebResult};

/// The last rows of each kind.
const MOST: u64 = 50;

pub(super) struct History {
    /// Everything but the looks at the number.
    pub(super) changes: Vec<Line>,
    pub(super) looks: Vec<Line>,
}

pub(super) async fn of(app: &App, reader: &Actor, id: StudentId) -> WebResult<History> {
    let about = |actions: &[&str]| AuditFilter {
        object: Some(("student".to_owned(), id.get())),
        actions: actions.iter().map(|action| (*action).to_owned()).collect(),
        ..AuditFilter::default()
    };
    let looks = history(
        app,
        reader,
        &about(&["reveal_identity", "find_by_identity"]),
        Page::new(1, MOST),
    )
    .await?;
    let all = history(app, reader, &about(&[]), Page::new(1, MOST)).await?;
    let seen: Vec<i64> = looks.items.iter().map(|line| line.seq).collect();
    let changes = all
        .items
        .into_iter()
        .filter(|line| !seen.contains(&line.seq))
        .collect();
    Ok(History {
        changes,
        looks: looks.items,
    })
}
