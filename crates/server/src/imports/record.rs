//! An import as the wizard goes on with it: what was chosen, mapped and decided, read from its row.

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::access::Permit;
use domain::dates::{day_of, day_words};
use domain::ids::BatchId;
use domain::import::{ImportState, Mapping};
use domain::jobs::JobState;
use sea_orm::ConnectionTrait;
use store::StoreError;
use store::import::{self as rows, batch};

use super::decisions::Decisions;
use super::kinds::{self, Kind};
use super::lists::Counts;
use super::options::Options;
use super::reading::Source;
use crate::shell::{App, Visitor, WebError, WebResult};

/// How long an unfinished import is kept before the system gives it up.
const KEPT_DAYS: u64 = 14;

/// What was begun before this moment and not finished is given up.
pub(crate) fn given_up_before(now: DateTime<Utc>) -> DateTime<Utc> {
    now.checked_sub_days(Days::new(KEPT_DAYS)).unwrap_or(now)
}

/// One import.
#[derive(Clone, Debug)]
pub(crate) struct Import {
    pub(crate) batch: batch::Model,
    pub(crate) kind: Kind,
    pub(crate) options: Options,
    pub(crate) mapping: Option<Mapping>,
    pub(crate) decisions: Decisions,
}

impl Import {
    pub(crate) async fn load(app: &App, db: &impl ConnectionTrait, id: BatchId) -> WebResult<Self> {
        Self::of(app, rows::batch(db, id).await?)
    }

    pub(crate) fn of(app: &App, batch: batch::Model) -> WebResult<Self> {
        let kind = Kind::of_key(&batch.kind).ok_or(StoreError::NotFound)?;
        let mapping = batch
            .mapping
            .clone()
            .map(serde_json::from_value)
            .transpose();
        Ok(Self {
            kind,
            options: serde_json::from_value(batch.options.clone()).map_err(WebError::internal)?,
            mapping: mapping.map_err(WebError::internal)?,
            decisions: Decisions::opened(&app.keys, batch.id, &batch.fixes)?,
            batch,
        })
    }

    /// The import, if the visitor may do this kind of import at its place.
    pub(crate) async fn permitted(
        app: &App,
        visitor: &Visitor,
        id: BatchId,
    ) -> WebResult<(Self, Permit)> {
        let import = Self::load(app, app.db.read(), id).await?;
        let place = kinds::place(app.db.read(), import.kind, &import.options).await?;
        let permit = visitor.actor.permit(import.kind.action(), &place)?;
        let account = visitor.actor.account();
        kinds::may_look(app.db.read(), import.kind, &import.options, account).await?;
        Ok((import, permit))
    }

    pub(crate) fn id(&self) -> BatchId {
        self.batch.id
    }

    /// Until when it may be gone on with, "6月3日".
    pub(crate) fn kept_until(&self, today: NaiveDate) -> String {
        let begun = day_of(self.batch.created_at);
        let last = begun
            .checked_add_days(Days::new(KEPT_DAYS))
            .unwrap_or(begun);
        day_words(last, today)
    }

    pub(crate) fn source(&self) -> Source<'_> {
        Source {
            sha256: &self.batch.file_sha256,
            name: &self.batch.file_name,
            sheet: self.options.sheet.as_deref(),
        }
    }

    /// Nothing is written yet and it may be gone on with. A write that did not work leaves it so.
    pub(crate) async fn is_open(&self, db: &impl ConnectionTrait) -> WebResult<bool> {
        match self.batch.state {
            ImportState::Uploaded | ImportState::Mapped | ImportState::Checked => Ok(true),
            ImportState::Writing => {
                let Some(job) = self.batch.job_id else {
                    return Ok(true);
                };
                Ok(store::jobs::job(db, job).await?.state == JobState::Failed)
            }
            ImportState::Done | ImportState::Undone | ImportState::Abandoned => Ok(false),
        }
    }

    /// Refuse to go on with what is over.
    pub(crate) async fn must_be_open(&self, db: &impl ConnectionTrait) -> WebResult<()> {
        if self.is_open(db).await? {
            return Ok(());
        }
        let state = self.batch.state.label();
        Err(WebError::refused(format!(
            "这次导入{state}，不能再改。要再导入，请重新上传文件"
        )))
    }

    /// What its rows did or were to do, once it was confirmed.
    pub(crate) fn counts(&self) -> Option<Counts> {
        let kept = self.batch.counts.clone()?;
        serde_json::from_value(kept).ok()
    }

    pub(crate) fn path(&self, page: &str) -> String {
        format!("/imports/{}/{page}", self.batch.id)
    }
}
