//! The page for everything that has no page: what happened, who can do it, ways out, a reference number.

use std::any::Any;

use askama::Template;
use axum::extract::{Request, State};
use axum::http::header::REFERER;
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use data_encoding::BASE32_NOPAD;
use domain::access::{Action, Denied};
use domain::dates::time_words;

use super::error::Failure;
use super::session::{Session, Visitor};
use super::{App, Layout, Nav, WebResult, redirect};

#[derive(Template)]
#[template(path = "shell/error.html")]
struct ErrorPage {
    layout: Layout,
    title: String,
    sentence: String,
    /// "403 没有权限"
    code: String,
    /// "何建平（培训就业处主任）、林静仪（培训就业处干事）"
    who: String,
    /// Where the search helps on: the page is not there.
    lost: bool,
    /// Where the reader's posts explain it.
    posts: bool,
    /// "编号 7F3K20AB，今天 10:31"
    reference: String,
}

/// Middleware: turns a [`Failure`] into a page, or into the way to sign in.
pub(super) async fn show(State(app): State<App>, request: Request, next: Next) -> Response {
    let back = came_from(&request);
    let path = request.uri().path().to_owned();
    let session = request.extensions().get::<Session>().cloned();
    let response = next.run(request).await;
    let Some(failure) = response.extensions().get::<Failure>().cloned() else {
        return response;
    };
    if let Some(instead) = way_in(&failure, back.as_deref()) {
        return instead;
    }
    let reference = reference();
    log(&failure, &path, &reference, session.as_ref());
    match render(&app, &failure, session, reference).await {
        Ok(html) => (failure.status, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "the error page failed");
            last_resort(failure.status)
        }
    }
}

/// Where to go on afterwards: the page asked for, or the page whose form was sent.
fn came_from(request: &Request) -> Option<String> {
    if request.method() == Method::GET {
        return Some(request.uri().to_string());
    }
    let page: Uri = request
        .headers()
        .get(REFERER)?
        .to_str()
        .ok()?
        .parse()
        .ok()?;
    page.path_and_query().map(ToString::to_string)
}

/// Signing in or showing the second factor first, then on to where the person wanted to go.
fn way_in(failure: &Failure, back: Option<&str>) -> Option<Response> {
    let to = match (failure.status, &failure.denied) {
        (StatusCode::UNAUTHORIZED, _) => "/sign-in",
        (_, Some(Denied::SecondFactorNeeded { .. })) => "/second-factor",
        _ => return None,
    };
    let next: String = form_urlencoded::byte_serialize(back.unwrap_or("/").as_bytes()).collect();
    Some(redirect(&format!("{to}?next={next}"), None))
}

fn log(failure: &Failure, path: &str, reference: &str, session: Option<&Session>) {
    let account = session.map(|session| session.actor.account().to_string());
    let (status, cause) = (failure.status.as_u16(), &failure.cause);
    if failure.status.is_server_error() {
        tracing::error!(status, path, reference, account, cause, "request failed");
    } else {
        tracing::info!(status, path, reference, account, cause, "request refused");
    }
}

async fn render(
    app: &App,
    failure: &Failure,
    session: Option<Session>,
    reference: String,
) -> WebResult<String> {
    let layout = match session {
        Some(session) => {
            let visitor = Visitor {
                actor: session.actor.clone(),
                session,
                flash: None,
            };
            Layout::of(app, &visitor, Nav::None).await?
        }
        None => Layout::signed_out(app).await?,
    };
    let who = match &failure.denied {
        Some(Denied::NotAllowed { action }) => who_may(app, *action).await?,
        _ => String::new(),
    };
    let (title, sentence) = words(failure, &layout);
    let now = app.clock.now();
    Ok(ErrorPage {
        layout,
        title,
        sentence,
        who,
        code: format!("{} {}", failure.status.as_u16(), named(failure.status)),
        lost: failure.status == StatusCode::NOT_FOUND,
        posts: failure.status == StatusCode::FORBIDDEN,
        reference: format!("编号 {reference}，{}", time_words(now, now)),
    }
    .render()?)
}

/// Rule 9 of the words: say who can act when the reader cannot.
async fn who_may(app: &App, action: Action) -> WebResult<String> {
    const ENOUGH: usize = 3;
    let holders =
        store::identity::holders(app.db.read(), action.posts(), app.clock.today()).await?;
    let some = holders.into_iter().take(ENOUGH);
    let some = some.map(|(name, post)| format!("{name}（{post}）"));
    Ok(some.collect::<Vec<_>>().join("、"))
}

const fn named(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "没有找到",
        StatusCode::FORBIDDEN => "没有权限",
        StatusCode::CONFLICT => "有人先改了",
        StatusCode::UNPROCESSABLE_ENTITY => "没有办成",
        _ => "没有打开",
    }
}

fn words(failure: &Failure, layout: &Layout) -> (String, String) {
    let (title, sentence) = match (failure.status, &failure.denied) {
        (_, Some(Denied::NotAllowed { action })) => {
            let own = layout.user.as_ref().map_or("", |user| user.post.as_str());
            let posts: Vec<&str> = action.posts().iter().map(|post| post.label()).collect();
            return (
                format!("你可以看到这里，但不能{}", action.label()),
                format!(
                    "这件事由{}来办。你现在的岗位是{own}，没有改动任何数据。",
                    posts.join("、")
                ),
            );
        }
        (StatusCode::NOT_FOUND, _) => (
            "没有这一页，或者你看不到它",
            "链接可能抄漏了字，也可能不归你的岗位看。",
        ),
        (StatusCode::CONFLICT, _) => (
            "这条记录刚刚变了",
            "别人刚改过它。请回到上一页刷新，看过新内容再改。",
        ),
        (status, _) if status.is_server_error() => (
            "这一页没有打开",
            "系统这边出了问题，你提交的内容没有写入。请过一会儿再试；还不行，请把下面的编号告诉管理员。",
        ),
        _ => ("这一步没有办成", "请回到上一页核对后再提交。"),
    };
    (
        title.to_owned(),
        failure
            .sentence
            .clone()
            .unwrap_or_else(|| sentence.to_owned()),
    )
}

/// Short enough to read out on the telephone.
fn reference() -> String {
    BASE32_NOPAD.encode(&rand::random::<[u8; 5]>())
}

/// Answer after a panic: no details for the visitor, the cause in the log.
#[expect(clippy::needless_pass_by_value, reason = "the layer's signature")]
pub(super) fn after_panic(panic: Box<dyn Any + Send>) -> Response {
    let cause = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("unknown");
    tracing::error!(cause, "a handler panicked");
    last_resort(StatusCode::INTERNAL_SERVER_ERROR)
}

fn last_resort(status: StatusCode) -> Response {
    let page = "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>这一页没有打开</title>\
                <h1>这一页没有打开</h1><p>系统这边出了问题，你提交的内容没有写入。请过一会儿再试。</p>\
                <p><a href=\"/\">回到工作台</a></p></html>";
    (status, Html(page)).into_response()
}
