//! A folder that is gone when the work is done.

use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use crate::fault::Fault;

#[derive(Debug)]
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// A new, empty folder of our own. One that an interrupted run of the same number left is emptied.
    pub(crate) fn new(name: &str) -> Result<Self, Fault> {
        let path = std::env::temp_dir().join(format!("onex-{name}-{}", std::process::id()));
        if path.exists() {
            std::fs::remove_dir_all(&path).map_err(Fault::at(&path))?;
        }
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
