//! The office's word on each row, and taking it back (plan 6.3).

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::access::{Actor, Permit};
use domain::ids::{AccountId, ListId, StudentId};
use domain::registration::{Decided, List, RegistrationState, RowReturn};
use domain::review::{Happened, ReviewKind};
use serde_json::json;
use store::registration::{self as rows, DecidedBy, RowOf, list};
use store::review::{self, Kept};
use store::{StoreError, Tx, micros};

use super::{Act, Begun, Done, on_list, on_row, refused, write_rows};
use crate::people::{Standings, tell_menders};
use crate::registration::records::{Work, as_list, list_with_work};
use crate::review::actions as chain;
use crate::shell::{App, Flash, WebError, WebResult};

/// What the office says about a list: who is returned; everybody else is approved.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    pub(crate) list: ListId,
    /// The version the page showed.
    pub(crate) version: i32,
    pub(crate) returns: Vec<RowReturn>,
    /// All rows go back for this one reason.
    pub(crate) all_returned: Option<String>,
    /// Where to go on.
    pub(crate) next: String,
}

/// Decide one list.
pub(crate) async fn decide(
    app: &App,
    actor: &Actor,
    permit: &Permit,
    work: &Work,
    decision: &Decision,
    op: &str,
) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    let said = decide_in(&act, actor, work, decision).await?;
    let flash = Flash::ok(format!("已{}：「{}」。", said.sentence, said.title)).with_undo(
        format!("/reviews/{}/take-back", said.review),
        "撤回",
        format!(
            "还可撤回 {} 分钟，或到下一位打开为止",
            work.plan.take_back_minutes
        ),
    );
    act.end(Done::new(decision.next.as_str(), flash)).await
}

/// Approve a whole list inside a transaction that decides others too; answers how many people that were.
pub(crate) async fn approve_in(
    app: &App,
    tx: Tx,
    actor: &Actor,
    permit: &Permit,
    (list, version): (ListId, i32),
) -> WebResult<(Tx, usize)> {
    let (_, work) = list_with_work(&tx, list).await?;
    let act = Act {
        app,
        permit,
        op: "",
        now: app.clock.now(),
        tx,
    };
    let decision = Decision {
        list,
        version,
        returns: Vec::new(),
        all_returned: None,
        next: String::new(),
    };
    let said = decide_in(&act, actor, &work, &decision).await?;
    Ok((act.tx, said.decided.approved))
}

struct Said {
    review: domain::ids::ReviewId,
    title: String,
    sentence: String,
    decided: Decided,
}

async fn decide_in(
    act: &Act<'_>,
    actor: &Actor,
    work: &Work,
    decision: &Decision,
) -> WebResult<Said> {
    let list = rows::locked(&act.tx, decision.list, Some(decision.version)).await?;
    let own = rows::rows(&act.tx, list.id).await?;
    let returns = returns_of(&own, decision);
    let (project, today) = (work.project.id, act.app.clock.today());
    let brought = Standings::of(&act.tx, (project, &work.plan), today, &own).await?;
    let (after, decided) = as_list(&own)
        .holding(&brought.held())
        .decide(&returns)
        .map_err(|why| refused(&own, &why))?;
    let kept = review_of(&act.tx, &list).await?;
    let title = work.list_title(list.class_id);
    let happened = say(act, actor, &kept, &own, &returns).await?;
    let last = kept.review.step + 1 >= kept.review.steps.len();
    let sentence = match (&happened, last) {
        (Happened::PassedOn { next }, _) => {
            format!("同意 {} 人，转{}审核", decided.approved, next.label())
        }
        (_, false) => Decided {
            approved: 0,
            ..decided
        }
        .sentence(),
        (_, true) => decided.sentence(),
    };
    if !matches!(happened, Happened::PassedOn { .. }) {
        let by = decided_at(&act.tx, &kept).await?;
        write_decided(&act.tx, &own, &after, by, last).await?;
        let state = if last {
            after.state()
        } else {
            domain::registration::ListState::Returned
        };
        rows::move_list(&act.tx, &list, state, None).await?;
    }
    record_returns(act, &own, &returns).await?;
    tell_menders(act, work, &own, &returns).await?;
    let said = json!({ "approved": decided.approved, "returned": decided.returned });
    let draft =
        on_list(act.draft("decide_registration_list"), &list, &title).change(None, Some(said));
    act.record(draft).await?;
    Ok(Said {
        review: kept.id,
        title,
        sentence,
        decided,
    })
}

/// The rows that go back: those named, or all that were handed in.
fn returns_of(own: &[RowOf], decision: &Decision) -> Vec<RowReturn> {
    let Some(reason) = &decision.all_returned else {
        return decision.returns.clone();
    };
    own.iter()
        .filter(|one| one.row.state == RegistrationState::Submitted)
        .map(|one| RowReturn {
            student: one.student.id,
            reason: reason.clone(),
            field: None,
        })
        .collect()
}

async fn review_of(tx: &Tx, list: &list::Model) -> WebResult<Kept> {
    let kept = review::latest(tx, ReviewKind::RegistrationList, list.id.get()).await?;
    Ok(kept.ok_or(StoreError::NotFound)?)
}

/// The review goes the way of the rows: back to its author once one row is returned.
async fn say(
    act: &Act<'_>,
    actor: &Actor,
    kept: &Kept,
    own: &[RowOf],
    returns: &[RowReturn],
) -> WebResult<Happened> {
    let Some(first) = returns.first() else {
        return chain::approve(act.app, &act.tx, actor, act.permit, kept).await;
    };
    let name = |row: &RowReturn| {
        own.iter()
            .find(|one| one.student.id == row.student)
            .map(|one| &one.student.name)
    };
    let same = returns.iter().all(|row| row.reason == first.reason);
    let reason = match (returns.len(), same) {
        (1, _) => format!(
            "{}：{}",
            name(first).map_or("", String::as_str),
            first.reason
        ),
        (count, true) => format!("退回 {count} 人：{}", first.reason),
        (count, false) => format!("退回 {count} 人，理由写在各行"),
    };
    let field = first.field.map(domain::registration::Field::value);
    chain::return_to_author(act.app, &act.tx, actor, act.permit, kept, &reason, field).await
}

/// When and by whom the review was decided: the rows carry the same moment, so that they can be found again.
async fn decided_at(tx: &Tx, kept: &Kept) -> WebResult<DecidedBy> {
    let after = review::review(tx, kept.id).await?;
    let (_, by) = after.review.last_decision().ok_or(StoreError::NotFound)?;
    Ok(DecidedBy {
        account: by.account,
        at: by.at,
    })
}

/// Before the last post had its say nobody is approved: who is not returned waits with the list.
async fn write_decided(
    tx: &Tx,
    own: &[RowOf],
    after: &List,
    by: DecidedBy,
    last: bool,
) -> WebResult<()> {
    write_rows(tx, own, after, |was, row, values| {
        if was.row.state == RegistrationState::Submitted {
            values.decided = Some(by);
            if !last && row.state == RegistrationState::Approved {
                values.state = RegistrationState::Draft;
            }
        }
    })
    .await
}

async fn record_returns(act: &Act<'_>, own: &[RowOf], returns: &[RowReturn]) -> WebResult<()> {
    for row in returns {
        if let Some(one) = own.iter().find(|one| one.student.id == row.student) {
            let said = json!({ "field": row.field.map(domain::registration::Field::value) });
            let draft = on_row(act.draft("return_registration"), one).because(row.reason.trim());
            act.record(draft.change(None, Some(said))).await?;
        }
    }
    Ok(())
}

/// The review was taken back: the rows it decided wait again, or what was handed in is a draft again.
pub(crate) async fn after_take_back(tx: &Tx, kept: &Kept, happened: &Happened) -> WebResult<()> {
    let list = rows::locked(tx, ListId::new(kept.object_id), None).await?;
    let own = rows::rows(tx, list.id).await?;
    let before = as_list(&own);
    match happened {
        Happened::SubmissionTakenBack => {
            let after = before.take_back().map_err(|why| refused(&own, &why))?;
            write_rows(tx, &own, &after, |was, row, values| {
                if row.state != was.row.state {
                    values.data.sent = values.data.sent_before.take();
                }
            })
            .await?;
            rows::move_list(tx, &list, after.state(), None).await?;
        }
        Happened::DecisionTakenBack { .. } => {
            let Some((_, by)) = kept.review.last_decision() else {
                return Ok(());
            };
            let last = kept.review.step + 1 >= kept.review.steps.len();
            undecide(tx, &list, &own, (by.account, by.at), last).await?;
        }
        Happened::PassedOn { .. }
        | Happened::Approved
        | Happened::Returned { .. }
        | Happened::Delegated { .. }
        | Happened::Reminded { .. } => {}
    }
    Ok(())
}

async fn undecide(
    tx: &Tx,
    list: &list::Model,
    own: &[RowOf],
    (account, at): (AccountId, DateTime<Utc>),
    last: bool,
) -> WebResult<()> {
    let mine = |one: &&RowOf| {
        one.row.decided_by == Some(account) && one.row.decided_at == Some(micros(at))
    };
    let decided: BTreeSet<StudentId> = own.iter().filter(mine).map(|one| one.student.id).collect();
    if decided.is_empty() {
        return Ok(());
    }
    let waiting: BTreeSet<StudentId> = own
        .iter()
        .filter(mine)
        .filter(|one| one.row.state == RegistrationState::Draft)
        .map(|one| one.student.id)
        .collect();
    if last && !waiting.is_empty() {
        return Err(WebError::refused(
            "退回的学生已经改过，不能撤回了。要改的话，等重新提交后再退回",
        ));
    }
    let ruled = decided.difference(&waiting).copied().collect();
    let after = as_list(own)
        .undecide(&ruled)
        .map_err(|why| refused(own, &why))?;
    write_rows(tx, own, &after, |was, _, values| {
        if decided.contains(&was.student.id) {
            values.state = RegistrationState::Submitted;
            values.decided = None;
        }
    })
    .await?;
    rows::move_list(tx, list, domain::registration::ListState::Submitted, None).await?;
    Ok(())
}
