//! Registration from the published selection to the platform's filled workbook (plan 4.2, 6.3).

mod command;
mod filling;
mod lists;
mod paper;
mod review;
mod scene;

pub(crate) use filling::registered;
pub(crate) use scene::{Scene, blank};
