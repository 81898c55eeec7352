//! A filtered page of the registered students, 100,000 registrations in the school, through the router as it is
//! served and signed in as an office clerk; against the same count and the same rows by bare SQL, answered as a
//! static page of the same bytes.

mod bare;
mod lists;
mod own;
mod school;

use std::path::Path;
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::measure::{ratio, run, say, this};

pub(crate) use bare::work as bare;
pub(crate) use own::work as own;
pub(crate) use school::work as school;

const GOAL: f64 = 3.0;
/// Requests before the first one that counts, and those that count.
const WARM: usize = 20;
const ASKED: usize = 200;

/// What is asked for. The page's own address and the bare query are both made from it.
#[derive(Clone, Copy)]
struct Question {
    name: &'static str,
    about: &'static str,
    project: Option<i64>,
    state: &'static str,
    text: &'static str,
}

const QUESTIONS: [Question; 2] = [
    Question {
        name: "wide",
        about: "all that are approved",
        project: None,
        state: "approved",
        text: "",
    },
    Question {
        name: "narrow",
        about: "one project's returned ones, by a name",
        project: Some(school::A_LIVE_PROJECT),
        state: "returned",
        text: "陈",
    },
];

pub(crate) fn measure(folder: &Path) -> Outcome {
    let data = folder.join("registrations");
    let data = data.to_string_lossy();
    let made = run(this(&["work", "school", &data])?)?;
    say(&format!(
        "page: /registration/students over {} registrations, the middle of {ASKED} requests",
        made.answer.trim()
    ));
    for question in QUESTIONS {
        let ask = |who| run(this(&["work", who, &data, question.name])?);
        let own = ask("page")?;
        let bare = ask("bare-page")?;
        let [time, rows, bytes] = numbers(&own.answer)?;
        let [bare_time, found, bare_bytes] = numbers(&bare.answer)?;
        if bytes != bare_bytes {
            return Err("the two pages are not of the same bytes".into());
        }
        say(&format!(
            "  {}: {found} found, {rows} rows, {bytes} bytes of HTML",
            question.about
        ));
        say(&line("onex", time, own.memory));
        say(&line("bare", bare_time, bare.memory));
        let micros = Duration::from_micros;
        say(&ratio(micros(time), micros(bare_time), GOAL));
    }
    Ok(())
}

fn question(name: &str) -> Outcome<Question> {
    let found = QUESTIONS.into_iter().find(|one| one.name == name);
    found.ok_or_else(|| format!("nobody asks {name}").into())
}

fn numbers(answer: &str) -> Outcome<[u64; 3]> {
    let words: Result<Vec<u64>, _> = answer.split_whitespace().map(str::parse).collect();
    words?
        .try_into()
        .map_err(|_| "the answer is not three numbers".into())
}

fn line(name: &str, micros: u64, memory: u64) -> String {
    format!(
        "  {name:<10} {:>6}.{:03} ms peak {} MB",
        micros / 1_000,
        micros % 1_000,
        memory / 1_024
    )
}

/// The middle time of a request in microseconds.
async fn middle<T>(mut ask: impl AsyncFnMut() -> Outcome<T>) -> Outcome<u128> {
    for _ in 0..WARM {
        ask().await?;
    }
    let mut times = Vec::with_capacity(ASKED);
    for _ in 0..ASKED {
        let start = Instant::now();
        std::hint::black_box(ask().await?);
        times.push(start.elapsed());
    }
    times.sort_unstable();
    let middle = times.get(times.len() / 2).ok_or("nothing was asked")?;
    Ok(middle.as_micros())
}
