//! Text snapshots: none waits for a decision, and none lies about that no test compares any more.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::fault::{Fault, Outcome};
use crate::layers::files::{File, tracked};

/// Where the tests write the name of each snapshot that they compare (a variable of insta).
pub(crate) const REFERENCES: &str = "INSTA_SNAPSHOT_REFERENCES_FILE";

/// `references` is what the tests wrote; without it only waiting snapshots are looked for.
pub(crate) fn check(root: &Path, references: Option<&Path>) -> Outcome {
    let files = tracked(root)?;
    let mut faults: Vec<String> = waiting(&root.join("crates"))?
        .iter()
        .map(|path| {
            format!(
                "{}: look at it, then accept it or mend the code",
                path.display()
            )
        })
        .collect();
    if let Some(path) = references {
        let written = std::fs::read_to_string(path).unwrap_or_default();
        faults.extend(unreferenced(root, &files, &written));
    }
    if faults.is_empty() {
        return Ok(());
    }
    Err(Fault::new(format!("Snapshots:\n  {}", faults.join("\n  "))))
}

fn unreferenced(root: &Path, files: &[File], written: &str) -> Vec<String> {
    let compared: BTreeSet<PathBuf> = written
        .lines()
        .map(|line| {
            Path::new(line)
                .canonicalize()
                .unwrap_or_else(|_| line.into())
        })
        .collect();
    files
        .iter()
        .filter(|file| file.has_extension(&["snap"]))
        .filter(|file| {
            let path = root.join(&file.path);
            !compared.contains(&path.canonicalize().unwrap_or(path))
        })
        .map(|file| format!("{}: no test compares it; remove it", file.path))
        .collect()
}

/// Files that insta leaves beside a snapshot that differs; git ignores them, so the folders are read.
fn waiting(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(Fault::at(folder))? {
        let path = entry.map_err(Fault::at(folder))?.path();
        if path.is_dir() {
            found.extend(waiting(&path)?);
        } else if path
            .extension()
            .is_some_and(|end| end == "new" || end == "pending-snap")
        {
            found.push(path);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn a_snapshot_that_waits_is_found_in_any_depth() {
        let scratch = Scratch::new("snapshots-waiting").unwrap();
        let deep = scratch.path().join("server/tests/snapshots");
        std::fs::create_dir_all(&deep).unwrap();
        std::fs::write(deep.join("page.snap"), "").unwrap();
        assert!(waiting(scratch.path()).unwrap().is_empty());
        std::fs::write(deep.join("page.snap.new"), "").unwrap();
        assert_eq!(waiting(scratch.path()).unwrap().len(), 1);
    }

    #[test]
    fn a_snapshot_that_no_test_names_is_refused() {
        let root = Path::new("/nowhere");
        let files = [
            File::new("crates/a/tests/snapshots/used.snap", ""),
            File::new("crates/a/tests/snapshots/left.snap", ""),
        ];
        let faults = unreferenced(
            root,
            &files,
            "/nowhere/crates/a/tests/snapshots/used.snap\n",
        );
        assert_eq!(
            faults,
            ["crates/a/tests/snapshots/left.snap: no test compares it; remove it"]
        );
    }
}
