//! Numbers for the students of an import whose file brings none, given class by class (see `number`).

use std::collections::{BTreeSet, HashMap};

use super::number::{ClassPrefix, NoNumber, class_number};
use crate::{ids::ClassId, values::Grade};

/// A class as far as its numbers go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberedClass {
    pub id: ClassId,
    pub name: String,
    pub grade: Grade,
    /// The ordinal of its major.
    pub major: i32,
}

/// What is taken in the school, and which class bears which prefix.
#[derive(Debug, Default)]
pub struct Numbering {
    taken: BTreeSet<String>,
    prefixes: HashMap<ClassId, ClassPrefix>,
    /// The class numbers in use, by grade and ordinal of the major.
    classes: HashMap<(Grade, i32), BTreeSet<i32>>,
}

impl Numbering {
    /// Learn from the students there are: a class keeps the prefix that one of its students bears.
    pub fn new<'a>(
        classes: &[NumberedClass],
        students: impl Iterator<Item = (ClassId, &'a str)>,
    ) -> Self {
        let by_id: HashMap<ClassId, &NumberedClass> =
            classes.iter().map(|class| (class.id, class)).collect();
        let mut numbering = Self::default();
        for (class, number) in students {
            numbering.taken.insert(number.to_owned());
            let Some((class, prefix)) = by_id.get(&class).zip(ClassPrefix::of(number)) else {
                continue;
            };
            // A student who changed class or major still bears the number of the old one.
            let own = ClassPrefix::new(class.grade, class.major, prefix.class());
            if own == Ok(prefix) {
                numbering.prefixes.entry(class.id).or_insert(prefix);
                numbering.note(class, prefix);
            }
        }
        numbering
    }

    /// A number that a file brings along is not given to anyone else.
    pub fn reserve(&mut self, number: &str) {
        self.taken.insert(number.to_owned());
    }

    /// The next free numbers of a class, lowest seat first.
    pub fn give(&mut self, class: &NumberedClass, count: usize) -> Result<Vec<String>, NoNumber> {
        let prefix = self.prefix(class)?;
        let start = prefix.to_string();
        let near = self.taken.range(start.clone()..);
        let near = near.take_while(|number| number.starts_with(&start));
        let given = prefix.next_free(near.map(String::as_str), count);
        self.taken.extend(given.iter().cloned());
        Ok(given)
    }

    fn prefix(&mut self, class: &NumberedClass) -> Result<ClassPrefix, NoNumber> {
        if let Some(prefix) = self.prefixes.get(&class.id) {
            return Ok(*prefix);
        }
        let none = BTreeSet::new();
        let used = self.classes.get(&(class.grade, class.major));
        let number = class_number(&class.name, used.unwrap_or(&none))?;
        let prefix = ClassPrefix::new(class.grade, class.major, number)?;
        self.prefixes.insert(class.id, prefix);
        self.note(class, prefix);
        Ok(prefix)
    }

    fn note(&mut self, class: &NumberedClass, prefix: ClassPrefix) {
        let used = self.classes.entry((class.grade, class.major));
        used.or_default().insert(prefix.class());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(id: i64, name: &str, major: i32) -> NumberedClass {
        let grade = Grade::try_from(2023).unwrap();
        NumberedClass {
            id: ClassId::new(id),
            name: name.to_owned(),
            grade,
            major,
        }
    }

    #[test]
    fn a_class_goes_on_where_its_numbers_end() {
        let classes = [class(1, "23会计1班", 1), class(2, "23会计2班", 1)];
        let students = [
            (ClassId::new(1), "2023010101"),
            (ClassId::new(1), "2023010103"),
        ];
        let mut numbering = Numbering::new(&classes, students.into_iter());
        numbering.reserve("2023010104");
        let given = numbering.give(&classes[0], 3).unwrap();
        assert_eq!(given, ["2023010102", "2023010105", "2023010106"]);
        assert_eq!(numbering.give(&classes[0], 1).unwrap(), ["2023010107"]);
        assert_eq!(numbering.give(&classes[1], 1).unwrap(), ["2023010201"]);
    }

    #[test]
    fn two_classes_of_one_name_number_do_not_share_a_prefix() {
        let classes = [
            class(1, "23会计1班", 1),
            class(2, "23会计升学1班", 1),
            class(3, "23金融1班", 2),
        ];
        let mut numbering = Numbering::new(&classes, std::iter::empty());
        assert_eq!(numbering.give(&classes[0], 1).unwrap(), ["2023010101"]);
        assert_eq!(numbering.give(&classes[1], 1).unwrap(), ["2023010201"]);
        assert_eq!(numbering.give(&classes[2], 1).unwrap(), ["2023020101"]);
    }

    #[test]
    fn a_student_who_changed_class_does_not_lend_the_prefix() {
        let classes = [class(1, "23会计1班", 1), class(3, "23金融1班", 2)];
        let students = [(ClassId::new(3), "2023010101")];
        let mut numbering = Numbering::new(&classes, students.into_iter());
        assert_eq!(numbering.give(&classes[1], 1).unwrap(), ["2023020101"]);
        assert_eq!(numbering.give(&classes[0], 1).unwrap(), ["2023010102"]);
    }
}
