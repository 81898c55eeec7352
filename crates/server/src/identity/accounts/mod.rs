//! The pages of accounts and posts, for the administrator (plan 2.1).

mod actions;
mod list;
mod new;
mod one;
mod password;

pub(super) use list::list;
pub(super) use new::{blank, create};
pub(super) use one::{end, give, show, switch};
pub(super) use password::{reset_password, reset_second_factor};

use domain::access::{Action, Permit, Place};

use crate::shell::{Visitor, WebResult};

fn permit(visitor: &Visitor) -> WebResult<Permit> {
    Ok(visitor
        .actor
        .permit(Action::ManageAccounts, &Place::SCHOOL)?)
}
