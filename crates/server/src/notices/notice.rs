//! Telling people: the one way to send. The message stands in the inbox with the caller's transaction; what presses
//! is queued for the person's channels in the same transaction, the rest goes out with the digest (plan 3.6).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::ids::AccountId;
use domain::notices::{ChannelKind, NoticeKind, NoticeRules, address};
use domain::plan::version_on;
use sea_orm::ConnectionTrait;
use store::messages::{self, Telling};
use store::notices::{self as rows, NewDelivery, channel_setting};
use store::{Tx, identity};

use crate::shell::{App, WebResult, op_id};

/// What is told.
#[derive(Clone, Debug)]
pub(crate) struct Notice {
    /// One line: what it is about and what happened.
    pub(crate) title: String,
    pub(crate) body: String,
    /// The page it is about, `/…`.
    pub(crate) link: Option<String>,
    pub(crate) kind: NoticeKind,
    /// By when something has to be done: what is due by tomorrow goes out at once.
    pub(crate) due: Option<NaiveDate>,
}

/// Tell people, in the transaction of what happened.
pub(crate) async fn tell(app: &App, tx: &Tx, to: &[AccountId], notice: Notice) -> WebResult<()> {
    tell_once(app, tx, to, &op_id(), notice).await
}

/// Tell people something that is said once: who was told under this key hears nothing again.
pub(crate) async fn tell_once(
    app: &App,
    tx: &Tx,
    to: &[AccountId],
    key: &str,
    notice: Notice,
) -> WebResult<()> {
    let (now, today) = (app.clock.now(), app.clock.today());
    let to: BTreeSet<AccountId> = to.iter().copied().collect();
    let to: Vec<AccountId> = to.into_iter().collect();
    let telling = Telling {
        title: &notice.title,
        body: &notice.body,
        link: notice.link.as_deref(),
        kind: notice.kind,
        due: notice.due,
        key,
    };
    let told = messages::tell(tx, &to, &telling, now).await?;
    if !notice.kind.at_once(notice.due, today) {
        return Ok(());
    }
    let not_before = rules(tx, today).await?.not_before(now);
    let out = ways(tx, &to).await?.into_iter().filter(|way| way.at_once);
    let out: Vec<NewDelivery> = out
        .map(|way| NewDelivery {
            account: way.account,
            message: told
                .binary_search_by_key(&way.account, |(account, _)| *account)
                .ok()
                .and_then(|place| told.get(place))
                .map(|(_, message)| *message),
            channel: way.channel,
            kind: notice.kind,
            key: key.to_owned(),
            address: way.address,
            title: notice.title.clone(),
            body: notice.body.clone(),
            link: notice.link.clone(),
            not_before,
        })
        .collect();
    rows::queue(tx, &out, now).await?;
    Ok(())
}

/// The hours of the plan in force.
pub(super) async fn rules(db: &impl ConnectionTrait, today: NaiveDate) -> WebResult<NoticeRules> {
    let versions = store::plan::plan_versions(db).await?;
    Ok(version_on(&versions, today)
        .map(|version| version.parameters.notices)
        .unwrap_or_default())
}

/// A way to a person outside the program.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub(super) account: AccountId,
    pub(super) channel: ChannelKind,
    pub(super) address: String,
    pub(super) at_once: bool,
    pub(super) digest: bool,
}

/// The ways that are open to these people: confirmed addresses on channels in use, and the person's own login where
/// the administrator said that the enterprise's directory has the same.
pub(super) async fn ways(db: &impl ConnectionTrait, to: &[AccountId]) -> WebResult<Vec<Way>> {
    let channels = rows::channels(db).await?;
    let channels: Vec<_> = channels.into_iter().filter(|one| one.enabled).collect();
    if channels.is_empty() || to.is_empty() {
        return Ok(Vec::new());
    }
    let people = identity::accounts_by_id(db, to).await?;
    let people: Vec<_> = people
        .into_iter()
        .filter(identity::account::Model::is_active)
        .collect();
    let contacts = rows::contacts_of_all(db, to).await?;
    let mut found = Vec::new();
    for person in &people {
        let own: Vec<_> = slice_of(&contacts, person.id).collect();
        for channel in &channels {
            match own.iter().find(|contact| contact.channel == channel.kind) {
                Some(contact) => {
                    let works = contact.state == domain::notices::ContactState::Verified;
                    found.extend(works.then(|| Way {
                        account: person.id,
                        channel: channel.kind,
                        address: contact.address.clone(),
                        at_once: contact.at_once,
                        digest: contact.digest,
                    }));
                }
                None if by_login(channel) && person.student_id.is_none() => {
                    found.extend(
                        address(channel.kind, &person.login)
                            .ok()
                            .map(|address| Way {
                                account: person.id,
                                channel: channel.kind,
                                address,
                                at_once: true,
                                digest: true,
                            }),
                    );
                }
                None => {}
            }
        }
    }
    Ok(found)
}

/// The contacts of one person out of a list ordered by person.
fn slice_of(
    contacts: &[rows::contact::Model],
    account: AccountId,
) -> impl Iterator<Item = &rows::contact::Model> {
    let from = contacts.partition_point(|one| one.account_id < account);
    contacts
        .iter()
        .skip(from)
        .take_while(move |one| one.account_id == account)
}

/// Whether the enterprise's directory knows people by the logins of this program.
pub(super) fn by_login(channel: &channel_setting::Model) -> bool {
    channel
        .settings
        .get("by_login")
        .and_then(|value| value.as_str())
        == Some("yes")
}
