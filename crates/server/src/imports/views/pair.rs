//! Two rows of the file side by side, of which one can stay.

use askama::Template;
use domain::values::mask;

use super::super::checkup::Checkup;
use super::super::record::Import;
use super::{Cells, Head};
use crate::shell::Layout;

#[derive(Template)]
#[template(path = "imports/pair.html")]
pub(in super::super) struct PairPage {
    layout: Layout,
    head: Head,
    path: String,
    op_id: String,
    first: u32,
    second: u32,
    fields: Vec<PairField>,
}

/// One field of both rows.
struct PairField {
    column: String,
    first: String,
    second: String,
    differs: bool,
    secret: bool,
}

impl PairPage {
    pub(in super::super) fn of(
        layout: Layout,
        head: Head,
        import: &Import,
        checkup: &Checkup,
        (first, second): (u32, u32),
    ) -> Self {
        let cells = Cells::of(import, checkup);
        let known = checkup.outcomes.header.columns.iter().filter_map(|column| {
            let spec = cells.table.column(column.field?)?;
            let (one, other) = (cells.text(first, &spec.key), cells.text(second, &spec.key));
            let secret = cells.is_secret(&spec.key);
            let shown = |text: &str| if secret { mask(text) } else { text.to_owned() };
            Some(PairField {
                column: cells.column(&spec.key, &column.name),
                first: shown(&one),
                second: shown(&other),
                differs: one.trim() != other.trim(),
                secret,
            })
        });
        Self {
            path: format!("/imports/{}", import.id()),
            op_id: crate::shell::op_id(),
            fields: known.collect(),
            layout,
            head,
            first,
            second,
        }
    }
}
