//! The student's own consent, each part for itself; taking it back is as easy as giving it (个人信息保护法 15, 23).

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::dates::time_words;
use domain::ids::RegistrationId;
use domain::registration::consent::{ConsentAnswer, ConsentWay, Party, Stand};

use super::who;
use crate::people::{Answering, Own, ShownText, answer as answer_texts, texts, unticked, withdraw};
use crate::shell::{
    App, Fields, Layout, Problems, Visitor, WebResult, op_id, page, redirect, refused,
};

#[derive(Template)]
#[template(path = "my/consent.html")]
struct ConsentPage {
    layout: Layout,
    certificate: String,
    organisation: String,
    texts: Vec<ShownText>,
    history: Vec<String>,
    given: bool,
    op_id: String,
    problems: Problems,
}

async fn view(
    app: &App,
    visitor: &Visitor,
    own: &Own,
    fields: &Fields,
    problems: Problems,
) -> WebResult<ConsentPage> {
    let db = app.db.read();
    let all = store::people::consents_of(db, own.work.project.id, own.student.id).await?;
    let standing = store::people::standing(db, own.work.project.id).await?;
    let given = standing
        .get(&own.student.id)
        .is_some_and(|answers| answers.whole(Party::Student));
    Ok(ConsentPage {
        layout: who::layout(app, visitor).await?,
        certificate: own.work.short_title(),
        organisation: own.work.organisation.clone(),
        texts: crate::people::shown(&texts(app, &own.work).await?, fields),
        history: all.iter().map(|one| history(app, one)).collect(),
        given,
        op_id: op_id(),
        problems,
    })
}

/// 家长陈国强 今天 09:12 同意「向评价组织提供信息」（链接和验证码）
pub(super) fn history(app: &App, one: &store::people::consent::Model) -> String {
    let now = app.clock.now();
    let ended = match Stand::of(one.answer, one.ended) {
        Stand::Withdrawn => one
            .ended_at
            .map(|at| format!("，{} 撤回", time_words(at, now)))
            .unwrap_or_default(),
        _ => String::new(),
    };
    format!(
        "{}{} {} {}「{}」（{}）{ended}",
        one.party.label(),
        one.signer,
        time_words(one.at, now),
        one.answer.label(),
        one.kind.label(),
        one.way.label()
    )
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RegistrationId>,
) -> WebResult<Response> {
    let (own, _) = who::own(&app, &visitor, id).await?;
    page(
        &view(
            &app,
            &visitor,
            &own,
            &Fields::default(),
            Problems::default(),
        )
        .await?,
    )
}

pub(super) async fn answer(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RegistrationId>,
    fields: Fields,
) -> WebResult<Response> {
    let (own, permit) = who::own(&app, &visitor, id).await?;
    let here = format!("/my/consent/{id}");
    let op = fields.text("op_id");
    if fields.text("act") == "withdraw" {
        let back = (Party::Student, fields.text("reason"));
        let done = withdraw(&app, &permit, &own.work, &own.student, back, (op, &here)).await?;
        return Ok(redirect(&done.to, done.flash));
    }
    let given = if fields.text("act") == "refuse" {
        ConsentAnswer::Refused
    } else {
        ConsentAnswer::Given
    };
    let problems: Problems = match given {
        ConsentAnswer::Given => unticked(&fields).into(),
        ConsentAnswer::Refused => Problems::default(),
    };
    if !problems.is_empty() {
        return refused(&view(&app, &visitor, &own, &fields, problems).await?);
    }
    let answering = Answering {
        party: Party::Student,
        answer: given,
        way: ConsentWay::Account,
        signer: visitor.actor.name(),
        relation: None,
        link: None,
    };
    let pair = (op, here.as_str());
    let done = answer_texts(&app, &permit, &own.work, &own.student, &answering, pair).await?;
    Ok(redirect(&done.to, done.flash))
}
