//! What the school already has, as far as a roster has to know it.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::classes::class_key;
use crate::{
    ids::{ClassId, FacultyId, GroupId, MajorId, StudentId},
    values::{Grade, IdType, Phone, Secret, Sex, StudentState},
};

/// The school before the import.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub faculties: Vec<(FacultyId, String)>,
    pub groups: Vec<KnownGroup>,
    pub majors: Vec<KnownMajor>,
    pub classes: Vec<KnownClass>,
    /// At least all that share an identity, roll or school number with the file.
    pub students: Vec<KnownStudent>,
}

#[derive(Clone, Debug)]
pub struct KnownGroup {
    pub id: GroupId,
    pub faculty: FacultyId,
    pub name: String,
}

#[derive(Clone, Debug)]
pub struct KnownMajor {
    pub id: MajorId,
    pub group: GroupId,
    pub code: String,
    pub name: String,
}

#[derive(Clone, Debug)]
pub struct KnownClass {
    pub id: ClassId,
    pub name: String,
    pub grade: Grade,
    pub major: MajorId,
}

/// A student with the current values.
#[derive(Clone, Debug)]
pub struct KnownStudent {
    pub id: StudentId,
    pub school_number: String,
    pub roll_number: Option<Secret>,
    pub id_number: Option<Secret>,
    pub id_type: IdType,
    pub name: String,
    pub sex: Sex,
    pub nation: Option<String>,
    pub birth_date: Option<NaiveDate>,
    pub class: ClassId,
    pub state: StudentState,
    pub phone: Option<Phone>,
    pub guardian_name: Option<String>,
    pub guardian_phone: Option<Phone>,
}

/// The same, to be asked by name and number.
pub(super) struct Index<'k> {
    pub(super) known: &'k Known,
    classes: HashMap<&'k str, &'k KnownClass>,
    /// By what its spellings share; `None` where two classes do.
    class_by_key: HashMap<String, Option<&'k KnownClass>>,
    class_by_id: HashMap<ClassId, &'k KnownClass>,
    majors: HashMap<MajorId, &'k KnownMajor>,
    by_identity: HashMap<&'k str, &'k KnownStudent>,
    by_roll: HashMap<&'k str, &'k KnownStudent>,
    by_number: HashMap<&'k str, &'k KnownStudent>,
}

impl<'k> Index<'k> {
    pub(super) fn new(known: &'k Known) -> Self {
        let students = &known.students;
        let mut class_by_key = HashMap::new();
        for class in &known.classes {
            class_by_key
                .entry(class_key(&class.name))
                .and_modify(|known| *known = None)
                .or_insert(Some(class));
        }
        Self {
            known,
            class_by_key,
            classes: known
                .classes
                .iter()
                .map(|class| (class.name.as_str(), class))
                .collect(),
            class_by_id: known
                .classes
                .iter()
                .map(|class| (class.id, class))
                .collect(),
            majors: known.majors.iter().map(|major| (major.id, major)).collect(),
            by_identity: students
                .iter()
                .filter_map(|s| Some((s.id_number.as_ref()?.as_str(), s)))
                .collect(),
            by_roll: students
                .iter()
                .filter_map(|s| Some((s.roll_number.as_ref()?.as_str(), s)))
                .collect(),
            by_number: students
                .iter()
                .map(|s| (s.school_number.as_str(), s))
                .collect(),
        }
    }

    /// The class of this name, else the only one that is spelt otherwise.
    pub(super) fn class(&self, name: &str) -> Option<&'k KnownClass> {
        let alike = || self.class_by_key.get(&class_key(name)).copied().flatten();
        self.classes.get(name).copied().or_else(alike)
    }

    pub(super) fn class_name(&self, id: ClassId) -> &'k str {
        self.class_by_id
            .get(&id)
            .map_or("", |class| class.name.as_str())
    }

    pub(super) fn major(&self, id: MajorId) -> Option<&'k KnownMajor> {
        self.majors.get(&id).copied()
    }

    pub(super) fn with_identity(&self, number: &str) -> Option<&'k KnownStudent> {
        self.by_identity.get(number).copied()
    }

    pub(super) fn with_roll(&self, number: &str) -> Option<&'k KnownStudent> {
        self.by_roll.get(number).copied()
    }

    pub(super) fn with_number(&self, number: &str) -> Option<&'k KnownStudent> {
        self.by_number.get(number).copied()
    }
}
