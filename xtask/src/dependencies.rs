//! cargo-deny: licences, bans and sources by deny.toml; advisories when their list can be fetched.

use std::net::{TcpStream, ToSocketAddrs};
use std::process::Command;
use std::time::Duration;

use crate::command::{cargo, read, run, works};
use crate::fault::{Fault, Outcome};
use crate::place::Place;
use crate::stages::Done;

/// Where the list of advisories lives.
const ADVISORIES: &str = "github.com:443";

pub(crate) fn check(place: &Place) -> Result<Done, Fault> {
    if !works("cargo-deny", &["--version"]) {
        install(place)?;
    }
    run(deny(place).args(["check", "licenses", "bans", "sources"]))?;
    if !reachable() || read(deny(place).args(["fetch", "db"])).is_err() {
        return Ok(Done::Said(
            "the list of advisories cannot be reached from here: not looked at".to_owned(),
        ));
    }
    run(deny(place).args(["check", "--disable-fetch", "advisories"]))?;
    Ok(Done::Passed)
}

fn deny(place: &Place) -> Command {
    let mut command = Command::new("cargo-deny");
    command
        .args(["--workspace", "--all-features"])
        .current_dir(place.root());
    command
}

/// Compiled with little optimisation: it runs for seconds and would compile for many minutes.
fn install(place: &Place) -> Outcome {
    run(cargo(place.root())
        .args(["install", "cargo-deny", "--locked"])
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env_remove("CARGO_TARGET_DIR"))
}

fn reachable() -> bool {
    let limit = Duration::from_secs(5);
    ADVISORIES.to_socket_addrs().is_ok_and(|mut addresses| {
        addresses.any(|address| TcpStream::connect_timeout(&address, limit).is_ok())
    })
}
