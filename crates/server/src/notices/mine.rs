//! How I am told: my own address on each channel the school uses, and what I get there.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::{Action, Permit, Place};
use domain::notices::{ChannelKind, ContactState};
use store::identity;
use store::notices::{self as rows, channel_setting, contact};

use super::channel_pages::kind_of;
use super::contact_actions::{self as actions, ContactForm};
use super::notice::by_login;
use crate::shell::{App, Fields, Flash, Layout, Nav, Problem, Problems, Visitor, WebResult};
use crate::shell::{page, redirect, refused};

/// One channel as its person sees it.
struct Mine {
    kind: &'static str,
    label: &'static str,
    hint: &'static str,
    address: String,
    at_once: bool,
    digest: bool,
    known: bool,
    badge: &'static str,
    state: &'static str,
    why: String,
    /// A code was sent and is waited for.
    confirm: bool,
    error: String,
    code_error: String,
    version: i32,
}

#[derive(Template)]
#[template(path = "notices/mine.html")]
struct MinePage {
    layout: Layout,
    mine: Vec<Mine>,
    problems: Problems,
}

fn permit(visitor: &Visitor) -> WebResult<Permit> {
    Ok(visitor.actor.permit(Action::UseDesk, &Place::SCHOOL)?)
}

const fn hint(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::Mail => "完整的邮箱地址",
        ChannelKind::WecomApp => "企业微信通讯录里的成员账号，不清楚请问管理员",
        ChannelKind::DingApp => "钉钉通讯录里的员工账号（UserID），不清楚请问管理员",
        ChannelKind::WecomRobot | ChannelKind::DingRobot => {
            "在群里用的手机号；群里只提醒你有新通知，不说内容"
        }
    }
}

fn shown(
    channel: &channel_setting::Model,
    contact: Option<&contact::Model>,
    login: Option<&str>,
    problems: &Problems,
) -> Mine {
    let kind = channel.kind;
    let (badge, state, why) = match contact {
        Some(contact) => {
            let badge = match contact.state {
                ContactState::Verified => "ok",
                ContactState::New => "warn",
                ContactState::Failed => "error",
            };
            let why = contact.error.clone().unwrap_or_default();
            (badge, contact.state.label(), why)
        }
        None => match login.filter(|_| by_login(channel)) {
            Some(login) => (
                "ok",
                "按账号发送",
                format!("没有另外填写，发给与系统账号相同的成员 {login}"),
            ),
            None => ("mute", "没有填写", String::new()),
        },
    };
    Mine {
        kind: kind.value(),
        label: kind.label(),
        hint: hint(kind),
        address: contact.map(|one| one.address.clone()).unwrap_or_default(),
        at_once: contact.is_none_or(|one| one.at_once),
        digest: contact.is_none_or(|one| one.digest),
        known: contact.is_some(),
        badge,
        state,
        why,
        confirm: contact.is_some_and(|one| one.code_hash.is_some()),
        error: problems.of(&format!("{}-address", kind.value())).to_owned(),
        code_error: problems.of(&format!("{}-code", kind.value())).to_owned(),
        version: contact.map_or(0, |one| one.version),
    }
}

async fn mine_page(app: &App, visitor: &Visitor, problems: Problems) -> WebResult<MinePage> {
    let (db, me) = (app.db.read(), visitor.actor.account());
    let person = identity::account(db, me).await?;
    let login = person.student_id.is_none().then_some(person.login.as_str());
    let contacts = rows::contacts_of(db, me).await?;
    let channels = rows::channels(db).await?;
    Ok(MinePage {
        layout: Layout::of(app, visitor, Nav::None).await?,
        mine: channels
            .iter()
            .filter(|channel| channel.enabled)
            .map(|channel| {
                let own = contacts.iter().find(|one| one.channel == channel.kind);
                shown(channel, own, login, &problems)
            })
            .collect(),
        problems,
    })
}

pub(super) async fn show(State(app): State<App>, visitor: Visitor) -> WebResult<Response> {
    permit(&visitor)?;
    page(&mine_page(&app, &visitor, Problems::default()).await?)
}

pub(super) async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Path(kind): Path<String>,
    fields: Fields,
) -> WebResult<Response> {
    let permit = permit(&visitor)?;
    let kind = kind_of(&kind)?;
    let form = ContactForm {
        address: fields.text("address"),
        at_once: fields.text("at_once") == "1",
        digest: fields.text("digest") == "1",
        version: fields.text("version").parse().unwrap_or_default(),
    };
    match actions::set_contact(&app, &permit, kind, &form).await? {
        Ok(ContactState::New) => Ok(redirect(
            "/me/notices",
            Flash::info("确认码已发到这个地址，请填在下面，30 分钟内有效"),
        )),
        Ok(ContactState::Verified | ContactState::Failed) => {
            Ok(redirect("/me/notices", Flash::ok("已保存")))
        }
        Err(why) => {
            let id = format!("{}-address", kind.value());
            let text = format!("{}：写的是「{}」，{why}", kind.label(), form.address);
            let mut shown = mine_page(&app, &visitor, Problem::new(id, text).into()).await?;
            for one in shown.mine.iter_mut().filter(|one| one.kind == kind.value()) {
                form.address.clone_into(&mut one.address);
                (one.at_once, one.digest) = (form.at_once, form.digest);
            }
            refused(&shown)
        }
    }
}

pub(super) async fn confirm(
    State(app): State<App>,
    visitor: Visitor,
    Path(kind): Path<String>,
    fields: Fields,
) -> WebResult<Response> {
    let permit = permit(&visitor)?;
    let kind = kind_of(&kind)?;
    match actions::confirm_contact(&app, &permit, kind, fields.text("code")).await? {
        Ok(()) => Ok(redirect(
            "/me/notices",
            Flash::ok(format!("{}的地址已确认，从现在起发到这里", kind.label())),
        )),
        Err(why) => {
            let id = format!("{}-code", kind.value());
            let text = format!("{}：{why}", kind.label());
            refused(&mine_page(&app, &visitor, Problem::new(id, text).into()).await?)
        }
    }
}

pub(super) async fn remove(
    State(app): State<App>,
    visitor: Visitor,
    Path(kind): Path<String>,
) -> WebResult<Response> {
    let permit = permit(&visitor)?;
    let kind = kind_of(&kind)?;
    actions::remove_contact(&app, &permit, kind).await?;
    Ok(redirect(
        "/me/notices",
        Flash::ok(format!("已去掉{}的地址", kind.label())),
    ))
}
