//! Signing in and what a person changes about the own account; each in one transaction with its audit row.

use domain::access::{Action, Permit};
use domain::ids::AccountId;
use store::audit::{self, AuditDraft};
use store::identity as rows;

use super::{password, throttle};
use crate::shell::{App, Problem, SessionCookie, Visitor, WebResult, start_session};

/// What came of a try to sign in.
pub(super) enum SignIn {
    /// Signed in; the cookie of the new session.
    Done(SessionCookie),
    /// Wrong name or password, or an account that is switched off: one answer for all (ASVS 6.3.8).
    Wrong,
    /// Too many wrong passwords; try again after so many minutes.
    Wait(i64),
}

/// Checks name and password and starts a session.
pub(super) async fn sign_in(
    app: &App,
    login: &str,
    secret: &str,
    client: &str,
) -> WebResult<SignIn> {
    let now = app.clock.now();
    let account = rows::account_by_login(app.db.read(), login).await?;
    if let Some(until) = account
        .as_ref()
        .and_then(|account| account.locked_until)
        .filter(|until| *until > now)
    {
        return Ok(SignIn::Wait((until - now).num_minutes() + 1));
    }
    let usable = account.filter(rows::account::Model::is_active);
    let kept = usable
        .as_ref()
        .and_then(|account| account.password_hash.clone());
    let right = password::verify(app, secret, kept).await?;
    let tx = app.db.begin().await?;
    let answer = match usable {
        Some(account) if right => {
            rows::sign_in_worked(&tx, account.id).await?;
            let cookie = start_session(app, &tx, account.id, false, client).await?;
            record(app, &tx, account.id, &account.name, "sign_in").await?;
            SignIn::Done(cookie)
        }
        Some(account) => {
            let failures = account.failed_count.saturating_add(1);
            let until = throttle::wait_after(failures).map(|wait| now + wait);
            rows::sign_in_failed(&tx, account.id, failures, until).await?;
            record(app, &tx, account.id, &account.name, "sign_in_refused").await?;
            SignIn::Wrong
        }
        None => SignIn::Wrong,
    };
    tx.commit().await?;
    Ok(answer)
}

async fn record(
    app: &App,
    tx: &store::Tx,
    account: AccountId,
    name: &str,
    action: &str,
) -> WebResult<()> {
    let permit = Permit::system("登录", Action::UseDesk);
    let draft =
        AuditDraft::new(&permit, app.clock.now(), action).on("account", account.into(), name);
    audit::write(tx, draft).await?;
    Ok(())
}

/// Sets a new password; other sessions of the account end (ASVS 7.4.3).
pub(super) async fn change_password(
    app: &App,
    visitor: &Visitor,
    permit: &Permit,
    old: &str,
    new: &str,
) -> WebResult<Result<(), Problem>> {
    let account = rows::account(app.db.read(), visitor.actor.account()).await?;
    if !password::verify(app, old, account.password_hash.clone()).await? {
        return Ok(Err(Problem::new("old", "现在的密码不对，请再输一次")));
    }
    if let Some(fault) = password::fault(new, &account.login) {
        return Ok(Err(Problem::new("new", fault)));
    }
    let hash = password::hash(app, new).await?;
    let tx = app.db.begin().await?;
    rows::set_password(&tx, account.id, &hash, false).await?;
    rows::end_other_sessions(&tx, account.id, &visitor.session.token_hash).await?;
    let draft = AuditDraft::new(permit, app.clock.now(), "change_password").on(
        "account",
        account.id.into(),
        &account.name,
    );
    audit::write(&tx, draft).await?;
    tx.commit().await?;
    Ok(Ok(()))
}
