//! A person stands for the computed result, then it is told (plan 4.2). Neither changes a verdict.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::access::{Permit, Post, Reach};
use domain::dates::deadline_words;
use domain::ids::{AccountId, ClassId, RoundId};
use domain::notices::NoticeKind;
use domain::selection::{Notice as OnNotice, Verdict, notice_until};
use serde_json::json;
use store::Tx;
use store::audit::{self, AuditDraft};
use store::projects::project;
use store::selection::{self as rows, Entrant, round};

use super::{person, sent_before};
use crate::notices::{Notice, tell};
use crate::selection::recheck::{Recheck, recompute};
use crate::selection::sight::ordinal;
use crate::shell::{App, WebError, WebResult};

/// Confirm a computed result; answers where it is. Refused when the kept result is not what the sealed scores give.
pub(crate) async fn confirm(
    app: &App,
    permit: &Permit,
    id: RoundId,
    op_id: &str,
    version: i32,
) -> WebResult<String> {
    let by = person(permit)?;
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    if let Some(location) = sent_before(app, &tx, by, op_id).await? {
        return Ok(location);
    }
    let round = current(&tx, id, version).await?;
    let entrants = rows::entrants(&tx, id, &Reach::All).await?;
    let again = recompute(&entrants, &round.parameters);
    if !Recheck::of(&round, &entrants, &again).all_holds() {
        return Err(WebError::refused(
            "重新计算的结果与存档不一样，不能确认。请到「规则与核对」看是哪里不一样，并告诉系统管理员",
        ));
    }
    let result = again.outcome.summary(&round.parameters.rule).to_string();
    let record = json!({ "seal": round.seal_hash, "result": result });
    let round = rows::confirm(&tx, round, by, now).await?;
    let draft = AuditDraft::new(permit, now, "confirm_selection").change(None, Some(record));
    let location = finish(&tx, &round, (by, op_id), draft).await?;
    tx.commit().await?;
    Ok(location)
}

/// Publish a confirmed result: group leaders and class teachers are told; answers where it is and how many were told.
pub(crate) async fn publish(
    app: &App,
    permit: &Permit,
    id: RoundId,
    op_id: &str,
    version: i32,
) -> WebResult<(String, usize)> {
    let by = person(permit)?;
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    if let Some(location) = sent_before(app, &tx, by, op_id).await? {
        return Ok((location, 0));
    }
    let round = current(&tx, id, version).await?;
    let project = store::projects::project(&tx, round.project_id).await?;
    let entrants = rows::entrants(&tx, id, &Reach::All).await?;
    let plan = store::plan::plan_version(&tx, round.plan_version_id).await?;
    let until = notice_until(app.clock.today(), plan.parameters.notice_days);
    let told = recipients(app, &tx, &project, &entrants, until.is_some()).await?;
    let round = rows::publish(&tx, round, by, until, now).await?;
    let link = format!("/selection/{id}");
    let step = if until.is_some() {
        "正在公示"
    } else {
        "已定案"
    };
    for (account, text) in &told {
        let title = format!("{} {}的结果{step}", project.title, ordinal(round.number));
        let notice = Notice {
            title,
            body: text.clone(),
            link: Some(link.clone()),
            kind: NoticeKind::Outcome,
            due: None,
        };
        tell(app, &tx, &[*account], notice).await?;
    }
    let record = json!({ "seal": round.seal_hash, "told": told.len(), "notice_until": until });
    let draft = AuditDraft::new(permit, now, "publish_selection").change(None, Some(record));
    let location = finish(&tx, &round, (by, op_id), draft).await?;
    tx.commit().await?;
    Ok((location, told.len()))
}

/// Make a published list final: the notice is over and no appeal is open. Answers where it is.
pub(crate) async fn finalise(
    app: &App,
    permit: &Permit,
    id: RoundId,
    op_id: &str,
    version: i32,
) -> WebResult<String> {
    let by = person(permit)?;
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    if let Some(location) = sent_before(app, &tx, by, op_id).await? {
        return Ok(location);
    }
    let round = current(&tx, id, version).await?;
    let today = app.clock.today();
    let open = store::complaints::open_count(&tx, id).await?;
    let notice = OnNotice::on(today, round.state, round.notice_until, open);
    if !notice.may_close() {
        return Err(WebError::refused(not_yet(notice, today)));
    }
    let record = json!({ "seal": round.seal_hash });
    let round = rows::finalise(&tx, round, by, now).await?;
    let draft = AuditDraft::new(permit, now, "finalise_selection").change(None, Some(record));
    let location = finish(&tx, &round, (by, op_id), draft).await?;
    tx.commit().await?;
    Ok(location)
}

/// Why a list cannot be made final today.
pub(crate) fn not_yet(notice: OnNotice, today: NaiveDate) -> String {
    match notice {
        OnNotice::Open(last) => format!("公示到 {}，期满后才能定案", deadline_words(last, today)),
        OnNotice::Over { appeals } => format!("还有 {appeals} 份申诉没有答复，答复后才能定案"),
        OnNotice::Final => "名单已经定案".to_owned(),
        OnNotice::None => "结果还没有公示，公示期满后才能定案".to_owned(),
    }
}

/// Whom a publication tells, and what.
pub(crate) async fn recipients(
    app: &App,
    db: &impl sea_orm::ConnectionTrait,
    project: &project::Model,
    entrants: &[Entrant],
    noticed: bool,
) -> WebResult<Vec<(AccountId, String)>> {
    let next = if noticed {
        "公示期满定案后按班生成报名表"
    } else {
        "下一步：按班生成报名表"
    };
    let chosen = |class: Option<ClassId>| {
        let of_class = entrants
            .iter()
            .filter(|one| class.is_none_or(|class| one.entry.class_id == class));
        of_class
            .filter(|one| one.entry.verdict == Some(Verdict::Chosen))
            .count()
    };
    let classes: BTreeMap<ClassId, &str> = entrants
        .iter()
        .filter(|one| one.entry.in_base)
        .map(|one| (one.entry.class_id, one.class.as_str()))
        .collect();
    let mut told = BTreeMap::new();
    for held in store::identity::holdings_on(db, app.clock.today()).await? {
        let text = match (held.post, held.class_id) {
            (Post::GroupLeader, _) if held.group_id == Some(project.group_id) => {
                format!("录取 {} 人。{next}", chosen(None))
            }
            (Post::ClassTeacher, Some(class)) => match classes.get(&class) {
                Some(name) => format!("{name} 录取 {} 人，名单和理由见结果页", chosen(Some(class))),
                None => continue,
            },
            _ => continue,
        };
        told.entry(held.account_id).or_insert(text);
    }
    Ok(told.into_iter().collect())
}

async fn current(tx: &Tx, id: RoundId, version: i32) -> WebResult<round::Model> {
    let round = rows::locked(tx, id).await?;
    if round.version == version {
        Ok(round)
    } else {
        Err(store::StoreError::Stale.into())
    }
}

async fn finish(
    tx: &Tx,
    round: &round::Model,
    (by, op_id): (AccountId, &str),
    draft: AuditDraft,
) -> WebResult<String> {
    let project = store::projects::project(tx, round.project_id).await?;
    let location = format!("/selection/{}", round.id);
    store::operations::led_to(tx, by, op_id, &location).await?;
    let id = round.id.get();
    audit::write(
        tx,
        draft
            .on("selection_round", id, &project.title)
            .project(project.id),
    )
    .await?;
    Ok(location)
}
