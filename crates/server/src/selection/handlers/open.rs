//! Opening a round.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::{Action, Permit};
use domain::ids::ProjectId;
use store::projects::project;

use crate::selection::actions::{self, NewRoundForm};
use crate::selection::sight::place_of;
use crate::selection::views::NewRoundPage;
use crate::shell::{
    App, Fields, Flash, Layout, Nav, Problem, Problems, Visitor, WebResult, page, redirect, refused,
};

pub(in crate::selection) async fn new_round(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ProjectId>,
) -> WebResult<Response> {
    let (project, _) = allowed(&app, &visitor, id).await?;
    page(
        &form(
            &app,
            &visitor,
            &project,
            &Fields::default(),
            Problems::default(),
        )
        .await?,
    )
}

pub(in crate::selection) async fn open_round(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ProjectId>,
    fields: Fields,
) -> WebResult<Response> {
    let (project, permit) = allowed(&app, &visitor, id).await?;
    let mut problems = Problems::default();
    let test_on = problems.note(fields.parsed("test_on", "测试日期要写成 2025-04-23"));
    let approved = problems.note(number(&fields, "approved", "批准人数"));
    let seats = problems.note(number(&fields, "seats", "机位数"));
    let (Some(test_on), Some(approved), Some(seats)) = (test_on, approved, seats) else {
        return refused(&form(&app, &visitor, &project, &fields, problems).await?);
    };
    let new = NewRoundForm {
        op_id: fields.text("op_id").to_owned(),
        test_on,
        approved,
        seats,
    };
    let location = actions::open(&app, &permit, id, &new).await?;
    let said = Flash::ok("已新建选拔，名册已存档。下一步：录入成绩");
    Ok(redirect(&location, said))
}

pub(super) fn number(fields: &Fields, name: &str, label: &str) -> Result<Option<u32>, Problem> {
    let expected = format!("{label}要写成 1 到 100000 的整数；不限就留空");
    let found: Option<u32> = fields.parsed(name, &expected)?;
    match found {
        Some(number) if !(1..=100_000).contains(&number) => Err(Problem::new(
            name,
            format!("写的是「{number}」，{expected}"),
        )),
        other => Ok(other),
    }
}

async fn allowed(
    app: &App,
    visitor: &Visitor,
    id: ProjectId,
) -> WebResult<(project::Model, Permit)> {
    let project = store::projects::project(app.db.read(), id).await?;
    let place = place_of(app, &project).await?;
    let permit = visitor.actor.permit(Action::PrepareSelection, &place)?;
    Ok((project, permit))
}

async fn form(
    app: &App,
    visitor: &Visitor,
    project: &project::Model,
    fields: &Fields,
    problems: Problems,
) -> WebResult<NewRoundPage> {
    let db = app.db.read();
    let layout = Layout::of(app, visitor, Nav::Selection).await?;
    let refusal = actions::gate_refusal(app, db, project).await?;
    let (plan, terms) = actions::terms_today(app, db, project).await?;
    let majors = store::projects::project_majors(db, &[project.id])
        .await?
        .remove(&project.id)
        .unwrap_or_default();
    let counts = store::school::roll_counts(db, project.grade, &majors).await?;
    Ok(
        NewRoundPage::new(layout, project, refusal, (&plan, &terms), &counts)
            .typed(fields, problems),
    )
}
