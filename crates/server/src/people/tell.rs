//! Messages about registration to those it concerns, in the caller's transaction.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::access::Post;
use domain::ids::{AccountId, ClassId, GroupId};
use store::Tx;
use store::messages::{self, MessageDraft};
use store::review::holders_of;

use crate::shell::{App, WebResult};

/// What is told.
#[derive(Clone, Debug)]
pub(crate) struct Word<'a> {
    pub(crate) title: &'a str,
    pub(crate) body: &'a str,
    pub(crate) link: &'a str,
}

/// Put it into every inbox once; the one who acted is not told.
pub(crate) async fn tell(
    app: &App,
    tx: &Tx,
    to: impl IntoIterator<Item = AccountId>,
    except: Option<AccountId>,
    word: &Word<'_>,
) -> WebResult<usize> {
    let to: BTreeSet<AccountId> = to.into_iter().filter(|one| Some(*one) != except).collect();
    for account in &to {
        let draft = MessageDraft {
            account: *account,
            title: word.title,
            body: word.body,
            link: Some(word.link),
        };
        messages::send(tx, &draft, app.clock.now()).await?;
    }
    Ok(to.len())
}

/// The teachers of a class in office.
pub(crate) async fn class_teachers(
    tx: &Tx,
    class: ClassId,
    today: NaiveDate,
) -> WebResult<Vec<(AccountId, String)>> {
    let all = holders_of(tx, &[Post::ClassTeacher], today).await?;
    let own = all.into_iter().filter(|one| one.class == Some(class));
    Ok(own.map(|one| (one.account, one.name)).collect())
}

/// Their names, for the student's page.
pub(crate) async fn class_teachers_of(app: &App, class: ClassId) -> WebResult<Vec<String>> {
    let all = holders_of(app.db.read(), &[Post::ClassTeacher], app.clock.today()).await?;
    let own = all.into_iter().filter(|one| one.class == Some(class));
    Ok(own.map(|one| one.name).collect())
}

/// The leaders of a major group in office.
pub(crate) async fn group_leaders(
    tx: &Tx,
    group: GroupId,
    today: NaiveDate,
) -> WebResult<Vec<AccountId>> {
    let all = holders_of(tx, &[Post::GroupLeader], today).await?;
    let own = all.into_iter().filter(|one| one.group == Some(group));
    Ok(own.map(|one| one.account).collect())
}

/// The office's clerks, else its directors.
pub(crate) async fn office(tx: &Tx, today: NaiveDate) -> WebResult<Vec<AccountId>> {
    let all = holders_of(tx, &[Post::OfficeClerk, Post::OfficeDirector], today).await?;
    let of = |post| -> Vec<AccountId> {
        let some = all.iter().filter(|one| one.post == post);
        some.map(|one| one.account).collect()
    };
    let clerks = of(Post::OfficeClerk);
    Ok(if clerks.is_empty() {
        of(Post::OfficeDirector)
    } else {
        clerks
    })
}
