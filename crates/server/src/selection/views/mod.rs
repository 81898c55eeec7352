//! How rounds look: strings and flags for the templates.

mod change;
mod chart;
mod decide;
mod grid;
mod list;
mod notice;
mod open;
mod passes;
mod result;
mod result_list;
mod rule;
mod words;

pub(super) use change::ChangePage;
pub(super) use decide::{ConfirmPage, FinalPage, PublishPage, SealPage};
pub(super) use grid::{GridPage, Typed};
pub(super) use list::{Item, ListPage, OpenProject};
pub(super) use notice::NoticePage;
pub(super) use open::{EnteringPage, NewRoundPage};
pub(super) use passes::{ComparePage, Names, TakePassPage, Twice, field_of};
pub(super) use result::{PrintPage, ResultPage, Subject};
pub(super) use result_list::{ListQuery, sheet_of, sorted};
pub(super) use rule::RulePage;
pub(super) use words::Outsider;
