//! A folder that is gone when the work is done.

use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use crate::fault::Fault;

#[derive(Debug)]
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// A new, empty folder of our own. Those that interrupted runs left go first; a PostgreSQL that
    /// is still alive in one of them notices within a minute that its folder is gone, and ends.
    pub(crate) fn new(name: &str) -> Result<Self, Fault> {
        let parent = std::env::temp_dir();
        for path in left_behind(&parent, name, Path::new("/proc")) {
            // What belongs to somebody else stays.
            let _ = std::fs::remove_dir_all(path);
        }
        let path = parent.join(format!("onex-{name}-{}", std::process::id()));
        std::fs::DirBuilder::new()
            .mode(0o700)
            .create(&path)
            .map_err(Fault::at(&path))?;
        Ok(Self(path))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(cause) = std::fs::remove_dir_all(&self.0) {
            eprintln!("{} stays behind: {cause}", self.0.display());
        }
    }
}

/// Folders of this name whose program no longer runs; none where there is no list of programs.
fn left_behind(parent: &Path, name: &str, programs: &Path) -> Vec<PathBuf> {
    let prefix = format!("onex-{name}-");
    let ended = |path: &PathBuf| {
        path.file_name()
            .and_then(|name| name.to_str())
            .and_then(|name| name.strip_prefix(&prefix))
            .and_then(|number| number.parse::<u32>().ok())
            .is_some_and(|number| {
                // A number of our own was given to an earlier program before.
                number == std::process::id() || !programs.join(number.to_string()).exists()
            })
    };
    if !programs.exists() {
        return Vec::new();
    }
    let entries = std::fs::read_dir(parent).into_iter().flatten();
    entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(ended)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_goes_and_only_folders_of_ended_programs_are_left_behind() {
        let scratch = Scratch::new("scratch-test").unwrap();
        let parent = scratch.path().to_path_buf();
        let programs = parent.join("proc");
        for folder in ["proc/7", "onex-a-7", "onex-a-8", "onex-a-b-8", "other-8"] {
            std::fs::create_dir_all(parent.join(folder)).unwrap();
        }
        assert_eq!(
            left_behind(&parent, "a", &programs),
            [parent.join("onex-a-8")]
        );
        assert!(left_behind(&parent, "a", &parent.join("none")).is_empty());
        drop(scratch);
        assert!(!parent.exists());
    }
}
