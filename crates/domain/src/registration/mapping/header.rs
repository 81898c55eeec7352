//! Reading a header the way a person does: stars, spaces, notes in brackets and full-width forms do not change its name.

/// Whether the platform marks the column as one that must be filled: 姓名*, 姓名（必填）.
pub fn is_required(header: &str) -> bool {
    header.chars().any(is_star)
        || (header.contains("必填") && !header.contains("非必填") && !header.contains("不必填"))
}

/// The header without stars, spaces and full-width forms, in lower case.
pub fn plain(header: &str) -> String {
    let name: String = header
        .chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace() && !is_star(*c) && !is_invisible(*c))
        .flat_map(char::to_lowercase)
        .collect();
    let name = name.trim_end_matches(':');
    strip_number(name).to_owned()
}

/// Whether a person means the same column by both texts.
pub fn same_header(left: &str, right: &str) -> bool {
    plain(left) == plain(right) || {
        let (left, right) = (without_notes(&plain(left)), without_notes(&plain(right)));
        !left.is_empty() && left == right
    }
}

/// Bytes; a text longer than this is a note, not a header.
const LONGEST: usize = 400;

/// The readings of one header, the most literal first: 联系电话(家长) is the parent's, 性别(男/女) is 性别.
pub(super) fn readings(header: &str) -> Vec<String> {
    if header.len() > LONGEST {
        return Vec::new();
    }
    let plain = plain(header);
    let notes = notes(&plain);
    let bare = without_notes(&plain);
    if notes
        .iter()
        .any(|note| GUARDIAN.iter().any(|word| note.contains(word)))
    {
        return vec![format!(
            "监护人{}",
            bare.replace("监护人", "").replace("家长", "")
        )];
    }
    let mut readings = vec![plain];
    for name in [bare.as_str(), notes.first().map_or("", String::as_str)] {
        push(&mut readings, name);
    }
    for prefix in ["考生", "学生", "学员", "报名人", "申报人", "申请人", "本人"] {
        if let Some(rest) = bare.strip_prefix(prefix) {
            push(&mut readings, rest);
        }
    }
    readings
}

fn push(readings: &mut Vec<String>, name: &str) {
    if !name.is_empty() && !readings.iter().any(|known| known == name) {
        readings.push(name.to_owned());
    }
}

const GUARDIAN: [&str; 5] = ["监护人", "家长", "父亲", "母亲", "紧急"];

fn notes(plain: &str) -> Vec<String> {
    let mut notes = Vec::new();
    let mut open: Option<String> = None;
    for c in plain.chars() {
        match (is_open(c), is_close(c), &mut open) {
            (true, _, _) => open = Some(String::new()),
            (_, true, note) => notes.extend(note.take()),
            (_, _, Some(note)) => note.push(c),
            _ => {}
        }
    }
    notes
}

fn without_notes(plain: &str) -> String {
    let mut depth = 0_u32;
    let mut bare = String::new();
    for c in plain.chars() {
        if is_open(c) {
            depth = depth.saturating_add(1);
        } else if is_close(c) {
            depth = depth.saturating_sub(1);
        } else if depth == 0 {
            bare.push(c);
        }
    }
    bare.trim_end_matches(':').to_owned()
}

/// 1.姓名 and 2、性别 are names with a number before them.
fn strip_number(name: &str) -> &str {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix(['.', '、']) {
        Some(bare) if rest.len() < name.len() && !bare.is_empty() => bare,
        _ => name,
    }
}

fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => u32::from(c)
            .checked_sub(0xfee0)
            .and_then(char::from_u32)
            .unwrap_or(c),
        _ => c,
    }
}

fn is_star(c: char) -> bool {
    matches!(c, '*' | '＊' | '★' | '※' | '∗' | '⁎')
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}')
}

fn is_open(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '【' | '〔' | '〈' | '<')
}

fn is_close(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '】' | '〕' | '〉' | '>')
}
