//! `cargo x browser`: the journeys of browser/ in real Chromium against the demonstration school.

use std::fs::File;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::command::{find, read, run as run_command};
use crate::fault::{Fault, Outcome};
use crate::packages::{Need, ensure, ensure_node};
use crate::place::Place;
use crate::scratch::Scratch;
use crate::{assets, build, reopen, wait};

const CHROMIUM: Need = Need {
    what: "Chromium (browser tests)",
    present: || chromium().is_some(),
    packages: &["chromium"],
};

const FONTS: Need = Need {
    what: "Chinese fonts (pages in the browser tests and screenshots)",
    present: || {
        read(Command::new("fc-list").arg(":lang=zh-cn")).is_ok_and(|list| !list.trim().is_empty())
    },
    packages: &["fontconfig", "fonts-noto-cjk"],
};

/// Filling the school takes seconds; a busy machine may need much longer.
const UNTIL_SERVED: Duration = Duration::from_mins(5);

pub(crate) fn run(place: &Place, files: &[String]) -> Outcome {
    assets::build(place)?;
    build::build(place)?;
    journeys(place, files)
}

/// Run the journeys against the program as it was last built.
pub(crate) fn journeys(place: &Place, files: &[String]) -> Outcome {
    ensure_node()?;
    ensure(&[CHROMIUM, FONTS, reopen::OPENPYXL])?;
    let folder = place.join("browser");
    assets::install(&folder)?;
    let files = chosen(&folder, files)?;
    let out = folder.join("out");
    std::fs::create_dir_all(&out).map_err(Fault::at(&out))?;
    let school = School::open(place, &out)?;
    let mut node = Command::new("node");
    node.args(["--test", "--test-reporter=spec", "--test-concurrency=1"])
        .args(files)
        .current_dir(&folder)
        .env("ONEX_URL", school.url())
        .env("ONEX_DATA", school.data.path())
        .env("ONEX_PROGRAM", place.onex())
        .env("ONEX_CHROMIUM", chromium().unwrap_or_default());
    run_command(reopen::name_python(&mut node)).map_err(|fault| {
        Fault::new(format!(
            "{fault}\nPictures and the server's log are in {}.",
            out.display()
        ))
    })
}

/// Every journey, or those named. Files are passed one by one because Node.js changed what a folder
/// means to `--test`.
fn chosen(folder: &Path, files: &[String]) -> Result<Vec<PathBuf>, Fault> {
    if !files.is_empty() {
        let name = |file: &String| Path::new(file).file_name().map(PathBuf::from);
        return Ok(files.iter().filter_map(name).collect());
    }
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(Fault::at(folder))? {
        let name = entry.map_err(Fault::at(folder))?.file_name();
        if name.to_string_lossy().ends_with(".test.mjs") {
            found.push(PathBuf::from(name));
        }
    }
    found.sort();
    Ok(found)
}

fn chromium() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find_map(find)
}

/// The demonstration school, served from a folder that goes when this value does.
struct School {
    server: Child,
    address: SocketAddr,
    data: Scratch,
}

impl School {
    fn open(place: &Place, out: &Path) -> Result<Self, Fault> {
        let data = Scratch::new("browser")?;
        let address = wait::free_address()?;
        let log = out.join("server.log");
        let file = File::create(&log).map_err(Fault::at(&log))?;
        let copy = file.try_clone().map_err(Fault::at(&log))?;
        let server = Command::new(place.onex())
            .args(["demo", "--listen", &address.to_string(), "--data"])
            .arg(data.path())
            .current_dir(place.root())
            .env_remove("DATABASE_URL")
            .stdin(Stdio::null())
            .stdout(file)
            .stderr(copy)
            .spawn()
            .map_err(Fault::at(&place.onex()))?;
        let mut school = Self {
            server,
            address,
            data,
        };
        school.wait_until_it_answers(&log)?;
        Ok(school)
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn wait_until_it_answers(&mut self, log: &Path) -> Outcome {
        let served = wait::until(UNTIL_SERVED, || {
            if let Ok(Some(status)) = self.server.try_wait() {
                return Err(Fault::new(format!(
                    "`onex demo` ended with {status}:\n{}",
                    std::fs::read_to_string(log).unwrap_or_default()
                )));
            }
            Ok(std::net::TcpStream::connect(self.address).is_ok())
        })?;
        if served {
            return Ok(());
        }
        Err(Fault::new(format!(
            "`onex demo` did not serve within five minutes; see {}.",
            log.display()
        )))
    }
}

impl Drop for School {
    fn drop(&mut self) {
        if self.server.kill().is_ok() {
            let _ = self.server.wait();
        }
    }
}
