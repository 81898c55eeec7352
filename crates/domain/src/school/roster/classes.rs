//! Which classes a file may make. A class is made only when it is believable: its name does not contradict
//! the grade of its rows, and its rows agree where it belongs.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use super::{
    columns::{CLASS, FACULTY, GRADE, GROUP, MAJOR, MAJOR_CODE},
    known::Index,
};
use crate::{
    import::Line,
    values::{Day, Grade},
};

/// Where a new class belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) grade: Grade,
    /// The code of its major; its name where the file has no codes.
    pub(super) major: String,
}

/// Why a class cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unbelievable {
    /// 未知, 待定…
    Name,
    /// The year in its name is not the grade of this row.
    Year,
    NoGrade,
    NoMajor,
    /// Its rows name several grades or majors.
    Scattered,
}

impl Unbelievable {
    /// The second half of a sentence that begins with the name of the class.
    pub(super) const fn sentence(self) -> &'static str {
        match self {
            Self::Name => "这不像班级名称，不能新建",
            Self::Year => "班名里的年份与年级不符，不能新建",
            Self::NoGrade => "这一行没有年级，不能新建",
            Self::NoMajor => "这一行没有专业，不能新建",
            Self::Scattered => "各行写的年级或专业不同，不能新建",
        }
    }
}

/// A major as the file has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct MajorInFile {
    pub(super) name: String,
    pub(super) group: Option<String>,
    pub(super) faculty: Option<String>,
}

/// All new classes and the majors of the file.
#[derive(Default)]
pub(super) struct Classes {
    places: HashMap<String, Result<Place, Unbelievable>>,
    majors: HashMap<String, MajorInFile>,
    codes: HashMap<String, String>,
    /// The usual spelling of each class the school does not have.
    spellings: HashMap<String, String>,
}

impl Classes {
    /// Look at all rows of the file.
    pub(super) fn survey(lines: &[Line<'_>], index: &Index<'_>) -> Self {
        let mut classes = Self::default();
        classes.collect_majors(lines, index);
        classes.collect_spellings(lines, index);
        let mut votes: HashMap<&str, Votes> = HashMap::new();
        for line in lines {
            let Some(name) = line
                .sound_text(CLASS)
                .filter(|name| index.class(name).is_none())
            else {
                continue;
            };
            let name = classes.spelling(name);
            let vote = votes.entry(name).or_default();
            match grade_of(line, name) {
                Some(grade) if !year_fits(name, grade) => vote.off += 1,
                Some(grade) => vote.grade(grade, classes.major_of(line)),
                None => vote.no_grade += 1,
            }
        }
        let places = votes
            .into_iter()
            .map(|(name, votes)| (name.to_owned(), votes.place(name)))
            .collect();
        classes.places = places;
        classes
    }

    /// The spelling most rows have for this class.
    pub(super) fn spelling<'n>(&'n self, name: &'n str) -> &'n str {
        let usual = self.spellings.get(&class_key(name));
        usual.map_or(name, String::as_str)
    }

    /// Only where one class is spelt in several ways; of as many rows the spelling that comes first.
    fn collect_spellings(&mut self, lines: &[Line<'_>], index: &Index<'_>) {
        let mut seen: HashMap<&str, (usize, usize)> = HashMap::new();
        for (at, line) in lines.iter().enumerate() {
            if let Some(name) = line.sound_text(CLASS) {
                seen.entry(name).or_insert((0, at)).0 += 1;
            }
        }
        let mut by_key: HashMap<String, Vec<Spelling<'_>>> = HashMap::new();
        for (name, (count, first)) in seen {
            if index.class(name).is_none() {
                let spellings = by_key.entry(class_key(name)).or_default();
                spellings.push((count, Reverse(first), name));
            }
        }
        let several = by_key.into_iter().filter(|(_, names)| names.len() > 1);
        self.spellings = several
            .filter_map(|(key, names)| Some((key, names.into_iter().max()?.2.to_owned())))
            .collect();
    }

    pub(super) fn place(&self, class: &str) -> Option<&Result<Place, Unbelievable>> {
        self.places.get(class)
    }

    pub(super) fn major(&self, key: &str) -> Option<&MajorInFile> {
        self.majors.get(key)
    }

    /// The key of the row's major: its code, also where only the name is written.
    pub(super) fn major_of(&self, line: &Line<'_>) -> Option<String> {
        if let Some(code) = line.sound_text(MAJOR_CODE) {
            return Some(code.to_owned());
        }
        let name = line.sound_text(MAJOR)?;
        Some(self.codes.get(name).map_or(name, String::as_str).to_owned())
    }

    /// The school's own names first, then what most rows of the file call a code.
    fn collect_majors(&mut self, lines: &[Line<'_>], index: &Index<'_>) {
        for (code, name) in names_of_codes(lines) {
            self.codes.insert(name.to_owned(), code.to_owned());
            self.majors
                .insert(code.to_owned(), MajorInFile::named(name));
        }
        for known in &index.known.majors {
            self.codes.insert(known.name.clone(), known.code.clone());
            self.majors
                .insert(known.code.clone(), MajorInFile::named(&known.name));
        }
        for line in lines {
            let Some(key) = self.major_of(line) else {
                continue;
            };
            let name = line.sound_text(MAJOR).unwrap_or(&key);
            let written = |field| line.sound_text(field).map(str::to_owned);
            let fresh = MajorInFile::named(name);
            let major = self.majors.entry(key).or_insert(fresh);
            major.group = major.group.take().or_else(|| written(GROUP));
            major.faculty = major.faculty.take().or_else(|| written(FACULTY));
        }
    }
}

impl MajorInFile {
    fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            group: None,
            faculty: None,
        }
    }
}

/// What most rows call each code, in the order of the codes.
fn names_of_codes<'l>(lines: &'l [Line<'_>]) -> Vec<(&'l str, &'l str)> {
    let mut names: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for line in lines {
        if let (Some(code), Some(name)) = (line.sound_text(MAJOR_CODE), line.sound_text(MAJOR)) {
            *names.entry(code).or_default().entry(name).or_default() += 1;
        }
    }
    let usual = |names: BTreeMap<&'l str, usize>| names.into_iter().max_by_key(|(_, count)| *count);
    names
        .into_iter()
        .filter_map(|(code, names)| Some((code, usual(names)?.0)))
        .collect()
}

/// How many rows have it, which was the first, and how it is spelt.
type Spelling<'l> = (usize, Reverse<usize>, &'l str);

#[derive(Default)]
struct Votes {
    grades: HashMap<Grade, usize>,
    majors: HashMap<String, usize>,
    off: usize,
    no_grade: usize,
}

impl Votes {
    fn grade(&mut self, grade: Grade, major: Option<String>) {
        *self.grades.entry(grade).or_default() += 1;
        if let Some(major) = major {
            *self.majors.entry(major).or_default() += 1;
        }
    }

    fn place(self, name: &str) -> Result<Place, Unbelievable> {
        if ["未知", "不详", "待定", "未分班", "无班级"]
            .iter()
            .any(|word| name.contains(word))
        {
            return Err(Unbelievable::Name);
        }
        if self.grades.is_empty() {
            return Err(if self.off > self.no_grade {
                Unbelievable::Year
            } else {
                Unbelievable::NoGrade
            });
        }
        if self.majors.is_empty() {
            return Err(Unbelievable::NoMajor);
        }
        let grade = most(self.grades).ok_or(Unbelievable::Scattered)?;
        let major = most(self.majors).ok_or(Unbelievable::Scattered)?;
        Ok(Place { grade, major })
    }
}

/// What at least three of four say.
fn most<T: Hash + Eq>(votes: HashMap<T, usize>) -> Option<T> {
    let all: usize = votes.values().sum();
    votes
        .into_iter()
        .find(|(_, count)| count * 4 >= all * 3)
        .map(|(choice, _)| choice)
}

/// The grade a row names, or the year its class name begins with.
pub(super) fn grade_of(line: &Line<'_>, class: &str) -> Option<Grade> {
    let written = line.sound_text(GRADE).and_then(grade_in);
    written.or_else(|| year_in(class))
}

/// A year, or the day of entry that some rosters give instead.
pub(super) fn grade_in(text: &str) -> Option<Grade> {
    let day = || {
        text.parse::<Day>()
            .ok()
            .and_then(|day| Grade::try_from(chrono::Datelike::year(&day.date())).ok())
    };
    text.parse()
        .ok()
        .or_else(day)
        .or_else(|| year_and_season(text))
}

/// `2023年秋季`, `2023年9月`, `202309`, `2023-2024学年`; 2023届 is the year of leaving and no grade.
fn year_and_season(text: &str) -> Option<Grade> {
    let (year, rest) = text.split_at_checked(4)?;
    let month = |digits: &str| {
        digits.len() == 2
            && digits
                .parse::<u32>()
                .is_ok_and(|month| (1..=12).contains(&month))
    };
    let says_when = rest.starts_with(['年', '级', '秋', '春', '学', '-', '/', '.']) || month(rest);
    let is_year = year.bytes().all(|b| b.is_ascii_digit()) && !rest.contains('届');
    (is_year && says_when).then(|| year.parse().ok()).flatten()
}

/// What two spellings of one class share: 2023级会计（1）班, 23会计一班 and 23会计1班 are `23会计1`.
pub(super) fn class_key(name: &str) -> String {
    let plain = |c: &char| {
        !matches!(
            c,
            '(' | ')' | '（' | '）' | '级' | '第' | '-' | '_' | ' ' | '班'
        )
    };
    let bare: String = name.chars().filter(plain).collect();
    let bare = bare
        .strip_prefix("20")
        .filter(|rest| rest.bytes().take(2).filter(u8::is_ascii_digit).count() == 2)
        .map_or(bare.clone(), str::to_owned);
    with_digits(&bare)
}

/// The Chinese number at the end in digits, without leading noughts.
fn with_digits(bare: &str) -> String {
    const NUMERALS: &str = "一二三四五六七八九";
    let digit = |c: char| {
        let at = NUMERALS.chars().position(|numeral| numeral == c)?;
        at.checked_add(1)
    };
    let numeral = |c: char| c == '十' || digit(c).is_some();
    let stem = bare.trim_end_matches(numeral);
    let number: Vec<char> = bare.chars().skip(stem.chars().count()).collect();
    let value = match number.as_slice() {
        [one] if *one != '十' => digit(*one),
        ['十'] => Some(10),
        ['十', ones] => digit(*ones).map(|ones| ones + 10),
        [tens, '十'] => digit(*tens).map(|tens| tens * 10),
        [tens, '十', ones] => digit(*tens)
            .zip(digit(*ones))
            .map(|(tens, ones)| tens * 10 + ones),
        _ => None,
    };
    let written = value.map_or_else(|| bare.to_owned(), |value| format!("{stem}{value}"));
    let head = written.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = written.get(head.len()..).unwrap_or_default();
    if head.is_empty() {
        return written;
    }
    format!("{head}{}", digits.trim_start_matches('0'))
}

fn year_in(class: &str) -> Option<Grade> {
    let digits = leading_digits(class);
    match digits.len() {
        2 => digits.parse().ok(),
        4 if digits.starts_with("20") => digits.parse().ok(),
        _ => None,
    }
}

fn leading_digits(class: &str) -> &str {
    let end = class.bytes().take_while(u8::is_ascii_digit).count();
    class.get(..end).unwrap_or_default()
}

/// Whether the digits at the head of a class name can belong to a grade: 22会计1班, 2022级1班, 2201班.
pub(super) fn year_fits(class: &str, grade: Grade) -> bool {
    let digits = leading_digits(class);
    if digits.len() < 2 || digits.len() == 3 {
        return true;
    }
    if digits.starts_with(&grade.year().to_string()) {
        return true;
    }
    let Some(rest) = digits.strip_prefix(&format!("{:02}", grade.short())) else {
        return false;
    };
    // 2201班 is class 01 of grade 22; no grade has 99 classes.
    rest.is_empty()
        || rest
            .parse::<u32>()
            .is_ok_and(|class| (1..=50).contains(&class))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_class_share_a_key() {
        for name in [
            "23会计1班",
            "2023级会计1班",
            "23会计（1）班",
            "23会计(01)班",
            "23级会计一班",
            "23会计-1班",
        ] {
            assert_eq!(class_key(name), "23会计1", "{name}");
        }
        assert_eq!(class_key("会计二十一班"), "会计21");
        assert_eq!(class_key("202301班"), class_key("2301班"));
        assert_ne!(class_key("201班"), class_key("1班"));
        assert_ne!(class_key("23会计1班"), class_key("22会计1班"));
    }

    #[test]
    fn a_grade_is_the_year_of_entry_however_it_is_written() {
        for text in [
            "2023",
            "2023级",
            "2023年秋季",
            "2023年9月",
            "202309",
            "2023-2024学年",
            "2023-09-01",
        ] {
            assert_eq!(grade_in(text).map(Grade::year), Some(2023), "{text}");
        }
        for text in ["高一", "2023届", "202313", "一年级"] {
            assert_eq!(grade_in(text), None, "{text}");
        }
    }

    #[test]
    fn a_class_name_tells_its_year() {
        let grade = Grade::try_from(2023).unwrap();
        for name in [
            "23会计1班",
            "2023级会计1班",
            "2301班",
            "202301班",
            "会计1班",
            "1班",
            "231班",
        ] {
            assert!(year_fits(name, grade), "{name}");
        }
        for name in ["99未知9班", "2399班", "22会计1班", "2022级1班", "2201班"] {
            assert!(!year_fits(name, grade), "{name}");
        }
    }
}
