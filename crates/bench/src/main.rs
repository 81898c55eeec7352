//! `cargo x bench [NAME]`: what OneX takes for its heavy work, against the least that the same work can take on this
//! machine, in one run. Every measured thing is a process of its own, so that its peak memory is its own.

mod filling;
mod importing;
mod listing;
mod machine;
mod measure;
mod people;
mod selecting;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

/// What a measurement answers.
pub(crate) type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

type Measurement = (&'static str, fn(&Path) -> Outcome);

const MEASUREMENTS: [Measurement; 4] = [
    ("import", importing::measure),
    ("fill", filling::measure),
    ("select", selecting::measure),
    ("page", listing::measure),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        // The program itself, in this very build: an import starts its child by its own path.
        ["import" | "sandbox", ..] if words.len() > 1 => return server::cli::main(),
        ["work", "import", roster, database] => {
            importing::reference(Path::new(roster), Path::new(database))
        }
        ["work", "fill", template, out] => filling::work(Path::new(template), Path::new(out)),
        ["work", "select"] => selecting::work(),
        ["work", "school", folder] => listing::school(Path::new(folder)),
        ["work", "page", folder, question] => listing::own(Path::new(folder), question),
        ["work", "bare-page", folder, question] => listing::bare(Path::new(folder), question),
        names => run(names),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            measure::say(&format!("{error}"));
            ExitCode::FAILURE
        }
    }
}

fn run(names: &[&str]) -> Outcome {
    if let Some(unknown) = names
        .iter()
        .find(|name| MEASUREMENTS.iter().all(|(known, _)| known != *name))
    {
        let known: Vec<&str> = MEASUREMENTS.iter().map(|(name, _)| *name).collect();
        return Err(format!(
            "no measurement is called {unknown}; there are {}",
            known.join(", ")
        )
        .into());
    }
    measure::say(&machine::sentence());
    let folder = tempfile::tempdir()?;
    for (name, measurement) in MEASUREMENTS {
        if names.is_empty() || names.contains(&name) {
            measurement(folder.path())?;
        }
    }
    Ok(())
}
