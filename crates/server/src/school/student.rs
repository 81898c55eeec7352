//! The page of one student: everything held, masked; the full number once, for a reason (ux-security A6.8, B6).

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::Action;
use domain::dates::day_words;
use domain::ids::StudentId;
use store::school::{Protected, revealed};

use super::actions::{self, Found};
use super::history::{self, History};
use super::views::{mask_phone, or_dashes};
use crate::shell::{
    App, Fields, Layout, Nav, Problem, Problems, Visitor, WebResult, page, refused,
};

struct Fact {
    label: &'static str,
    value: String,
    number: bool,
}

#[derive(Template)]
#[template(path = "school/student.html")]
struct StudentPage {
    layout: Layout,
    id: String,
    name: String,
    line: String,
    facts: Vec<Fact>,
    history: History,
    may_edit: bool,
    may_reveal: bool,
    has_number: bool,
    /// The full number, on the page that answers the reveal and on no other.
    full: Option<String>,
    reason: String,
    problems: Problems,
}

async fn student_page(app: &App, visitor: &Visitor, found: &Found) -> WebResult<StudentPage> {
    let student = &found.student;
    let class = found
        .structure
        .class(student.class_id)
        .map(|class| class.name.clone())
        .unwrap_or_default();
    Ok(StudentPage {
        layout: Layout::of(app, visitor, Nav::Students).await?,
        id: student.id.to_string(),
        name: student.name.clone(),
        line: format!("{} · {class} · {}", student.school_number, student.state),
        facts: facts(app, found)?,
        history: history::of(app, &visitor.actor, student.id).await?,
        may_edit: visitor.actor.may(Action::EditStudent, &found.place),
        may_reveal: visitor.actor.may(Action::RevealIdentity, &found.place),
        has_number: student.id_number.is_some(),
        full: None,
        reason: String::new(),
        problems: Problems::default(),
    })
}

fn facts(app: &App, found: &Found) -> WebResult<Vec<Fact>> {
    let (student, structure, today) = (&found.student, &found.structure, app.clock.today());
    let class = structure.class(student.class_id);
    let major = class.and_then(|class| structure.major(class.major_id));
    let group = major.and_then(|major| structure.group(major.group_id));
    let roll =
        revealed(&app.keys, student, Protected::Roll)?.map(|roll| domain::values::mask(&roll));
    let words = |value: Option<String>| or_dashes(&value.unwrap_or_default());
    let fact = |label, value: String| Fact {
        label,
        value,
        number: false,
    };
    let number = |label, value: String| Fact {
        label,
        value,
        number: true,
    };
    Ok(vec![
        fact("学号", student.school_number.clone()),
        number("学籍号", words(roll)),
        fact("性别", student.sex.to_string()),
        fact("民族", words(student.nation.clone())),
        fact(
            "出生日期",
            words(student.birth_date.map(|day| day_words(day, today))),
        ),
        fact("证件类型", student.id_type.to_string()),
        number("证件号码", or_dashes(&student.id_masked)),
        fact(
            "年级",
            words(class.map(|class| format!("{}级", class.grade))),
        ),
        fact("专业组", words(group.map(|group| group.name.clone()))),
        fact("专业", words(major.map(|major| major.name.clone()))),
        fact("班级", words(class.map(|class| class.name.clone()))),
        fact("状态", student.state.to_string()),
        number("手机", mask_phone(student.phone.as_ref())),
        fact("监护人", words(student.guardian_name.clone())),
        number("监护人电话", mask_phone(student.guardian_phone.as_ref())),
    ])
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<StudentId>,
) -> WebResult<Response> {
    let found = actions::found(&app, &visitor, id).await?;
    page(&student_page(&app, &visitor, &found).await?)
}

pub(super) async fn reveal(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<StudentId>,
    fields: Fields,
) -> WebResult<Response> {
    let found = actions::found(&app, &visitor, id).await?;
    let permit = visitor.actor.permit(Action::RevealIdentity, &found.place)?;
    let reason = fields.text("reason");
    if reason.chars().count() < actions::SHORTEST_REASON {
        let problems = Problem::new("reason", actions::REASON_WANTED).into();
        let shown = student_page(&app, &visitor, &found).await?;
        return refused(&StudentPage {
            reason: reason.to_owned(),
            problems,
            ..shown
        });
    }
    let full = actions::reveal(&app, &permit, &found.student, reason).await?;
    page(&StudentPage {
        full: Some(full),
        ..student_page(&app, &visitor, &found).await?
    })
}
