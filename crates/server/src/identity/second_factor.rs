//! The second factor: a time-based code (RFC 6238) for posts that export or administer, each code taken once,
//! ten recovery codes (ASVS 6.5).

use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use data_encoding::{BASE32_NOPAD, HEXLOWER};
use domain::access::{Action, Permit, Place};
use sha2::{Digest, Sha256};
use store::Tx;
use store::audit::{self, AuditDraft};
use store::crypto::Cell;
use store::identity as rows;
use totp_rs::{Builder, Secret, Totp};

use super::handlers::{After, own_path};
use crate::shell::{
    App, Fields, Flash, Layout, Nav, Problem, Problems, Visitor, WebError, WebResult, client,
    start_session,
};
use crate::shell::{page, redirect, refused};

const RECOVERY_CODES: usize = 10;
/// Bytes of a new secret (RFC 4226 asks for at least 16).
const SECRET_BYTES: usize = 20;

#[derive(Template)]
#[template(path = "identity/second_factor.html")]
struct SecondFactorPage {
    layout: Layout,
    next: String,
    /// The secret to type into the authenticator, when it is set up for the first time.
    new_secret: Option<String>,
    problems: Problems,
}

#[derive(Template)]
#[template(path = "identity/recovery_codes.html")]
struct RecoveryCodesPage {
    layout: Layout,
    codes: Vec<String>,
    next: String,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Query(after): Query<After>,
) -> WebResult<Response> {
    let account = rows::account(app.db.read(), visitor.actor.account()).await?;
    let new_secret = account
        .totp_secret
        .is_none()
        .then(|| BASE32_NOPAD.encode(&rand::random::<[u8; SECRET_BYTES]>()));
    let layout = Layout::of(&app, &visitor, Nav::None).await?;
    page(&SecondFactorPage {
        layout,
        next: own_path(&after.next).to_owned(),
        new_secret,
        problems: Problems::default(),
    })
}

pub(super) async fn submit(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    fields: Fields,
) -> WebResult<Response> {
    let permit = visitor.actor.permit(Action::OwnAccount, &Place::SCHOOL)?;
    let account = rows::account(app.db.read(), visitor.actor.account()).await?;
    let next = own_path(fields.text("next")).to_owned();
    let code: String = fields
        .text("code")
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let first_time = account.totp_secret.is_none();
    let secret = if first_time {
        fields.text("secret").to_owned()
    } else {
        kept_secret(&app, &account)?
    };
    let step = check(&secret, &code, app.clock.now().timestamp())?;
    let fresh = step.is_some_and(|step| account.totp_last_step.is_none_or(|last| last < step));
    if !fresh && (first_time || !spend_recovery_code(&app, &permit, &account, &code).await?) {
        let layout = Layout::of(&app, &visitor, Nav::None).await?;
        let problem = Problem::new("code", "验证码不对或已经用过。请等下一个 6 位数字再输");
        let new_secret = first_time.then_some(secret);
        return refused(&SecondFactorPage {
            layout,
            next,
            new_secret,
            problems: problem.into(),
        });
    }
    let tx = app.db.begin().await?;
    let codes = match step.filter(|_| fresh) {
        Some(step) => passed(&app, &tx, &account, first_time.then_some(&secret), step).await?,
        None => Vec::new(),
    };
    let action = if first_time {
        "set_up_second_factor"
    } else {
        "show_second_factor"
    };
    let draft = AuditDraft::new(&permit, app.clock.now(), action).on(
        "account",
        account.id.into(),
        &account.name,
    );
    audit::write(&tx, draft).await?;
    // A new session token after the second factor (ASVS 7.2.4).
    rows::end_session(&tx, &visitor.session.token_hash).await?;
    let cookie = start_session(&app, &tx, account.id, true, client(&headers)).await?;
    tx.commit().await?;
    if first_time {
        let layout = Layout::of(&app, &visitor, Nav::None).await?;
        return Ok(cookie.on(page(&RecoveryCodesPage {
            layout,
            codes,
            next,
        })?));
    }
    Ok(cookie.on(redirect(&next, Flash::ok("第二重验证已通过"))))
}

/// Note the code as used; with a new secret, keep it and answer its recovery codes.
async fn passed(
    app: &App,
    tx: &Tx,
    account: &rows::account::Model,
    new_secret: Option<&String>,
    step: i64,
) -> WebResult<Vec<String>> {
    let mut codes = Vec::new();
    if let Some(secret) = new_secret {
        codes = recovery_codes();
        let sealed = app.keys.seal_credential(cell(account), secret)?;
        let hashes = codes.iter().map(|code| hash(code)).collect();
        rows::set_second_factor(tx, account.id, &sealed, hashes).await?;
    }
    rows::second_factor_used(tx, account.id, step).await?;
    Ok(codes)
}

fn cell(account: &rows::account::Model) -> Cell<'_> {
    Cell {
        table: "account",
        column: "totp_secret",
        row: &account.login,
    }
}

fn kept_secret(app: &App, account: &rows::account::Model) -> WebResult<String> {
    let sealed = account
        .totp_secret
        .as_deref()
        .ok_or_else(|| WebError::internal("no second factor"))?;
    Ok(app.keys.open_credential(cell(account), sealed)?.to_string())
}

/// The time step the code belongs to, one before and one after now included.
fn check(secret: &str, code: &str, now: i64) -> WebResult<Option<i64>> {
    let Some(totp) = generator(secret) else {
        return Err(WebError::refused(
            "这一页放得太久，密钥不完整。请重新打开「第二重验证」",
        ));
    };
    let now = u64::try_from(now).map_err(WebError::internal)?;
    Ok(totp
        .check(code, now)
        .and_then(|step| i64::try_from(step).ok()))
}

fn generator(secret: &str) -> Option<Totp> {
    let bytes = BASE32_NOPAD
        .decode(secret.as_bytes())
        .ok()
        .filter(|bytes| bytes.len() == SECRET_BYTES)?;
    Builder::new().with_secret(Secret::from(bytes)).build().ok()
}

/// The six digits an authenticator shows for this secret at a moment; tests sign in with it.
pub fn code_at(secret: &str, seconds: u64) -> Option<String> {
    generator(secret).map(|totp| totp.generate(seconds).to_string())
}

fn recovery_codes() -> Vec<String> {
    let code = || BASE32_NOPAD.encode(&rand::random::<[u8; 10]>());
    std::iter::repeat_with(code).take(RECOVERY_CODES).collect()
}

/// The codes carry 80 random bits each, so a plain hash keeps them.
fn hash(code: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(code.to_uppercase().as_bytes()))
}

async fn spend_recovery_code(
    app: &App,
    permit: &Permit,
    account: &rows::account::Model,
    code: &str,
) -> WebResult<bool> {
    let tx = app.db.begin().await?;
    let spent = rows::spend_recovery_code(&tx, account.id, &hash(code)).await?;
    if spent {
        let draft = AuditDraft::new(permit, app.clock.now(), "spend_recovery_code").on(
            "account",
            account.id.into(),
            &account.name,
        );
        audit::write(&tx, draft).await?;
    }
    tx.commit().await?;
    Ok(spent)
}
