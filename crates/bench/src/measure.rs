//! Running a process and watching what it takes.

use std::collections::BTreeMap;
use std::fs::read_to_string;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::Outcome;

/// How often the memory of a process is looked at. The kernel keeps the peak, so only the last look must be late enough;
/// looking more often would take from what is measured.
const LOOK: Duration = Duration::from_millis(5);

/// What a process took.
pub(crate) struct Taken {
    pub(crate) time: Duration,
    /// What the processors worked for it and its children, which other work on the machine stretches less.
    pub(crate) worked: Duration,
    /// The peak of the process in kilobytes.
    pub(crate) memory: u64,
    /// The highest peak among its children.
    pub(crate) children: u64,
    pub(crate) answer: String,
}

/// A line on the screen.
#[expect(
    clippy::print_stdout,
    reason = "the figures are what the program is for"
)]
pub(crate) fn say(line: &str) {
    println!("{line}");
}

/// This program again, with other arguments.
pub(crate) fn this(arguments: &[&str]) -> Outcome<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(arguments);
    Ok(command)
}

/// Run a command to its end; an error when it refuses.
pub(crate) fn run(mut command: Command) -> Outcome<Taken> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.env_remove("DATABASE_URL").env("ONEX_LOG", "error");
    let start = Instant::now();
    let mut child = command.spawn()?;
    // Read while it runs: a report may be longer than a pipe holds.
    let (answer, complaint) = (reading(child.stdout.take()), reading(child.stderr.take()));
    let mut peaks = Peaks::default();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        peaks.look(&child);
        pause();
    };
    let ((answer, ended), (complaint, _)) = (said(answer)?, said(complaint)?);
    let time = ended.duration_since(start);
    if !status.success() {
        return Err(format!("{command:?} ended with {status}: {complaint}").into());
    }
    Ok(Taken {
        time,
        worked: peaks.worked,
        memory: peaks.own,
        children: peaks.children.into_values().max().unwrap_or(0),
        answer,
    })
}

/// What a process says, and when its stream ended: it ends with the process, and nothing looks for that moment.
type Said = (String, Instant);
type Reading = JoinHandle<std::io::Result<Said>>;

fn reading(stream: Option<impl Read + Send + 'static>) -> Reading {
    std::thread::spawn(move || {
        let mut text = String::new();
        if let Some(mut stream) = stream {
            stream.read_to_string(&mut text)?;
        }
        Ok((text, Instant::now()))
    })
}

fn said(reading: Reading) -> Outcome<Said> {
    Ok(reading.join().map_err(|_| "a reader ended early")??)
}

#[derive(Default)]
struct Peaks {
    own: u64,
    children: BTreeMap<u32, u64>,
    worked: Duration,
}

impl Peaks {
    fn look(&mut self, child: &Child) {
        let id = child.id();
        self.own = self.own.max(peak(id).unwrap_or(0));
        self.worked = self.worked.max(worked(id).unwrap_or_default());
        let threads = std::fs::read_dir(format!("/proc/{id}/task"))
            .into_iter()
            .flatten()
            .flatten();
        for thread in threads {
            let listed = read_to_string(thread.path().join("children")).unwrap_or_default();
            for grandchild in listed
                .split_whitespace()
                .filter_map(|word| word.parse().ok())
            {
                let seen = self.children.entry(grandchild).or_default();
                *seen = (*seen).max(peak(grandchild).unwrap_or(0));
            }
        }
    }
}

/// Linux counts in hundredths of a second: user and system, of the process and of the children it has seen end.
fn worked(id: u32) -> Option<Duration> {
    let status = read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (_, after_name) = status.rsplit_once(')')?;
    let ticks = after_name.split_whitespace().skip(11).take(4);
    let ticks: u64 = ticks.filter_map(|word| word.parse::<u64>().ok()).sum();
    Some(Duration::from_millis(ticks * 10))
}

fn peak(id: u32) -> Option<u64> {
    let status = read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// One line of figures.
pub(crate) fn figures(name: &str, taken: &Taken) -> String {
    let children = if taken.children > 0 {
        format!(" + {} MB in its child", taken.children / 1_024)
    } else {
        String::new()
    };
    format!(
        "  {name:<10} {:>9} ({} of processor) peak {} MB{children}",
        seconds(taken.time),
        seconds(taken.worked),
        taken.memory / 1_024
    )
}

/// `1.234 s`.
pub(crate) fn seconds(time: Duration) -> String {
    format!("{:.3} s", time.as_secs_f64())
}

/// The ratio against its goal, and by how much it is missed.
pub(crate) fn ratio(own: Duration, reference: Duration, goal: f64) -> String {
    let ratio = own.as_secs_f64() / reference.as_secs_f64().max(f64::EPSILON);
    if ratio <= goal {
        format!("  ratio {ratio:.2}, goal ≤ {goal}: reached")
    } else {
        format!(
            "  ratio {ratio:.2}, goal ≤ {goal}: missed by {:.2}",
            ratio - goal
        )
    }
}

/// The middle one of several runs.
pub(crate) fn middle(mut runs: Vec<Taken>) -> Outcome<Taken> {
    runs.sort_by_key(|taken| taken.time);
    let at = runs.len() / 2;
    runs.into_iter()
        .nth(at)
        .ok_or_else(|| "nothing was run".into())
}

#[expect(clippy::disallowed_methods, reason = "a measuring process may wait")]
fn pause() {
    std::thread::sleep(LOOK);
}
