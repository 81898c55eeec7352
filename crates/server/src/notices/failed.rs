//! An address that does not work: noted on the contact, said to its person in the inbox.

use domain::notices::{ContactState, NoticeKind};
use store::messages::{self, Telling};
use store::notices::{self as rows, contact, delivery};
use store::{StoreError, Tx};

use crate::shell::{App, WebResult};

/// Note that nothing reaches the person there; told once per address.
pub(super) async fn note(app: &App, tx: &Tx, one: &delivery::Model, why: &str) -> WebResult<()> {
    let now = app.clock.now();
    let found = rows::contact_of(tx, one.account_id, one.channel).await?;
    let other = found
        .as_ref()
        .is_some_and(|contact| contact.address != one.address);
    if other {
        // The person has mended it meanwhile.
        return Ok(());
    }
    let usual = contact::Model {
        account_id: one.account_id,
        channel: one.channel,
        address: one.address.clone(),
        at_once: true,
        digest: true,
        state: ContactState::Failed,
        code_hash: None,
        code_until: None,
        code_tries: 0,
        error: None,
        updated_at: now,
        version: 0,
    };
    let changed = contact::Model {
        state: ContactState::Failed,
        error: Some(why.to_owned()),
        updated_at: now,
        ..found.unwrap_or(usual)
    };
    match rows::save_contact(tx, changed).await {
        Ok(()) => {}
        // Somebody is changing it at this moment: the next message will tell.
        Err(StoreError::Stale) => return Ok(()),
        Err(other) => return Err(other.into()),
    }
    let title = format!("{}发不到你这里", one.channel.label());
    let telling = Telling {
        title: &title,
        body: &format!("{why}。请到「我的通知方式」核对地址 {}。", one.address),
        link: Some("/me/notices"),
        kind: NoticeKind::News,
        due: None,
        key: &format!("contact-failed/{}/{}", one.channel.value(), one.address),
    };
    messages::tell(tx, &[one.account_id], &telling, now).await?;
    Ok(())
}
