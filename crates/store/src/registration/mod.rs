//! Registration lists, platform workbooks, what was taken out (plan 6.3).

pub mod export;
mod exports;
pub mod list;
mod lists;
#[expect(
    clippy::module_inception,
    reason = "a table's file bears the table's name"
)]
pub mod registration;
mod rows;
pub mod template;
mod templates;

pub use exports::{
    Contents, NewExport, contents, export, exports, fingerprint, is_current, record_export,
};
pub use lists::{
    Counts, ListFilter, add_list, counts, list, list_states, lists, lists_of, locked, move_list,
};
pub use rows::{
    DecidedBy, RowFilter, RowOf, RowValues, add_rows, approved, elsewhere, held_back,
    note_problems, row, rows, rows_of_project, rows_of_student, save_row, search_rows,
};
pub use templates::{
    NewTemplate, add_template, confirm_mapping, newest_version, template, template_of_file,
    templates, usable_templates, version_before,
};
