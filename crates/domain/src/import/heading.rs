//! Reading a header the way a person does: stars, spaces, numbering, notes in brackets and the words schools put
//! around a name do not change which column is meant.

use crate::values::text;

/// Bytes; a text longer than this is a note, not a header.
const LONGEST: usize = 400;

/// The header without stars, spaces, quotes and full-width forms, in lower case.
pub(crate) fn plain(written: &str) -> String {
    let cleaned = text::clean_code(written);
    let name: String = cleaned
        .text
        .chars()
        .filter(|c| !is_ornament(*c))
        .flat_map(char::to_lowercase)
        .collect();
    strip_number(name.trim_matches([':', '_', '-'])).to_owned()
}

/// The plain header without its notes in brackets.
pub(crate) fn bare(plain: &str) -> String {
    let mut depth = 0_u32;
    let mut bare = String::with_capacity(plain.len());
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

/// The readings of one header, the most literal first: 联系电话(家长) is the parent's, 性别(男/女) is 性别.
pub(crate) fn readings(written: &str) -> Vec<String> {
    if written.len() > LONGEST {
        return Vec::new();
    }
    let plain = plain(written);
    let notes = notes(&plain);
    let bare = bare(&plain);
    let of_guardian = |text: &str| GUARDIAN.iter().any(|word| text.contains(word));
    if notes.iter().any(|note| of_guardian(note)) {
        return vec![guardians(&bare)];
    }
    let mut found = Readings(vec![plain]);
    found.push(&bare);
    found.push(without_demand(&bare));
    found.push(notes.first().map_or("", String::as_str));
    if GUARDIAN.iter().any(|word| bare.starts_with(word)) {
        found.push(&guardians(&bare));
        return found.0;
    }
    for part in bare.split(['/', '、', '或', '\\', '|']) {
        found.push(without_demand(part));
    }
    found.peel();
    found.0
}

struct Readings(Vec<String>);

impl Readings {
    /// More readings than this are no closer to what was meant.
    const MOST: usize = 24;

    fn push(&mut self, name: &str) {
        if !name.is_empty()
            && self.0.len() < Self::MOST
            && !self.0.iter().any(|known| known == name)
        {
            self.0.push(name.to_owned());
        }
    }

    /// Take off, one after another, the words that only say whose or how long a name is.
    fn peel(&mut self) {
        let mut at = 0;
        while let Some(name) = self.0.get(at).cloned() {
            at += 1;
            for prefix in PREFIXES {
                self.push(name.strip_prefix(prefix).unwrap_or_default());
            }
            for suffix in SUFFIXES {
                self.push(name.strip_suffix(suffix).unwrap_or_default());
            }
        }
    }
}

const GUARDIAN: [&str; 8] = [
    "监护人",
    "家长",
    "父亲",
    "母亲",
    "父母",
    "紧急",
    "家庭",
    "亲属",
];

const PREFIXES: [&str; 19] = [
    "考生",
    "学生",
    "学员",
    "报名人",
    "申报人",
    "申请人",
    "本人",
    "所属",
    "所在",
    "就读",
    "现在",
    "当前",
    "现",
    "有效",
    "国网",
    "全国统一",
    "全国",
    "真实",
    "中文",
];

const SUFFIXES: [&str; 8] = ["名称", "全称", "简称", "信息", "情况", "1", "一", "栏"];

/// 家长联系电话, 父亲手机 and 联系电话(家长) are 监护人电话; 家长 and 母亲姓名 are 监护人姓名.
fn guardians(bare: &str) -> String {
    let mut rest = bare.to_owned();
    for word in GUARDIAN
        .iter()
        .copied()
        .chain(["法定", "联系人", "成员", "信息", "1", "一"])
    {
        rest = rest.replace(word, "");
    }
    let telephone = ["电话", "手机", "联系方式", "联系号码", "号码", "tel"];
    if telephone.iter().any(|word| rest.contains(word)) {
        return "监护人电话".to_owned();
    }
    match rest.as_str() {
        "" if bare.starts_with("家庭") => bare.to_owned(),
        "" | "姓名" | "名字" | "名" => "监护人姓名".to_owned(),
        rest => format!("监护人{rest}"),
    }
}

/// `姓名必填` where the star was a word.
fn without_demand(name: &str) -> &str {
    ["必填项", "选填项", "非必填", "必填", "选填", "可选"]
        .iter()
        .find_map(|word| name.strip_suffix(word))
        .unwrap_or(name)
}

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

/// 1.姓名 and 2、性别 are names with a number before them.
fn strip_number(name: &str) -> &str {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit() || ('①'..='⑳').contains(&c));
    let circled = name.starts_with(|c: char| ('①'..='⑳').contains(&c));
    match rest.strip_prefix(['.', '、']) {
        Some(bare) if rest.len() < name.len() && !bare.is_empty() => bare,
        None if circled && !rest.is_empty() => rest,
        _ => name,
    }
}

pub(crate) fn is_star(c: char) -> bool {
    matches!(c, '*' | '＊' | '★' | '☆' | '※' | '∗' | '⁎' | '●' | '▲')
}

fn is_ornament(c: char) -> bool {
    is_star(c) || matches!(c, '#' | '"' | '“' | '”' | '\'' | '‘' | '’')
}

fn is_open(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '【' | '〔' | '〈' | '<' | '《')
}

fn is_close(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '】' | '〕' | '〉' | '>' | '》')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_is_read_out_of_many_writings() {
        for (written, name) in [
            ("*姓 名", "姓名"),
            ("姓名＊必填", "姓名"),
            ("学员姓名", "姓名"),
            ("1、性别(男/女)", "性别"),
            ("②民族", "民族"),
            ("证件号码/身份证号", "身份证号"),
            ("系/部", "系"),
            ("所在行政班级名称", "行政班级"),
            ("身份证号\n（18位）", "身份证号"),
            ("联系电话（家长）", "监护人电话"),
            ("父亲手机号码", "监护人电话"),
            ("家庭联系电话", "监护人电话"),
            ("家长信息", "监护人姓名"),
            ("紧急联系人", "监护人姓名"),
            ("现班级", "班级"),
            ("联系电话1", "联系电话"),
        ] {
            assert!(
                readings(written).iter().any(|reading| reading == name),
                "{written}: {:?}",
                readings(written)
            );
        }
        assert!(
            !readings("家庭住址")
                .iter()
                .any(|reading| reading == "监护人姓名")
        );
        assert!(readings(&"长".repeat(400)).is_empty());
    }
}
