//! The public notice as a paper (plan 4.3.2): for those who see the whole round, since it names everybody chosen.

use axum::extract::{Path, State};
use axum::response::Response;
use documents::papers::{self, ChosenOfClass, Contact, Next, Notice, Period};
use domain::access::Action;
use domain::dates::day_of;
use domain::ids::RoundId;
use domain::selection::{Verdict, notice_until};
use store::StoreError;
use store::selection::{self as rows, Entrant};

use super::result::subject;
use crate::selection::actions;
use crate::selection::sight::Sight;
use crate::shell::{App, PDF, Visitor, WebResult, attachment, printed};

const OFFICE: &str = "培训就业处";

pub(in crate::selection) async fn notice_paper(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
) -> WebResult<Response> {
    let sight = Sight::of(&app, &visitor, id).await?;
    if !sight.whole || !sight.may_see_result() {
        return Err(StoreError::NotFound.into());
    }
    let permit = visitor.actor.permit(Action::ViewSelection, &sight.place)?;
    let notice = notice(&app, &sight).await?;
    let people = notice.classes.iter().map(|class| class.chosen.len()).sum();
    let name = format!("{} {}公示.pdf", sight.project.title, sight.ordinal());
    let bytes = printed(&app, move || papers::notice(&notice)).await?;
    let of = (&sight.round, &sight.project);
    actions::record_paper(&app, &permit, "print_notice", of, (people, &bytes)).await?;
    Ok(attachment(&name, PDF, bytes))
}

/// What the paper says.
async fn notice(app: &App, sight: &Sight) -> WebResult<Notice> {
    let (db, round, project) = (app.db.read(), &sight.round, &sight.project);
    let loaded = subject(app, sight).await?;
    let certificate = store::partners::certificate(db, project.certificate_id).await?;
    let majors = crate::projects::major_names(db, project).await?;
    let told = round.published_at.map(day_of);
    let from = told.unwrap_or_else(|| app.clock.today());
    let terms = round.parameters.clone();
    let parameters = &sight.plan.parameters;
    let until = if round.state.is_told() {
        round.notice_until
    } else {
        notice_until(from, parameters.notice_days)
    };
    Ok(Notice {
        cohort: format!("{}级{majors}专业", project.grade),
        certificate: certificate.name,
        level: project.level.clone(),
        round: u32::try_from(round.number).unwrap_or(1),
        plan: sight.plan.name.clone(),
        tested_on: round.test_on,
        summary: loaded.outcome().summary(&terms.rule),
        terms,
        open: until.map(|until| Period { from, until }),
        objections_to: OFFICE.to_owned(),
        answer_days: parameters.appeal_days,
        next: next(app, sight).await?,
        contact: contact(app, sight).await?,
        issuer: format!("{}{OFFICE}", store::settings::school_name(db).await?),
        dated: from,
        classes: by_class(&loaded.all),
        frozen: round.state.is_told(),
    })
}

/// What those who were not chosen may do: the round after this one, when there is one (plan 4.3.3).
async fn next(app: &App, sight: &Sight) -> WebResult<Next> {
    let rounds = rows::of_project(app.db.read(), sight.project.id).await?;
    let after = rounds
        .iter()
        .find(|round| round.number > sight.round.number);
    Ok(match after.map(|round| round.test_on) {
        Some(Some(on)) => Next::On(on),
        Some(None) => Next::Possible,
        None if sight.round.number == 1 => Next::Possible,
        None => Next::Nothing,
    })
}

/// Whoever published it answers for it; before that, whoever confirmed it.
async fn contact(app: &App, sight: &Sight) -> WebResult<Option<Contact>> {
    let Some(account) = sight.round.published_by.or(sight.round.confirmed_by) else {
        return Ok(None);
    };
    let name = store::identity::account(app.db.read(), account).await?.name;
    Ok(Some(Contact { name, phone: None }))
}

/// The classes of the base in their order, each with its chosen by number.
fn by_class(all: &[Entrant]) -> Vec<ChosenOfClass> {
    let mut classes: Vec<ChosenOfClass> = Vec::new();
    for one in all.iter().filter(|one| one.entry.in_base) {
        if classes.last().is_none_or(|class| class.name != one.class) {
            classes.push(ChosenOfClass {
                name: one.class.clone(),
                base: 0,
                chosen: Vec::new(),
            });
        }
        let Some(class) = classes.last_mut() else {
            continue;
        };
        class.base += 1;
        if one.entry.verdict == Some(Verdict::Chosen) {
            class.chosen.push((one.number.clone(), one.name.clone()));
        }
    }
    classes
}
