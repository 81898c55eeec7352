//! The first administrator of a new installation: made with a token that `onex serve` printed on the machine,
//! so that no default account ever exists (ASVS 6.3.2).

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use data_encoding::{BASE32_NOPAD, HEXLOWER};
use domain::access::{Action, Permit, Post};
use domain::ids::AccountId;
use sha2::{Digest, Sha256};
use store::audit::{self, AuditDraft};
use store::identity as rows;
use store::{StoreError, Tx};

use super::password;
use crate::shell::{
    App, Fields, Flash, Layout, Problem, Problems, WebError, WebResult, client, page, redirect,
    refused, start_session,
};

#[derive(Template)]
#[template(path = "identity/first_run.html")]
struct FirstRunPage {
    layout: Layout,
    token: String,
    school: String,
    name: String,
    login: String,
    problems: Problems,
}

/// Makes a token when nobody has an account yet; the caller prints it. `None` once there is one.
pub async fn issue_token(app: &App) -> Result<Option<String>, WebError> {
    if rows::any_account(app.db.read()).await? {
        return Ok(None);
    }
    let token = BASE32_NOPAD.encode(&rand::random::<[u8; 15]>());
    let tx = app.db.begin().await?;
    rows::issue_first_run(&tx, &hash(&token), app.clock.now()).await?;
    tx.commit().await?;
    Ok(Some(token))
}

fn hash(token: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(token.trim().to_uppercase().as_bytes()))
}

pub(super) async fn show(State(app): State<App>) -> WebResult<Response> {
    if rows::any_account(app.db.read()).await? {
        return Err(StoreError::NotFound.into());
    }
    let layout = Layout::signed_out(&app).await?;
    let empty = String::new;
    page(&FirstRunPage {
        layout,
        token: empty(),
        school: empty(),
        name: empty(),
        login: empty(),
        problems: Problems::default(),
    })
}

pub(super) async fn submit(
    State(app): State<App>,
    headers: HeaderMap,
    fields: Fields,
) -> WebResult<Response> {
    if rows::any_account(app.db.read()).await? {
        return Err(StoreError::NotFound.into());
    }
    let (school, name, login) = (
        fields.text("school"),
        fields.text("name"),
        fields.text("login"),
    );
    let mut problems = faults(&fields);
    let token = hash(fields.text("token"));
    if problems.is_empty() && !rows::first_run_open(app.db.read(), &token).await? {
        problems.push(Problem::new(
            "token",
            "开通码不对。它在启动程序的窗口里，以「first-run token」开头",
        ));
    }
    if !problems.is_empty() {
        let layout = Layout::signed_out(&app).await?;
        return refused(&FirstRunPage {
            layout,
            token: fields.text("token").to_owned(),
            school: school.to_owned(),
            name: name.to_owned(),
            login: login.to_owned(),
            problems,
        });
    }
    let hash = password::hash(&app, fields.raw("password")).await?;
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    rows::use_first_run(&tx, &token, now).await?;
    store::settings::set(&tx, "school_name", school).await?;
    let first = rows::NewAccount::active(login, name, hash, now);
    let account = administrator(&app, &tx, &first).await?;
    let cookie = start_session(&app, &tx, account, false, client(&headers)).await?;
    tx.commit().await?;
    Ok(cookie.on(redirect(
        "/",
        Flash::ok("已开通，你是系统管理员。下一步：在「账号与岗位」里给同事开账号"),
    )))
}

/// The school's first account, which gives everybody else theirs.
async fn administrator(app: &App, tx: &Tx, first: &rows::NewAccount) -> WebResult<AccountId> {
    let account = rows::create_account(tx, first).await?;
    let post = rows::NewHolding::school(account, Post::Administrator, app.clock.today());
    rows::give_post(tx, &post).await?;
    let permit = Permit::system("首次开通", Action::ManageAccounts);
    let draft = AuditDraft::new(&permit, app.clock.now(), "create_first_account");
    audit::write(tx, draft.on("account", account.into(), &first.name)).await?;
    Ok(account)
}

fn faults(fields: &Fields) -> Problems {
    let mut problems = Problems::default();
    for (field, sentence) in [
        (
            "token",
            "请填开通码。它在启动程序的窗口里，以「first-run token」开头",
        ),
        ("school", "请填学校全称"),
        ("name", "请填管理员的姓名"),
        ("login", "请填登录用的账号，如工号"),
    ] {
        if fields.text(field).is_empty() {
            problems.push(Problem::new(field, sentence));
        }
    }
    if let Some(fault) = password::fault(fields.raw("password"), fields.text("login")) {
        problems.push(Problem::new("password", fault));
    }
    problems
}
