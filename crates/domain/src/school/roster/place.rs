//! The class of a row, and whether what the row says about it agrees with it.

use super::{
    classes::{Classes, Unbelievable, grade_in, year_fits},
    columns::{CLASS, GRADE, MAJOR, MAJOR_CODE},
    known::Index,
    person::say_if_other,
    rows::ClassRef,
};
use crate::{
    import::{ProblemKind, Row},
    values::Grade,
};

/// The classes there are and the classes that may be made.
pub(super) struct Places<'a> {
    pub(super) index: &'a Index<'a>,
    pub(super) classes: &'a Classes,
    pub(super) create_structure: bool,
}

impl Places<'_> {
    pub(super) fn class(&self, row: &mut Row<'_, '_>) -> Option<ClassRef> {
        let written = row.text(CLASS)?.to_owned();
        if let Some(class) = self.index.class(&written) {
            say_if_other(row, CLASS, &written, &class.name);
            let major = self.index.major(class.major);
            let code = major.map(|major| major.code.as_str());
            self.compare(row, class.grade, code);
            return Some(ClassRef::Known(class.id));
        }
        let name = self.classes.spelling(&written).to_owned();
        if !self.create_structure {
            let expected = format!("学校里没有「{name}」。");
            let advice = "请改成已有的班级，或先建好这个班级。";
            row.error(CLASS, ProblemKind::UnknownClass, expected, advice);
            return None;
        }
        let grade = row.text(GRADE).and_then(grade_in);
        let why = match self.classes.place(&name) {
            _ if grade.is_some_and(|grade| !year_fits(&name, grade)) => Unbelievable::Year,
            Some(Ok(place)) => {
                say_if_other(row, CLASS, &written, &name);
                self.compare(row, place.grade, Some(&place.major));
                return Some(ClassRef::New(name));
            }
            Some(Err(why)) => *why,
            None => Unbelievable::NoGrade,
        };
        let expected = format!("学校里没有「{name}」，{}。", why.sentence());
        let advice = "请核对班级、年级和专业，改正不对的一格。";
        row.error(CLASS, ProblemKind::UnknownClass, expected, advice);
        None
    }

    /// The class decides where a student belongs; a row that says otherwise wants a look.
    fn compare(&self, row: &mut Row<'_, '_>, grade: Grade, major: Option<&str>) {
        let own = row.text(GRADE).and_then(grade_in);
        if own.is_some_and(|own| own != grade) {
            let expected = format!("这个班是 {grade} 级。");
            let advice = "请核对年级；导入时以班级为准。";
            row.warning(GRADE, ProblemKind::ContradictsClass, expected, advice);
        }
        let Some(own) = self.classes.major_of(row.line) else {
            return;
        };
        if let Some(major) = major.filter(|major| *major != own) {
            let coded = row.text(MAJOR_CODE).is_some();
            let field = if coded { MAJOR_CODE } else { MAJOR };
            let name = self.classes.major(major).map(|major| &major.name);
            let expected = format!("这个班属于{}。", name.map_or(major, String::as_str));
            let advice = "请核对专业；导入时以班级为准。";
            row.warning(field, ProblemKind::ContradictsClass, expected, advice);
            return;
        }
        let Some(known) = self.classes.major(&own) else {
            return;
        };
        if row.text(MAJOR).is_some_and(|written| written != known.name) {
            let expected = format!("专业代码 {own} 是{}。", known.name);
            let advice = "请核对专业名称；导入时以代码为准。";
            row.warning(MAJOR, ProblemKind::UnknownMajor, expected, advice);
        }
    }
}
