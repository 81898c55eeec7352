//! The files of the repository, as the rules look at them.

use std::path::Path;
use std::process::Command;

use crate::command::read;
use crate::fault::Fault;

/// A tracked file with its text.
#[derive(Debug)]
pub(crate) struct File {
    /// From the root, with slashes.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl File {
    pub(crate) fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
        }
    }

    pub(crate) fn has_extension(&self, extensions: &[&str]) -> bool {
        Path::new(&self.path)
            .extension()
            .and_then(|end| end.to_str())
            .is_some_and(|end| extensions.contains(&end))
    }

    /// Lines that are not comments, with their numbers.
    pub(crate) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate();
        lines
            .map(|(index, line)| (index + 1, line.trim()))
            .filter(|(_, line)| !line.starts_with("//"))
    }

    /// `path:line: what`.
    pub(crate) fn fault(&self, line: usize, what: &str) -> String {
        format!("{}:{line}: {what}", self.path)
    }
}

/// All files that git knows or would take up, with text; what is no text comes without.
pub(crate) fn tracked(root: &Path) -> Result<Vec<File>, Fault> {
    let names = read(Command::new("git").current_dir(root).args([
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]))?;
    let files = names
        .split('\0')
        .filter(|name| !name.is_empty() && root.join(name).is_file())
        .map(|name| {
            let text = std::fs::read_to_string(root.join(name)).unwrap_or_default();
            File::new(name, text)
        });
    Ok(files.collect())
}

/// Whether `line` holds `word` with no letter, digit or underscore beside it.
pub(crate) fn names(line: &str, word: &str) -> bool {
    let part_of_a_word =
        |found: Option<char>| found.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    line.match_indices(word).any(|(at, found)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line
            .get(at + found.len()..)
            .and_then(|text| text.chars().next());
        !part_of_a_word(before) && !part_of_a_word(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_a_whole_word() {
        assert!(names("use axum::extract::Path;", "axum"));
        assert!(!names("let axums = 1;", "axum"));
        assert!(!names("my_axum", "axum"));
    }

    #[test]
    fn comments_are_no_code() {
        let file = File::new("a.rs", "//! axum\nuse x;\n  // axum\n");
        assert_eq!(file.code().collect::<Vec<_>>(), [(2, "use x;")]);
    }
}
