//! Registration by its people: portraits, consents, guardians, the student's own page, the class teacher's page
//! (plan 6.3).

mod class;
mod consents;
mod flow;
mod guardians;
mod my;
mod photos;
mod scene;

pub(crate) use scene::portrait;
