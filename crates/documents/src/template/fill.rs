//! Filling the data rows of a template and nothing else (plan 6.3).

use std::collections::BTreeMap;

use domain::registration::mapping::{Mapping, Values};

use super::package::{self, Package};
use super::plan::{self, Plan};
use super::report::FillReport;
use super::rows::Filling;
use super::workbook::{self, Workbook};
use super::xml::BROKEN;
use super::{Blank, Refused, hash};

/// A filled workbook and what is to be said about it.
#[derive(Clone, Debug)]
pub struct Filled {
    pub bytes: Vec<u8>,
    pub report: FillReport,
}

/// Write one row for each of `rows` from the template's first data row on, every value as text.
///
/// `bytes` is the very file `blank` was read from.
pub fn fill(
    bytes: &[u8],
    blank: &Blank,
    mapping: &Mapping,
    rows: impl IntoIterator<Item = Values>,
) -> Result<Filled, Refused> {
    if hash(bytes) != blank.sha256 {
        return Err(Refused::Changed);
    }
    let package = Package::open(bytes)?;
    let sheet = package.part(&blank.path).ok_or(BROKEN)?;
    let plans = blank
        .headers
        .iter()
        .map(|header| Plan::new(header, mapping))
        .collect();
    let mut filling = Filling::new(blank, plans, rows.into_iter());
    let text = filling.run(sheet)?;
    let (plans, rows, last_row) = filling.finish();
    let report = plan::report(blank, plans, rows, last_row);
    if rows == 0 {
        return Ok(Filled {
            bytes: bytes.to_vec(),
            report,
        });
    }
    let mut changed = BTreeMap::from([(blank.path.as_str(), text)]);
    let book;
    if package.sheets().any(has_formula) {
        book = Workbook::read(&package)?;
        let text = package.part(&book.path).ok_or(BROKEN)?;
        changed.extend(workbook::ask_to_compute(text)?.map(|text| (book.path.as_str(), text)));
    }
    Ok(Filled {
        bytes: package::replace(bytes, &changed)?,
        report,
    })
}

fn has_formula(sheet: &str) -> bool {
    ["<f>", "<f ", "<x:f>", "<x:f "]
        .iter()
        .any(|tag| sheet.contains(tag))
}
