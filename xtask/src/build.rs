//! Compiling the program.

use crate::command::{cargo, run};
use crate::fault::Outcome;
use crate::packages::{COMPILER, ensure};
use crate::place::Place;

/// Targets that make cargo choose the same features as the tests do. Without `--examples` it would
/// leave out what the tests add and compile the heavy dependencies a second time
/// (docs/decisions/0003); there are no examples to build.
pub(crate) const TARGETS: [&str; 4] = ["--workspace", "--lib", "--bins", "--examples"];

pub(crate) fn build(place: &Place) -> Outcome {
    ensure(&[COMPILER])?;
    run(cargo(place.root()).arg("build").args(TARGETS))
}
