//! `cargo x lint`: what can be said about the code without running it.

use crate::command::{cargo, run as run_command};
use crate::fault::Outcome;
use crate::place::Place;
use crate::{assets, layers};

pub(crate) fn run(place: &Place) -> Outcome {
    formatting(place)?;
    layers::check(place.root())?;
    assets::build(place)?;
    clippy(place)
}

pub(crate) fn formatting(place: &Place) -> Outcome {
    run_command(cargo(place.root()).args(["fmt", "--all", "--check"]))
}

pub(crate) fn clippy(place: &Place) -> Outcome {
    run_command(cargo(place.root()).args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))
}
