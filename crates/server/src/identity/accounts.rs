//! The pages of accounts and posts, for the administrator (plan 2.1).

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::{Action, Permit, Place};
use domain::accounts::AccountState;
use domain::ids::AccountId;
use serde::{Deserialize, Serialize};
use store::identity::{self as rows, account};
use store::school::structure;
use store::{Page, StoreError};

use super::account_changes::{self as changes, Made, NewPerson};
use super::posts::{PostChoices, PostForm, Term};
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

pub(super) fn permit(visitor: &Visitor) -> WebResult<Permit> {
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
pub(super) async fn shown_once(
    app: &App,
    visitor: &Visitor,
    made: Made,
    title: &str,
) -> WebResult<Response> {
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
