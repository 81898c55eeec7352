//! Papers read back from where typst put their letters, not from the bytes of a PDF.

mod letters;
mod notices;
mod reading;
mod reviews;
mod rooms;

/// Names as rosters hold them: two letters, rare ones, letters beyond the basic plane, long ones with a dot.
const NAMES: [&str; 12] = [
    "顾铭",
    "袁梓晴",
    "欧阳若兰",
    "𬭎㛃䶮",
    "阿卜杜热依木·麦麦提伊敏",
    "马喆",
    "王犇燚",
    "李玥珺",
    "古丽娜尔·艾力",
    "姜昇",
    "陈堃祎",
    "林",
];

fn name(at: usize) -> String {
    NAMES[at % NAMES.len()].to_owned()
}

fn on(day: &str) -> chrono::NaiveDate {
    day.parse().unwrap()
}
