//! `cargo x bench`: measurements, always of the optimised build.

use crate::command::{cargo, run as run_command};
use crate::fault::Outcome;
use crate::packages::{COMPILER, ensure};
use crate::place::Place;
use crate::{assets, reopen};

pub(crate) fn run(place: &Place, arguments: &[String]) -> Outcome {
    ensure(&[COMPILER, reopen::OPENPYXL])?;
    assets::build(place)?;
    run_command(
        cargo(place.root())
            .args(["run", "--release", "--package", "bench", "--"])
            .args(arguments),
    )
}
