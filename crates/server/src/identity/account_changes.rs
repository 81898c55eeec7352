//! Accounts and posts changed by the administrator: each in one transaction with its row of the record. Who loses
//! the account or the last post is signed out in the same transaction (plan 2.1, ASVS 7.4.2).

use chrono::NaiveDate;
use domain::access::{Permit, Post};
use domain::accounts::{AccountState, clash};
use domain::ids::{AccountId, PostHoldingId};
use serde_json::{Value, json};
use store::audit::{self, AuditDraft};
use store::identity::{self as rows, NewAccount, NewHolding, account, holding};
use store::school::{Structure, structure};
use store::{Tx, operations};

use super::password;
use super::posts::place_words;
use crate::shell::{App, WebError, WebResult};

/// What came of a form that makes a password.
pub(super) enum Made {
    /// The password, to be shown once.
    Password(AccountId, String),
    /// The form was sent before; its password was shown then.
    Before(String),
}

/// Twelve characters in three groups, none of which is taken for another: 59 bits.
fn first_password() -> String {
    const LETTERS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let letter = || {
        LETTERS
            .get(rand::random_range(0..LETTERS.len()))
            .copied()
            .map_or('x', char::from)
    };
    let group = || std::iter::repeat_with(letter).take(4).collect::<String>();
    format!("{}-{}-{}", group(), group(), group())
}

/// A person to be given an account.
pub(super) struct NewPerson<'a> {
    pub(super) login: &'a str,
    pub(super) name: &'a str,
    pub(super) post: NewHolding,
    pub(super) op_id: &'a str,
}

/// Make an account with its first post and a password that must be changed at the first sign-in.
pub(super) async fn create(app: &App, permit: &Permit, new: NewPerson<'_>) -> WebResult<Made> {
    let (now, password) = (app.clock.now(), first_password());
    let hash = password::hash(app, &password).await?;
    let tx = app.db.begin().await?;
    if let Some(made) = sent_before(app, &tx, permit, new.op_id).await? {
        return Ok(made);
    }
    let account = NewAccount {
        must_change_password: true,
        ..NewAccount::active(new.login, new.name, hash, now)
    };
    let id = rows::create_account(&tx, &account).await?;
    led_to(&tx, permit, new.op_id, id).await?;
    let post = NewHolding {
        account: id,
        ..new.post
    };
    rows::give_post(&tx, &post).await?;
    let draft = AuditDraft::new(permit, now, "create_account").on("account", id.get(), new.name);
    let structure = structure(&tx).await?;
    let mut after = told(&post, &structure);
    if let Value::Object(fields) = &mut after {
        fields.insert("login".to_owned(), json!(new.login));
    }
    audit::write(&tx, draft.change(None, Some(after))).await?;
    tx.commit().await?;
    Ok(Made::Password(id, password))
}

async fn sent_before(app: &App, tx: &Tx, permit: &Permit, op_id: &str) -> WebResult<Option<Made>> {
    let Some(account) = permit.account() else {
        return Ok(None);
    };
    Ok(operations::first_time(tx, account, op_id, app.clock.now())
        .await?
        .map(Made::Before))
}

async fn led_to(tx: &Tx, permit: &Permit, op_id: &str, id: AccountId) -> WebResult<()> {
    if let Some(account) = permit.account() {
        operations::led_to(tx, account, op_id, &format!("/accounts/{id}")).await?;
    }
    Ok(())
}

fn told(post: &NewHolding, structure: &Structure) -> Value {
    json!({
        "post": post.post.label(),
        "place": place_words(post.faculty, post.group, post.class, structure),
        "from": post.from.to_string(),
        "to": post.to.map(|day| day.to_string()),
    })
}

/// Give a post. Some posts do not go together.
pub(super) async fn give(
    app: &App,
    permit: &Permit,
    account: &account::Model,
    post: &NewHolding,
    reason: &str,
) -> WebResult<()> {
    let (now, today) = (app.clock.now(), app.clock.today());
    let tx = app.db.begin().await?;
    let held = rows::holdings_of_all(&tx, &[account.id]).await?;
    let open: Vec<Post> = held
        .iter()
        .filter(|held| held.valid_to.is_none_or(|last| last >= today))
        .map(|held| held.post)
        .collect();
    if let Some(other) = clash(&open, post.post) {
        return Err(WebError::refused(format!(
            "{}现在是{other}，不能再当{}：管账号的人不能同时查日志。请先结束原来的岗位，或安排别人",
            account.name, post.post
        )));
    }
    rows::give_post(&tx, post).await?;
    let structure = structure(&tx).await?;
    let mut draft = AuditDraft::new(permit, now, "give_post")
        .on("account", account.id.get(), &account.name)
        .change(None, Some(told(post, &structure)));
    draft.reason = Some(reason.to_owned()).filter(|reason| !reason.is_empty());
    audit::write(&tx, draft).await?;
    tx.commit().await?;
    Ok(())
}

/// End a post with its last day. The last administrator stays.
pub(super) async fn end(
    app: &App,
    permit: &Permit,
    id: PostHoldingId,
    last_day: NaiveDate,
    reason: &str,
) -> WebResult<holding::Model> {
    let (now, today) = (app.clock.now(), app.clock.today());
    let tx = app.db.begin().await?;
    let held = rows::holding(&tx, id).await?;
    let account = rows::account(&tx, held.account_id).await?;
    if last_day < held.valid_from {
        return Err(WebError::refused(format!(
            "任期从 {} 开始，最后一天不能更早",
            held.valid_from
        )));
    }
    if held.post == Post::Administrator {
        keep_an_administrator(&tx, account.id, last_day.succ_opt().unwrap_or(last_day)).await?;
    }
    rows::end_post(&tx, id, last_day, reason).await?;
    let all = rows::holdings_of_all(&tx, &[account.id]).await?;
    let in_office = |held: &holding::Model| {
        held.valid_from <= today && held.valid_to.is_none_or(|last| today <= last)
    };
    if !all.iter().any(in_office) {
        rows::end_all_sessions(&tx, account.id).await?;
    }
    let structure = structure(&tx).await?;
    let place = place_words(held.faculty_id, held.group_id, held.class_id, &structure);
    let before = json!({ "post": held.post.label(), "place": place, "to": held.valid_to.map(|day| day.to_string()) });
    let after = json!({ "post": held.post.label(), "place": place, "to": last_day.to_string() });
    let draft = AuditDraft::new(permit, now, "end_post")
        .on(
            "account",
            account.id.get(),
            &format!("{}（{}）", account.name, held.post),
        )
        .change(Some(before), Some(after))
        .because(reason);
    audit::write(&tx, draft).await?;
    tx.commit().await?;
    Ok(held)
}

async fn keep_an_administrator(tx: &Tx, without: AccountId, day: NaiveDate) -> WebResult<()> {
    let others = rows::accounts_holding(tx, Post::Administrator, day).await?;
    if others.iter().any(|other| *other != without) {
        return Ok(());
    }
    Err(WebError::refused(
        "这是最后一位系统管理员。请先给另一个人安排系统管理员的岗位，再来办这一步",
    ))
}

/// Switch an account off or on again.
pub(super) async fn switch(
    app: &App,
    permit: &Permit,
    account: &account::Model,
    version: i32,
    on: bool,
    reason: &str,
) -> WebResult<()> {
    let tx = app.db.begin().await?;
    let (action, state) = if on {
        ("enable_account", AccountState::Active)
    } else {
        ("disable_account", AccountState::Disabled)
    };
    if !on {
        if permit.account() == Some(account.id) {
            return Err(WebError::refused(
                "不能停用自己的账号。请让另一位系统管理员来办",
            ));
        }
        keep_an_administrator(&tx, account.id, app.clock.today()).await?;
        rows::end_all_sessions(&tx, account.id).await?;
    }
    rows::set_account_state(&tx, account.id, version, state).await?;
    let mut draft = AuditDraft::new(permit, app.clock.now(), action).on(
        "account",
        account.id.get(),
        &account.name,
    );
    draft.reason = Some(reason.to_owned()).filter(|reason| !reason.is_empty());
    audit::write(&tx, draft).await?;
    tx.commit().await?;
    Ok(())
}

/// A new first password; the person is signed out everywhere.
pub(super) async fn reset_password(
    app: &App,
    permit: &Permit,
    account: &account::Model,
    op_id: &str,
) -> WebResult<Made> {
    let password = first_password();
    let hash = password::hash(app, &password).await?;
    let tx = app.db.begin().await?;
    if let Some(made) = sent_before(app, &tx, permit, op_id).await? {
        return Ok(made);
    }
    rows::set_password(&tx, account.id, &hash, true).await?;
    rows::sign_in_worked(&tx, account.id).await?;
    rows::end_all_sessions(&tx, account.id).await?;
    led_to(&tx, permit, op_id, account.id).await?;
    let draft = AuditDraft::new(permit, app.clock.now(), "reset_password").on(
        "account",
        account.id.get(),
        &account.name,
    );
    audit::write(&tx, draft).await?;
    tx.commit().await?;
    Ok(Made::Password(account.id, password))
}

/// Take the second factor away: a lost telephone. The person is signed out everywhere.
pub(super) async fn reset_second_factor(
    app: &App,
    permit: &Permit,
    account: &account::Model,
) -> WebResult<()> {
    let tx = app.db.begin().await?;
    rows::clear_second_factor(&tx, account.id).await?;
    rows::end_all_sessions(&tx, account.id).await?;
    let draft = AuditDraft::new(permit, app.clock.now(), "reset_second_factor").on(
        "account",
        account.id.get(),
        &account.name,
    );
    audit::write(&tx, draft).await?;
    tx.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::first_password;
    use crate::identity::password;

    #[test]
    fn a_first_password_is_taken_by_the_rules_and_never_twice_the_same() {
        let (one, other) = (first_password(), first_password());
        assert_ne!(one, other);
        assert_eq!(one.chars().count(), 14);
        assert_eq!(password::fault(&one, "clerk"), None);
    }
}
