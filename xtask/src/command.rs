//! Running other programs.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::fault::{Fault, Outcome};

/// Cargo, the same one that runs this program, at `root`.
///
/// What cargo told this program about its package is taken back: the build script of ring asks for
/// these variables, so ring and all above it would be compiled anew each time that a command of ours
/// follows one typed by hand.
pub(crate) fn cargo(root: &Path) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(program);
    command.current_dir(root);
    for (name, _) in std::env::vars_os() {
        if about_a_package(&name.to_string_lossy()) {
            command.env_remove(name);
        }
    }
    command
}

fn about_a_package(name: &str) -> bool {
    ["CARGO_PKG_", "CARGO_MANIFEST_"]
        .iter()
        .any(|prefix| name.starts_with(prefix))
}

/// Run and show what the program says; anything but success is a fault.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let line = line(command);
    eprintln!("$ {line}");
    let status = command
        .status()
        .map_err(|cause| Fault::new(format!("`{line}` could not be started: {cause}")))?;
    if status.success() {
        Ok(())
    } else {
        Err(Fault::new(format!("`{line}` ended with {status}.")))
    }
}

/// Run without a word and answer what the program wrote; what it complained of is in the fault.
pub(crate) fn read(command: &mut Command) -> Result<String, Fault> {
    let line = line(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|cause| Fault::new(format!("`{line}` could not be started: {cause}")))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    Err(Fault::new(format!(
        "`{line}` ended with {}: {}",
        output.status,
        complaint.trim()
    )))
}

/// Whether the program runs and is content with its arguments.
pub(crate) fn works(program: &str, arguments: &[&str]) -> bool {
    read(Command::new(program).args(arguments)).is_ok()
}

/// Where the program lies, when it lies on the path.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

fn line(command: &Command) -> String {
    let name = Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program());
    let mut words = vec![name.to_string_lossy()];
    words.extend(command.get_args().map(|word| word.to_string_lossy()));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_is_not_told_of_this_package_and_keeps_what_people_set() {
        assert!(about_a_package("CARGO_MANIFEST_DIR"));
        assert!(about_a_package("CARGO_PKG_NAME"));
        assert!(!about_a_package("CARGO_TARGET_DIR"));
        assert!(!about_a_package("CARGO_INCREMENTAL"));
    }
}
