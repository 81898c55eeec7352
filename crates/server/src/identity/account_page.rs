//! One account on its page: its posts, its way in, what was done to it (plan 2.1).

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::accounts::AccountState;
use domain::dates::time_words;
use domain::ids::{AccountId, PostHoldingId};
use store::audit::AuditFilter;
use store::identity::{self as rows, account};
use store::school::structure;
use store::{Page, StoreError};

use super::account_changes as changes;
use super::accounts::{permit, shown_once};
use super::posts::{PostChoices, PostForm, Term, day};
use crate::audit::{Line, history};
use crate::shell::{
    App, Clashes, Fields, Flash, Layout, Nav, Problem, Problems, Said, Visitor, WebError, WebResult,
};
use crate::shell::{op_id, overtaken, page, redirect, refused};

#[derive(Template)]
#[template(path = "identity/account.html")]
struct AccountPage {
    layout: Layout,
    id: String,
    login: String,
    name: String,
    state: &'static str,
    off: bool,
    own: bool,
    second_factor: bool,
    must_change: bool,
    created: String,
    terms: Vec<Term>,
    lines: Vec<Line>,
    form: PostForm,
    choices: PostChoices,
    problems: Problems,
    version: i32,
    clashes: Clashes,
    /// The state the page shows, carried along.
    before: String,
    today: String,
    op_id: String,
}

async fn account_page(
    app: &App,
    visitor: &Visitor,
    account: &account::Model,
) -> WebResult<AccountPage> {
    let (db, today) = (app.db.read(), app.clock.today());
    let structure = structure(db).await?;
    let held = rows::holdings_of_all(db, &[account.id]).await?;
    let filter = AuditFilter {
        object: Some(("account".to_owned(), account.id.get())),
        ..AuditFilter::default()
    };
    Ok(AccountPage {
        layout: Layout::of(app, visitor, Nav::Accounts).await?,
        id: account.id.to_string(),
        login: account.login.clone(),
        name: account.name.clone(),
        state: account.state.label(),
        off: account.state == AccountState::Disabled,
        own: account.id == visitor.actor.account(),
        second_factor: account.totp_secret.is_some(),
        must_change: account.must_change_password,
        created: time_words(account.created_at, app.clock.now()),
        terms: held
            .iter()
            .rev()
            .map(|held| Term::of(held, &structure, today))
            .collect(),
        lines: history(app, &visitor.actor, &filter, Page::new(1, 30))
            .await?
            .items,
        form: PostForm::starting(today),
        choices: PostChoices::of(&structure),
        problems: Problems::default(),
        version: account.version,
        clashes: Clashes::default(),
        before: stands(account.state).carried(),
        today: today.to_string(),
        op_id: op_id(),
    })
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<AccountId>,
) -> WebResult<Response> {
    permit(&visitor)?;
    let account = rows::account(app.db.read(), id).await?;
    page(&account_page(&app, &visitor, &account).await?)
}

pub(super) async fn give(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<AccountId>,
    fields: Fields,
) -> WebResult<Response> {
    let permit = permit(&visitor)?;
    let account = rows::account(app.db.read(), id).await?;
    let form = PostForm::typed(&fields);
    match form.checked(id, &structure(app.db.read()).await?) {
        Ok(post) => {
            changes::give(&app, &permit, &account, &post, &form.reason).await?;
            Ok(redirect(
                &format!("/accounts/{id}"),
                Flash::ok(format!("已给「{}」安排{}", account.name, post.post)),
            ))
        }
        Err(problems) => refused(&AccountPage {
            form,
            problems,
            ..account_page(&app, &visitor, &account).await?
        }),
    }
}

pub(super) async fn end(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, holding)): Path<(AccountId, PostHoldingId)>,
    fields: Fields,
) -> WebResult<Response> {
    let permit = permit(&visitor)?;
    let account = rows::account(app.db.read(), id).await?;
    if rows::holding(app.db.read(), holding).await?.account_id != id {
        return Err(StoreError::NotFound.into());
    }
    let mut problems = Problems::default();
    let (reason, field) = (fields.text("reason"), format!("last-{holding}"));
    let last = problems
        .note(day(&field, "最后一天", fields.text("last_day")))
        .flatten();
    if last.is_none() && problems.is_empty() {
        problems.push(Problem::new(
            field,
            "最后一天：请填任期的最后一天，如 2025-07-10",
        ));
    }
    if reason.is_empty() {
        problems.push(Problem::new(
            format!("reason-{holding}"),
            "理由：请写为什么结束，如「换届」",
        ));
    }
    let Some(last) = last.filter(|_| problems.is_empty()) else {
        return refused(&AccountPage {
            problems,
            ..account_page(&app, &visitor, &account).await?
        });
    };
    let held = changes::end(&app, &permit, holding, last, reason).await?;
    let told = format!("「{}」的{}到 {last} 为止", account.name, held.post);
    Ok(redirect(&format!("/accounts/{id}"), Flash::ok(told)))
}

pub(super) async fn switch(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<AccountId>,
    fields: Fields,
) -> WebResult<Response> {
    let permit = permit(&visitor)?;
    let account = rows::account(app.db.read(), id).await?;
    let (on, version) = (
        fields.text("to") == "on",
        fields.text("version").parse().unwrap_or_default(),
    );
    match changes::switch(&app, &permit, &account, version, on, fields.text("reason")).await {
        Ok(()) => {
            let told = if on { "已恢复" } else { "已停用" };
            Ok(redirect(
                &format!("/accounts/{id}"),
                Flash::ok(format!("{told}账号「{}」", account.name)),
            ))
        }
        Err(WebError::Store(StoreError::Stale)) => {
            let wanted = if on {
                AccountState::Active
            } else {
                AccountState::Disabled
            };
            let now = rows::account(app.db.read(), id).await?;
            overtaken(&AccountPage {
                clashes: Clashes::between(&fields, &stands(now.state), &stands(wanted)),
                ..account_page(&app, &visitor, &now).await?
            })
        }
        Err(other) => Err(other),
    }
}

fn stands(state: AccountState) -> Said {
    Said::from_iter([("账号状态", state.label())])
}

pub(super) async fn reset_password(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<AccountId>,
    fields: Fields,
) -> WebResult<Response> {
    let permit = permit(&visitor)?;
    let account = rows::account(app.db.read(), id).await?;
    let made = changes::reset_password(&app, &permit, &account, fields.text("op_id")).await?;
    shown_once(&app, &visitor, made, "密码已重设").await
}

pub(super) async fn reset_second_factor(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<AccountId>,
) -> WebResult<Response> {
    let permit = permit(&visitor)?;
    let account = rows::account(app.db.read(), id).await?;
    changes::reset_second_factor(&app, &permit, &account).await?;
    let told = format!("已取消「{}」的第二重验证，下次登录重新设置", account.name);
    Ok(redirect(&format!("/accounts/{id}"), Flash::ok(told)))
}
