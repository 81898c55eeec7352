//! `cargo x test`: everything CI does, what answers fastest first.

use std::process::Command;

use crate::command::{cargo, run as run_command, works};
use crate::fault::{Fault, Outcome};
use crate::place::Place;
use crate::postgres::Cluster;
use crate::scratch::Scratch;
use crate::stages::{Done, Stages};
use crate::{assets, browser, build, dependencies, layers, lint, snapshots};

/// The suites that speak to a database.
const STORED: &str = "package(store) + package(server)";

type Work = fn(&Place, &Scratch) -> Result<Done, Fault>;

/// Every stage by its name, in the order of running.
const STAGES: [(&str, Work); 12] = [
    ("formatting", |place, _| passed(lint::formatting(place))),
    ("layers", |place, _| passed(layers::check(place.root()))),
    ("assets", |place, _| passed(assets::build(place))),
    ("clippy", |place, _| passed(lint::clippy(place))),
    ("sqlite", |place, scratch| passed(sqlite(place, scratch))),
    ("postgresql", |place, _| passed(postgresql(place, None))),
    ("snapshots", |place, scratch| {
        passed(snapshot_files(place, scratch))
    }),
    ("doc-tests", |place, _| passed(doc_tests(place))),
    ("documentation", |place, _| passed(documentation(place))),
    ("dependencies", |place, _| dependencies::check(place)),
    ("build", |place, _| passed(build::build(place))),
    ("browser", |place, _| passed(browser::journeys(place, &[]))),
];

#[derive(Debug, Default, PartialEq)]
struct Options {
    keep_going: bool,
    list: bool,
    only: Option<String>,
    filter: Option<String>,
}

pub(crate) fn run(place: &Place, arguments: &[String]) -> Outcome {
    let options = parse(arguments)?;
    if options.list {
        for (name, _) in STAGES {
            eprintln!("{name}");
        }
        return Ok(());
    }
    let mut stages = Stages::new(options.keep_going);
    if let Some(filter) = &options.filter {
        return named_tests(place, &mut stages, filter);
    }
    let scratch = Scratch::new("test")?;
    for (name, work) in STAGES {
        if options.only.as_deref().is_none_or(|only| only == name) {
            stages.stage(name, || work(place, &scratch));
        }
    }
    stages.finish()
}

fn parse(arguments: &[String]) -> Result<Options, Fault> {
    let mut options = Options::default();
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--keep-going" => options.keep_going = true,
            "--list" => options.list = true,
            "--only" => {
                let name = words.next().map(String::as_str).unwrap_or_default();
                if !STAGES.iter().any(|(stage, _)| *stage == name) {
                    let names = STAGES.map(|(stage, _)| stage).join(", ");
                    return Err(Fault::new(format!("--only wants one of: {names}.")));
                }
                options.only = Some(name.to_owned());
            }
            flag if flag.starts_with('-') => {
                return Err(Fault::new(format!(
                    "`{flag}` is unknown; see `cargo x help`."
                )));
            }
            filter => options.filter = Some(filter.to_owned()),
        }
    }
    Ok(options)
}

fn named_tests(place: &Place, stages: &mut Stages, filter: &str) -> Outcome {
    stages
        .stage("assets", || passed(assets::build(place)))
        .stage("sqlite", || {
            passed(run_command(
                nextest(place)?.args(["--no-tests=warn", filter]),
            ))
        })
        .stage("postgresql", || passed(postgresql(place, Some(filter))))
        .finish()
}

fn passed(outcome: Outcome) -> Result<Done, Fault> {
    outcome.map(|()| Done::Passed)
}

/// Always the whole workspace, filtered afterwards: naming packages would change their features.
fn nextest(place: &Place) -> Result<Command, Fault> {
    if !works("cargo-nextest", &["nextest", "--version"]) {
        run_command(cargo(place.root()).args(["install", "cargo-nextest", "--locked"]))?;
    }
    let mut command = cargo(place.root());
    command
        .args(["nextest", "run", "--workspace"])
        .env("INSTA_UPDATE", "no")
        .env_remove("TEST_DATABASE_URL");
    Ok(command)
}

fn sqlite(place: &Place, scratch: &Scratch) -> Outcome {
    run_command(nextest(place)?.env(snapshots::REFERENCES, scratch.path().join("snapshots")))
}

fn postgresql(place: &Place, filter: Option<&str>) -> Outcome {
    let cluster = Cluster::start()?;
    let mut command = nextest(place)?;
    command
        .args(["-E", STORED])
        .env("TEST_DATABASE_URL", cluster.url());
    if let Some(filter) = filter {
        command.args(["--no-tests=warn", filter]);
    }
    run_command(&mut command)
}

/// What the SQLite stage compared is known only when it ran before this one.
fn snapshot_files(place: &Place, scratch: &Scratch) -> Outcome {
    let references = scratch.path().join("snapshots");
    snapshots::check(
        place.root(),
        references.exists().then_some(references.as_path()),
    )
}

fn doc_tests(place: &Place) -> Outcome {
    run_command(cargo(place.root()).args(["test", "--workspace", "--doc", "--quiet"]))
}

fn documentation(place: &Place) -> Outcome {
    run_command(
        cargo(place.root())
            .args(["doc", "--no-deps", "--quiet"])
            .args(build::TARGETS)
            .env("RUSTDOCFLAGS", "-D warnings"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn a_word_is_a_filter_and_a_stage_must_exist() {
        let options = parse(&words("--keep-going quota")).unwrap();
        assert!(options.keep_going);
        assert_eq!(options.filter.as_deref(), Some("quota"));
        assert_eq!(
            parse(&words("--only layers")).unwrap().only.as_deref(),
            Some("layers")
        );
        assert!(parse(&words("--only nothing")).is_err());
        assert!(parse(&words("--only")).is_err());
        assert!(parse(&words("--fast")).is_err());
    }
}
