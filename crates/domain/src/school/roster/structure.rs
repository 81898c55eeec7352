//! Faculties, groups, majors and classes that have to be made before the rows can be written.

use std::collections::HashSet;

use super::{
    classes::Classes,
    known::Known,
    rows::{ClassRef, RosterRow},
};
use crate::values::Grade;

/// What to make, from the outside in; each names what it belongs to, be that new or already there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Structure {
    pub faculties: Vec<String>,
    pub groups: Vec<NewGroup>,
    pub majors: Vec<NewMajor>,
    pub classes: Vec<NewClass>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewGroup {
    pub name: String,
    pub faculty: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMajor {
    /// The name again where the file has no codes.
    pub code: String,
    pub name: String,
    pub group: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewClass {
    pub name: String,
    pub grade: Grade,
    pub major_code: String,
}

/// Where the file names no faculty.
const NO_FACULTY: &str = "未分系";

impl Structure {
    pub fn is_empty(&self) -> bool {
        self.classes.is_empty()
    }

    /// The part that some of the classes need, where not all rows are written.
    #[must_use]
    pub fn only_for(&self, classes: &HashSet<&str>) -> Self {
        let mut made = Self {
            classes: self.classes.clone(),
            ..Self::default()
        };
        made.classes
            .retain(|class| classes.contains(class.name.as_str()));
        let needed = |major: &&NewMajor| {
            let mut classes = made.classes.iter();
            classes.any(|class| class.major_code == major.code)
        };
        made.majors = self.majors.iter().filter(needed).cloned().collect();
        let needed = |group: &&NewGroup| made.majors.iter().any(|m| m.group == group.name);
        made.groups = self.groups.iter().filter(needed).cloned().collect();
        let needed = |name: &&String| made.groups.iter().any(|g| g.faculty == **name);
        made.faculties = self.faculties.iter().filter(needed).cloned().collect();
        made
    }

    /// What the rows need that the school does not have.
    pub(super) fn of<'r>(
        rows: impl Iterator<Item = &'r RosterRow>,
        classes: &Classes,
        known: &Known,
    ) -> Self {
        let mut made = Self::default();
        let mut there = There::new(known);
        for row in rows {
            let ClassRef::New(name) = &row.class else {
                continue;
            };
            if !there.classes.insert(name.clone()) {
                continue;
            }
            let Some(Ok(place)) = classes.place(name) else {
                continue;
            };
            made.classes.push(NewClass {
                name: name.clone(),
                grade: place.grade,
                major_code: place.major.clone(),
            });
            made.need_major(&place.major, classes, &mut there);
        }
        made
    }

    fn need_major(&mut self, code: &str, classes: &Classes, there: &mut There) {
        if !there.majors.insert(code.to_owned()) {
            return;
        }
        let major = classes.major(code).cloned().unwrap_or_default();
        let group = major.group.unwrap_or_else(|| major.name.clone());
        self.majors.push(NewMajor {
            code: code.to_owned(),
            name: major.name,
            group: group.clone(),
        });
        if !there.groups.insert(group.clone()) {
            return;
        }
        let faculty = major.faculty.unwrap_or_else(|| NO_FACULTY.to_owned());
        if there.faculties.insert(faculty.clone()) {
            self.faculties.push(faculty.clone());
        }
        self.groups.push(NewGroup {
            name: group,
            faculty,
        });
    }
}

/// Names that exist or are about to.
struct There {
    faculties: HashSet<String>,
    groups: HashSet<String>,
    majors: HashSet<String>,
    classes: HashSet<String>,
}

impl There {
    fn new(known: &Known) -> Self {
        Self {
            faculties: known
                .faculties
                .iter()
                .map(|(_, name)| name.clone())
                .collect(),
            groups: known
                .groups
                .iter()
                .map(|group| group.name.clone())
                .collect(),
            majors: known
                .majors
                .iter()
                .map(|major| major.code.clone())
                .collect(),
            classes: known
                .classes
                .iter()
                .map(|class| class.name.clone())
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_are_left_out_ask_for_nothing() {
        let grade = Grade::try_from(2023).unwrap();
        let named = |name: &str| name.to_owned();
        let class = |name, code| NewClass {
            name: named(name),
            grade,
            major_code: named(code),
        };
        let major = |code, group| NewMajor {
            code: named(code),
            name: named(code),
            group: named(group),
        };
        let group = |name, faculty| NewGroup {
            name: named(name),
            faculty: named(faculty),
        };
        let all = Structure {
            faculties: vec![named("财经系"), named("商贸系")],
            groups: vec![group("会计", "财经系"), group("电商", "商贸系")],
            majors: vec![major("730301", "会计"), major("730701", "电商")],
            classes: vec![class("23会计1班", "730301"), class("23电商1班", "730701")],
        };
        let part = all.only_for(&HashSet::from(["23电商1班"]));
        assert_eq!(part.faculties, ["商贸系"]);
        assert_eq!((part.groups.len(), part.majors.len()), (1, 1));
        assert_eq!(part.classes[0].name, "23电商1班");
        assert!(all.only_for(&HashSet::new()).faculties.is_empty());
    }
}
