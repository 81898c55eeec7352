//! The sandbox's child alone, for the tests of this crate: `sheet-child sandbox TASK`.

fn main() -> std::process::ExitCode {
    let task = std::env::args().nth(2).unwrap_or_default();
    documents::sandbox::run_child(&task)
}
