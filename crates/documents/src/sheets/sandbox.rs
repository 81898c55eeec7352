//! Reading a sheet in a child of limited memory and time.

use std::path::Path;

use domain::import::grid::Grid;
use serde::{Deserialize, Serialize};

use super::{Limits, Unreadable, wire};
use crate::sandbox::{self, ChildDied};

/// The task's name on the child's command line: `onex sandbox read-sheet`.
pub const TASK: &str = "read-sheet";

#[derive(Serialize, Deserialize)]
struct Request {
    file_name: String,
    limits: Limits,
}

/// Read a sheet in a child of `program`. Blocks until the child has answered or is dead.
pub fn read(
    program: &Path,
    bytes: &[u8],
    file_name: &str,
    limits: &Limits,
) -> Result<Grid, Unreadable> {
    // These two need no parser, and spare the child.
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if bytes.len() > limits.upload {
        return Err(Unreadable::TooBig {
            bytes: bytes.len(),
            limit: limits.upload,
        });
    }
    let request = Request {
        file_name: file_name.to_owned(),
        limits: limits.clone(),
    };
    let answer = sandbox::call(program, TASK, &request, bytes)?;
    wire::decode(&answer, limits).unwrap_or(Err(Unreadable::Damaged))
}

impl From<ChildDied> for Unreadable {
    fn from(died: ChildDied) -> Self {
        match died {
            ChildDied::NotStarted(_) => Self::NoReader,
            ChildDied::Panicked { .. } => Self::Damaged,
            ChildDied::Killed { .. } | ChildDied::TimedOut | ChildDied::AnswerTooLong => {
                Self::TooHeavy
            }
        }
    }
}

/// What the child does with its input.
pub(crate) fn answer(request: &[u8], bytes: &[u8]) -> Vec<u8> {
    let Ok(request) = serde_json::from_slice::<Request>(request) else {
        return wire::encode(&Err(Unreadable::NoReader));
    };
    let read = super::read(bytes, &request.file_name, &request.limits);
    let answer = wire::encode(&read);
    // The child ends with its answer: giving back a hundred thousand cells one by one only keeps its parent waiting.
    std::mem::forget(read);
    answer
}
