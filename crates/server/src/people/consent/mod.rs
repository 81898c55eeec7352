//! Consents: the texts as they are shown, answers and their taking back, guardians' links (plan 6.3).

mod guardian;
mod links;
mod record;

pub(crate) use guardian::{Shown, shown, unticked};
pub(super) use guardian::{act, show};
pub(crate) use links::issue;
pub(crate) use record::{Answering, answer, texts, texts_of, withdraw};
