//! The child: it answers what the reader answers, and its death costs only its own file.

use std::fmt::Write as _;
use std::path::Path;

use documents::sheets::{Limits, Unreadable, read, sandbox};

use crate::books::{Book, text_cell};

pub(crate) const CHILD: &str = env!("CARGO_BIN_EXE_sheet-child");

pub(crate) fn in_child(bytes: &[u8]) -> Result<domain::import::grid::Grid, Unreadable> {
    sandbox::read(Path::new(CHILD), bytes, "名册.xlsx", &Limits::default())
}

#[test]
fn the_child_answers_as_the_reader_does() {
    let mut rows = String::new();
    for n in 1..2_000 {
        let name = text_cell(&format!("A{n}"), "麦𬭎");
        write!(
            rows,
            r#"<row r="{n}">{name}<c r="B{n}" s="1"><v>{n}</v></c></row>"#
        )
        .unwrap();
    }
    let bytes = Book::of(&rows).bytes();
    assert_eq!(
        in_child(&bytes),
        read(&bytes, "名册.xlsx", &Limits::default())
    );
    assert_eq!(in_child(b"%PDF-1.7"), Err(Unreadable::Pdf));
    assert_eq!(in_child(b""), Err(Unreadable::Empty));
}

#[test]
fn without_the_program_the_sentence_says_so() {
    let answer = sandbox::read(Path::new("/no/such"), b"a,b", "a.csv", &Limits::default());
    assert_eq!(answer, Err(Unreadable::NoReader));
}

#[test]
fn an_answer_that_is_none_is_not_believed() {
    let answer = sandbox::read(Path::new("/bin/echo"), b"a,b", "a.csv", &Limits::default());
    assert_eq!(answer, Err(Unreadable::Damaged));
}
