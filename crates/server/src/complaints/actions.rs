//! What is done to an appeal, each in one transaction with its audit row (plan 2.2.2c).

use std::collections::BTreeMap;

use domain::access::Permit;
use domain::complaints::{AppealState, answer_due, may_file};
use domain::ids::{AccountId, AppealId, RoundId, StudentId};
use domain::selection::{Entered, PartNames};
use serde_json::{Value, json};
use store::audit::{self, AuditDraft};
use store::complaints::{self as rows, NewAppeal, Step, appeal};
use store::{StoreError, Tx};

use super::case::{Case, Subject, subject};
use super::told::{moved_words, tell, whom};
use crate::selection::correction;
use crate::shell::{App, WebError, WebResult};

fn person(permit: &Permit) -> WebResult<AccountId> {
    permit
        .account()
        .ok_or_else(|| WebError::internal("an appeal is dealt with by a person"))
}

/// File an appeal; answers where it is. Refused once the notice is over.
pub(crate) async fn file(
    app: &App,
    permit: &Permit,
    (round, student): (RoundId, StudentId),
    reason: &str,
    op_id: &str,
) -> WebResult<String> {
    let by = person(permit)?;
    let (now, today) = (app.clock.now(), app.clock.today());
    let tx = app.db.begin().await?;
    if let Some(location) = store::operations::first_time(&tx, by, op_id, now).await? {
        return Ok(location);
    }
    store::selection::locked(&tx, round).await?;
    let subject = subject(app, &tx, round, student).await?;
    let own = rows::of_student(&tx, student).await?;
    let already = own
        .iter()
        .any(|one| one.round_id == round && one.state.is_open());
    let notice = subject.notice(app, &tx).await?;
    may_file(notice, subject.round.notice_until, today, already)
        .map_err(|why| WebError::refused(why.to_string()))?;
    let due_on = answer_due(today, subject.plan.parameters.appeal_days);
    let new = NewAppeal {
        round,
        student,
        reason: reason.to_owned(),
        by,
        due_on,
    };
    let id = rows::file(&tx, new, now).await?;
    let location = format!("/complaints/{id}");
    store::operations::led_to(&tx, by, op_id, &location).await?;
    let record = json!({ "student": subject.entrant.name, "due_on": due_on });
    let draft = draft(app, permit, "file_appeal", id, &subject);
    audit::write(&tx, draft.change(None, Some(record)).because(reason)).await?;
    tx.commit().await?;
    Ok(location)
}

/// Take an appeal back, by the student or whoever filed it.
pub(crate) async fn withdraw(
    app: &App,
    permit: &Permit,
    id: AppealId,
    sent: (&str, i32),
) -> WebResult<String> {
    let step = Step {
        state: AppealState::Withdrawn,
        answer: None,
        seal_number: None,
    };
    let (tx, case) = match begin(app, permit, id, sent.0).await? {
        Ok(begun) => begun,
        Err(location) => return Ok(location),
    };
    advance(app, &tx, &case.appeal, sent.1, step).await?;
    finish(
        app,
        permit,
        tx,
        (&case, sent.0),
        "withdraw_appeal",
        Value::Null,
    )
    .await
}

/// What one person found on the marked paper. Two who agree make the appeal ready to be decided.
pub(crate) async fn recheck(
    app: &App,
    permit: &Permit,
    id: AppealId,
    (found, note): (&Entered, Option<String>),
    sent: (&str, i32),
) -> WebResult<String> {
    let by = person(permit)?;
    let (tx, case) = match begin(app, permit, id, sent.0).await? {
        Ok(begun) => begun,
        Err(location) => return Ok(location),
    };
    if case.appeal.state != AppealState::Open {
        return Err(WebError::refused("这份申诉已经复查完，不用再复查"));
    }
    if case.rechecks.iter().any(|one| one.account_id == by) {
        return Err(WebError::refused("你已经复查过这份答卷，请另一位老师复查"));
    }
    rows::recheck(&tx, id, by, (found, note), app.clock.now()).await?;
    let after = Case::load(app, &tx, id).await?;
    let state = if after.found().is_some() {
        AppealState::Rechecked
    } else {
        AppealState::Open
    };
    let step = Step {
        state,
        answer: None,
        seal_number: None,
    };
    advance(app, &tx, &after.appeal, sent.1, step).await?;
    let names = case.subject.round.parameters.names();
    let record = json!({ "scores": said(found, &names) });
    finish(app, permit, tx, (&case, sent.0), "recheck_marks", record).await
}

/// The office director's answer: the marks stand.
pub(crate) async fn reject(
    app: &App,
    permit: &Permit,
    id: AppealId,
    reason: &str,
    sent: (&str, i32),
) -> WebResult<String> {
    let by = person(permit)?;
    let (tx, case) = match begin(app, permit, id, sent.0).await? {
        Ok(begun) => begun,
        Err(location) => return Ok(location),
    };
    ready(&case)?;
    if case.differs() {
        return Err(WebError::refused(
            "复查的成绩与封存的不一样，不能维持。请按复查的成绩更正",
        ));
    }
    let step = Step {
        state: AppealState::Rejected,
        answer: Some((by, reason.to_owned())),
        seal_number: None,
    };
    advance(app, &tx, &case.appeal, sent.1, step).await?;
    let words = format!("维持原成绩。{reason}");
    tell(
        app,
        &tx,
        &case,
        BTreeMap::from([(case.appeal.student_id, words)]),
    )
    .await?;
    finish(
        app,
        permit,
        tx,
        (&case, sent.0),
        "reject_appeal",
        json!({ "reason": reason }),
    )
    .await
}

/// The office director's answer: the mark is corrected and the list that follows from it is confirmed.
///
/// `seal` is the fingerprint of the list that was shown: another one means that something moved since.
pub(crate) async fn correct(
    app: &App,
    permit: &Permit,
    id: AppealId,
    (reason, seal): (&str, &str),
    sent: (&str, i32),
) -> WebResult<String> {
    let by = person(permit)?;
    let (tx, case) = match begin(app, permit, id, sent.0).await? {
        Ok(begun) => begun,
        Err(location) => return Ok(location),
    };
    ready(&case)?;
    let found = case
        .found()
        .filter(|_| case.differs())
        .ok_or_else(|| WebError::refused("复查的成绩与封存的一样，没有要更正的。请维持原成绩"))?;
    let subject = &case.subject;
    let rule = subject.plan.parameters.appeal_effect;
    let student = case.appeal.student_id;
    let correction = correction(&tx, subject.round.id, student, &found, rule).await?;
    if correction.seal() != seal {
        return Err(StoreError::Stale.into());
    }
    let names = subject.round.parameters.names();
    let (before, after) = correction.sentences();
    let old = json!({
        "scores": said(&subject.sealed(), &names), "seal": subject.round.seal_hash, "result": before,
    });
    let moved: Vec<String> = moved_words(&correction);
    let new = json!({
        "scores": said(&found, &names), "seal": correction.seal(), "result": after, "moved": moved,
    });
    let told = whom(&correction, student);
    let number = correction.write(app, &tx, by, id).await?;
    let step = Step {
        state: AppealState::Upheld,
        answer: Some((by, reason.to_owned())),
        seal_number: Some(number),
    };
    advance(app, &tx, &case.appeal, sent.1, step).await?;
    tell(app, &tx, &case, told).await?;
    let location = format!("/complaints/{id}");
    store::operations::led_to(&tx, by, sent.0, &location).await?;
    let draft = draft(app, permit, "correct_selection", id, subject)
        .change(Some(old), Some(new))
        .because(reason);
    audit::write(&tx, draft).await?;
    tx.commit().await?;
    Ok(location)
}

/// The case for one act, everything else about the round's list kept waiting; or where the same form led before.
async fn begin(
    app: &App,
    permit: &Permit,
    id: AppealId,
    op_id: &str,
) -> WebResult<Result<(Tx, Case), String>> {
    let by = person(permit)?;
    let tx = app.db.begin().await?;
    if let Some(location) = store::operations::first_time(&tx, by, op_id, app.clock.now()).await? {
        return Ok(Err(location));
    }
    let round = rows::appeal(&tx, id).await?.round_id;
    // Everything about a round's list happens one after the other.
    store::selection::locked(&tx, round).await?;
    let case = Case::load(app, &tx, id).await?;
    if !case.appeal.state.is_open() {
        let said = format!("这份申诉{}，不能再办理", case.appeal.state.label());
        return Err(WebError::refused(said));
    }
    Ok(Ok((tx, case)))
}

fn ready(case: &Case) -> WebResult<()> {
    if case.appeal.state == AppealState::Rechecked {
        Ok(())
    } else {
        Err(WebError::refused(
            "还没有两个人复查出同样的成绩，现在不能决定",
        ))
    }
}

async fn advance(
    app: &App,
    tx: &Tx,
    appeal: &appeal::Model,
    version: i32,
    step: Step,
) -> WebResult<()> {
    rows::advance(tx, appeal.clone(), version, step, app.clock.now()).await?;
    Ok(())
}

async fn finish(
    app: &App,
    permit: &Permit,
    tx: Tx,
    (case, op_id): (&Case, &str),
    act: &str,
    record: Value,
) -> WebResult<String> {
    let location = format!("/complaints/{}", case.appeal.id);
    store::operations::led_to(&tx, person(permit)?, op_id, &location).await?;
    let after = (!record.is_null()).then_some(record);
    let draft = draft(app, permit, act, case.appeal.id, &case.subject).change(None, after);
    audit::write(&tx, draft).await?;
    tx.commit().await?;
    Ok(location)
}

fn draft(app: &App, permit: &Permit, act: &str, id: AppealId, subject: &Subject) -> AuditDraft {
    let name = format!("{} {}", subject.entrant.name, subject.title());
    AuditDraft::new(permit, app.clock.now(), act)
        .on("appeal", id.get(), &name)
        .project(subject.project.id)
}

/// "理论 78.5，实操 80", or the word of absence.
pub(super) fn said(entered: &Entered, names: &PartNames) -> String {
    let marks = entered
        .marks
        .iter()
        .map(|(part, score)| format!("{} {score}", names.name(&part)));
    let absence = entered.absence.map(|absence| absence.label().to_owned());
    let words: Vec<String> = marks.chain(absence).collect();
    if words.is_empty() {
        "没有成绩".to_owned()
    } else {
        words.join("，")
    }
}
