//! The roster of students as it comes in from a spreadsheet: which columns it has, what is checked, and
//! which faculties, groups, majors and classes it asks for (plan 2.1, 4.2, 6.3).

mod classes;
mod columns;
mod compare;
mod duplicates;
mod known;
mod nation;
mod owner;
mod person;
mod place;
mod rows;
mod structure;
#[cfg(test)]
mod tests;

pub use columns::table;
pub use known::{Known, KnownClass, KnownGroup, KnownMajor, KnownStudent};
pub use rows::{ClassRef, RosterRow};
pub use structure::{NewClass, NewGroup, NewMajor, Structure};

use crate::import::{self, Checked, CheckedRow, FileRefused, Header, Report, Request};

/// A checked roster: the report, a value for every row that can be written, and what has to be made
/// before they are.
#[derive(Clone, Debug)]
pub struct Roster {
    pub report: Report,
    pub header: Header,
    pub rows: Vec<CheckedRow<RosterRow>>,
    /// Empty unless it was asked for.
    pub structure: Structure,
}

/// Check a roster against the school as it is. With `create_structure`, believable new classes and
/// what they belong to are listed in [`Roster::structure`]; without it every new class is a problem.
pub fn check(
    request: Request<'_>,
    known: &Known,
    create_structure: bool,
) -> Result<Roster, FileRefused> {
    let mut area = rows::RosterCheck::new(known, request.fixes, create_structure);
    let Checked {
        report,
        header,
        rows,
    } = import::check(request, &table(), &mut area)?;
    let wanted = rows.iter().filter_map(|row| row.outcome.value());
    let structure = Structure::of(wanted, area.classes(), known);
    Ok(Roster {
        report,
        header,
        rows,
        structure,
    })
}
