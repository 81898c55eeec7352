//! Where things stand: the workspace and the programs that cargo built from it.

use std::path::{Path, PathBuf};

use crate::fault::Fault;

#[derive(Debug)]
pub(crate) struct Place {
    root: PathBuf,
    built: PathBuf,
}

impl Place {
    /// Cargo tells a program that it runs where its package is; the target folder is wherever this
    /// very program was put, so that every way of choosing it is honoured.
    pub(crate) fn find() -> Result<Self, Fault> {
        let package = std::env::var_os("CARGO_MANIFEST_DIR")
            .map(PathBuf::from)
            .ok_or_else(|| Fault::new("Run this as `cargo x`, so that cargo says where it is."))?;
        let root = package
            .parent()
            .map(Path::to_path_buf)
            .ok_or_else(|| Fault::new("The xtask package lies outside a workspace."))?;
        let own = std::env::current_exe()
            .map_err(|cause| Fault::new(format!("This program cannot find itself: {cause}")))?;
        let built = own
            .parent()
            .map(Path::to_path_buf)
            .ok_or_else(|| Fault::new("This program lies in no folder."))?;
        Ok(Self { root, built })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn join(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// The program itself, as the last `cargo build` left it.
    pub(crate) fn onex(&self) -> PathBuf {
        self.built.join("onex")
    }
}
