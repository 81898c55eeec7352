//! School numbers, given class by class from the students there are (see `domain::school::numbering`).

use domain::school::numbering::{NumberedClass, Numbering};
use domain::school::roster::Known;
use store::school::{Structure, class};

/// The numbering as the students of the school bear it now.
pub(crate) fn numbering(structure: &Structure, known: &Known) -> Numbering {
    let classes: Vec<NumberedClass> = structure
        .classes
        .iter()
        .filter_map(|class| numbered(structure, class))
        .collect();
    let students = known.students.iter();
    Numbering::new(
        &classes,
        students.map(|student| (student.class, student.school_number.as_str())),
    )
}

/// A class as far as its numbers go; `None` where its major is not in the structure.
pub(crate) fn numbered(structure: &Structure, class: &class::Model) -> Option<NumberedClass> {
    let major = structure.major(class.major_id)?;
    Some(NumberedClass {
        id: class.id,
        name: class.name.clone(),
        grade: class.grade,
        major: major.number,
    })
}
