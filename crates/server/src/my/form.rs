//! The student's form: what is held as text, what is missing as fields, and a word when the roll is wrong (plan 6.3).

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::dates::time_words;
use domain::ids::RegistrationId;
use domain::registration::Field;
use store::StoreError;
use store::people::{self as rows};

use super::who;
use crate::people::{
    FormView, Own, ROLL_FIELDS, Saying, confirm_form, read_form, save_draft, say_wrong, typed_form,
};
use crate::shell::{
    App, Fields, Layout, Problem, Problems, Visitor, WebResult, op_id, page, redirect, refused,
};

#[derive(Template)]
#[template(path = "my/form.html")]
struct FormPage {
    layout: Layout,
    id: RegistrationId,
    f: FormView,
    roll: Vec<(&'static str, &'static str)>,
    said: Vec<String>,
    correction: String,
    field: String,
    op_id: String,
    op_id_correction: String,
}

async fn view(
    app: &App,
    visitor: &Visitor,
    own: &Own,
    fields: &Fields,
    problems: Problems,
) -> WebResult<FormPage> {
    let typed = if problems.is_empty() {
        own.form()
    } else {
        typed_form(own, fields)
    };
    let said = rows::corrections_of(app.db.read(), own.student.id).await?;
    Ok(FormPage {
        layout: who::layout(app, visitor).await?,
        id: own.row.id,
        f: FormView::of(app, own, typed, problems)?,
        roll: ROLL_FIELDS
            .iter()
            .map(|field| (field.value(), field.label()))
            .collect(),
        said: said
            .into_iter()
            .map(|one| {
                let at = time_words(one.answered_at.unwrap_or(one.at), app.clock.now());
                let answer = one
                    .answer
                    .map(|text| format!("，{text}"))
                    .unwrap_or_default();
                format!(
                    "{}：{}（{at} {}{answer}）",
                    one.field.label(),
                    one.said,
                    one.state.label()
                )
            })
            .collect(),
        correction: fields.text("said").to_owned(),
        field: fields.text("field").to_owned(),
        op_id: op_id(),
        op_id_correction: op_id(),
    })
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RegistrationId>,
) -> WebResult<Response> {
    let (own, _) = who::own(&app, &visitor, id).await?;
    page(
        &view(
            &app,
            &visitor,
            &own,
            &Fields::default(),
            Problems::default(),
        )
        .await?,
    )
}

pub(super) async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RegistrationId>,
    fields: Fields,
) -> WebResult<Response> {
    let (own, permit) = who::own(&app, &visitor, id).await?;
    let shown: Option<i32> = fields.text("version").parse().ok();
    if shown != Some(own.row.version) && !fields.text("version").is_empty() {
        return Err(StoreError::Stale.into());
    }
    let form = typed_form(&own, &fields);
    let op = fields.text("op_id");
    if fields.text("act") == "draft" {
        let here = format!("/my/form/{id}");
        let done = save_draft(&app, &permit, &own, form, (op, &here)).await?;
        return Ok(redirect(&done.to, done.flash));
    }
    match read_form(&app, &own, &form) {
        Ok(given) => {
            let done = confirm_form(&app, &permit, &own, given, true, (op, "/my")).await?;
            Ok(redirect(&done.to, done.flash))
        }
        Err(problems) => refused(&view(&app, &visitor, &own, &fields, problems).await?),
    }
}

/// Something in the roll is wrong: the class teacher hears of it, nothing is changed here.
pub(super) async fn correct(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RegistrationId>,
    fields: Fields,
) -> WebResult<Response> {
    let (own, permit) = who::own(&app, &visitor, id).await?;
    let field = fields.text("field").parse::<Field>().ok();
    let field = field.filter(|field| ROLL_FIELDS.contains(field));
    let said = fields.text("said");
    let mut problems = Problems::default();
    if field.is_none() {
        problems.push(Problem::new("field", "请选哪一项不对"));
    }
    if said.is_empty() {
        problems.push(Problem::new("said", "请写应该是什么"));
    } else if said.chars().count() > 200 {
        problems.push(Problem::new("said", "最多 200 个字，请写短一些"));
    }
    let (Some(field), true) = (field, problems.is_empty()) else {
        return refused(&view(&app, &visitor, &own, &fields, problems).await?);
    };
    let saying = Saying { field, said };
    let here = format!("/my/form/{id}");
    let done = say_wrong(&app, &permit, &own, &saying, (fields.text("op_id"), &here)).await?;
    Ok(redirect(&done.to, done.flash))
}
