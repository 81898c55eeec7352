//! The list of accounts with the posts they hold now.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::accounts::AccountState;
use domain::ids::AccountId;
use serde::{Deserialize, Serialize};
use store::Page;
use store::identity::{self as rows, account};
use store::school::structure;

use super::permit;
use crate::identity::posts::Term;
use crate::shell::{App, Layout, Nav, Pager, Visitor, WebResult, page, query_string};

const ROWS: u64 = 100;

#[derive(Debug, Default, Deserialize, Serialize)]
pub(in super::super) struct AccountQuery {
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

pub(in super::super) async fn list(
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
