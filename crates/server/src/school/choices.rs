//! The parts of the school as options of a list.

use store::school::Structure;

use crate::shell::Choice;

pub(crate) fn faculties(structure: &Structure) -> Vec<Choice> {
    let all = structure.faculties.iter();
    all.map(|one| Choice::new(one.id, &one.name)).collect()
}

pub(crate) fn groups(structure: &Structure) -> Vec<Choice> {
    let all = structure.groups.iter();
    all.map(|one| Choice::new(one.id, &one.name)).collect()
}

pub(crate) fn majors(structure: &Structure) -> Vec<Choice> {
    let all = structure.majors.iter();
    all.map(|one| Choice::new(one.id, &one.name)).collect()
}

/// Those of the newest grade first.
pub(crate) fn classes(structure: &Structure) -> Vec<Choice> {
    let mut all: Vec<_> = structure.classes.iter().collect();
    all.sort_by(|a, b| b.grade.cmp(&a.grade).then_with(|| a.name.cmp(&b.name)));
    let all = all.into_iter();
    all.map(|one| Choice::new(one.id, &one.name)).collect()
}

/// The grades that have classes, the newest first.
pub(crate) fn grades(structure: &Structure) -> Vec<Choice> {
    let mut grades: Vec<_> = structure.classes.iter().map(|class| class.grade).collect();
    grades.sort_unstable();
    grades.dedup();
    let newest_first = grades.iter().rev();
    newest_first
        .map(|grade| Choice::new(grade, format_args!("{grade}级")))
        .collect()
}
