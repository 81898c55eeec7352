//! A guardian's link and code: made for one student and one consent. Only hashes are kept, so both are shown once.

use chrono::{DateTime, Days, Utc};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::people::{self as rows, NewLink, guardian_link};
use store::school::student;

use crate::registration::records::Work;
use crate::shell::{Act, App, WebResult};

/// So many wrong codes end a link.
pub(super) const MOST_FAILURES: i32 = 5;

/// What is handed to a guardian: the link one way, the code another.
#[derive(Clone, Debug)]
pub(crate) struct Issued {
    pub(crate) url: String,
    pub(crate) code: String,
    pub(crate) expires_at: DateTime<Utc>,
}

/// Make a link; an unused one before it ends.
pub(crate) async fn issue(act: &Act<'_>, work: &Work, owner: &student::Model) -> WebResult<Issued> {
    let app = act.app;
    let token = BASE64URL_NOPAD.encode(&rand::random::<[u8; 24]>());
    let code = format!("{:06}", rand::random_range(0..1_000_000_u32));
    let days = Days::new(work.plan.needs.link_days.into());
    let expires_at = act.now.checked_add_days(days).unwrap_or(act.now);
    let token_hash = hash(&token);
    let new = NewLink {
        project: work.project.id,
        student: owner.id,
        code_mark: code_mark(app, &token_hash, &code),
        token_hash,
        by: act.account()?,
        expires_at,
    };
    rows::add_link(&act.tx, &new, act.now).await?;
    let said = json!({ "certificate": work.short_title() });
    let draft = act
        .draft("issue_guardian_link")
        .on("student", owner.id.get(), &owner.name)
        .project(work.project.id)
        .change(None, Some(said));
    act.record(draft).await?;
    Ok(Issued {
        url: format!(
            "{}/consent/{token}",
            app.config.public_url.trim_end_matches('/')
        ),
        code,
        expires_at,
    })
}

/// What is kept of the address.
pub(super) fn hash(token: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(token.as_bytes()))
}

fn code_mark(app: &App, token_hash: &str, code: &str) -> String {
    app.keys
        .lookup("guardian.code", &format!("{token_hash}:{code}"))
}

/// Whether the code is the one that was handed out with this link; blanks and full-width digits are forgiven.
pub(super) fn fits(app: &App, link: &guardian_link::Model, typed: &str) -> bool {
    let digit = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        _ => Some(c),
    };
    let code: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .filter_map(digit)
        .collect();
    code_mark(app, &link.token_hash, &code) == link.code_mark
}
