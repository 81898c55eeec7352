//! The child's side: give up rights, read, answer.

use std::io::{self, Read, Write};
use std::process::ExitCode;

use rustix::process::{Resource, Rlimit, setrlimit};

use crate::{photos, sheets, template};

/// What a child may use. Address space, in bytes.
const MEMORY: u64 = 512 << 20;
/// Processor seconds.
const SECONDS: u64 = 10;

/// The body of the hidden command `sandbox TASK`: to be called before anything else is set up.
pub fn run_child(task: &str) -> ExitCode {
    match confine().and_then(|()| serve(task, &mut io::stdin().lock(), &mut io::stdout().lock())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "sandbox {task}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Nothing can be opened after this, no file can grow and no memory image is left behind: the
/// three streams are all there is.
fn confine() -> io::Result<()> {
    for (resource, most) in [
        (Resource::As, MEMORY),
        (Resource::Cpu, SECONDS),
        (Resource::Nofile, 3),
        (Resource::Fsize, 0),
        (Resource::Core, 0),
    ] {
        setrlimit(
            resource,
            Rlimit {
                current: Some(most),
                maximum: Some(most),
            },
        )?;
    }
    Ok(())
}

fn serve(task: &str, input: &mut impl Read, output: &mut impl Write) -> io::Result<()> {
    let mut length = [0; 4];
    input.read_exact(&mut length)?;
    let mut request = Vec::new();
    input
        .take(u64::from(u32::from_le_bytes(length)))
        .read_to_end(&mut request)?;
    let mut file = Vec::new();
    input.read_to_end(&mut file)?;
    let answer = match task {
        sheets::sandbox::TASK => sheets::sandbox::answer(&request, &file),
        template::sandbox::INSPECT => template::sandbox::inspected(&file),
        template::sandbox::FILL => template::sandbox::filled(&request, &file),
        photos::sandbox::TAKE => photos::sandbox::taken(&request, &file),
        photos::sandbox::OPEN => photos::sandbox::opened(&file),
        _ => return Err(io::Error::other("no such task")),
    };
    output.write_all(&answer)?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_answered_from_streams() {
        let request = r#"{"file_name":"名册.csv","limits":LIMITS}"#.replace(
            "LIMITS",
            &serde_json::to_string(&sheets::Limits::default()).unwrap(),
        );
        let mut input = u32::try_from(request.len()).unwrap().to_le_bytes().to_vec();
        input.extend(request.as_bytes());
        input.extend("学号,姓名\n1,麦一\n".as_bytes());
        let mut output = Vec::new();
        serve("read-sheet", &mut input.as_slice(), &mut output).unwrap();
        assert!(output.windows(6).any(|bytes| bytes == "麦一".as_bytes()));
        assert!(serve("read-minds", &mut input.as_slice(), &mut output).is_err());
        assert!(serve("read-sheet", &mut [1, 2].as_slice(), &mut output).is_err());
    }
}
