//! `cargo x`: the commands of those who build OneX. It depends on the standard library alone, so
//! that it is there in a second and never changes the features that the program is compiled with.

mod assets;
mod bench;
mod browser;
mod build;
mod command;
mod demo;
mod dependencies;
mod fault;
mod layers;
mod lint;
mod packages;
mod place;
mod postgres;
mod reopen;
mod scratch;
mod snapshots;
mod stages;
mod test;
mod wait;

use std::process::ExitCode;

use fault::{Fault, Outcome};
use place::Place;

const HELP: &str = "\
cargo x <command>

  demo [ARGUMENTS]      install what is missing, build, fill the demonstration school and serve it;
                        the arguments go to `onex demo` (--fill-only, --data DIR, --listen ADDRESS)
  test [FILTER]         everything CI does, stage by stage; with a FILTER only the tests of that
                        name, on SQLite and on PostgreSQL
       --keep-going     go on after a stage that failed
       --only STAGE     one stage alone; `cargo x test --list` names them
  lint                  formatting, layers, clippy
  browser [FILE…]       the journeys in real Chromium, all of them or the named files of browser/
  assets                the style sheet, scripts and icons that the program embeds
  bench [NAME]          the measurements of the bench crate, optimised build

What a command misses it installs with apt-get when run as root on Debian or Ubuntu, and asks first
when a person sits at the terminal (never with CI=true); elsewhere it names the packages.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("\n{fault}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Outcome {
    let (name, rest) = arguments
        .split_first()
        .map_or(("help", arguments), |(name, rest)| (name.as_str(), rest));
    let place = Place::find()?;
    match name {
        "assets" => assets::build(&place),
        "bench" => bench::run(&place, rest),
        "browser" => browser::run(&place, rest),
        "demo" => demo::run(&place, rest),
        "lint" => lint::run(&place),
        "test" => test::run(&place, rest),
        "help" | "--help" | "-h" => {
            eprintln!("{HELP}");
            Ok(())
        }
        other => Err(Fault::new(format!("`{other}` is no command.\n\n{HELP}"))),
    }
}
