//! The filter of the list of students as its address carries it: every list is a link that can be sent on.

use domain::ids::{ClassId, MajorId};
use domain::values::{Grade, StudentState};
use serde::{Deserialize, Serialize};
use store::school::{Structure, StudentFilter, StudentOrder};

use crate::shell::{Chip, WebResult, query_string};

/// The states behind a saved view.
pub(super) const VIEWS: [(&str, &str, &[StudentState]); 4] = [
    ("enrolled", "在读", &[StudentState::Enrolled]),
    ("internship", "实习", &[StudentState::Internship]),
    (
        "away",
        "休学退学",
        &[StudentState::Suspended, StudentState::Withdrawn],
    ),
    (
        "gone",
        "转出毕业",
        &[StudentState::Transferred, StudentState::Graduated],
    ),
];

/// As typed or linked; what does not parse restricts nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct StudentQuery {
    pub(super) view: String,
    pub(super) grade: String,
    pub(super) major: String,
    pub(super) class: String,
    pub(super) state: String,
    pub(super) q: String,
    pub(super) sort: String,
    pub(super) per: String,
    #[serde(skip_serializing)]
    pub(super) page: String,
    /// `1` when everything the filter finds is chosen, on all pages.
    #[serde(skip_serializing)]
    pub(super) all: String,
}

impl StudentQuery {
    pub(super) fn filter(&self) -> StudentFilter {
        let state = self.state.parse::<StudentState>().ok();
        let view = VIEWS.iter().find(|(code, ..)| *code == self.view);
        StudentFilter {
            grade: self.grade.parse::<Grade>().ok(),
            major: self.major.parse::<MajorId>().ok(),
            class: self.class.parse::<ClassId>().ok(),
            states: match (state, view) {
                (Some(state), _) => vec![state],
                (None, Some((.., states))) => states.to_vec(),
                (None, None) => Vec::new(),
            },
            text: self.q.trim().to_owned(),
            order: match self.sort.as_str() {
                "-number" => StudentOrder::NumberDown,
                "name" => StudentOrder::Name,
                "-name" => StudentOrder::NameDown,
                _ => StudentOrder::Number,
            },
            ids: Vec::new(),
        }
    }

    /// The conditions that are on, in the order of the form.
    fn conditions(&self, structure: &Structure) -> Vec<(&'static str, &'static str, String)> {
        let filter = self.filter();
        let view = VIEWS.iter().find(|(code, ..)| *code == self.view);
        let major = filter.major.and_then(|id| structure.major(id));
        let class = filter.class.and_then(|id| structure.class(id));
        let state = self.state.parse::<StudentState>().ok();
        let text = Some(filter.text.clone()).filter(|text| !text.is_empty());
        [
            (
                "view",
                "视图",
                view.map(|(_, label, _)| (*label).to_owned()),
            ),
            (
                "grade",
                "年级",
                filter.grade.map(|grade| format!("{grade}级")),
            ),
            ("major", "专业", major.map(|major| major.name.clone())),
            ("class", "班级", class.map(|class| class.name.clone())),
            ("state", "状态", state.map(|state| state.to_string())),
            ("q", "学号或姓名", text),
        ]
        .into_iter()
        .filter_map(|(field, label, value)| Some((field, label, value?)))
        .collect()
    }

    pub(super) fn chips(&self, structure: &Structure) -> WebResult<Vec<Chip>> {
        self.conditions(structure)
            .into_iter()
            .filter(|(field, ..)| *field != "view")
            .map(|(field, label, value)| {
                let without = self.without(field).address("/students")?;
                Ok(Chip {
                    text: format!("{label}：{value}"),
                    without,
                })
            })
            .collect()
    }

    /// "年级=2023级，班级=23会计3班，共 40 人", for paper, files and the record.
    pub(super) fn sentence(&self, structure: &Structure, total: u64) -> String {
        let mut parts: Vec<String> = self
            .conditions(structure)
            .into_iter()
            .map(|(_, label, value)| format!("{label}={value}"))
            .collect();
        if parts.is_empty() {
            parts.push("全部学生".to_owned());
        }
        parts.push(format!("共 {total} 人"));
        parts.join("，")
    }

    fn without(&self, field: &str) -> Self {
        let mut other = self.clone();
        match field {
            "view" => other.view.clear(),
            "grade" => other.grade.clear(),
            "major" => other.major.clear(),
            "class" => other.class.clear(),
            "state" => other.state.clear(),
            _ => other.q.clear(),
        }
        other
    }

    /// The same list under this path, ending so that more can follow.
    pub(super) fn address(&self, path: &str) -> WebResult<String> {
        Ok(format!("{path}?{}", query_string(self)?))
    }

    /// The same list in another order, from the first page.
    pub(super) fn sorted(&self, sort: &str) -> WebResult<String> {
        Self {
            sort: sort.to_owned(),
            ..self.clone()
        }
        .address("/students")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_parse_restricts_nothing() {
        let query = StudentQuery {
            grade: "高一".into(),
            class: "x".into(),
            ..StudentQuery::default()
        };
        let filter = query.filter();
        assert_eq!((filter.grade, filter.class), (None, None));
        assert_eq!(
            query.sentence(&Structure::default(), 3),
            "全部学生，共 3 人"
        );
    }

    #[test]
    fn a_chip_takes_its_condition_away_and_leaves_the_others() {
        let query = StudentQuery {
            grade: "2023".into(),
            q: "陈".into(),
            sort: "name".into(),
            ..StudentQuery::default()
        };
        let chips = query.chips(&Structure::default()).unwrap();
        assert_eq!(
            chips
                .iter()
                .map(|chip| chip.text.as_str())
                .collect::<Vec<_>>(),
            ["年级：2023级", "学号或姓名：陈"]
        );
        assert_eq!(
            chips.first().unwrap().without,
            "/students?q=%E9%99%88&sort=name&"
        );
    }

    #[test]
    fn a_state_chosen_in_the_form_goes_before_the_view() {
        let query = StudentQuery {
            view: "away".into(),
            ..StudentQuery::default()
        };
        assert_eq!(
            query.filter().states,
            [StudentState::Suspended, StudentState::Withdrawn]
        );
        let query = StudentQuery {
            state: "退学".into(),
            ..query
        };
        assert_eq!(query.filter().states, [StudentState::Withdrawn]);
    }
}
