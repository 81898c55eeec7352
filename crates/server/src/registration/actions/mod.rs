//! What people do in registration: permit, rule, rows, record and messages in one transaction each.

mod decide;
mod fill;
mod lists;
mod rows;
mod templates;

use chrono::{DateTime, Utc};
use domain::access::Permit;
use domain::ids::{AccountId, ProjectId};
use domain::registration::{List, NotDone, Row};
use serde_json::Value;
use store::audit::{self, AuditDraft};
use store::registration::{RowOf, RowValues, save_row};
use store::{Tx, operations};

use crate::shell::{App, Flash, WebError, WebResult};

pub(crate) use decide::{Decision, after_take_back, approve_all, decide};
pub(crate) use fill::{FillOrder, JOB as FILL_JOB, download, fill, order};
pub(crate) use lists::{generate, recheck, submit};
pub(crate) use rows::{RowEdit, RowMove, ShownRow, move_row, save};
pub(crate) use templates::{confirm, inspect, keep};

/// Where an act led, and the line that says what was done.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) to: String,
    pub(crate) flash: Option<Flash>,
}

impl Done {
    fn new(to: impl Into<String>, flash: Flash) -> Self {
        Self {
            to: to.into(),
            flash: Some(flash),
        }
    }
}

/// A transaction in which a person does one thing once.
struct Act<'a> {
    app: &'a App,
    permit: &'a Permit,
    op: &'a str,
    tx: Tx,
    now: DateTime<Utc>,
}

/// The first sending of a form does something; the second is shown where the first one led.
enum Begun<'a> {
    Now(Act<'a>),
    Before(Done),
}

impl<'a> Act<'a> {
    async fn begin(app: &'a App, permit: &'a Permit, op: &'a str) -> WebResult<Begun<'a>> {
        let (tx, now) = (app.db.begin().await?, app.clock.now());
        let act = Self {
            app,
            permit,
            op,
            tx,
            now,
        };
        if op.is_empty() {
            return Ok(Begun::Now(act));
        }
        let before = operations::first_time(&act.tx, act.account()?, op, now).await?;
        Ok(match before {
            Some(to) => Begun::Before(Done { to, flash: None }),
            None => Begun::Now(act),
        })
    }

    fn account(&self) -> WebResult<AccountId> {
        self.permit
            .account()
            .ok_or_else(|| WebError::internal("only a person does this"))
    }

    fn draft(&self, action: &str) -> AuditDraft {
        AuditDraft::new(self.permit, self.now, action)
    }

    async fn record(&self, draft: AuditDraft) -> WebResult<()> {
        audit::write(&self.tx, draft).await?;
        Ok(())
    }

    async fn end(self, done: Done) -> WebResult<Done> {
        if !self.op.is_empty() {
            operations::led_to(&self.tx, self.account()?, self.op, &done.to).await?;
        }
        self.tx.commit().await?;
        Ok(done)
    }
}

/// Write the rows that the rule moved, and whatever else `adjust` makes of each.
async fn write_rows(
    tx: &Tx,
    before: &[RowOf],
    after: &List,
    mut adjust: impl FnMut(&RowOf, &Row, &mut RowValues) + Send,
) -> WebResult<()> {
    for (was, row) in before.iter().zip(after.rows()) {
        let mut values = RowValues::of(&was.row);
        values.state = row.state;
        values.reason.clone_from(&row.reason);
        values.field = row.field;
        adjust(was, row, &mut values);
        save_row(tx, &was.row, values).await?;
    }
    Ok(())
}

/// The rule's refusal with the name of whom it is about.
fn refused(all: &[RowOf], why: &NotDone) -> WebError {
    let about = match why {
        NotDone::NotOnList { student }
        | NotDone::RowIs { student, .. }
        | NotDone::ReasonMissing { student }
        | NotDone::ReturnedTwice { student } => all.iter().find(|one| one.student.id == *student),
        NotDone::ListIs { .. }
        | NotDone::Faults { .. }
        | NotDone::NotMended { .. }
        | NotDone::Nobody => None,
    };
    let name = about
        .map(|one| format!("{}：", one.student.name))
        .unwrap_or_default();
    WebError::refused(format!("{name}{why}"))
}

/// A record about one list.
fn on_list(draft: AuditDraft, list: &store::registration::list::Model, title: &str) -> AuditDraft {
    draft
        .on("registration_list", list.id.get(), title)
        .project(list.project_id)
}

/// A record about one student's row.
fn on_row(draft: AuditDraft, one: &RowOf) -> AuditDraft {
    draft
        .on("registration", one.row.id.get(), &one.student.name)
        .project(one.row.project_id)
}

/// A record about a project as a whole.
fn on_project(draft: AuditDraft, id: ProjectId, title: &str, after: Option<Value>) -> AuditDraft {
    draft
        .on("project", id.get(), title)
        .project(id)
        .change(None, after)
}
