//! The faculties, groups, majors and classes of the demonstration, and how many sit in each.

use domain::values::Grade;

/// A major with its place and the word in its class names.
pub(super) struct PlannedMajor {
    pub(super) faculty: &'static str,
    pub(super) group: &'static str,
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    word: &'static str,
    /// Classes of the grades of 2022, 2023 and 2024.
    classes: [i32; 3],
}

/// In the order in which they get their numbers.
pub(super) const MAJORS: [PlannedMajor; 4] = [
    PlannedMajor {
        faculty: "财经系",
        group: "会计专业组",
        code: "730301",
        name: "会计事务",
        word: "会计",
        classes: [4, 8, 4],
    },
    PlannedMajor {
        faculty: "财经系",
        group: "金融专业组",
        code: "730201",
        name: "金融事务",
        word: "金融",
        classes: [2, 2, 2],
    },
    PlannedMajor {
        faculty: "商贸系",
        group: "电商专业组",
        code: "730701",
        name: "电子商务",
        word: "电商",
        classes: [2, 3, 2],
    },
    PlannedMajor {
        faculty: "商贸系",
        group: "物流专业组",
        code: "730801",
        name: "物流服务与管理",
        word: "物流",
        classes: [2, 2, 2],
    },
];

/// The grade whose accounting classes are told of in the pictures: 8 × 40.
const FULL_GRADE: i32 = 2023;

/// A class to be made.
#[derive(Clone, Debug)]
pub(super) struct Planned {
    pub(super) name: String,
    pub(super) grade: Grade,
    pub(super) major: &'static str,
    pub(super) number: i32,
    /// Those who count in a base.
    pub(super) base: u32,
    /// Those on leave or withdrawn, on top of the base.
    pub(super) gone: u32,
    pub(super) on_internship: bool,
}

/// Every class, in the order of grade and major; 1,286 seats in all.
pub(super) fn planned() -> Vec<Planned> {
    let mut classes = Vec::new();
    let mut others = 0_u32;
    for (year, at) in [(2022, 0_usize), (2023, 1), (2024, 2)] {
        let Ok(grade) = Grade::try_from(year) else {
            continue;
        };
        for major in &MAJORS {
            for number in 1..=major.classes.get(at).copied().unwrap_or_default() {
                let full = year == FULL_GRADE && major.word == "会计";
                let (base, gone) = if full {
                    (40, u32::from([3, 5, 7].contains(&number)))
                } else {
                    others += 1;
                    smaller(others)
                };
                classes.push(Planned {
                    name: format!("{}{}{number}班", grade.short(), major.word),
                    grade,
                    major: major.code,
                    number,
                    base,
                    gone,
                    // In the sixth term one class of each major works outside.
                    on_internship: year == 2022 && number == 1,
                });
            }
        }
    }
    classes
}

/// The size of the nth class that is not told of: 27 classes share 963 seats, 14 of them of people who are gone.
const fn smaller(nth: u32) -> (u32, u32) {
    let seats = if nth <= 18 { 36 } else { 35 };
    let gone = if nth % 2 == 1 { 1 } else { 0 };
    (seats - gone, gone)
}

#[cfg(test)]
mod tests {
    use super::planned;

    #[test]
    fn the_school_has_1286_seats_and_320_in_the_base_of_accounting() {
        let classes = planned();
        assert_eq!(
            classes
                .iter()
                .map(|class| class.base + class.gone)
                .sum::<u32>(),
            1_286
        );
        assert_eq!(classes.iter().map(|class| class.gone).sum::<u32>(), 17);
        let full: Vec<_> = classes
            .iter()
            .filter(|class| class.name.starts_with("23会计"))
            .collect();
        assert_eq!(
            (full.len(), full.iter().map(|class| class.base).sum::<u32>()),
            (8, 320)
        );
    }
}
