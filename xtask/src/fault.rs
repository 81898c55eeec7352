//! What went wrong, as one sentence that a developer can act on.

use std::fmt;
use std::path::Path;

/// The end of a command that could not do its work.
#[derive(Debug)]
pub(crate) struct Fault(String);

/// What every command answers.
pub(crate) type Outcome = Result<(), Fault>;

impl Fault {
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// A fault of reading or writing `path`.
    pub(crate) fn at(path: &Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        move |cause| Self(format!("{}: {cause}", path.display()))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
