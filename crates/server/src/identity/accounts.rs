//! The pages of accounts and posts, for the administrator (plan 2.1).

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::access::{Action, Permit, Place};
use domain::accounts::AccountState;
use domain::dates::time_words;
use domain::ids::{AccountId, PostHoldingId};
use serde::{Deserialize, Serialize};
use store::audit::AuditFilter;
use store::identity::{self as rows, account};
use store::school::structure;
use store::{Page, StoreError};

use super::account_changes::{self as changes, Made, NewPerson};
use super::posts::{PostChoices, PostForm, Term, day};
use crate::audit::{Line, history};
use crate::shell::{
    App, Fields, Flash, Layout, Nav, Pager, Problem, Problems, Visitor, WebError, WebResult,
};
use crate::shell::{op_id, page, query_string, redirect, refused};

const ROWS: u64 = 100;

#[derive(Debug, Default, Deserialize, Serialize)]
pub(super) struct AccountQuery {
    #[serde(default)]
    q: String,
    #[serde(default, skip_serializing)]
    page: String,
}

struct Row {
    id: String,
    login: String,
    name: String,
    posts: String,
    state: &'static str,
    off: bool,
}

#[derive(Template)]
#[template(path = "identity/accounts.html")]
struct AccountsPage {
    layout: Layout,
    q: String,
    rows: Vec<Row>,
    pager: Pager,
}

fn permit(visitor: &Visitor) -> WebResult<Permit> {
    Ok(visitor
        .actor
        .permit(Action::ManageAccounts, &Place::SCHOOL)?)
}

pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<AccountQuery>,
) -> WebResult<Response> {
    permit(&visitor)?;
    let (db, today) = (app.db.read(), app.clock.today());
    let wanted = Page::new(query.page.parse().unwrap_or(1), ROWS);
    let found = rows::accounts(db, &query.q, wanted).await?;
    let ids: Vec<_> = found.items.iter().map(|account| account.id).collect();
    let (held, structure) = (rows::holdings_of_all(db, &ids).await?, structure(db).await?);
    let posts = |id: AccountId| {
        let terms = held
            .iter()
            .filter(|held| held.account_id == id)
            .map(|held| Term::of(held, &structure, today));
        let words: Vec<String> = terms
            .filter(|term| term.now)
            .map(|term| format!("{}（{}）", term.post, term.place))
            .collect();
        if words.is_empty() {
            "--".to_owned()
        } else {
            words.join("、")
        }
    };
    let row = |account: &account::Model| Row {
        id: account.id.to_string(),
        login: account.login.clone(),
        name: account.name.clone(),
        posts: posts(account.id),
        state: account.state.label(),
        off: account.state == AccountState::Disabled,
    };
    page(&AccountsPage {
        layout: Layout::of(&app, &visitor, Nav::Accounts).await?,
        rows: found.items.iter().map(row).collect(),
        pager: Pager::new(
            wanted,
            found.total,
            format!("/accounts?{}", query_string(&query)?),
        ),
        q: query.q,
    })
}

#[derive(Template)]
#[template(path = "identity/new_account.html")]
struct NewAccountPage {
    layout: Layout,
    login: String,
    name: String,
    form: PostForm,
    choices: PostChoices,
    problems: Problems,
    op_id: String,
}

async fn new_page(app: &App, visitor: &Visitor, form: PostForm) -> WebResult<NewAccountPage> {
    Ok(NewAccountPage {
        layout: Layout::of(app, visitor, Nav::Accounts).await?,
        login: String::new(),
        name: String::new(),
        form,
        choices: PostChoices::of(&structure(app.db.read()).await?),
        problems: Problems::default(),
        op_id: op_id(),
    })
}

pub(super) async fn blank(State(app): State<App>, visitor: Visitor) -> WebResult<Response> {
    permit(&visitor)?;
    page(&new_page(&app, &visitor, PostForm::starting(app.clock.today())).await?)
}

pub(super) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    fields: Fields,
) -> WebResult<Response> {
    let permit = permit(&visitor)?;
    let (login, name, form) = (
        fields.text("login"),
        fields.text("name"),
        PostForm::typed(&fields),
    );
    let mut problems = Problems::default();
    if name.is_empty() {
        problems.push(Problem::new("name", "姓名：请填姓名"));
    }
    if login.is_empty() || login.chars().any(char::is_whitespace) {
        problems.push(Problem::new(
            "login",
            "账号：请填登录用的账号，如工号，中间不要有空格",
        ));
    }
    let post = form.checked(AccountId::new(0), &structure(app.db.read()).await?);
    let post = post
        .map_err(|faults| {
            faults
                .list()
                .iter()
                .cloned()
                .for_each(|fault| problems.push(fault));
        })
        .ok();
    if let Some(post) = post.filter(|_| problems.is_empty()) {
        let new = NewPerson {
            login,
            name,
            post,
            op_id: fields.text("op_id"),
        };
        match changes::create(&app, &permit, new).await {
            Ok(made) => return shown_once(&app, &visitor, made, "新账号已建好").await,
            Err(WebError::Store(StoreError::Taken { .. })) => {
                problems.push(Problem::new(
                    "login",
                    format!("账号：「{login}」已经有人用了，请换一个"),
                ));
            }
            Err(error) => return Err(error),
        }
    }
    let shown = new_page(&app, &visitor, form).await?;
    refused(&NewAccountPage {
        login: login.to_owned(),
        name: name.to_owned(),
        problems,
        ..shown
    })
}

#[derive(Template)]
#[template(path = "identity/password_once.html")]
struct PasswordOncePage {
    layout: Layout,
    title: String,
    id: String,
    name: String,
    login: String,
    password: String,
}

/// The password stands on this page and nowhere else: not in an address, not in a cookie.
async fn shown_once(app: &App, visitor: &Visitor, made: Made, title: &str) -> WebResult<Response> {
    match made {
        Made::Before(location) => {
            let told = "这张表刚才已经提交过。初始密码只显示一次，没记下的话请重设密码";
            Ok(redirect(&location, Flash::info(told)))
        }
        Made::Password(id, password) => {
            let account = rows::account(app.db.read(), id).await?;
            page(&PasswordOncePage {
                layout: Layout::of(app, visitor, Nav::Accounts).await?,
                title: title.to_owned(),
                id: id.to_string(),
                name: account.name,
                login: account.login,
                password,
            })
        }
    }
}

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
        lines: history(app, &filter, Page::new(1, 30)).await?.items,
        form: PostForm::starting(today),
        choices: PostChoices::of(&structure),
        problems: Problems::default(),
        version: account.version,
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
    changes::switch(&app, &permit, &account, version, on, fields.text("reason")).await?;
    let told = if on { "已恢复" } else { "已停用" };
    Ok(redirect(
        &format!("/accounts/{id}"),
        Flash::ok(format!("{told}账号「{}」", account.name)),
    ))
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
