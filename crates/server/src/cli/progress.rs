//! A bar for people, on standard error and only at a terminal.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar of so many steps; none where a program reads the answer.
pub(super) fn bar(json: bool, steps: u64) -> ProgressBar {
    if json {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(steps);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {msg}") {
        bar.set_style(style);
    }
    bar
}

/// The next step begins.
pub(super) fn step(bar: &ProgressBar, words: &'static str) {
    bar.set_message(words);
    bar.inc(1);
}
