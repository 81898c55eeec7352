//! Rules about Rust files, and about the length of all of them.

use super::files::{File, names};

/// A file of more lines has too many things in it.
const MOST_LINES: usize = 500;

/// An action is permit, rule, rows, audit and jobs; HTTP and HTML belong to handlers and views.
pub(super) fn actions_know_neither_pages_nor_requests(files: &[File]) -> Vec<String> {
    let actions = files.iter().filter(|file| is_part(file, "actions"));
    actions
        .flat_map(|file| {
            let foreign = ["axum", "askama"];
            mentions(file, &foreign, "an action names neither axum nor askama")
        })
        .collect()
}

/// A handler reads rows through queries of the store and writes through actions.
pub(super) fn handlers_know_no_rows(files: &[File]) -> Vec<String> {
    let handlers = files.iter().filter(|file| is_part(file, "handlers"));
    handlers
        .flat_map(|file| mentions(file, &["sea_orm"], "a handler names no sea_orm"))
        .collect()
}

/// One area calls another through its actions, never through its handlers or views.
pub(super) fn areas_meet_in_their_actions(files: &[File]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files {
        let Some(own) = area(file) else { continue };
        for (number, line) in file.code() {
            let strange = line
                .match_indices("crate::")
                .filter_map(|(at, found)| line.get(at + found.len()..))
                .any(|path| {
                    let mut parts = path.split(|c: char| !c.is_alphanumeric() && c != '_');
                    let other = parts.next().unwrap_or_default();
                    let part = parts.find(|part| !part.is_empty()).unwrap_or_default();
                    other != own && matches!(part, "handlers" | "views")
                });
            if strange {
                faults
                    .push(file.fault(number, "another area's handlers or views; call its actions"));
            }
        }
    }
    faults
}

/// `#[expect(lint, reason = "…")]` goes away by itself when it is no longer true.
pub(super) fn lints_are_expected_never_allowed(files: &[File]) -> Vec<String> {
    let rust = files
        .iter()
        .filter(|file| file.has_extension(&["rs"]) && !file.path.starts_with("xtask/src/layers/"));
    let faults = rust.flat_map(|file| {
        file.code()
            .filter(|(_, line)| line.contains("#[allow(") || line.contains("#![allow("))
            .map(|(number, _)| file.fault(number, "use #[expect(…, reason = \"…\")]"))
    });
    faults.collect()
}

pub(super) fn files_stay_readable(files: &[File]) -> Vec<String> {
    let written = ["rs", "html", "css", "js", "mjs", "py", "sql"];
    let long = files
        .iter()
        .filter(|file| file.has_extension(&written))
        .map(|file| (file, file.text.lines().count()))
        .filter(|(_, lines)| *lines > MOST_LINES);
    long.map(|(file, lines)| file.fault(lines, "more than 500 lines; split it"))
        .collect()
}

/// `…/selection/actions.rs`, or a file in `…/selection/actions/`.
fn is_part(file: &File, part: &str) -> bool {
    file.path.starts_with("crates/server/src/")
        && (file.path.ends_with(&format!("/{part}.rs")) || file.path.contains(&format!("/{part}/")))
}

fn mentions(file: &File, words: &[&str], what: &str) -> Vec<String> {
    let lines = file.code();
    lines
        .filter(|(_, line)| words.iter().any(|word| names(line, word)))
        .map(|(number, _)| file.fault(number, what))
        .collect()
}

/// The area of the server that a file belongs to.
fn area(file: &File) -> Option<&str> {
    let inside = file.path.strip_prefix("crates/server/src/")?;
    if !file.has_extension(&["rs"]) {
        return None;
    }
    inside.split_once('/').map(|(area, _)| area)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(path: &str, text: &str) -> Vec<File> {
        vec![File::new(path, text)]
    }

    #[test]
    fn an_action_that_answers_requests_is_found() {
        let path = "crates/server/src/selection/actions.rs";
        let found = actions_know_neither_pages_nor_requests(&one(path, "\nuse axum::Json;\n"));
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("crates/server/src/selection/actions.rs:2:"));
        let clean = one(path, "//! No axum here.\nuse store::selection;\n");
        assert!(actions_know_neither_pages_nor_requests(&clean).is_empty());
        let folder = one("crates/server/src/selection/actions/seal.rs", "askama::x");
        assert_eq!(actions_know_neither_pages_nor_requests(&folder).len(), 1);
    }

    #[test]
    fn a_handler_with_queries_of_its_own_is_found() {
        let path = "crates/server/src/desk/handlers.rs";
        assert_eq!(
            handlers_know_no_rows(&one(path, "use sea_orm::Set;")).len(),
            1
        );
        assert!(handlers_know_no_rows(&one(path, "use store::desk;")).is_empty());
    }

    #[test]
    fn areas_do_not_use_each_others_pages() {
        let path = "crates/server/src/desk/views.rs";
        let found = |text: &str| areas_meet_in_their_actions(&one(path, text)).len();
        assert_eq!(found("use crate::projects::views::Card;"), 1);
        assert_eq!(found("use crate::projects::{views, paths};"), 1);
        assert_eq!(found("use crate::desk::views::Card;"), 0);
        assert_eq!(found("use crate::projects::actions;"), 0);
    }

    #[test]
    fn a_long_file_and_a_silenced_lint_are_found() {
        let long = "x\n".repeat(MOST_LINES + 1);
        assert_eq!(
            files_stay_readable(&one("assets/src/app.css", &long)).len(),
            1
        );
        assert!(files_stay_readable(&one("Cargo.lock", &long)).is_empty());
        let silenced = one("crates/store/src/lib.rs", "#[allow(dead_code)]");
        assert_eq!(lints_are_expected_never_allowed(&silenced).len(), 1);
    }
}
