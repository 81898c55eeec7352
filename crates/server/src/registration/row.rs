//! Acts on one row of a list: giving the place up with a reason, coming back, saying that a return was mended.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::{Action, Permit};
use domain::ids::{ListId, StudentId};
use store::StoreError;
use store::registration::{self as rows, list};

use super::actions::{self, RowMove, ShownRow};
use super::records::{Work, list_with_work};
use crate::shell::{App, Fields, Layout, Nav, Problem, Problems, Visitor, WebError, WebResult};
use crate::shell::{op_id, page, redirect, refused};

#[derive(Template)]
#[template(path = "registration/withdraw.html")]
struct WithdrawPage {
    layout: Layout,
    list: ListId,
    version: String,
    title: String,
    name: String,
    reason: String,
    op_id: String,
    problems: Problems,
}

async fn permitted(
    app: &App,
    visitor: &Visitor,
    id: ListId,
) -> WebResult<(list::Model, Work, Permit)> {
    let (list, work) = list_with_work(app.db.read(), id).await?;
    let permit = visitor.actor.permit(
        Action::PrepareRegistration,
        &work.list_place(list.class_id)?,
    )?;
    Ok((list, work, permit))
}

async fn view(
    app: &App,
    visitor: &Visitor,
    (list, work): (&list::Model, &Work),
    student: StudentId,
    fields: &Fields,
    problems: Problems,
) -> WebResult<WithdrawPage> {
    let own = rows::rows(app.db.read(), list.id).await?;
    let one = own
        .into_iter()
        .find(|one| one.student.id == student)
        .ok_or(StoreError::NotFound)?;
    let version = fields.text("version");
    Ok(WithdrawPage {
        layout: Layout::of(app, visitor, Nav::Registration).await?,
        list: list.id,
        version: if version.is_empty() {
            list.version.to_string()
        } else {
            version.to_owned()
        },
        title: work.list_title(list.class_id),
        name: one.student.name,
        reason: fields.text("reason").to_owned(),
        op_id: op_id(),
        problems,
    })
}

pub(super) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, student)): Path<(ListId, StudentId)>,
) -> WebResult<Response> {
    let (list, work, _) = permitted(&app, &visitor, id).await?;
    let fields = Fields::default();
    page(
        &view(
            &app,
            &visitor,
            (&list, &work),
            student,
            &fields,
            Problems::default(),
        )
        .await?,
    )
}

pub(super) async fn withdraw(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, student)): Path<(ListId, StudentId)>,
    fields: Fields,
) -> WebResult<Response> {
    let (list, work, permit) = permitted(&app, &visitor, id).await?;
    let reason = fields.text("reason");
    if reason.is_empty() {
        let problem = Problem::new("reason", "请写明为什么不报名");
        let view = view(
            &app,
            &visitor,
            (&list, &work),
            student,
            &fields,
            problem.into(),
        )
        .await?;
        return refused(&view);
    }
    let how = RowMove::Withdraw { reason };
    moved(&app, (&permit, &work), (id, student), &fields, how).await
}

pub(super) async fn mend(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ListId>,
    fields: Fields,
) -> WebResult<Response> {
    named(&app, &visitor, id, &fields, RowMove::Mend).await
}

pub(super) async fn reinstate(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ListId>,
    fields: Fields,
) -> WebResult<Response> {
    named(&app, &visitor, id, &fields, RowMove::Reinstate).await
}

/// Move the row of the student whom the form names.
async fn named(
    app: &App,
    visitor: &Visitor,
    id: ListId,
    fields: &Fields,
    how: RowMove<'_>,
) -> WebResult<Response> {
    let (_, work, permit) = permitted(app, visitor, id).await?;
    let student = fields.text("student").parse();
    let student =
        student.map_err(|_| WebError::refused("没有说明是哪一名学生，请刷新报名表后再办"))?;
    moved(app, (&permit, &work), (id, student), fields, how).await
}

async fn moved(
    app: &App,
    (permit, work): (&Permit, &Work),
    (list, student): (ListId, StudentId),
    fields: &Fields,
    how: RowMove<'_>,
) -> WebResult<Response> {
    let shown = ShownRow {
        list,
        version: version(fields)?,
        student,
        op: fields.text("op_id"),
    };
    let done = actions::move_row(app, permit, work, shown, how).await?;
    Ok(redirect(&done.to, done.flash))
}

/// The version the page showed: what changed since then is not overwritten.
pub(super) fn version(fields: &Fields) -> WebResult<i32> {
    let found = fields.text("version").parse();
    found.map_err(|_| WebError::refused("这一页太旧了，请刷新后再办"))
}
