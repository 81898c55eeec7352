//! One thing a person does: a transaction, its record, and the answer that a second sending of the same form gets.

use chrono::{DateTime, Utc};
use domain::access::Permit;
use domain::ids::AccountId;
use store::audit::{self, AuditDraft};
use store::{Tx, operations};

use super::{App, Flash, WebError, WebResult};

/// Where an act led, and the line that says what was done.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) to: String,
    pub(crate) flash: Option<Flash>,
}

impl Done {
    pub(crate) fn new(to: impl Into<String>, flash: Flash) -> Self {
        Self {
            to: to.into(),
            flash: Some(flash),
        }
    }
}

/// A transaction in which a person does one thing once.
pub(crate) struct Act<'a> {
    pub(crate) app: &'a App,
    pub(crate) permit: &'a Permit,
    pub(crate) op: &'a str,
    pub(crate) tx: Tx,
    pub(crate) now: DateTime<Utc>,
}

/// The first sending of a form does something; the second is shown where the first one led.
pub(crate) enum Begun<'a> {
    Now(Act<'a>),
    Before(Done),
}

impl<'a> Act<'a> {
    pub(crate) async fn begin(
        app: &'a App,
        permit: &'a Permit,
        op: &'a str,
    ) -> WebResult<Begun<'a>> {
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

    pub(crate) fn account(&self) -> WebResult<AccountId> {
        self.permit
            .account()
            .ok_or_else(|| WebError::internal("only a person does this"))
    }

    pub(crate) fn draft(&self, action: &str) -> AuditDraft {
        AuditDraft::new(self.permit, self.now, action)
    }

    pub(crate) async fn record(&self, draft: AuditDraft) -> WebResult<()> {
        audit::write(&self.tx, draft).await?;
        Ok(())
    }

    pub(crate) async fn end(self, done: Done) -> WebResult<Done> {
        if !self.op.is_empty() {
            operations::led_to(&self.tx, self.account()?, self.op, &done.to).await?;
        }
        self.tx.commit().await?;
        Ok(done)
    }
}
