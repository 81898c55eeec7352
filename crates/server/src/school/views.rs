//! The list of students as it is shown, printed and written: strings and flags.

use askama::Template;
use domain::values::Phone;
use store::school::{Listed, Structure};

use super::choices;
use super::query::StudentQuery;
use crate::shell::{Chip, Choice, Layout, Pager};

/// The columns, in the same order on the screen, on paper and in a file.
pub(super) const COLUMNS: [&str; 8] = [
    "学号",
    "姓名",
    "班级",
    "专业",
    "性别",
    "证件号码",
    "状态",
    "手机",
];

/// One student in a list.
pub(super) struct Row {
    pub(super) id: String,
    pub(super) number: String,
    pub(super) name: String,
    pub(super) class: String,
    pub(super) major: String,
    pub(super) sex: String,
    pub(super) masked: String,
    pub(super) state: String,
    /// Not here at present: shown as a badge.
    pub(super) away: bool,
    pub(super) phone: String,
}

impl Row {
    pub(super) fn of(listed: &Listed) -> Self {
        let student = &listed.student;
        Self {
            id: student.id.to_string(),
            number: student.school_number.clone(),
            name: student.name.clone(),
            class: listed.class.name.clone(),
            major: listed.major.name.clone(),
            sex: student.sex.to_string(),
            masked: or_dashes(&student.id_masked),
            state: student.state.to_string(),
            away: !matches!(
                student.state,
                domain::values::StudentState::Enrolled | domain::values::StudentState::Internship
            ),
            phone: mask_phone(student.phone.as_ref()),
        }
    }

    /// The cells in the order of [`COLUMNS`].
    pub(super) fn cells(&self) -> [&str; 8] {
        [
            &self.number,
            &self.name,
            &self.class,
            &self.major,
            &self.sex,
            &self.masked,
            &self.state,
            &self.phone,
        ]
    }
}

/// No value is `--` (rule 15 of the words).
pub(super) fn or_dashes(text: &str) -> String {
    if text.is_empty() {
        "--".to_owned()
    } else {
        text.to_owned()
    }
}

/// The first three and last four digits of a telephone number.
pub(super) fn mask_phone(phone: Option<&Phone>) -> String {
    let Some(phone) = phone else {
        return "--".to_owned();
    };
    let length = phone.as_str().chars().count();
    let hide = |(at, digit)| {
        if at >= 3 && at + 4 < length {
            '*'
        } else {
            digit
        }
    };
    phone.as_str().chars().enumerate().map(hide).collect()
}

/// What the selects of the filter offer: what the person's posts reach is decided by the query, not here.
pub(super) struct Choices {
    pub(super) grades: Vec<Choice>,
    pub(super) majors: Vec<Choice>,
    pub(super) classes: Vec<Choice>,
    pub(super) states: Vec<Choice>,
}

impl Choices {
    pub(super) fn of(structure: &Structure, query: &StudentQuery) -> Self {
        let filter = query.filter();
        let classes = structure.classes.iter().filter(|class| {
            filter.grade.is_none_or(|grade| grade == class.grade)
                && filter.major.is_none_or(|major| major == class.major_id)
        });
        Self {
            grades: choices::grades(structure),
            majors: choices::majors(structure),
            classes: classes
                .map(|class| Choice::new(class.id, &class.name))
                .collect(),
            states: domain::values::StudentState::ALL
                .iter()
                .map(|state| Choice::new(state, state))
                .collect(),
        }
    }
}

/// A saved view with its count.
pub(super) struct View {
    pub(super) href: String,
    pub(super) label: String,
    pub(super) count: i64,
    pub(super) current: bool,
}

/// The head of a column that sorts.
pub(super) struct Sort {
    pub(super) href: String,
    pub(super) direction: &'static str,
}

#[derive(Template)]
#[template(path = "school/list.html")]
pub(super) struct ListPage {
    pub(super) layout: Layout,
    pub(super) query: StudentQuery,
    pub(super) views: Vec<View>,
    pub(super) choices: Choices,
    pub(super) chips: Vec<Chip>,
    pub(super) rows: Vec<Row>,
    pub(super) pager: Pager,
    pub(super) per: u64,
    pub(super) by_number: Sort,
    pub(super) by_name: Sort,
    pub(super) all: bool,
    pub(super) may_edit: bool,
    pub(super) may_import: bool,
    pub(super) may_export: bool,
    pub(super) may_export_full: bool,
    pub(super) print_href: String,
    pub(super) export_href: String,
    pub(super) all_href: String,
    pub(super) here: String,
}

/// A sheet of paper of the printed list.
pub(super) struct Sheet {
    pub(super) rows: Vec<(usize, Row)>,
    pub(super) number: usize,
}

#[derive(Template)]
#[template(path = "school/print.html")]
pub(super) struct PrintPage {
    pub(super) asset_version: String,
    pub(super) school: String,
    pub(super) filter: String,
    pub(super) sheets: Vec<Sheet>,
    pub(super) total: usize,
    pub(super) printed: String,
    pub(super) fingerprint: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_number_keeps_three_and_four_digits() {
        assert_eq!(
            mask_phone(Some(&"13800002210".parse().unwrap())),
            "138****2210"
        );
        assert_eq!(mask_phone(None), "--");
    }
}
