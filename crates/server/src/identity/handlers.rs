//! Signing in and out, changing the password.

use askama::Template;
use axum::extract::{Query, Request, State};
use axum::response::Response;
use domain::access::{Action, Place};
use serde::Deserialize;

use super::actions::{self, SignIn};
use crate::shell::{
    App, Fields, Flash, Layout, Nav, Peer, Problem, Problems, Visitor, WebResult, client,
    end_session,
};
use crate::shell::{page, redirect, refused};

/// Where to go after signing in.
#[derive(Debug, Default, Deserialize)]
pub(super) struct After {
    #[serde(default)]
    pub(super) next: String,
}

/// Only a path of this site: an address elsewhere would make sign-in a way to send people away.
pub(super) fn own_path(next: &str) -> &str {
    let own = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && !next.contains(char::is_control);
    if own { next } else { "/" }
}

#[derive(Template)]
#[template(path = "identity/sign_in.html")]
struct SignInPage {
    layout: Layout,
    login: String,
    next: String,
    problems: Problems,
}

pub(super) async fn sign_in_page(
    State(app): State<App>,
    Query(after): Query<After>,
) -> WebResult<Response> {
    let layout = Layout::signed_out(&app).await?;
    page(&SignInPage {
        layout,
        login: String::new(),
        next: own_path(&after.next).to_owned(),
        problems: Problems::default(),
    })
}

pub(super) async fn sign_in(State(app): State<App>, request: Request) -> WebResult<Response> {
    let Peer(from) = Peer::of(&app, request.headers(), request.extensions());
    let client = client(request.headers()).to_owned();
    let fields = <Fields as axum::extract::FromRequest<App>>::from_request(request, &app).await?;
    let (login, next) = (
        fields.text("login").to_owned(),
        own_path(fields.text("next")).to_owned(),
    );
    let problem = if app.throttle.admits(from, app.clock.now()) {
        // Only the name is trimmed: a blank may belong to a password.
        match actions::sign_in(&app, &login, fields.raw("password"), &client).await? {
            SignIn::Done(cookie) => return Ok(cookie.on(redirect(&next, None))),
            SignIn::Wrong => "账号或密码不对。请核对后再输一次，注意大小写".to_owned(),
            SignIn::Wait(minutes) => {
                format!("密码连续输错，请 {minutes} 分钟后再试，或请系统管理员重设密码")
            }
        }
    } else {
        "这个网络一分钟内登录的次数太多，请一分钟后再试".to_owned()
    };
    let layout = Layout::signed_out(&app).await?;
    refused(&SignInPage {
        layout,
        login,
        next,
        problems: Problem::new("login", problem).into(),
    })
}

pub(super) async fn sign_out(State(app): State<App>, visitor: Visitor) -> WebResult<Response> {
    let cookie = end_session(&app, &visitor.session).await?;
    Ok(cookie.on(redirect("/sign-in", Flash::ok("已退出"))))
}

#[derive(Template)]
#[template(path = "identity/password.html")]
struct PasswordPage {
    layout: Layout,
    must: bool,
    problems: Problems,
}

pub(super) async fn password_page(State(app): State<App>, visitor: Visitor) -> WebResult<Response> {
    let layout = Layout::of(&app, &visitor, Nav::None).await?;
    page(&PasswordPage {
        layout,
        must: visitor.session.must_change_password,
        problems: Problems::default(),
    })
}

pub(super) async fn change_password(
    State(app): State<App>,
    visitor: Visitor,
    fields: Fields,
) -> WebResult<Response> {
    let permit = visitor.actor.permit(Action::OwnAccount, &Place::SCHOOL)?;
    let (old, new) = (fields.raw("old"), fields.raw("new"));
    let changed = if new == fields.raw("again") {
        actions::change_password(&app, &visitor, &permit, old, new).await?
    } else {
        Err(Problem::new("again", "两次输入的新密码不一样，请再输一次"))
    };
    match changed {
        Ok(()) => Ok(redirect("/", Flash::ok("密码已更换，别处登录的都已退出"))),
        Err(problem) => {
            let layout = Layout::of(&app, &visitor, Nav::None).await?;
            refused(&PasswordPage {
                layout,
                must: visitor.session.must_change_password,
                problems: problem.into(),
            })
        }
    }
}
