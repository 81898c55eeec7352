//! A PostgreSQL cluster that lives as long as one command.

use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::command::read;
use crate::fault::{Fault, Outcome};
use crate::packages::{Need, ensure};
use crate::scratch::Scratch;
use crate::wait;

const POSTGRESQL: Need = Need {
    what: "PostgreSQL (the store's tests run on it too)",
    present: || programs().is_some(),
    packages: &["postgresql"],
};

/// PostgreSQL refuses to run as root; Debian's package brings an account for it.
const ACCOUNT: &str = "postgres";

/// A running server; it stops, and its folder goes, when this value is dropped.
#[derive(Debug)]
pub(crate) struct Cluster {
    server: Child,
    port: u16,
    _folder: Scratch,
}

impl Cluster {
    pub(crate) fn start() -> Result<Self, Fault> {
        ensure(&[POSTGRESQL])?;
        let programs = programs().ok_or_else(|| Fault::new("PostgreSQL is not installed."))?;
        let owner = owner()?;
        let folder = Scratch::new("postgres")?;
        if let Some((user, group)) = owner {
            chown(folder.path(), Some(user), Some(group)).map_err(Fault::at(folder.path()))?;
        }
        let run_as = |program: &str| {
            let mut command = Command::new(programs.join(program));
            command.current_dir(folder.path());
            if let Some((user, group)) = owner {
                command.gid(group).uid(user);
            }
            command
        };
        let data = folder.path().join("data");
        initialise(&mut run_as("initdb"), &data)?;
        let port = wait::free_address()?.port();
        let server = spawn(&mut run_as("postgres"), &data, port, folder.path())?;
        let mut cluster = Self {
            server,
            port,
            _folder: folder,
        };
        cluster.wait_until_it_answers(&programs, &data)?;
        Ok(cluster)
    }

    /// Where the tests find it: `TEST_DATABASE_URL`.
    pub(crate) fn url(&self) -> String {
        format!("postgres://{ACCOUNT}@127.0.0.1:{}/postgres", self.port)
    }

    fn wait_until_it_answers(&mut self, programs: &Path, data: &Path) -> Outcome {
        let probe = programs.join("pg_isready");
        let port = self.port.to_string();
        let answered = wait::until(Duration::from_mins(1), || {
            let ended = self.server.try_wait();
            if let Ok(Some(status)) = ended {
                return Err(Fault::new(format!(
                    "PostgreSQL ended with {status} while starting:\n{}",
                    log(data)
                )));
            }
            let asked = read(Command::new(&probe).args(["-q", "-h", "127.0.0.1", "-p", &port]));
            Ok(asked.is_ok())
        })?;
        if answered {
            return Ok(());
        }
        Err(Fault::new(format!(
            "PostgreSQL gave no answer for a minute:\n{}",
            log(data)
        )))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Nothing in it is kept, so it need not stop gently; its workers end with it.
        if self.server.kill().is_ok() {
            let _ = self.server.wait();
        }
    }
}

fn initialise(initdb: &mut Command, data: &Path) -> Outcome {
    read(
        initdb
            .args(["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"])
            .args(["--no-sync", "--username", ACCOUNT, "--pgdata"])
            .arg(data),
    )
    .map(drop)
}

fn spawn(postgres: &mut Command, data: &Path, port: u16, folder: &Path) -> Result<Child, Fault> {
    let path = folder.join("server.log");
    let log = std::fs::File::create(&path).map_err(Fault::at(&path))?;
    let copy = log.try_clone().map_err(Fault::at(&path))?;
    postgres.arg("-D").arg(data);
    for setting in [
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "max_connections=300",
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "shared_buffers=64MB",
    ] {
        postgres.args(["-c", setting]);
    }
    postgres
        .args(["-p", &port.to_string()])
        .stdin(Stdio::null())
        .stdout(log)
        .stderr(copy)
        .spawn()
        .map_err(|cause| Fault::new(format!("PostgreSQL could not be started: {cause}")))
}

fn log(data: &Path) -> String {
    let path = data.with_file_name("server.log");
    std::fs::read_to_string(path).unwrap_or_default()
}

/// The folder of the newest version's programs: Debian's place, or where `pg_config` says.
fn programs() -> Option<PathBuf> {
    let debian = std::fs::read_dir("/usr/lib/postgresql").ok();
    let newest = debian
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .map(|entry| entry.path().join("bin"))
        .filter(|folder| folder.join("initdb").exists())
        .max_by_key(|folder| version(folder));
    newest.or_else(|| {
        let answer = read(Command::new("pg_config").arg("--bindir")).ok()?;
        let folder = PathBuf::from(answer.trim());
        folder.join("initdb").exists().then_some(folder)
    })
}

fn version(folder: &Path) -> Option<u32> {
    folder.parent()?.file_name()?.to_str()?.parse().ok()
}

/// The account to run as, when this is root; otherwise the person's own.
fn owner() -> Result<Option<(u32, u32)>, Fault> {
    let id = |arguments: &[&str]| -> Result<u32, Fault> {
        let answer = read(Command::new("id").args(arguments))?;
        answer
            .trim()
            .parse()
            .map_err(|_| Fault::new(format!("`id` answered {answer:?}.")))
    };
    if id(&["-u"])? != 0 {
        return Ok(None);
    }
    Ok(Some((id(&["-u", ACCOUNT])?, id(&["-g", ACCOUNT])?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_is_the_greatest_number() {
        let nine = version(Path::new("/usr/lib/postgresql/9/bin"));
        let fifteen = version(Path::new("/usr/lib/postgresql/15/bin"));
        assert!(fifteen > nine);
    }
}
