//! Inspecting and filling an uploaded template in a child of limited memory and time.

use std::path::Path;

use domain::registration::mapping::{Mapping, Values};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{Blank, MappedHeader, Refused};
use crate::sandbox::{self, frame};
use crate::sheets::{Limits, Unreadable};

/// The tasks' names on the child's command line: `onex sandbox inspect-template`.
pub const INSPECT: &str = "inspect-template";
pub const FILL: &str = "fill-template";

/// A filled workbook from the child and what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    pub bytes: Vec<u8>,
    pub report: Report,
}

/// What filling said, each warning as its sentence; as JSON the same as [`super::FillReport`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub rows: u32,
    pub mapped: Vec<MappedHeader>,
    pub unmapped: Vec<String>,
    pub warnings: Vec<String>,
}

#[derive(Serialize)]
struct Asked<'a> {
    mapping: &'a Mapping,
    rows: &'a [Values],
}

#[derive(Deserialize)]
struct Given {
    mapping: Mapping,
    rows: Vec<Values>,
}

/// [`super::inspect`] in a child of `program`. Blocks until the child has answered or is dead.
pub fn inspect(program: &Path, bytes: &[u8]) -> Result<Blank, Refused> {
    guard(bytes)?;
    let answer = sandbox::call(program, INSPECT, &(), bytes).map_err(Unreadable::from)?;
    head(&answer).map(|(blank, _)| blank)
}

/// [`super::fill`] in a child of `program`. Blocks until the child has answered or is dead.
pub fn fill(
    program: &Path,
    bytes: &[u8],
    mapping: &Mapping,
    rows: &[Values],
) -> Result<Filled, Refused> {
    guard(bytes)?;
    let asked = Asked { mapping, rows };
    let answer = sandbox::call(program, FILL, &asked, bytes).map_err(Unreadable::from)?;
    let (report, bytes) = head(&answer)?;
    Ok(Filled {
        report,
        bytes: bytes.to_vec(),
    })
}

/// These two need no parser, and spare the child.
fn guard(bytes: &[u8]) -> Result<(), Unreadable> {
    let limit = Limits::default().upload;
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if bytes.len() > limit {
        return Err(Unreadable::TooBig {
            bytes: bytes.len(),
            limit,
        });
    }
    Ok(())
}

/// What the child does to look at a template.
pub(crate) fn inspected(file: &[u8]) -> Vec<u8> {
    answer(super::inspect(file).map(|blank| (blank, Vec::new())))
}

/// What the child does to fill one.
pub(crate) fn filled(request: &[u8], file: &[u8]) -> Vec<u8> {
    let Ok(given) = serde_json::from_slice::<Given>(request) else {
        return answer::<()>(Err(Unreadable::NoReader.into()));
    };
    let filled = super::inspect(file)
        .and_then(|blank| super::fill(file, &blank, &given.mapping, given.rows))
        .map(|filled| (filled.report, filled.bytes));
    answer(filled)
}

/// What was said, then the workbook.
fn answer<T: Serialize>(outcome: Result<(T, Vec<u8>), Refused>) -> Vec<u8> {
    let (outcome, workbook) = match outcome {
        Ok((said, workbook)) => (Ok(said), workbook),
        Err(why) => (Err(why), Vec::new()),
    };
    frame::pack(&outcome, &workbook)
}

/// The parent believes nothing in an answer: what does not read is a damaged file.
fn head<T: DeserializeOwned>(answer: &[u8]) -> Result<(T, &[u8]), Refused> {
    const DAMAGED: Refused = Refused::Unreadable(Unreadable::Damaged);
    let (said, workbook): (Result<T, Refused>, _) = frame::unpack(answer).ok_or(DAMAGED)?;
    Ok((said?, workbook))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_travels_whole_and_a_broken_one_is_a_damaged_file() {
        let said = Report {
            rows: 2,
            warnings: vec!["第 4 行的「等级」是「特级」。".to_owned()],
            ..Report::default()
        };
        let answered = answer(Ok((said.clone(), b"PK".to_vec())));
        let (read, workbook) = head::<Report>(&answered).unwrap();
        assert_eq!((read, workbook), (said, b"PK".as_slice()));
        let refused = answer::<Report>(Err(Refused::NoHeader { looked: 40 }));
        let why = head::<Report>(&refused).unwrap_err();
        assert_eq!(why, Refused::NoHeader { looked: 40 });
        for broken in [&[][..], &[9, 0, 0, 0], &[2, 0, 0, 0, b'{', b'}']] {
            let why = head::<Report>(broken).unwrap_err();
            assert_eq!(why, Refused::Unreadable(Unreadable::Damaged));
        }
    }

    #[test]
    fn what_the_child_cannot_read_is_refused_with_its_sentence() {
        let said = inspected(b"%PDF-1.7 not a workbook");
        let why = head::<Blank>(&said).unwrap_err();
        assert_eq!(why, Refused::Unreadable(Unreadable::Pdf));
    }
}
