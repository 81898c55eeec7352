//! Changing the limits and the day of a round (plan 4.2).

use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::Action;
use domain::ids::RoundId;
use domain::selection::RoundState;
use store::StoreError;
use store::selection::Limits;

use super::open::number;
use crate::selection::actions::{self, ChangeForm};
use crate::selection::sight::Sight;
use crate::selection::views::ChangePage;
use crate::shell::{App, Fields, Flash, Layout, Nav, Problem, Problems, Visitor, WebError};
use crate::shell::{WebResult, overtaken, page, redirect, refused};

async fn view(app: &App, visitor: &Visitor, sight: &Sight) -> WebResult<ChangePage> {
    let layout = Layout::of(app, visitor, Nav::Selection).await?;
    Ok(ChangePage::new(layout, sight))
}

pub(in crate::selection) async fn ask_change(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
) -> WebResult<Response> {
    let (sight, _) = Sight::to_act(&app, &visitor, id, Action::PrepareSelection).await?;
    if sight.round.state != RoundState::Entering {
        return Err(WebError::refused("成绩单已经封存，限制和日期不能再改"));
    }
    page(&view(&app, &visitor, &sight).await?)
}

pub(in crate::selection) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
    fields: Fields,
) -> WebResult<Response> {
    let (sight, permit) = Sight::to_act(&app, &visitor, id, Action::PrepareSelection).await?;
    let mut problems = Problems::default();
    let test_on = problems.note(fields.parsed("test_on", "测试日期要写成 2025-04-23"));
    let approved = problems.note(number(&fields, "approved", "批准人数"));
    let seats = problems.note(number(&fields, "seats", "机位数"));
    let reason = fields.text("reason").to_owned();
    if reason.is_empty() {
        problems.push(Problem::new("reason", "理由：请写为什么改，如文件号"));
    }
    let (Some(test_on), Some(approved), Some(seats), true) =
        (test_on, approved, seats, problems.is_empty())
    else {
        let shown = view(&app, &visitor, &sight).await?;
        return refused(&shown.typed(&fields, problems));
    };
    let limits = Limits {
        test_on,
        approved,
        seats,
    };
    let form = ChangeForm {
        op_id: fields.text("op_id").to_owned(),
        version: fields.text("version").parse().unwrap_or_default(),
        limits,
        reason,
    };
    match actions::change(&app, &permit, id, &form).await {
        Ok(location) => Ok(redirect(
            &location,
            Flash::ok("已改好限制和日期，理由已记入日志"),
        )),
        Err(WebError::Store(StoreError::Stale)) => {
            let (sight, _) = Sight::to_act(&app, &visitor, id, Action::PrepareSelection).await?;
            let now = Limits::of(&sight.round);
            let shown = view(&app, &visitor, &sight).await?;
            overtaken(&shown.overtaken(&fields, (now, limits)))
        }
        Err(other) => Err(other),
    }
}
