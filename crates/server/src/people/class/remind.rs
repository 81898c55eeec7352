//! Reminding: who gets it, by what way, the very text, who cannot be reached and what to do; then it is sent.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use domain::dates::{deadline_words, time_words};
use domain::ids::{ListId, StudentId};
use domain::registration::{Lack, Need};
use serde_json::json;
use store::people as rows;

use super::scene::Scene;
use crate::people::tell::{Word, tell};
use crate::registration::actions::on_list;
use crate::shell::{
    Act, App, Begun, Done, Fields, Flash, Layout, Nav, Visitor, WebError, WebResult, op_id, page,
    redirect,
};

#[derive(Template)]
#[template(path = "people/class/remind.html")]
struct RemindPage {
    layout: Layout,
    list: ListId,
    class: String,
    to: Vec<Reached>,
    names: String,
    text: String,
    not_reached: Vec<String>,
    op_id: String,
}

struct Reached {
    student: StudentId,
}

/// Who was chosen, in the order of the list.
fn chosen(scene: &Scene, fields: &Fields) -> Vec<StudentId> {
    let wanted: BTreeSet<StudentId> = fields
        .all("who")
        .filter_map(|text| text.parse().ok())
        .collect();
    scene
        .lacking()
        .into_iter()
        .map(|(one, _)| one.student.id)
        .filter(|student| wanted.contains(student))
        .collect()
}

pub(super) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ListId>,
    RawQuery(query): RawQuery,
) -> WebResult<Response> {
    let scene = Scene::of(&app, &visitor, id).await?;
    let query = query.unwrap_or_default();
    let pairs = form_urlencoded::parse(query.as_bytes());
    let fields = Fields::new(pairs.into_owned().collect());
    let wanted = chosen(&scene, &fields);
    let (to, out): (Vec<_>, Vec<_>) = wanted
        .into_iter()
        .partition(|student| scene.can_remind(*student));
    let name = |student: &StudentId| {
        let one = scene.row(*student);
        one.map(|one| one.student.name.clone()).unwrap_or_default()
    };
    let text = to
        .first()
        .map(|first| text(&app, &scene, *first, visitor.actor.name()))
        .unwrap_or_default();
    page(&RemindPage {
        layout: Layout::of(&app, &visitor, Nav::Class).await?,
        list: id,
        class: scene.class().to_owned(),
        names: to.iter().map(name).collect::<Vec<_>>().join("、"),
        text,
        not_reached: out
            .iter()
            .map(|student| match scene.again_at(*student) {
                Some(at) => format!(
                    "{} 刚提醒过，{} 以后才能再提醒",
                    name(student),
                    time_words(at, app.clock.now())
                ),
                None => format!("{} 没有账号，收不到消息，请当面说或打印纸条", name(student)),
            })
            .collect(),
        to: to.into_iter().map(|student| Reached { student }).collect(),
        op_id: op_id(),
    })
}

/// The very text somebody gets: only what he himself lacks.
fn text(app: &App, scene: &Scene, student: StudentId, teacher: &str) -> String {
    let Some(one) = scene.row(student) else {
        return String::new();
    };
    let lacks = scene.brought.lacks(student);
    let parts: Vec<&str> = lacks.iter().map(what_to_do).collect();
    let until = scene
        .work
        .project
        .registration_deadline
        .map(|day| format!("，请在 {} 前办好", deadline_words(day, app.clock.today())))
        .unwrap_or_default();
    format!(
        "{}，你好。「{}」报名还差：{}{until}。有问题请找班主任{teacher}。",
        one.student.name,
        scene.work.short_title(),
        parts.join("、")
    )
}

const fn what_to_do(lack: &Lack) -> &'static str {
    match lack.need {
        Need::Form => "核对报名信息",
        Need::Photo => "上传合格的证件照",
        Need::StudentConsent => "签你的同意书",
        Need::GuardianConsent => "请家长签同意书（纸条和验证码找班主任要）",
    }
}

pub(super) async fn send(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ListId>,
    fields: Fields,
) -> WebResult<Response> {
    let scene = Scene::of(&app, &visitor, id).await?;
    let mut to = chosen(&scene, &fields);
    to.retain(|student| scene.can_remind(*student));
    let done = remind(
        &app,
        &scene,
        &to,
        visitor.actor.name(),
        fields.text("op_id"),
    )
    .await?;
    Ok(redirect(&done.to, done.flash))
}

async fn remind(
    app: &App,
    scene: &Scene,
    to: &[StudentId],
    teacher: &str,
    op: &str,
) -> WebResult<Done> {
    let permit = &scene.permit;
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    if to.is_empty() {
        return Err(WebError::refused(
            "没有可以提醒的人：可能都刚提醒过，或没有账号。请回到名单看一下",
        ));
    }
    let mut noted = Vec::new();
    for student in to {
        let Some(account) = scene.account(*student) else {
            continue;
        };
        let body = text(app, scene, *student, teacher);
        let title = format!("{} 报名还差几样", scene.work.short_title());
        let word = Word {
            title: &title,
            body: &body,
            link: "/my",
        };
        tell(app, &act.tx, [account], None, &word).await?;
        let lacks = scene.brought.lacks(*student).iter();
        noted.extend(lacks.map(|lack| (*student, lack.need)));
    }
    let project = scene.work.project.id;
    rows::record_reminders(&act.tx, project, &noted, act.account()?, act.now).await?;
    let title = scene.work.list_title(scene.list.class_id);
    let draft = on_list(act.draft("remind_registration"), &scene.list, &title);
    act.record(draft.change(None, Some(json!({ "people": to.len() }))))
        .await?;
    let flash = Flash::ok(format!("已提醒 {} 人。", to.len()));
    act.end(Done::new(format!("/my-class/{}", scene.list.id), flash))
        .await
}
