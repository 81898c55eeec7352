//! Both passes side by side, and the third person's word on each difference (plan 4.3.2).

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::access::{Action, Reach};
use domain::ids::{AccountId, RoundId};
use domain::selection::{
    About, Absence, Marking, MarkingRefused, Pass, RoundState, Said, wants_record,
};
use domain::values::Score;
use store::StoreError;
use store::selection::{self as rows, Entrant};

use crate::selection::actions::{self, Word};
use crate::selection::passes::{Differing, Passes};
use crate::selection::sight::Sight;
use crate::selection::views::{ComparePage, Names, field_of};
use crate::shell::{
    App, Fields, Flash, Layout, Nav, Problem, Problems, Visitor, WebError, WebResult, page,
    redirect, refused,
};

const LONGEST_REASON: usize = 200;

/// The names of everybody who had to do with a round's marks.
pub(super) async fn names(app: &App, passes: &Passes) -> WebResult<Names> {
    let ids: Vec<AccountId> = passes.people();
    let found = store::identity::accounts_by_id(app.db.read(), &ids).await?;
    Ok(found.into_iter().map(|one| (one.id, one.name)).collect())
}

/// Take a pass on.
pub(in crate::selection) async fn take_pass(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
    fields: Fields,
) -> WebResult<Response> {
    let (_, permit) = Sight::to_act(&app, &visitor, id, Action::EnterScores).await?;
    let Ok(pass) = fields.text("pass").parse::<Pass>() else {
        return Err(WebError::refused("没有选录哪一遍，请选第一遍或第二遍"));
    };
    let location = actions::take_pass(&app, &permit, id, pass, fields.text("op_id")).await?;
    let said = Flash::ok(format!("已选定由你录{}", pass.label()));
    Ok(redirect(&location, said))
}

pub(in crate::selection) async fn compare(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
) -> WebResult<Response> {
    let (sight, _) = Sight::to_act(&app, &visitor, id, Action::SettleMarks).await?;
    if let Some(said) = not_now(&sight) {
        return Ok(redirect(&format!("/selection/{id}"), Flash::info(said)));
    }
    let (passes, entrants) = load(&app, &sight).await?;
    if !passes.complete(&entrants) {
        let said = MarkingRefused::NotComplete.to_string();
        return Ok(redirect(&format!("/selection/{id}"), Flash::info(said)));
    }
    page(&shown(&app, &visitor, &sight, (&passes, &entrants)).await?)
}

fn not_now(sight: &Sight) -> Option<&'static str> {
    if sight.round.parameters.marking == Marking::Single {
        Some("这次选拔的成绩只录一遍，没有要比对的")
    } else if sight.round.state != RoundState::Entering {
        Some("成绩单已经封存")
    } else {
        None
    }
}

async fn load(app: &App, sight: &Sight) -> WebResult<(Passes, Vec<Entrant>)> {
    let db = app.db.read();
    let entrants = rows::entrants(db, sight.round.id, &Reach::All).await?;
    Ok((Passes::load(db, &sight.round).await?, entrants))
}

async fn shown(
    app: &App,
    visitor: &Visitor,
    sight: &Sight,
    (passes, entrants): (&Passes, &[Entrant]),
) -> WebResult<ComparePage> {
    let layout = Layout::of(app, visitor, Nav::Selection).await?;
    let refusal = passes.may_settle(visitor.actor.account(), entrants).err();
    Ok(ComparePage::new(
        app,
        layout,
        sight,
        (passes, entrants),
        &names(app, passes).await?,
        refusal.map(|why| why.to_string()).unwrap_or_default(),
        visitor.actor.may(Action::SealScores, &sight.place),
    ))
}

pub(in crate::selection) async fn settle(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
    fields: Fields,
) -> WebResult<Response> {
    let (sight, permit) = Sight::to_act(&app, &visitor, id, Action::SettleMarks).await?;
    if let Some(said) = not_now(&sight) {
        return Err(WebError::refused(said));
    }
    let (passes, entrants) = load(&app, &sight).await?;
    let mut problems = Problems::default();
    let mut words = Vec::new();
    for one in passes.differing(&entrants) {
        words.extend(word(&fields, &one, &mut problems));
    }
    if problems.is_empty() && words.is_empty() {
        return Err(WebError::refused(
            "还没有选以哪个为准。请至少裁定一处，写明理由",
        ));
    }
    if !problems.is_empty() {
        let form = shown(&app, &visitor, &sight, (&passes, &entrants)).await?;
        return refused(&form.typed(&fields, problems));
    }
    let count = words.len();
    match actions::settle(&app, &permit, id, words, fields.text("op_id")).await {
        Ok(location) => Ok(redirect(&location, Flash::ok(format!("已裁定 {count} 处")))),
        Err(WebError::Store(StoreError::Stale)) => {
            let said = "你填的时候，别人刚裁定过其中一处。你填的都还在，请看新的裁定再保存";
            let (passes, entrants) = load(&app, &sight).await?;
            let form = shown(&app, &visitor, &sight, (&passes, &entrants)).await?;
            let problems = Problem::new("main", said).into();
            let mut conflict = page(&form.typed(&fields, problems))?;
            *conflict.status_mut() = StatusCode::CONFLICT;
            Ok(conflict)
        }
        Err(other) => Err(other),
    }
}

/// What the form says of one difference; `None` where nothing was chosen or something has to be mended.
fn word(fields: &Fields, one: &Differing<'_>, problems: &mut Problems) -> Option<Word> {
    let key = field_of(one);
    let text = |what: &str| fields.text(&format!("{key}.{what}"));
    let mut problem = |what: &str, said: String| {
        problems.push(Problem::new(
            format!("{key}.{what}"),
            format!("{}：{said}", one.entrant.name),
        ));
    };
    let choice = text("choice");
    if choice.is_empty() {
        return None;
    }
    let record = Some(text("record").to_owned()).filter(|record| !record.is_empty());
    let said = match (choice, one.difference.about) {
        ("first", _) => one.difference.first.clone(),
        ("second", _) => one.difference.second.clone(),
        ("other", About::Part(_)) => match text("value").parse::<Score>() {
            Ok(score) => Said::Mark(Some(score)),
            Err(why) => {
                problem("value", format!("写的是「{}」。{why}", text("value")));
                return None;
            }
        },
        ("sat", About::Attendance) => Said::Attendance(None, None),
        (word, About::Attendance) => Said::Attendance(Some(word.parse::<Absence>().ok()?), None),
        (_, About::Part(_)) => return None,
    };
    let said = match said {
        Said::Attendance(Some(absence), kept) => {
            let record = record.or(kept);
            if wants_record(absence) && record.is_none() {
                let said = format!("{}要写考场记录编号，没有记录不能这样处理", absence.label());
                problem("record", said);
                return None;
            }
            Said::Attendance(Some(absence), record)
        }
        other => other,
    };
    let reason = text("reason");
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        let said =
            format!("请写裁定的理由，不超过 {LONGEST_REASON} 字，如「看了答卷，第二遍录错」");
        problem("reason", said);
        return None;
    }
    Some(Word {
        student: one.entrant.entry.student_id,
        name: format!("{} {}", one.entrant.class, one.entrant.name),
        about: one.difference.about,
        said,
        reason: reason.to_owned(),
        version: text("version").parse().unwrap_or_default(),
    })
}
