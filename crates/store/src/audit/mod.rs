//! What was done, by whom, to what: a chain of hashes in which nothing can be altered, removed or slipped in unseen.
//!
//! Each row's hash covers its own fields and the hash of the row before. Rows are only added ([`write()`]); triggers
//! refuse anything else. A cut tail cannot be seen from inside, therefore the head is anchored elsewhere (backups,
//! sealed results) and [`verify`] takes such an anchor.

use chrono::{DateTime, Utc};
use domain::access::Permit;
use domain::ids::{AccountId, ProjectId};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, DbBackend, QueryOrder, QuerySelect, Set, Statement};
use serde_json::Value;

use crate::{Page, Paged, StoreResult, Tx, micros, page, search};

mod chain;
pub mod entry;
mod verify;

pub use verify::{Fault, Verdict, verify};

/// What is to be recorded; who did it comes from the permit.
#[derive(Clone, Debug)]
pub struct AuditDraft {
    /// When.
    pub at: DateTime<Utc>,
    /// The account, none for the program itself.
    pub actor_id: Option<AccountId>,
    /// The person's name, or the work of the program.
    pub actor: String,
    /// What was done, a short English word such as `import.undone`.
    pub action: String,
    /// The kind of record, such as `student`.
    pub object_kind: String,
    /// Its id.
    pub object_id: Option<i64>,
    /// Its name as people know it; no protected value.
    pub object_name: String,
    /// The project it belongs to.
    pub project_id: Option<ProjectId>,
    /// Masked values before.
    pub before: Option<Value>,
    /// Masked values after.
    pub after: Option<Value>,
    /// The reason a person gave.
    pub reason: Option<String>,
}

impl AuditDraft {
    /// A record of what the permit allowed.
    pub fn new(permit: &Permit, at: DateTime<Utc>, action: &str) -> Self {
        Self {
            at,
            actor_id: permit.account(),
            actor: permit.name().to_owned(),
            action: action.to_owned(),
            object_kind: "school".to_owned(),
            object_id: None,
            object_name: String::new(),
            project_id: None,
            before: None,
            after: None,
            reason: None,
        }
    }

    /// What it was done to; without this, the school as a whole.
    #[must_use]
    pub fn on(mut self, kind: &str, id: i64, name: &str) -> Self {
        kind.clone_into(&mut self.object_kind);
        self.object_id = Some(id);
        name.clone_into(&mut self.object_name);
        self
    }

    /// What it was done to, where that has no id: a file, a setting.
    #[must_use]
    pub fn named(mut self, kind: &str, name: &str) -> Self {
        kind.clone_into(&mut self.object_kind);
        name.clone_into(&mut self.object_name);
        self
    }

    /// The project it belongs to.
    #[must_use]
    pub fn project(mut self, project: ProjectId) -> Self {
        self.project_id = Some(project);
        self
    }

    /// Masked values before and after.
    #[must_use]
    pub fn change(mut self, before: Option<Value>, after: Option<Value>) -> Self {
        self.before = before;
        self.after = after;
        self
    }

    /// The reason a person gave.
    #[must_use]
    pub fn because(mut self, reason: &str) -> Self {
        self.reason = Some(reason.to_owned());
        self
    }
}

/// The end of the chain at some time, to be kept outside the database.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Anchor {
    /// The last row's number; 0 while nothing was done.
    pub seq: i64,
    /// The last row's hash.
    pub hash: String,
}

impl Anchor {
    fn genesis() -> Self {
        Self {
            seq: 0,
            hash: chain::GENESIS.to_owned(),
        }
    }
}

/// Add a row to the chain; answers its number.
///
/// The chain has one end, so from here to the commit no other transaction can write to it: call this last.
pub async fn write(tx: &Tx, draft: AuditDraft) -> StoreResult<i64> {
    lock(tx).await?;
    let last = head(tx).await?;
    let mut row = entry::Model {
        seq: last.seq + 1,
        at: micros(draft.at),
        actor_id: draft.actor_id,
        actor: draft.actor,
        action: draft.action,
        object_kind: draft.object_kind,
        object_id: draft.object_id,
        object_name: draft.object_name,
        project_id: draft.project_id,
        before: draft.before.map(|value| value.to_string()),
        after: draft.after.map(|value| value.to_string()),
        reason: draft.reason,
        prev_hash: last.hash,
        hash: String::new(),
    };
    row.hash = chain::hash(&row);
    let seq = row.seq;
    let hash = row.hash.clone();
    let added = entry::ActiveModel {
        hash: Set(hash),
        ..row.into()
    };
    entry::Entity::insert(added.reset_all())
        .exec_without_returning(tx)
        .await?;
    Ok(seq)
}

/// The present end of the chain.
pub async fn head(db: &impl ConnectionTrait) -> StoreResult<Anchor> {
    let last: Option<(i64, String)> = entry::Entity::find()
        .select_only()
        .column(entry::Column::Seq)
        .column(entry::Column::Hash)
        .order_by_desc(entry::Column::Seq)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(last.map_or_else(Anchor::genesis, |(seq, hash)| Anchor { seq, hash }))
}

/// Which rows a list of the record shows.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// Only what was done to this record.
    pub object: Option<(String, i64)>,
    /// Only what belongs to this project.
    pub project: Option<ProjectId>,
    /// Only what this person did.
    pub actor: Option<AccountId>,
    /// Only these acts; all when empty.
    pub actions: Vec<String>,
    /// Only what was done to records of this kind.
    pub kind: Option<String>,
    /// Not before this moment.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub before: Option<DateTime<Utc>>,
    /// Somewhere in the person's or the record's name, or in the reason.
    pub text: String,
}

/// One page of what was done, the latest first.
pub async fn entries(
    db: &impl ConnectionTrait,
    filter: &AuditFilter,
    page: Page,
) -> StoreResult<Paged<entry::Model>> {
    let query = entry::Entity::find()
        .filter(wanted(filter))
        .order_by_desc(entry::Column::Seq);
    page::fetch(db, query, page).await
}

fn wanted(filter: &AuditFilter) -> Condition {
    let mut wanted = Condition::all()
        .add_option(
            filter
                .project
                .map(|project| entry::COLUMN.project_id.eq(project)),
        )
        .add_option(filter.actor.map(|actor| entry::COLUMN.actor_id.eq(actor)))
        .add_option(
            filter
                .kind
                .as_deref()
                .map(|kind| entry::COLUMN.object_kind.eq(kind)),
        )
        .add_option(filter.from.map(|from| entry::COLUMN.at.gte(micros(from))))
        .add_option(
            filter
                .before
                .map(|before| entry::COLUMN.at.lt(micros(before))),
        );
    if let Some((kind, id)) = &filter.object {
        wanted = wanted
            .add(entry::COLUMN.object_kind.eq(kind.as_str()))
            .add(entry::COLUMN.object_id.eq(*id));
    }
    if !filter.actions.is_empty() {
        wanted = wanted.add(
            entry::COLUMN
                .action
                .is_in(filter.actions.iter().map(String::as_str)),
        );
    }
    if !filter.text.trim().is_empty() {
        let somewhere = Condition::any()
            .add(search::contains(entry::Column::Actor, &filter.text))
            .add(search::contains(entry::Column::ObjectName, &filter.text))
            .add(search::contains(entry::Column::Reason, &filter.text));
        wanted = wanted.add(somewhere);
    }
    wanted
}

/// How often a person did something since a moment: what is limited is counted here.
pub async fn count_since(
    db: &impl ConnectionTrait,
    actor: AccountId,
    action: &str,
    since: DateTime<Utc>,
) -> StoreResult<u64> {
    Ok(entry::Entity::find()
        .filter(entry::COLUMN.actor_id.eq(actor))
        .filter(entry::COLUMN.action.eq(action))
        .filter(entry::COLUMN.at.gt(micros(since)))
        .count(db)
        .await?)
}

/// The acts that occur in the record, for the filter of its list.
pub async fn actions(db: &impl ConnectionTrait) -> StoreResult<Vec<String>> {
    Ok(entry::Entity::find()
        .select_only()
        .column(entry::Column::Action)
        .distinct()
        .order_by_asc(entry::Column::Action)
        .into_tuple()
        .all(db)
        .await?)
}

/// SQLite has one writer anyway; on PostgreSQL the end of the chain is taken until the commit.
async fn lock(tx: &Tx) -> StoreResult<()> {
    const CHAIN: &str = "SELECT pg_advisory_xact_lock(720113)";
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.query_one_raw(Statement::from_string(DbBackend::Postgres, CHAIN))
            .await?;
    }
    Ok(())
}
