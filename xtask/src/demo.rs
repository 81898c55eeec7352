//! `cargo x demo`: from a fresh clone to the demonstration school in the browser.

use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::fault::{Fault, Outcome};
use crate::place::Place;
use crate::{assets, build};

pub(crate) fn run(place: &Place, arguments: &[String]) -> Outcome {
    assets::build(place)?;
    build::build(place)?;
    let onex = place.onex();
    // The program takes the place of this one, so that Ctrl-C and the exit code are its own.
    let cause = Command::new(&onex)
        .arg("demo")
        .args(arguments)
        .current_dir(place.root())
        .exec();
    Err(Fault::at(&onex)(cause))
}
