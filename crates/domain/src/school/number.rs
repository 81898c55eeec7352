//! The school's own number, 学号: what stands in public lists and addresses instead of the national
//! roll number, which often holds the identity number. 2023 01 03 01 is grade, major, class, seat.

use std::collections::BTreeSet;
use std::fmt;

use crate::values::Grade;

/// Why a class has no numbers to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoNumber {
    #[error("专业序号应在 1 到 99 之间，现在是 {0}，请改小这个专业的序号")]
    Major(i32),
    #[error("班级序号应在 1 到 99 之间，现在是 {0}，请改小这个班的序号")]
    Class(i32),
    #[error("这个年级和专业已有 99 个班，学号排不下了，请合并不用的班级")]
    Classes,
}

/// The first eight digits, shared by a class and by no other class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassPrefix {
    grade: i32,
    major: i32,
    class: i32,
}

impl ClassPrefix {
    /// Both parts must have two digits: a third would make two classes share a number.
    pub fn new(grade: Grade, major: i32, class: i32) -> Result<Self, NoNumber> {
        let fits = |number: &i32| (1..=99).contains(number);
        if !fits(&major) {
            return Err(NoNumber::Major(major));
        }
        if !fits(&class) {
            return Err(NoNumber::Class(class));
        }
        Ok(Self {
            grade: grade.year(),
            major,
            class,
        })
    }

    /// The prefix of a number that was given: a class keeps its prefix as long as one of its
    /// students bears it.
    pub fn of(number: &str) -> Option<Self> {
        let seat = number.get(8..)?;
        if seat.len() < 2 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let part = |from: usize, to: usize| number.get(from..to)?.parse().ok();
        Self::new(Grade::try_from(part(0, 4)?).ok()?, part(4, 6)?, part(6, 8)?).ok()
    }

    /// The class's own two digits.
    pub const fn class(self) -> i32 {
        self.class
    }

    /// The number of a seat. Seats beyond 99 have three digits, so their numbers are one longer
    /// than all others and still differ from each of them.
    pub fn seat(self, seat: u32) -> String {
        format!("{self}{seat:02}")
    }

    /// The next `count` free numbers, lowest seat first. `taken` are numbers already given
    /// anywhere in the school; those of other classes do no harm.
    pub fn next_free<'a>(
        self,
        taken: impl IntoIterator<Item = &'a str>,
        count: usize,
    ) -> Vec<String> {
        let prefix = self.to_string();
        let taken: BTreeSet<&str> = taken
            .into_iter()
            .filter(|number| number.starts_with(&prefix))
            .collect();
        let all = (1..).map(|seat| self.seat(seat));
        all.filter(|number| !taken.contains(number.as_str()))
            .take(count)
            .collect()
    }
}

impl fmt::Display for ClassPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}{:02}{:02}", self.grade, self.major, self.class)
    }
}

/// The number of a class among those of its grade and major: the one in its name (23会计3班 is 3)
/// unless another class has it already, else the lowest that is free.
pub fn class_number(name: &str, taken: &BTreeSet<i32>) -> Result<i32, NoNumber> {
    let free = |number: &i32| (1..=99).contains(number) && !taken.contains(number);
    let own = number_in(name).filter(free);
    own.or_else(|| (1..=99).find(free)).ok_or(NoNumber::Classes)
}

/// The digits before the last 班, in either writing.
fn number_in(name: &str) -> Option<i32> {
    let before = name
        .trim()
        .rsplit_once('班')
        .map_or(name.trim(), |(before, _)| before);
    let before = before.trim_end_matches(['）', ')']);
    let digits = before
        .rsplit(|c: char| !c.is_ascii_digit())
        .next()
        .filter(|digits| !digits.is_empty());
    digits.map_or_else(|| chinese_number(before), |digits| digits.parse().ok())
}

/// 三, 十, 十二, 二十, 二十一: as far as class names go.
fn chinese_number(text: &str) -> Option<i32> {
    let digit = |c: char| "一二三四五六七八九".chars().position(|d| d == c);
    let numeral = |c: &char| *c == '十' || digit(*c).is_some();
    let mut number: Vec<char> = text.chars().rev().take_while(numeral).collect();
    number.reverse();
    let value = |c: &char| digit(*c).and_then(|at| i32::try_from(at + 1).ok());
    match number.as_slice() {
        ['十'] => Some(10),
        [one] => value(one),
        ['十', ones] => value(ones).map(|ones| 10 + ones),
        [tens, '十'] => value(tens).map(|tens| 10 * tens),
        [tens, '十', ones] => Some(10 * value(tens)? + value(ones)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn prefix(major: i32, class: i32) -> ClassPrefix {
        ClassPrefix::new(Grade::try_from(2023).unwrap(), major, class).unwrap()
    }

    #[test]
    fn a_school_number_is_grade_major_class_and_seat() {
        assert_eq!(prefix(1, 3).next_free([], 2), ["2023010301", "2023010302"]);
        let taken = ["2023010301", "2023010303", "2023010201", "别的学校的号"];
        assert_eq!(
            prefix(1, 3).next_free(taken, 3),
            ["2023010302", "2023010304", "2023010305"]
        );
        assert_eq!(prefix(1, 3).next_free([], 0), Vec::<String>::new());
    }

    #[test]
    fn a_prefix_is_read_back_from_a_number() {
        assert_eq!(ClassPrefix::of("2023010301"), Some(prefix(1, 3)));
        assert_eq!(ClassPrefix::of("20230103100"), Some(prefix(1, 3)));
        for other in [
            "",
            "20230103",
            "G990000200706250032",
            "2023000301",
            "９０２３０１０３０１",
        ] {
            assert_eq!(ClassPrefix::of(other), None, "{other}");
        }
    }

    #[test]
    fn a_part_with_three_digits_is_refused() {
        let grade = Grade::try_from(2023).unwrap();
        assert_eq!(ClassPrefix::new(grade, 100, 1), Err(NoNumber::Major(100)));
        assert_eq!(ClassPrefix::new(grade, 0, 1), Err(NoNumber::Major(0)));
        assert_eq!(ClassPrefix::new(grade, 1, 100), Err(NoNumber::Class(100)));
    }

    #[test]
    fn a_class_keeps_the_number_of_its_name() {
        let none = BTreeSet::new();
        for (name, number) in [
            ("23会计3班", 3),
            ("23会计12班", 12),
            ("23级会计事务（2）班", 2),
            ("会计三班", 3),
            ("会计十班", 10),
            ("会计二十一班", 21),
            ("会计二十班", 20),
            ("会计十二班", 12),
            ("23会计春季班", 1),
            ("23会计120班", 1),
            ("高职班", 1),
        ] {
            assert_eq!(class_number(name, &none), Ok(number), "{name}");
        }
        assert_eq!(class_number("23会计3班", &BTreeSet::from([1, 3])), Ok(2));
        assert_eq!(
            class_number("23会计3班", &(1..=99).collect()),
            Err(NoNumber::Classes)
        );
    }

    proptest! {
        #[test]
        fn no_number_is_given_twice(batches in prop::collection::vec((1..5_i32, 1..4_i32, 1..70_usize), 1..12)) {
            let mut given: BTreeMap<String, (i32, i32)> = BTreeMap::new();
            for (major, class, count) in batches {
                let next = prefix(major, class).next_free(given.keys().map(String::as_str), count);
                prop_assert_eq!(next.len(), count);
                for number in next {
                    prop_assert!(number.len() >= 10);
                    prop_assert_eq!(given.insert(number, (major, class)), None);
                }
            }
        }
    }
}
