//! Programs of the system that a command needs, and how to come by them.

use std::io::IsTerminal;
use std::path::Path;
use std::process::Command;

use crate::command::{read, run, works};
use crate::fault::{Fault, Outcome};

/// Something the system must have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Need {
    pub(crate) what: &'static str,
    pub(crate) present: fn() -> bool,
    pub(crate) packages: &'static [&'static str],
}

pub(crate) const NODE: Need = Need {
    what: "Node.js with npm (style sheet, scripts, browser tests)",
    present: || works("node", &["--version"]) && works("npm", &["--version"]),
    packages: &["nodejs", "npm"],
};

pub(crate) const COMPILER: Need = Need {
    what: "a C compiler (SQLite is compiled in)",
    present: || works("cc", &["--version"]),
    packages: &["gcc", "libc6-dev"],
};

/// Install what is absent, or say which packages to install.
pub(crate) fn ensure(needs: &[Need]) -> Outcome {
    let missing: Vec<Need> = needs
        .iter()
        .copied()
        .filter(|need| !(need.present)())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    for need in &missing {
        eprintln!("Missing: {}", need.what);
    }
    let packages: Vec<&str> = missing
        .iter()
        .flat_map(|need| need.packages.iter().copied())
        .collect();
    let list = packages.join(" ");
    if !may_install() {
        return Err(Fault::new(format!(
            "Install these packages (names of Debian and Ubuntu) and run the command again: {list}"
        )));
    }
    if !agreed(&list)? {
        return Err(Fault::new("Nothing was installed."));
    }
    install(&packages)?;
    match missing.iter().find(|need| !(need.present)()) {
        None => Ok(()),
        Some(need) => Err(Fault::new(format!(
            "{list} is installed, and still this is missing: {}",
            need.what
        ))),
    }
}

/// Node.js in a version that the tools of assets/ and browser/ run on.
pub(crate) fn ensure_node() -> Outcome {
    ensure(&[NODE])?;
    let version = read(Command::new("node").arg("--version"))?;
    let major = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|number| number.parse::<u32>().ok());
    if major.is_some_and(|major| major >= 20) {
        return Ok(());
    }
    Err(Fault::new(format!(
        "Node.js {} is too old; version 20 or newer is needed (nodejs.org).",
        version.trim()
    )))
}

fn may_install() -> bool {
    let root = read(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    root && Path::new("/etc/debian_version").exists() && works("apt-get", &["--version"])
}

/// Ask, when there is somebody to ask.
fn agreed(list: &str) -> Result<bool, Fault> {
    let automatic = std::env::var_os("CI").is_some_and(|value| value == "true");
    if automatic || !std::io::stdin().is_terminal() {
        return Ok(true);
    }
    eprint!("Install with apt-get: {list}? [Y/n] ");
    let mut answer = String::new();
    std::io::stdin()
        .read_line(&mut answer)
        .map_err(|cause| Fault::new(format!("The answer could not be read: {cause}")))?;
    Ok(matches!(
        answer.trim().to_lowercase().as_str(),
        "" | "y" | "yes"
    ))
}

fn install(packages: &[&str]) -> Outcome {
    run(Command::new("apt-get").args(["update", "-qq"]))?;
    run(Command::new("apt-get")
        .env("DEBIAN_FRONTEND", "noninteractive")
        .args(["install", "-y", "-qq", "--no-install-recommends"])
        .args(packages))
}
