//! Consents found, recorded and ended.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::ids::{AccountId, LinkId, ProjectId, StudentId};
use domain::registration::consent::{
    Answers, ConsentAnswer, ConsentEnd, ConsentKind, ConsentWay, Party, Stand,
};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, Set};

use super::{consent, consent_text};
use crate::files::sha256;
use crate::{StoreResult, Tx, micros};

/// An answer to be recorded.
#[derive(Clone, Debug)]
pub struct NewConsent<'a> {
    pub project: ProjectId,
    pub student: StudentId,
    pub party: Party,
    pub kind: ConsentKind,
    pub answer: ConsentAnswer,
    /// The text exactly as it was shown.
    pub text: &'a str,
    pub way: ConsentWay,
    pub signer: &'a str,
    pub relation: Option<&'a str>,
    pub by: Option<AccountId>,
    pub link: Option<LinkId>,
}

/// Record answers; earlier ones of the same students and kinds end.
pub async fn record_consents(
    tx: &Tx,
    new: &[NewConsent<'_>],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    const CHUNK: usize = 500;
    let mut hashes: BTreeMap<&str, String> = BTreeMap::new();
    for one in new {
        if !hashes.contains_key(one.text) {
            let hash = text(tx, one.kind, one.text, now).await?;
            hashes.insert(one.text, hash);
        }
    }
    for some in new.chunks(CHUNK) {
        for (project, party, kind) in groups(some) {
            let students = some
                .iter()
                .filter(|one| (one.project, one.party, one.kind) == (project, party, kind))
                .map(|one| one.student);
            consent::Entity::update_many()
                .set(ended(ConsentEnd::Replaced, None, now))
                .filter(consent::Column::ProjectId.eq(project))
                .filter(consent::Column::StudentId.is_in(students))
                .filter(consent::Column::Party.eq(party))
                .filter(consent::Column::Kind.eq(kind))
                .filter(consent::Column::Ended.is_null())
                .exec(tx)
                .await?;
        }
        let rows = some.iter().map(|one| row(one, &hashes, now));
        consent::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// The different kinds of answers among these.
fn groups(new: &[NewConsent<'_>]) -> BTreeSet<(ProjectId, Party, ConsentKind)> {
    new.iter()
        .map(|one| (one.project, one.party, one.kind))
        .collect()
}

fn row(
    new: &NewConsent<'_>,
    hashes: &BTreeMap<&str, String>,
    now: DateTime<Utc>,
) -> consent::ActiveModel {
    consent::ActiveModel {
        project_id: Set(new.project),
        student_id: Set(new.student),
        party: Set(new.party),
        kind: Set(new.kind),
        answer: Set(new.answer),
        text_sha256: Set(hashes.get(new.text).cloned().unwrap_or_default()),
        way: Set(new.way),
        signer: Set(new.signer.to_owned()),
        relation: Set(new.relation.map(str::to_owned)),
        by_account: Set(new.by),
        link_id: Set(new.link),
        at: Set(micros(now)),
        ..Default::default()
    }
}

fn ended(how: ConsentEnd, because: Option<&str>, now: DateTime<Utc>) -> consent::ActiveModel {
    consent::ActiveModel {
        ended: Set(Some(how)),
        ended_at: Set(Some(micros(now))),
        ended_because: Set(because.map(str::to_owned)),
        ..Default::default()
    }
}

/// Take every standing consent of a party back; answers how many there were.
pub async fn end_consent(
    tx: &Tx,
    (project, student): (ProjectId, StudentId),
    party: Party,
    because: Option<&str>,
    now: DateTime<Utc>,
) -> StoreResult<u64> {
    let outcome = consent::Entity::update_many()
        .set(ended(ConsentEnd::Withdrawn, because, now))
        .filter(consent::Column::ProjectId.eq(project))
        .filter(consent::Column::StudentId.eq(student))
        .filter(consent::Column::Party.eq(party))
        .filter(consent::Column::Answer.eq(ConsentAnswer::Given))
        .filter(consent::Column::Ended.is_null())
        .exec(tx)
        .await?;
    Ok(outcome.rows_affected)
}

/// Keep a text under its hash, with the next number of its kind when it is new.
pub async fn text(
    tx: &Tx,
    kind: ConsentKind,
    body: &str,
    now: DateTime<Utc>,
) -> StoreResult<String> {
    let hash = sha256(body.as_bytes());
    if text_of(tx, &hash).await?.is_some() {
        return Ok(hash);
    }
    let known = consent_text::Entity::find()
        .filter(consent_text::Column::Kind.eq(kind))
        .order_by_desc(consent_text::Column::Number)
        .one(tx)
        .await?;
    let row = consent_text::ActiveModel {
        sha256: Set(hash.clone()),
        kind: Set(kind),
        number: Set(known.map_or(1, |last| last.number + 1)),
        body: Set(body.to_owned()),
        since: Set(micros(now)),
    };
    consent_text::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(hash)
}

/// A text by its hash.
pub async fn text_of(
    db: &impl ConnectionTrait,
    hash: &str,
) -> StoreResult<Option<consent_text::Model>> {
    Ok(consent_text::Entity::find_by_id(hash.to_owned())
        .one(db)
        .await?)
}

/// Every answer of a student in a project, the newest first.
pub async fn consents_of(
    db: &impl ConnectionTrait,
    project: ProjectId,
    student: StudentId,
) -> StoreResult<Vec<consent::Model>> {
    Ok(consent::Entity::find()
        .filter(consent::Column::ProjectId.eq(project))
        .filter(consent::Column::StudentId.eq(student))
        .order_by_desc(consent::Column::Id)
        .all(db)
        .await?)
}

/// Every answer about a student in all projects, the newest first.
pub async fn consents_of_student(
    db: &impl ConnectionTrait,
    student: StudentId,
) -> StoreResult<Vec<consent::Model>> {
    Ok(consent::Entity::find()
        .filter(consent::Column::StudentId.eq(student))
        .order_by_desc(consent::Column::Id)
        .all(db)
        .await?)
}

/// How the consents of a project stand, student by student.
pub async fn standing(
    db: &impl ConnectionTrait,
    project: ProjectId,
) -> StoreResult<BTreeMap<StudentId, Answers>> {
    let all = consent::Entity::find()
        .filter(consent::Column::ProjectId.eq(project))
        .order_by_asc(consent::Column::Id)
        .all(db)
        .await?;
    let mut found: BTreeMap<StudentId, Answers> = BTreeMap::new();
    for row in all {
        found.entry(row.student_id).or_default().set(
            row.party,
            row.kind,
            Stand::of(row.answer, row.ended),
        );
    }
    Ok(found)
}
