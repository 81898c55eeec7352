//! Whose turn it is: the posts by which reviews reach a person, and the people behind a post.

use chrono::NaiveDate;
use domain::access::{Actor, Post};
use domain::ids::AccountId;
use domain::review::ReviewStep;
use sea_orm::ConnectionTrait;
use store::review::{Holder, Turn, holders_of};

use crate::shell::WebResult;

/// The posts by which a review waits for a person, for the query of the desk.
pub(crate) fn turns(actor: &Actor) -> Vec<Turn> {
    let mut turns = Vec::new();
    for held in actor.holdings() {
        turns.push(Turn {
            post: held.post,
            group: held.group,
        });
        // The office's director may do what the office's clerk may (domain::review::answers_for).
        if held.post == Post::OfficeDirector {
            turns.push(Turn {
                post: Post::OfficeClerk,
                group: held.group,
            });
        }
    }
    turns
}

/// The people a step waits for: whom it was delegated to, else the holders of its post, else those who answer for it.
pub(crate) async fn waits_at(
    db: &impl ConnectionTrait,
    step: &ReviewStep,
    day: NaiveDate,
) -> WebResult<Vec<(AccountId, String)>> {
    if let Some(account) = step.delegated_to {
        let names = store::review::names(db, [account]).await?;
        return Ok(names.into_iter().collect());
    }
    let holders = holders_of(db, &answering(step.post), day).await?;
    let here = |holder: &&Holder| step.group.is_none() || holder.group == step.group;
    let of = |post: Post| -> Vec<(AccountId, String)> {
        let some = holders
            .iter()
            .filter(here)
            .filter(|holder| holder.post == post);
        some.map(|holder| (holder.account, holder.name.clone()))
            .collect()
    };
    let mut people = of(step.post);
    if people.is_empty() {
        people = answering(step.post).into_iter().flat_map(of).collect();
    }
    Ok(people)
}

fn answering(post: Post) -> Vec<Post> {
    if post == Post::OfficeClerk {
        vec![Post::OfficeClerk, Post::OfficeDirector]
    } else {
        vec![post]
    }
}
