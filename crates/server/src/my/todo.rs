//! What the student must do now: one card with one button, then what comes after it.

use domain::dates::deadline_words;
use domain::registration::{Lack, Mender, Need, RegistrationState};

use crate::people::{Own, Standings};
use crate::shell::App;

/// One thing to do.
pub(super) struct Todo {
    pub(super) title: String,
    pub(super) text: String,
    pub(super) button: &'static str,
    pub(super) href: String,
}

/// In the order they are done; what only a guardian can do is not the student's.
pub(super) fn todos(app: &App, own: &Own, brought: &Standings) -> Vec<Todo> {
    if own.row.state == RegistrationState::Withdrawn || !own.work.project.state.is_open() {
        return Vec::new();
    }
    let until = own
        .work
        .project
        .registration_deadline
        .map(|day| format!("，{} 前完成", deadline_words(day, app.clock.today())))
        .unwrap_or_default();
    let mut all: Vec<Todo> = returned(own).into_iter().collect();
    let lacks = brought.lacks(own.student.id).iter();
    all.extend(lacks.filter_map(|lack| todo(own, lack, &until)));
    all
}

/// A row that came back for something the student can mend.
fn returned(own: &Own) -> Option<Todo> {
    let back = own.row.state == RegistrationState::Returned
        && Mender::of(own.row.field) == Mender::Student;
    let photo = own.row.field == Some(domain::registration::Field::Photo);
    let field = own.row.field.map_or("", domain::registration::Field::label);
    back.then(|| Todo {
        title: format!("{field}要改一下"),
        text: own.row.reason.clone().unwrap_or_default(),
        button: if photo { "去换照片" } else { "去改" },
        href: if photo {
            format!("/my/photo/{}", own.row.id)
        } else {
            format!("/my/form/{}", own.row.id)
        },
    })
}

fn todo(own: &Own, lack: &Lack, until: &str) -> Option<Todo> {
    let id = own.row.id;
    let (title, text, button, href) = match lack.need {
        Need::Form => (
            "核对报名信息",
            format!("请看姓名、证件号码后几位和班级对不对，补上没有的。约 2 分钟{until}。"),
            "去核对",
            format!("/my/form/{id}"),
        ),
        Need::Photo => (
            "上传照片",
            format!(
                "{}。要{}{until}。",
                lack.sentence,
                own.work.plan.photo.words()
            ),
            "去上传",
            format!("/my/photo/{id}"),
        ),
        Need::StudentConsent => (
            "签同意书",
            format!(
                "报名要把你的信息交给{}，要你分两项同意。约 1 分钟{until}。",
                own.work.organisation
            ),
            "去看同意书",
            format!("/my/consent/{id}"),
        ),
        Need::GuardianConsent => return None,
    };
    Some(Todo {
        title: title.to_owned(),
        text,
        button,
        href,
    })
}
