//! What waits for a group leader: lists to make, to complete and hand in, to mend; the workbook to fill.

use domain::access::Action;
use domain::registration::{ListState, RegistrationState};
use domain::review::ReviewKind;
use store::Page;
use store::registration::{self as rows, ListFilter, list};

use super::records::Work;
use crate::desk::Waiting;
use crate::people::Standings;
use crate::shell::{App, Visitor, WebResult};

pub(crate) async fn waiting(app: &App, visitor: &Visitor) -> WebResult<Vec<Waiting>> {
    if !visitor.actor.may_somewhere(Action::PrepareRegistration) {
        return Ok(Vec::new());
    }
    let reach = visitor.actor.reach(Action::PrepareRegistration);
    let mut waiting = Vec::new();
    for project in store::projects::live(app.db.read(), &reach).await? {
        let work = Work::of(app.db.read(), project.id).await?;
        waiting.extend(to_generate(app, visitor, &work).await?);
        waiting.extend(to_fill(app, visitor, &work).await?);
    }
    for state in [ListState::Draft, ListState::Returned] {
        let filter = ListFilter {
            state: Some(state),
            project: None,
        };
        for list in rows::lists(app.db.read(), &filter, &reach, Page::new(1, 200))
            .await?
            .items
        {
            let work = Work::of(app.db.read(), list.project_id).await?;
            if work.project.state.is_open() && has_work(app, &work, &list).await? {
                waiting.push(to_hand_in(app, visitor, &work, &list).await?);
            }
        }
    }
    Ok(waiting)
}

/// Somebody was chosen and stands on no list.
async fn to_generate(app: &App, visitor: &Visitor, work: &Work) -> WebResult<Option<Waiting>> {
    let chosen = store::selection::chosen(app.db.read(), work.project.id).await?;
    if chosen.is_empty() {
        return Ok(None);
    }
    let missing = store::projects::list_numbers(app.db.read(), work.project.id)
        .await?
        .missing;
    let rounds = store::selection::of_project(app.db.read(), work.project.id).await?;
    let since = rounds.iter().filter_map(|round| round.published_at).max();
    Ok((missing > 0).then(|| Waiting {
        act: "生成报名表",
        title: format!("{} 报名", work.project.title),
        note: format!(
            "{} · 录取的还有 {missing} 人不在报名表里",
            work.short_title()
        ),
        href: format!("/registration/projects/{}", work.project.id),
        from: visitor.actor.name().to_owned(),
        since: since.unwrap_or(work.project.created_at),
        due: work.project.registration_deadline,
        review: None,
    }))
}

/// A draft of which every row still waits for its people is not the leader's turn.
async fn has_work(app: &App, work: &Work, list: &list::Model) -> WebResult<bool> {
    if list.state == ListState::Returned || !work.plan.needs.asks_anything() {
        return Ok(true);
    }
    let own = rows::rows(app.db.read(), list.id).await?;
    let asked = (work.project.id, &work.plan);
    let held = Standings::of(app.db.read(), asked, app.clock.today(), &own)
        .await?
        .held();
    let ready = |one: &rows::RowOf| {
        one.row.state == RegistrationState::Draft && !held.contains(&one.student.id)
    };
    Ok(own.iter().any(ready))
}

async fn to_hand_in(
    app: &App,
    visitor: &Visitor,
    work: &Work,
    list: &list::Model,
) -> WebResult<Waiting> {
    let counts = rows::counts(app.db.read(), &[list.id])
        .await?
        .remove(&list.id)
        .unwrap_or_default();
    let returned = list.state == ListState::Returned;
    let last =
        store::review::latest(app.db.read(), ReviewKind::RegistrationList, list.id.get()).await?;
    let by = last
        .as_ref()
        .filter(|_| returned)
        .and_then(|kept| kept.review.last_decision());
    let from = match by {
        Some((_, by)) => store::review::names(app.db.read(), [by.account])
            .await?
            .remove(&by.account)
            .unwrap_or_default(),
        None => visitor.actor.name().to_owned(),
    };
    let note = match (returned, counts.faulty) {
        (true, _) => format!("{} 人被退回", counts.returned),
        (false, 0) => "可以提交了".to_owned(),
        (false, faulty) => format!("{faulty} 人的信息有问题"),
    };
    Ok(Waiting {
        act: if returned {
            "改正退回的报名表"
        } else {
            "核对并提交报名表"
        },
        title: format!(
            "{}（{} 人）",
            work.list_title(list.class_id),
            counts.people()
        ),
        note: format!("{} · {note}", work.short_title()),
        href: format!("/registration/lists/{}", list.id),
        from,
        since: by.map_or(list.created_at, |(_, by)| by.at),
        due: work.project.registration_deadline,
        review: None,
    })
}

/// All lists are decided and the workbook is not filled, or says something else by now.
async fn to_fill(app: &App, visitor: &Visitor, work: &Work) -> WebResult<Option<Waiting>> {
    let lists = rows::lists_of(app.db.read(), work.project.id).await?;
    if lists.is_empty() || lists.iter().any(|list| list.state != ListState::Approved) {
        return Ok(None);
    }
    let newest = rows::exports(app.db.read(), work.project.id, Page::new(1, 1))
        .await?
        .items
        .into_iter()
        .next();
    let current = match &newest {
        Some(newest) => rows::is_current(app.db.read(), newest).await?,
        None => false,
    };
    let note = if newest.is_some() {
        "填好以后名单又变了"
    } else {
        "各班都已审核"
    };
    Ok((!current).then(|| Waiting {
        act: "填写平台模板",
        title: format!("{} 平台模板", work.project.title),
        note: format!("{} · {note}", work.short_title()),
        href: format!("/registration/projects/{}/fill", work.project.id),
        from: visitor.actor.name().to_owned(),
        since: newest.map_or(work.project.created_at, |newest| newest.at),
        due: work.project.registration_deadline,
        review: None,
    }))
}
