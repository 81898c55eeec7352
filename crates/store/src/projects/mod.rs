//! Projects, the exceptions at their gates, and what their steps are computed from (plan 6).

pub mod exception;
mod listed;
mod progress;
pub mod project;
pub mod project_major;
mod written;

pub use listed::{ProjectFilter, live, project, project_majors, projects, projects_by_id, within};
pub use progress::{
    Filled, ListNumbers, RoundNumbers, exceptions, filled, list_numbers, newest_round, template,
};
pub use written::{ProjectValues, create, grant_exception, next_code, set_state, update};
