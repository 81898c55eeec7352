//! A project: one certificate, level and exam window for one or more majors, in seven steps (plan 6).
//!
//! What a project page says is computed from [`Facts`]: the steps, their tasks, the gates between
//! them. What the program does not look at yet it says so ([`Standing::NotBuilt`]) and neither
//! blocks nor shows as met.

mod conditions;
mod facts;
mod form;
mod gate;
mod registration_tasks;
mod state;
mod step;
mod task;
#[cfg(test)]
mod tests;
mod view;

pub use facts::{Exception, Facts, ListFacts, PeopleFacts, SelectionFacts, TemplateFacts};
pub use form::{CertificateTerms, Form, FormFault, FormMajor, ProjectField, check_form};
pub use gate::{Act, Condition, Gate, GateState, Standing, Whom, may_begin};
pub use state::{Event, NotNow, ProjectState};
pub use step::Step;
pub use task::{Task, TaskStatus, tasks};
pub use view::{StateSentence, StepState, StepView, current_step, state_sentence, steps};
