//! The parent's side: start a child, feed it, wait so long and no longer.

use std::io::{self, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use serde::Serialize;

/// Longer than the processor time a child has, because the machine may be busy.
const PATIENCE: Duration = Duration::from_secs(15);
/// A sheet of the largest size allowed answers with less.
const LONGEST_ANSWER: u64 = 96 << 20;
const LONGEST_COMPLAINT: u64 = 4 << 10;

/// Why a child gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum ChildDied {
    #[error("the child could not be started: {0}")]
    NotStarted(#[source] io::Error),
    #[error("the child took too long and was stopped")]
    TimedOut,
    /// Out of memory (abort), out of processor time, stack overflow.
    #[error("the child was killed by signal {signal}: {complaint}")]
    Killed { signal: i32, complaint: String },
    #[error("the child ended with {status}: {complaint}")]
    Panicked {
        status: ExitStatus,
        complaint: String,
    },
    #[error("the child's answer is longer than {LONGEST_ANSWER} bytes")]
    AnswerTooLong,
}

/// Run `program sandbox TASK` on a file, with nothing of our environment. Blocks.
pub fn call(
    program: &Path,
    task: &str,
    request: &impl Serialize,
    file: &[u8],
) -> Result<Vec<u8>, ChildDied> {
    let request =
        serde_json::to_vec(request).map_err(|error| ChildDied::NotStarted(error.into()))?;
    run(program, task, &request, file, PATIENCE)
}

fn run(
    program: &Path,
    task: &str,
    request: &[u8],
    file: &[u8],
    patience: Duration,
) -> Result<Vec<u8>, ChildDied> {
    let length = u32::try_from(request.len())
        .map_err(|_| ChildDied::NotStarted(io::ErrorKind::InvalidInput.into()))?;
    let mut child = spawn(program, task).map_err(ChildDied::NotStarted)?;
    let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (Some(mut stdin), Some(stdout), Some(stderr)) = pipes else {
        return Err(ChildDied::NotStarted(io::ErrorKind::BrokenPipe.into()));
    };
    thread::scope(|scope| {
        scope.spawn(move || {
            // A child that dies early closes its end; how it died is what matters.
            let _ = [&length.to_le_bytes(), request, file]
                .into_iter()
                .try_for_each(|piece| stdin.write_all(piece));
        });
        let complaint = scope.spawn(move || read_up_to(stderr, LONGEST_COMPLAINT));
        let (send, answered) = mpsc::channel();
        scope.spawn(move || send.send(read_up_to(stdout, LONGEST_ANSWER)));
        let (ended, answer) = wait(&mut child, &answered, patience);
        // The streams are closed now, so this waits for nothing.
        let (complaint, _) = complaint.join().unwrap_or_default();
        verdict(
            ended.ok_or(ChildDied::TimedOut)?,
            answer,
            &String::from_utf8_lossy(&complaint),
        )
    })
}

fn spawn(program: &Path, task: &str) -> io::Result<Child> {
    Command::new(program)
        .args(["sandbox", task])
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
}

/// Bytes up to a limit and whether there were more, which are read and forgotten.
type Bounded = (Vec<u8>, bool);

fn read_up_to(mut stream: impl Read, most: u64) -> Bounded {
    let mut bytes = Vec::new();
    let _ = stream.by_ref().take(most).read_to_end(&mut bytes);
    let rest = io::copy(&mut stream, &mut io::sink()).unwrap_or(0);
    (bytes, rest > 0)
}

/// Wait for the answer and then for the end; what takes too long is killed.
fn wait(
    child: &mut Child,
    answered: &Receiver<Bounded>,
    patience: Duration,
) -> (Option<ExitStatus>, Bounded) {
    let deadline = Instant::now() + patience;
    let left = || deadline.saturating_duration_since(Instant::now());
    let answer = answered.recv_timeout(left()).unwrap_or_default();
    let mut ended = None;
    let mut pause = Duration::from_micros(100);
    while !left().is_zero() && ended.is_none() {
        ended = child.try_wait().ok().flatten();
        if ended.is_none() {
            // Its stream is closed, so it is about to end.
            thread::park_timeout(pause);
            pause = (pause * 2).min(Duration::from_millis(50));
        }
    }
    if ended.is_none() {
        let _ = child.kill();
        let _ = child.wait();
    }
    (ended, answer)
}

fn verdict(ended: ExitStatus, answer: Bounded, complaint: &str) -> Result<Vec<u8>, ChildDied> {
    let complaint = complaint.trim_end().to_owned();
    match (ended.signal(), answer) {
        (Some(signal), _) => Err(ChildDied::Killed { signal, complaint }),
        (None, _) if !ended.success() => Err(ChildDied::Panicked {
            status: ended,
            complaint,
        }),
        (None, (_, true)) => Err(ChildDied::AnswerTooLong),
        (None, (answer, false)) => Ok(answer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_that_does_not_end_is_killed() {
        let started = Instant::now();
        let patience = Duration::from_millis(300);
        let died = run(
            Path::new("/usr/bin/yes"),
            "x",
            b"{}",
            &vec![0; 1 << 20],
            patience,
        )
        .unwrap_err();
        assert!(matches!(died, ChildDied::TimedOut), "{died}");
        assert!(started.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn a_child_that_cannot_do_its_work_is_told_apart() {
        let call = |program: &str| call(Path::new(program), "x", &1, &vec![0; 1 << 20]);
        assert!(matches!(
            call("/no/such/program"),
            Err(ChildDied::NotStarted(_))
        ));
        assert!(matches!(
            call("/bin/false"),
            Err(ChildDied::Panicked { .. })
        ));
        assert_eq!(call("/bin/true").unwrap(), b"");
    }
}
