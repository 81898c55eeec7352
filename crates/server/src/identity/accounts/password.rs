//! Passwords and second factors that the administrator sets anew.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::AccountId;
use store::identity as rows;

use super::actions::{self, Made};
use super::permit;
use crate::shell::{App, Fields, Flash, Layout, Nav, Visitor, WebResult, page, redirect};

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

pub(in super::super) async fn reset_password(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<AccountId>,
    fields: Fields,
) -> WebResult<Response> {
    let permit = permit(&visitor)?;
    let account = rows::account(app.db.read(), id).await?;
    let made = actions::reset_password(&app, &permit, &account, fields.text("op_id")).await?;
    shown_once(&app, &visitor, made, "密码已重设").await
}

pub(in super::super) async fn reset_second_factor(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<AccountId>,
) -> WebResult<Response> {
    let permit = permit(&visitor)?;
    let account = rows::account(app.db.read(), id).await?;
    actions::reset_second_factor(&app, &permit, &account).await?;
    let told = format!("已取消「{}」的第二重验证，下次登录重新设置", account.name);
    Ok(redirect(&format!("/accounts/{id}"), Flash::ok(told)))
}
