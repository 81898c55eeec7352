//! The layers of the program and the habits of its pages, held by reading the files
//! (ARCHITECTURE.md, docs/decisions/0002).

mod code;
pub(crate) mod files;
mod manifests;
mod pages;

use std::path::Path;

use crate::fault::{Fault, Outcome};
use files::File;

/// A rule reads all files and says what breaks it, one line each.
type Rule = fn(&[File]) -> Vec<String>;

const RULES: [Rule; 9] = [
    code::actions_know_neither_pages_nor_requests,
    code::handlers_know_no_rows,
    code::areas_meet_in_their_actions,
    code::lints_are_expected_never_allowed,
    code::files_stay_readable,
    manifests::the_domain_stays_pure,
    manifests::crates_point_one_way,
    pages::templates_keep_the_content_policy,
    pages::htmx_is_the_fourth,
];

pub(crate) fn check(root: &Path) -> Outcome {
    let files = files::tracked(root)?;
    let faults: Vec<String> = RULES.iter().flat_map(|rule| rule(&files)).collect();
    if faults.is_empty() {
        return Ok(());
    }
    Err(Fault::new(faults.join("\n")))
}
