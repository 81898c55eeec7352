//! From the chosen to the rows that go to the platform (plan 6.3).

mod state;

pub use state::{ListState, RegistrationState};
