//! Selecting from 1,000,000 candidates, against sorting the same keys.

use std::path::Path;
use std::time::{Duration, Instant};

use domain::selection::{Candidate, Parameters, select};
use domain::values::{Ratio, Score};

use crate::Outcome;
use crate::measure::{ratio, run, say, seconds, this};

const CANDIDATES: u32 = 1_000_000;
const RUNS: u32 = 5;
const GOAL: f64 = 3.0;

pub(crate) fn measure(_: &Path) -> Outcome {
    let taken = run(this(&["work", "select"])?)?;
    let mut micros = taken
        .answer
        .split_whitespace()
        .filter_map(|word| word.parse().ok())
        .map(Duration::from_micros);
    let (own, sort) = (
        micros.next().ok_or("no time")?,
        micros.next().ok_or("no time")?,
    );
    say(&format!(
        "select: {CANDIDATES} candidates, two parts, two tie keys"
    ));
    say(&format!(
        "  onex       {:>9} peak {} MB with the candidates",
        seconds(own),
        taken.memory / 1_024
    ));
    say(&format!("  sort       {:>9} the same keys", seconds(sort)));
    say(&ratio(own, sort, GOAL));
    Ok(())
}

/// Both in one process, by turns; answers the middle of each in microseconds.
pub(crate) fn work() -> Outcome {
    let parameters = Parameters {
        tie_keys: "practical,theory".parse()?,
        ..Parameters::new(Ratio::try_from(6_000)?, "theory=50,practical=50".parse()?)
    };
    let (theory, practical) = ("theory".parse()?, "practical".parse()?);
    let (mut candidates, mut keys) = (Vec::new(), Vec::new());
    for nth in 0..CANDIDATES {
        // Scrambled, so that nothing is sorted beforehand.
        let mixed = nth.wrapping_mul(2_654_435_761);
        let marks = [
            i32::try_from(mixed % 1_001)?,
            i32::try_from((mixed / 1_001) % 1_001)?,
        ];
        keys.push((marks.iter().sum::<i32>(), marks, nth));
        let [first, second] = marks;
        candidates.push(Candidate {
            number: format!("{nth:010}").into(),
            name: "学生".to_owned(),
            class: "23会计1班".to_owned(),
            marks: [
                (theory, Score::try_from(first)?),
                (practical, Score::try_from(second)?),
            ]
            .into_iter()
            .collect(),
            absence: None,
        });
    }
    let (mut own, mut sorts) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let mut copy = keys.clone();
        let start = Instant::now();
        copy.sort_unstable();
        sorts.push(start.elapsed());
        std::hint::black_box(&copy);
        let start = Instant::now();
        let outcome = select(&candidates, &parameters);
        own.push(start.elapsed());
        std::hint::black_box(&outcome);
    }
    own.sort_unstable();
    sorts.sort_unstable();
    let middle = |times: &[Duration]| {
        times
            .get(times.len() / 2)
            .map(Duration::as_micros)
            .unwrap_or_default()
    };
    say(&format!("{} {}", middle(&own), middle(&sorts)));
    Ok(())
}
