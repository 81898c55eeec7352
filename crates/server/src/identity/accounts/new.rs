//! A new account with its first post.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::ids::AccountId;
use store::StoreError;
use store::school::structure;

use super::actions::{self, NewPerson};
use super::password::shown_once;
use super::permit;
use crate::identity::posts::{PostChoices, PostForm};
use crate::shell::{
    App, Fields, Layout, Nav, Problem, Problems, Visitor, WebError, WebResult, op_id, page, refused,
};

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

pub(in super::super) async fn blank(
    State(app): State<App>,
    visitor: Visitor,
) -> WebResult<Response> {
    permit(&visitor)?;
    page(&new_page(&app, &visitor, PostForm::starting(app.clock.today())).await?)
}

pub(in super::super) async fn create(
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
    let mut problems = faults(login, name);
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
        match actions::create(&app, &permit, new).await {
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

fn faults(login: &str, name: &str) -> Problems {
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
    problems
}
