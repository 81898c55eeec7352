//! Who may do what, where (plan 2.1: posts give permissions). Deny by default.
//!
//! The table is [`Action::posts`], an exhaustive match; the proof that it was asked is a [`Permit`],
//! which only [`Actor::permit`] makes and which every write takes. Lists take [`Actor::reach`] into
//! their query, so that what may not be seen is never loaded.

mod action;
mod actor;
mod post;
#[cfg(test)]
mod tests;

pub use action::Action;
pub use actor::{Actor, Denied, Holding, Permit, Place, Reach, SecondFactor};
pub use post::{Post, Scope};
