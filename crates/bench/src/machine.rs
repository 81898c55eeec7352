//! What the figures were taken on.

use std::fs::read_to_string;

/// Processors, memory, system.
pub(crate) fn sentence() -> String {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let model =
        field("/proc/cpuinfo", "model name").unwrap_or_else(|| "processor unknown".to_owned());
    let memory = field("/proc/meminfo", "MemTotal")
        .and_then(|text| text.split_whitespace().next()?.parse::<u64>().ok())
        .map_or_else(
            || "memory unknown".to_owned(),
            |kilobytes| format!("{} GB", kilobytes.div_ceil(1_048_576)),
        );
    let load = read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split_whitespace().next().unwrap_or("?").to_owned();
    format!(
        "machine: {processors} × {model}, {memory}, load {load}, {}",
        build()
    )
}

const fn build() -> &'static str {
    if cfg!(debug_assertions) {
        "NOT OPTIMISED: the figures mean nothing"
    } else {
        "optimised build"
    }
}

fn field(file: &str, name: &str) -> Option<String> {
    let text = read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
