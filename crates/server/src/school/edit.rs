//! Adding a student and changing one (screens 11).

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::{Action, Place};
use domain::ids::StudentId;
use store::StoreError;
use store::school::{self as rows, Structure};

use super::actions::{self, Found, Wanted};
use super::form::{FormChoices, StudentForm};
use super::views::or_dashes;
use crate::shell::{
    App, Clashes, Fields, Flash, Layout, Nav, Problem, Problems, Visitor, WebError, WebResult,
};
use crate::shell::{op_id, overtaken, page, redirect, refused};

#[derive(Template)]
#[template(path = "school/form.html")]
struct FormPage {
    layout: Layout,
    title: String,
    /// Empty for a new student.
    id: String,
    form: StudentForm,
    choices: FormChoices,
    problems: Problems,
    clashes: Clashes,
    /// What the form shows of the record, carried along.
    before: String,
    version: i32,
    op_id: String,
    masked: String,
}

async fn blank_page(
    app: &App,
    visitor: &Visitor,
    structure: &Structure,
    form: StudentForm,
) -> WebResult<FormPage> {
    Ok(FormPage {
        layout: Layout::of(app, visitor, Nav::Students).await?,
        title: "新增学生".to_owned(),
        id: String::new(),
        form,
        choices: FormChoices::of(structure),
        problems: Problems::default(),
        clashes: Clashes::default(),
        before: String::new(),
        version: 0,
        op_id: op_id(),
        masked: String::new(),
    })
}

async fn filled_page(
    app: &App,
    visitor: &Visitor,
    found: &Found,
    form: StudentForm,
) -> WebResult<FormPage> {
    let student = &found.student;
    Ok(FormPage {
        title: format!("修改学生：{}", student.name),
        id: student.id.to_string(),
        version: student.version,
        masked: or_dashes(&student.id_masked),
        before: StudentForm::of(&actions::values_of(app, student)?)
            .said(&found.structure)
            .carried(),
        ..blank_page(app, visitor, &found.structure, form).await?
    })
}

pub(super) async fn blank(State(app): State<App>, visitor: Visitor) -> WebResult<Response> {
    visitor.actor.permit(Action::EditStudent, &Place::SCHOOL)?;
    let structure = rows::structure(app.db.read()).await?;
    page(&blank_page(&app, &visitor, &structure, StudentForm::blank()).await?)
}

pub(super) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    fields: Fields,
) -> WebResult<Response> {
    let permit = visitor.actor.permit(Action::EditStudent, &Place::SCHOOL)?;
    let structure = rows::structure(app.db.read()).await?;
    let form = StudentForm::typed(&fields);
    let problems = match form.values(None, &structure) {
        Ok(values) => {
            let wanted = Wanted {
                values,
                reason: "",
                op_id: fields.text("op_id"),
            };
            match actions::create(&app, &permit, &structure, wanted).await {
                Ok(id) => {
                    let done = Flash::ok(format!("已新增学生「{}」", form.name));
                    return Ok(redirect(&format!("/students/{id}"), done));
                }
                Err(error) => taken(error)?,
            }
        }
        Err(problems) => problems,
    };
    refused(&FormPage {
        problems,
        ..blank_page(&app, &visitor, &structure, form).await?
    })
}

/// A number that another student has is a fault of its field.
fn taken(error: WebError) -> WebResult<Problems> {
    let WebError::Store(StoreError::Taken { field }) = &error else {
        return Err(error);
    };
    let (field, sentence) = match field.as_str() {
        "school_number" => ("school_number", "学号：这个学号已经有学生在用，请核对"),
        "id_hash" => (
            "id_number",
            "证件号码：这个号码已经登记给另一名学生，请核对，或先查那名学生",
        ),
        "roll_hash" => (
            "roll_number",
            "学籍号：这个号码已经登记给另一名学生，请核对",
        ),
        _ => return Err(error),
    };
    Ok(Problem::new(field, sentence).into())
}

pub(super) async fn filled(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<StudentId>,
) -> WebResult<Response> {
    let found = actions::found(&app, &visitor, id).await?;
    visitor.actor.permit(Action::EditStudent, &found.place)?;
    let form = StudentForm::of(&actions::values_of(&app, &found.student)?);
    page(&filled_page(&app, &visitor, &found, form).await?)
}

pub(super) async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<StudentId>,
    fields: Fields,
) -> WebResult<Response> {
    let found = actions::found(&app, &visitor, id).await?;
    let permit = visitor.actor.permit(Action::EditStudent, &found.place)?;
    let form = StudentForm::typed(&fields);
    let stored = actions::values_of(&app, &found.student)?;
    let problems = match form.values(Some(&stored), &found.structure) {
        Ok(values) => {
            let version = fields.text("version").parse().unwrap_or_default();
            let wanted = Wanted {
                values,
                reason: &form.reason,
                op_id: fields.text("op_id"),
            };
            match actions::save(&app, &permit, &found, version, wanted).await {
                Ok(id) => {
                    let done = Flash::ok(format!("已保存「{}」的信息", form.name));
                    return Ok(redirect(&format!("/students/{id}"), done));
                }
                Err(WebError::Store(StoreError::Stale)) => {
                    return clashing(&app, &visitor, id, (form, &fields)).await;
                }
                Err(error) => taken(error)?,
            }
        }
        Err(problems) => problems,
    };
    refused(&FormPage {
        problems,
        ..filled_page(&app, &visitor, &found, form).await?
    })
}

/// Somebody saved in between: what stood there, what stands there now, what was typed.
async fn clashing(
    app: &App,
    visitor: &Visitor,
    id: StudentId,
    (yours, fields): (StudentForm, &Fields),
) -> WebResult<Response> {
    let found = actions::found(app, visitor, id).await?;
    let now = StudentForm::of(&actions::values_of(app, &found.student)?);
    let (now, typed) = (now.said(&found.structure), yours.said(&found.structure));
    overtaken(&FormPage {
        clashes: Clashes::between(fields, &now, &typed),
        ..filled_page(app, visitor, &found, yours).await?
    })
}
