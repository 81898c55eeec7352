//! Typing scores, class by class.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::access::{Action, Permit};
use domain::ids::{ClassId, RoundId};
use domain::selection::{Marking, MarkingRefused, Pass, RoundState};
use serde::Deserialize;
use store::StoreError;
use store::selection::Entrant;

use super::compare::names;
use crate::selection::actions::{self, ScoreSheetForm};
use crate::selection::passes::Passes;
use crate::selection::sight::Sight;
use crate::selection::views::{GridPage, TakePassPage, Typed};
use crate::shell::{
    App, Fields, Flash, Layout, Nav, Visitor, WebError, WebResult, page, redirect, refused,
};

/// Which class.
#[derive(Debug, Default, Deserialize)]
pub(in crate::selection) struct ClassQuery {
    class: Option<String>,
}

pub(in crate::selection) async fn grid(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
    Query(query): Query<ClassQuery>,
) -> WebResult<Response> {
    let (sight, _) = Sight::to_act(&app, &visitor, id, Action::EnterScores).await?;
    if sight.round.state != RoundState::Entering {
        return Ok(redirect(
            &format!("/selection/{id}"),
            Flash::info("成绩单已经封存，成绩不能再改"),
        ));
    }
    let (pass, all) = match own_sheet(&app, &visitor, &sight).await? {
        Sheet::Mine(pass, all) => (pass, all),
        Sheet::ToTake(form) => return page(&*form),
        Sheet::Closed => {
            let said = MarkingRefused::Closed.to_string();
            return Ok(redirect(&format!("/selection/{id}"), Flash::info(said)));
        }
    };
    let wanted = query.class.as_deref().and_then(|class| class.parse().ok());
    let class = of_class(&all, wanted)?;
    let layout = Layout::of(&app, &visitor, Nav::Selection).await?;
    page(&GridPage::new(layout, &sight, pass, &class, &all))
}

/// What a visitor may type into.
enum Sheet {
    /// The people as the own pass knows them, or as they are where marks are entered once.
    Mine(Option<Pass>, Vec<Entrant>),
    /// The visitor has to say first which pass.
    ToTake(Box<TakePassPage>),
    /// Both passes are complete.
    Closed,
}

async fn own_sheet(app: &App, visitor: &Visitor, sight: &Sight) -> WebResult<Sheet> {
    let all = sight.entrants(app).await?;
    if sight.round.parameters.marking == Marking::Single {
        return Ok(Sheet::Mine(None, all));
    }
    let passes = Passes::load(app.db.read(), &sight.round).await?;
    if passes.complete(&all) {
        return Ok(Sheet::Closed);
    }
    if let Some(pass) = passes.markers.pass_of(visitor.actor.account()) {
        return Ok(Sheet::Mine(Some(pass), passes.view(pass, &all)));
    }
    let layout = Layout::of(app, visitor, Nav::Selection).await?;
    let names = names(app, &passes).await?;
    let form = TakePassPage::new(layout, sight, &passes, &all, &names);
    Ok(Sheet::ToTake(Box::new(form)))
}

pub(in crate::selection) async fn save_grid(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
    fields: Fields,
) -> WebResult<Response> {
    let (sight, permit) = Sight::to_act(&app, &visitor, id, Action::EnterScores).await?;
    let sent = fields.text("pass").parse::<Pass>().ok();
    let (pass, all) = match own_sheet(&app, &visitor, &sight).await? {
        Sheet::Mine(own, all) if own == sent => (own, all),
        Sheet::Mine(Some(own), _) => {
            return Err(WebError::refused(
                MarkingRefused::OtherPass(own).to_string(),
            ));
        }
        Sheet::Mine(None, _) | Sheet::ToTake(_) => {
            return Err(WebError::refused(MarkingRefused::NotChosen.to_string()));
        }
        Sheet::Closed => return sent_again(&app, &permit, id, &fields).await,
    };
    let Ok(wanted) = fields.text("class").parse::<ClassId>() else {
        return Err(StoreError::NotFound.into());
    };
    let class = of_class(&all, Some(wanted))?;
    let typed = Typed::read(&fields, &class, &sight.round.parameters);
    let layout = Layout::of(&app, &visitor, Nav::Selection).await?;
    let form = GridPage::new(layout, &sight, pass, &class, &all);
    if !typed.problems.is_empty() {
        return refused(&form.typed(&fields, typed.problems));
    }
    let sheet = ScoreSheetForm {
        op_id: fields.text("op_id").to_owned(),
        class: wanted,
        pass,
        stamp: fields.text("version").parse().unwrap_or_default(),
        rows: typed.rows,
    };
    match actions::save_sheet(&app, &permit, id, &sheet).await {
        Ok((location, changed)) => {
            let name = class
                .first()
                .map_or_else(String::new, |one| one.class.clone());
            let said = if changed > 0 {
                format!("已保存 {name}，改动 {changed} 人")
            } else {
                format!("{name} 没有改动")
            };
            Ok(redirect(&location, Flash::ok(said)))
        }
        Err(WebError::Store(StoreError::Stale)) => {
            let mut conflict = page(&form.overtaken(&fields))?;
            *conflict.status_mut() = StatusCode::CONFLICT;
            Ok(conflict)
        }
        Err(other) => Err(other),
    }
}

/// A sheet that arrives when both passes are complete: the one that completed them, sent again, or one too late.
async fn sent_again(
    app: &App,
    permit: &Permit,
    id: RoundId,
    fields: &Fields,
) -> WebResult<Response> {
    let nothing = ScoreSheetForm {
        op_id: fields.text("op_id").to_owned(),
        class: ClassId::new(0),
        pass: fields.text("pass").parse().ok(),
        stamp: 0,
        rows: Vec::new(),
    };
    let (location, _) = actions::save_sheet(app, permit, id, &nothing).await?;
    Ok(redirect(&location, Flash::info("这张成绩单已经保存过")))
}

/// The base of one class; without a wish, of the first.
fn of_class(all: &[Entrant], wanted: Option<ClassId>) -> WebResult<Vec<Entrant>> {
    let base = || all.iter().filter(|one| one.entry.in_base);
    let class = wanted.or_else(|| base().next().map(|one| one.entry.class_id));
    let found: Vec<Entrant> = base()
        .filter(|one| Some(one.entry.class_id) == class)
        .cloned()
        .collect();
    if found.is_empty() {
        Err(StoreError::NotFound.into())
    } else {
        Ok(found)
    }
}
