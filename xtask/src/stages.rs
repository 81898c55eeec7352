//! Stages: a headed line for each, its seconds, and a table at the end.

use std::time::{Duration, Instant};

use crate::fault::{Fault, Outcome};

/// How a stage that did not fail ended.
#[derive(Debug)]
pub(crate) enum Done {
    Passed,
    /// Passed, and there is something to know about it.
    Said(String),
}

/// What became of one stage.
#[derive(Debug)]
struct Line {
    name: &'static str,
    took: Duration,
    result: Result<Done, Fault>,
}

#[derive(Debug)]
pub(crate) struct Stages {
    keep_going: bool,
    lines: Vec<Line>,
}

impl Stages {
    pub(crate) fn new(keep_going: bool) -> Self {
        Self {
            keep_going,
            lines: Vec::new(),
        }
    }

    /// Run one stage, unless an earlier one failed and that is the end.
    pub(crate) fn stage(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> Result<Done, Fault>,
    ) -> &mut Self {
        if self.failed() && !self.keep_going {
            return self;
        }
        eprintln!("\n== {name} ==");
        let start = Instant::now();
        let result = work();
        let took = start.elapsed();
        match &result {
            Ok(Done::Passed) => eprintln!("== {name}: passed, {} s", seconds(took)),
            Ok(Done::Said(note)) => eprintln!("== {name}: passed, {} s; {note}", seconds(took)),
            Err(fault) => eprintln!("{fault}\n== {name}: FAILED, {} s", seconds(took)),
        }
        self.lines.push(Line { name, took, result });
        self
    }

    /// Print the table; a fault when any stage failed.
    pub(crate) fn finish(&self) -> Outcome {
        eprintln!("\n{}", self.table());
        if self.failed() {
            return Err(Fault::new("Not everything passed."));
        }
        Ok(())
    }

    fn failed(&self) -> bool {
        self.lines.iter().any(|line| line.result.is_err())
    }

    fn table(&self) -> String {
        let row = |line: &Line| {
            let end = match &line.result {
                Ok(Done::Passed) => "passed".to_owned(),
                Ok(Done::Said(note)) => format!("passed; {note}"),
                Err(_) => "FAILED".to_owned(),
            };
            format!("{:<14} {:>8} s  {end}", line.name, seconds(line.took))
        };
        let rows: Vec<String> = self.lines.iter().map(row).collect();
        rows.join("\n")
    }
}

fn seconds(took: Duration) -> String {
    format!("{}.{}", took.as_secs(), took.subsec_millis() / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fails() -> Result<Done, Fault> {
        Err(Fault::new("broken"))
    }

    #[test]
    fn the_first_failure_is_the_end() {
        let mut stages = Stages::new(false);
        stages.stage("one", || Ok(Done::Passed)).stage("two", fails);
        stages.stage("three", || panic!("must not run"));
        assert!(stages.finish().is_err());
        assert_eq!(stages.table().lines().count(), 2);
    }

    #[test]
    fn a_failure_stays_a_failure_when_the_rest_goes_on() {
        let mut stages = Stages::new(true);
        stages.stage("one", fails).stage("two", || Ok(Done::Passed));
        assert!(stages.finish().is_err());
        assert_eq!(stages.table().lines().count(), 2);
    }
}
