//! The other program that reopens the workbooks we fill: openpyxl, which shares no code with ours
//! and refuses what it cannot read. (LibreOffice would mend faults silently while loading.)

use std::process::Command;

use crate::command::works;
use crate::packages::Need;

pub(crate) const OPENPYXL: Need = Need {
    what: "Python with openpyxl (reopens filled workbooks)",
    present: || python().is_some(),
    packages: &["python3-openpyxl"],
};

/// The Python that has openpyxl: the one on the path, or the system's own, which apt-get serves.
fn python() -> Option<&'static str> {
    ["python3", "/usr/bin/python3"]
        .into_iter()
        .find(|program| works(program, &["-c", "import openpyxl"]))
}

/// Tell the tests which Python to call.
pub(crate) fn name_python(command: &mut Command) -> &mut Command {
    if let Some(python) = python() {
        command.env("ONEX_PYTHON", python);
    }
    command
}
