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
