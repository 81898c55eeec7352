//! The style sheet, scripts and icons (assets/dist) and the faces of papers (assets/fonts): gathered by Node.js,
//! embedded by the program.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::UNIX_EPOCH;

use crate::command::run;
use crate::fault::{Fault, Outcome};
use crate::packages::ensure_node;
use crate::place::Place;

/// Build assets/dist and assets/fonts, unless they were built from exactly these sources.
pub(crate) fn build(place: &Place) -> Outcome {
    ensure_node()?;
    let folder = place.join("assets");
    let sources = ["package-lock.json", "build.mjs", "src"].map(|name| folder.join(name));
    let state = state_of(&sources)?;
    let stamp = folder.join("node_modules/.built-from");
    let built = ["dist", "fonts"]
        .iter()
        .all(|made| folder.join(made).exists());
    if built && std::fs::read_to_string(&stamp).is_ok_and(|old| old == state) {
        return Ok(());
    }
    install(&folder)?;
    run(Command::new("node").arg("build.mjs").current_dir(&folder))?;
    std::fs::write(&stamp, state).map_err(Fault::at(&stamp))
}

/// `npm ci`, unless what is installed is what the lock file names.
pub(crate) fn install(folder: &Path) -> Outcome {
    let lock = folder.join("package-lock.json");
    let state = state_of(std::slice::from_ref(&lock))?;
    let stamp = folder.join("node_modules/.installed-from");
    if std::fs::read_to_string(&stamp).is_ok_and(|old| old == state) {
        return Ok(());
    }
    run(Command::new("npm")
        .args(["ci", "--no-audit", "--no-fund"])
        .current_dir(folder))?;
    std::fs::write(&stamp, state).map_err(Fault::at(&stamp))
}

/// Path, size and time of change of every file, as text that differs when any of them does.
fn state_of(paths: &[PathBuf]) -> Result<String, Fault> {
    let mut state = String::new();
    for path in paths {
        describe(path, &mut state)?;
    }
    Ok(state)
}

fn describe(path: &Path, state: &mut String) -> Outcome {
    let meta = path.metadata().map_err(Fault::at(path))?;
    if meta.is_dir() {
        let entries = std::fs::read_dir(path).map_err(Fault::at(path))?;
        let mut inside: Vec<PathBuf> = entries
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()
            .map_err(Fault::at(path))?;
        inside.sort();
        return inside.iter().try_for_each(|path| describe(path, state));
    }
    let changed = meta.modified().map_err(Fault::at(path))?;
    let changed = changed.duration_since(UNIX_EPOCH).unwrap_or_default();
    writeln!(
        state,
        "{} {} {}",
        path.display(),
        meta.len(),
        changed.as_nanos()
    )
    .map_err(|cause| Fault::new(cause.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn a_changed_and_a_new_source_are_noticed() {
        let scratch = Scratch::new("state-of-sources").unwrap();
        let sources = [scratch.path().to_path_buf()];
        std::fs::write(scratch.path().join("app.css"), "a").unwrap();
        let first = state_of(&sources).unwrap();
        assert_eq!(first, state_of(&sources).unwrap());

        std::fs::write(scratch.path().join("app.css"), "ab").unwrap();
        let second = state_of(&sources).unwrap();
        assert_ne!(first, second);

        std::fs::write(scratch.path().join("app.js"), "").unwrap();
        assert_ne!(second, state_of(&sources).unwrap());
    }
}
