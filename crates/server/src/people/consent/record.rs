//! An answer to the texts, and taking it back: rows, record, mark of the row, and who hears of it.

use chrono::{DateTime, Utc};
use domain::access::Permit;
use domain::dates::time_words;
use domain::ids::{LinkId, StudentId};
use domain::registration::consent::{
    ConsentAnswer, ConsentKind, ConsentWay, Named, Party, Stand, text,
};
use serde_json::json;
use store::people::{self as rows, NewConsent};
use store::registration::{RowValues, registration, save_row};
use store::school::student;
use store::{Page, StoreError, Tx};

use crate::people::tell::{Word, class_teachers, office, tell};
use crate::registration::records::Work;
use crate::shell::{Act, App, Begun, Done, Flash, WebError, WebResult};

/// The two texts of a project, as they are shown.
pub(crate) async fn texts(app: &App, work: &Work) -> WebResult<Vec<(ConsentKind, String)>> {
    let school = store::settings::school_name(app.db.read()).await?;
    Ok(texts_of(&school, work))
}

pub(crate) fn texts_of(school: &str, work: &Work) -> Vec<(ConsentKind, String)> {
    let certificate = work.short_title();
    let named = Named {
        school,
        organisation: &work.organisation,
        certificate: &certificate,
    };
    ConsentKind::ALL
        .iter()
        .map(|kind| (*kind, text(*kind, &named)))
        .collect()
}

/// Somebody answers both texts.
#[derive(Clone, Debug)]
pub(crate) struct Answering<'a> {
    pub(crate) party: Party,
    pub(crate) answer: ConsentAnswer,
    pub(crate) way: ConsentWay,
    pub(crate) signer: &'a str,
    pub(crate) relation: Option<&'a str>,
    pub(crate) link: Option<LinkId>,
}

/// A person who is signed in answers.
pub(crate) async fn answer(
    app: &App,
    permit: &Permit,
    work: &Work,
    owner: &student::Model,
    given: &Answering<'_>,
    (op, to): (&str, &str),
) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    record_answer(app, &act.tx, permit, work, owner, given).await?;
    let said = match given.answer {
        ConsentAnswer::Given => "已同意，谢谢。以后可以在这里撤回。".to_owned(),
        ConsentAnswer::Refused => {
            "已记下不同意，这份报名不会报送。改变主意可以再来同意。".to_owned()
        }
    };
    act.end(Done::new(to, Flash::ok(said))).await
}

/// The answer's rows, in the caller's transaction.
pub(crate) async fn record_answer(
    app: &App,
    tx: &Tx,
    permit: &Permit,
    work: &Work,
    owner: &student::Model,
    given: &Answering<'_>,
) -> WebResult<()> {
    let now = app.clock.now();
    let row = row_of(tx, work, owner.id).await?;
    let school = store::settings::school_name(tx).await?;
    let texts = texts_of(&school, work);
    let new: Vec<NewConsent<'_>> = texts
        .iter()
        .map(|(kind, text)| NewConsent {
            project: work.project.id,
            student: owner.id,
            party: given.party,
            kind: *kind,
            answer: given.answer,
            text,
            way: given.way,
            signer: given.signer,
            relation: given.relation,
            by: permit.account(),
            link: given.link,
        })
        .collect();
    rows::record_consents(tx, &new, now).await?;
    mark(tx, work, &row, now).await?;
    let refused = given.answer == ConsentAnswer::Refused;
    if refused {
        let said = format!("{}没有同意报送信息", given.party.label());
        hear(app, tx, permit, work, (owner, &row), &said).await?;
    }
    let said = json!({
        "party": given.party.label(),
        "answer": given.answer.label(),
        "way": given.way.label(),
        "signer": given.signer,
    });
    let draft = store::audit::AuditDraft::new(permit, now, "answer_consent")
        .on("registration", row.id.get(), &owner.name)
        .project(work.project.id)
        .change(None, Some(said));
    store::audit::write(tx, draft).await?;
    Ok(())
}

/// A person who is signed in takes a consent back.
pub(crate) async fn withdraw(
    app: &App,
    permit: &Permit,
    work: &Work,
    owner: &student::Model,
    (party, reason): (Party, &str),
    (op, to): (&str, &str),
) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    record_withdrawal(app, &act.tx, permit, work, owner, (party, reason)).await?;
    let said = "已撤回同意。学校从现在起不再提供这份信息，培训就业处和班主任已收到通知。";
    act.end(Done::new(to, Flash::ok(said))).await
}

/// The withdrawal's rows, in the caller's transaction: possible at any time, after the sending too (个人信息保护法 15).
pub(crate) async fn record_withdrawal(
    app: &App,
    tx: &Tx,
    permit: &Permit,
    work: &Work,
    owner: &student::Model,
    (party, reason): (Party, &str),
) -> WebResult<()> {
    let now = app.clock.now();
    let row = row_of(tx, work, owner.id).await?;
    let because = Some(reason).filter(|reason| !reason.is_empty());
    let project = work.project.id;
    let ended = rows::end_consent(tx, (project, owner.id), party, because, now).await?;
    if ended == 0 {
        return Err(WebError::refused("现在没有可以撤回的同意，请刷新后再看"));
    }
    mark(tx, work, &row, now).await?;
    let said = format!("{}撤回了同意", party.label());
    hear(app, tx, permit, work, (owner, &row), &said).await?;
    let mut draft = store::audit::AuditDraft::new(permit, now, "withdraw_consent")
        .on("registration", row.id.get(), &owner.name)
        .project(project)
        .change(None, Some(json!({ "party": party.label() })));
    if let Some(reason) = because {
        draft = draft.because(reason);
    }
    store::audit::write(tx, draft).await?;
    Ok(())
}

async fn row_of(tx: &Tx, work: &Work, owner: StudentId) -> WebResult<registration::Model> {
    let all = store::registration::rows_of_student(tx, owner).await?;
    let own = all
        .into_iter()
        .find(|row| row.project_id == work.project.id);
    Ok(own.ok_or(StoreError::NotFound)?)
}

/// A row with a consent refused or taken back is marked: it is not sent while this is so. Its change of version
/// shows in every file that was filled before.
async fn mark(
    tx: &Tx,
    work: &Work,
    row: &registration::Model,
    now: DateTime<Utc>,
) -> WebResult<()> {
    let answers = rows::standing(tx, work.project.id)
        .await?
        .remove(&row.student_id)
        .unwrap_or_default();
    let against = Party::ALL.iter().any(|party| {
        ConsentKind::ALL.iter().any(|kind| {
            matches!(
                answers.stand(*party, *kind),
                Stand::Withdrawn | Stand::Refused
            )
        })
    });
    let mut values = RowValues::of(row);
    values.held_at = against.then(|| row.held_at.unwrap_or(now));
    save_row(tx, row, values).await?;
    Ok(())
}

/// Office and class teacher hear of it, with the files that were made of the row before.
async fn hear(
    app: &App,
    tx: &Tx,
    permit: &Permit,
    work: &Work,
    (owner, row): (&student::Model, &registration::Model),
    what: &str,
) -> WebResult<()> {
    let today = app.clock.today();
    let class = work.class_name(owner.class_id);
    let title = format!("{}：{what}", owner.name);
    let sent = sent_before(app, tx, work, row).await?;
    let body = format!("{class} · {} · 这一行不再报送。{sent}", work.short_title());
    let link = format!("/registration/lists/{}#row-{}", row.list_id, owner.id);
    let word = Word {
        title: &title,
        body: &body,
        link: &link,
    };
    tell(app, tx, office(tx, today).await?, permit.account(), &word).await?;
    let teachers = class_teachers(tx, owner.class_id, today).await?;
    let word = Word {
        link: "/my-class",
        ..word
    };
    let to = teachers.into_iter().map(|(account, _)| account);
    tell(app, tx, to, permit.account(), &word).await?;
    Ok(())
}

async fn sent_before(
    app: &App,
    tx: &Tx,
    work: &Work,
    row: &registration::Model,
) -> WebResult<String> {
    let made = store::registration::exports(tx, work.project.id, Page::new(1, 100)).await?;
    let with = |one: &&store::registration::export::Model| {
        store::registration::contents(one).rows.contains(&row.id)
    };
    let files: Vec<_> = made.items.iter().filter(with).collect();
    Ok(files.first().map_or(String::new(), |newest| {
        format!(
            "已填进 {} 份文件（最近 {}），记录保留，请通知接收方停止使用。",
            files.len(),
            time_words(newest.at, app.clock.now())
        )
    }))
}
