//! Papers over HTTP: take the visitor and the form, ask for the permit of the round's place, call the action, answer.

use axum::extract::{Path, State};
use axum::response::Response;
use chrono::{NaiveDate, NaiveTime};
use domain::access::{Action, Permit, Post};
use domain::dates::from_the_wall;
use domain::ids::{AccountId, OpeningId, PaperId, RoundId};
use domain::selection::papers::{CopyState, Window};
use store::Page;
use store::audit::AuditFilter;
use store::review::Holder;
use store::selection::papers::{self as rows, paper};

use super::actions::{self, Moved, copies_printed};
use super::views::{PaperPage, PapersPage};
use crate::selection::sight::Sight;
use crate::shell::{
    App, Done, Fields, Layout, Nav, Problem, Problems, Upload, Visitor, WebError, WebResult,
    attachment, page, redirect, refused,
};

/// Shown of the record of one paper.
const LOG: u64 = 200;

/// The posts that may stand beside the other one: the office beside the major group, and the other way round.
const OFFICE: [Post; 2] = [Post::OfficeDirector, Post::OfficeClerk];

pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
) -> WebResult<Response> {
    let (sight, _) = Sight::to_act(&app, &visitor, id, Action::KeepPapers).await?;
    page(&papers(&app, &visitor, &sight, "", Problems::default()).await?)
}

async fn papers(
    app: &App,
    visitor: &Visitor,
    sight: &Sight,
    name: &str,
    problems: Problems,
) -> WebResult<PapersPage> {
    let db = app.db.read();
    let found = rows::of_round(db, sight.round.id).await?;
    let ids: Vec<PaperId> = found.iter().map(|paper| paper.id).collect();
    let openings = rows::openings(db, &ids).await?;
    let mut kept = Vec::with_capacity(found.len());
    for paper in found {
        let copies = rows::copies(db, paper.id).await?;
        kept.push((paper, copies));
    }
    let layout = Layout::of(app, visitor, Nav::Selection).await?;
    let page = PapersPage::new(layout, sight, (&kept, &openings), app.clock.now());
    Ok(page.typed(name, problems))
}

pub(super) async fn lock_away(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
    upload: Upload,
) -> WebResult<Response> {
    let (sight, permit) = Sight::to_act(&app, &visitor, id, Action::KeepPapers).await?;
    let name = upload.fields.text("name");
    let mut problems = Problems::default();
    if name.is_empty() || name.chars().count() > 20 {
        problems.push(Problem::new("name", "请写试卷名称，20 个字以内，例如 A 卷"));
    }
    if let Some(sentence) = not_a_paper(&upload) {
        problems.push(Problem::new("file", sentence));
    }
    if !problems.is_empty() {
        return refused(&papers(&app, &visitor, &sight, name, problems).await?);
    }
    let op = upload.fields.text("op_id");
    let done = actions::lock_away(&app, &permit, id, (name, &upload.bytes), op).await?;
    Ok(led(done))
}

/// Why a file is no paper that can be kept; the bytes are never opened here, only told apart.
fn not_a_paper(upload: &Upload) -> Option<String> {
    let has = |needle: &[u8]| {
        let mut windows = upload.bytes.windows(needle.len());
        windows.any(|window| window == needle)
    };
    if upload.bytes.is_empty() {
        return Some("还没有选文件。请选试卷的 PDF".to_owned());
    }
    if !upload.bytes.starts_with(b"%PDF-") {
        return Some(format!(
            "「{}」不是 PDF。请把试卷另存为 PDF，再上传",
            upload.file_name
        ));
    }
    if !has(b"%%EOF") {
        return Some(format!(
            "「{}」不完整，后半部分没有传上来。请重新导出 PDF",
            upload.file_name
        ));
    }
    has(b"/Encrypt").then(|| {
        format!(
            "「{}」加了密码。请导出不加密码的 PDF，保密由系统负责",
            upload.file_name
        )
    })
}

/// A paper with its round, for whoever keeps the papers of that place.
async fn kept(
    app: &App,
    visitor: &Visitor,
    id: PaperId,
    action: Action,
) -> WebResult<(paper::Model, Sight, Permit)> {
    let paper = rows::paper(app.db.read(), id).await?;
    let (sight, permit) = Sight::to_act(app, visitor, paper.round_id, action).await?;
    Ok((paper, sight, permit))
}

/// The permit for the paper that an opening belongs to.
async fn opened(app: &App, visitor: &Visitor, id: OpeningId) -> WebResult<(paper::Model, Permit)> {
    let opening = rows::opening(app.db.read(), id).await?;
    let (paper, _, permit) = kept(app, visitor, opening.paper_id, Action::OpenPapers).await?;
    Ok((paper, permit))
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<PaperId>,
) -> WebResult<Response> {
    let (paper, sight, _) = kept(&app, &visitor, id, Action::KeepPapers).await?;
    page(&view(&app, &visitor, (&paper, &sight)).await?)
}

async fn view(
    app: &App,
    visitor: &Visitor,
    (paper, sight): (&paper::Model, &Sight),
) -> WebResult<PaperPage> {
    let db = app.db.read();
    let openings = rows::openings(db, &[paper.id]).await?;
    let copies = rows::copies(db, paper.id).await?;
    let people: Vec<AccountId> = openings
        .iter()
        .flat_map(|one| [one.first_by, one.second_by])
        .chain([paper.created_by])
        .collect();
    let names = store::review::names(db, people).await?;
    let filter = AuditFilter {
        object: Some(("selection_paper".to_owned(), paper.id.get())),
        ..AuditFilter::default()
    };
    let log = store::audit::entries(db, &filter, Page::new(1, LOG)).await?;
    let newest = rows::next_number(db, paper.round_id, &paper.name).await? - 1;
    let layout = Layout::of(app, visitor, Nav::Selection).await?;
    let who = visitor.actor.account();
    let others = beside(app, visitor, sight).await?;
    Ok(PaperPage::new(layout, sight, paper, newest)
        .with_openings(&openings, &names, (who, app.clock.now()))
        .with_copies(&copies)
        .with_others(others)
        .with_log(&log.items, app.clock.now()))
}

/// Who may be named beside the visitor: from the other side, never from the own one (plan 4.3.2).
async fn beside(app: &App, visitor: &Visitor, sight: &Sight) -> WebResult<Vec<Holder>> {
    let of_office = OFFICE.iter().any(|post| visitor.actor.holds(*post));
    let posts: &[Post] = if of_office {
        &[Post::GroupLeader]
    } else {
        &OFFICE
    };
    let today = app.clock.today();
    let found = store::review::holders_of(app.db.read(), posts, today).await?;
    let own = visitor.actor.account();
    let group = Some(sight.project.group_id);
    Ok(found
        .into_iter()
        .filter(|one| one.account != own && (!of_office || one.group == group))
        .collect())
}

pub(super) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<PaperId>,
    fields: Fields,
) -> WebResult<Response> {
    let (paper, sight, permit) = kept(&app, &visitor, id, Action::OpenPapers).await?;
    let others = beside(&app, &visitor, &sight).await?;
    let mut problems = Problems::default();
    let window = problems.note(window(&app, &fields));
    let named = fields.text("with").parse::<AccountId>().ok();
    let with = named.filter(|who| others.iter().any(|one| one.account == *who));
    if with.is_none() {
        problems.push(Problem::new("with", "请选和你一起启封的人"));
    }
    let reason = fields.text("reason");
    if reason.chars().count() < 4 {
        problems.push(Problem::new(
            "reason",
            "请写启封理由，例如 印制第一次选拔试卷",
        ));
    }
    let (Some(window), Some(with), true) = (window, with, problems.is_empty()) else {
        let view = view(&app, &visitor, (&paper, &sight)).await?;
        return refused(&view.typed(&fields, problems));
    };
    let op = fields.text("op_id");
    let done = actions::ask(&app, &permit, &paper, (window, with, reason), op).await?;
    Ok(led(done))
}

fn window(app: &App, fields: &Fields) -> Result<Window, Problem> {
    let missing = |field: &str, sentence: &str| Problem::new(field, sentence.to_owned());
    let day: NaiveDate = fields
        .parsed("day", "日期要写成 2025-04-23")?
        .ok_or_else(|| missing("day", "请写启封日期"))?;
    let time = |field: &str, sentence: &str| -> Result<NaiveTime, Problem> {
        let text = fields.text(field);
        let read = NaiveTime::parse_from_str(text, "%H:%M");
        read.map_err(|_| missing(field, sentence))
    };
    let from = time("from", "请写开始时间，例如 08:00")?;
    let to = time("to", "请写结束时间，例如 10:00")?;
    Window::new(
        from_the_wall(day, from),
        from_the_wall(day, to),
        app.clock.now(),
    )
    .map_err(|why| Problem::new("to", why.to_string()))
}

pub(super) async fn join(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<OpeningId>,
    fields: Fields,
) -> WebResult<Response> {
    let (_, permit) = opened(&app, &visitor, id).await?;
    Ok(led(
        actions::join(&app, &permit, id, fields.text("op_id")).await?
    ))
}

pub(super) async fn read(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<OpeningId>,
) -> WebResult<Response> {
    let (_, permit) = opened(&app, &visitor, id).await?;
    let (name, bytes) = actions::read(&app, &permit, id).await?;
    Ok(attachment(&name, "application/pdf", bytes.to_vec()))
}

pub(super) async fn print(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<OpeningId>,
    fields: Fields,
) -> WebResult<Response> {
    let (_, permit) = opened(&app, &visitor, id).await?;
    let count = copies_printed(fields.text("count"))
        .ok_or_else(|| WebError::refused("请写印了多少份，1 到 2000 的整数"))?;
    Ok(led(actions::print(
        &app,
        &permit,
        id,
        count,
        fields.text("op_id"),
    )
    .await?))
}

pub(super) async fn close(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<OpeningId>,
    fields: Fields,
) -> WebResult<Response> {
    let (_, permit) = opened(&app, &visitor, id).await?;
    Ok(led(
        actions::close(&app, &permit, id, fields.text("op_id")).await?
    ))
}

pub(super) async fn move_copies(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<PaperId>,
    fields: Fields,
) -> WebResult<Response> {
    let (paper, sight, permit) = kept(&app, &visitor, id, Action::KeepPapers).await?;
    let others = beside(&app, &visitor, &sight).await?;
    let mut problems = Problems::default();
    let number = |field: &str| -> Result<i32, Problem> {
        let found = fields.parsed(field, "编号要写成整数")?;
        found.ok_or_else(|| Problem::new(field, "请写编号"))
    };
    let first = problems.note(number("first"));
    let last = problems.note(number("last"));
    let to = fields.text("state").parse::<CopyState>();
    let to = problems.note(to.map_err(|_| Problem::new("state", "请选去向")));
    let named = fields.text("witness").parse::<AccountId>().ok();
    let witness = named.filter(|who| others.iter().any(|one| one.account == *who));
    if to == Some(CopyState::HandedOut) && fields.text("holder").is_empty() {
        problems.push(Problem::new("holder", "请写发给哪个考场或哪个人"));
    }
    if to == Some(CopyState::Destroyed) && witness.is_none() {
        problems.push(Problem::new("witness", "销毁要两个人在场，请选另一个人"));
    }
    let (Some(first), Some(last), Some(to), true) = (first, last, to, problems.is_empty()) else {
        let view = view(&app, &visitor, (&paper, &sight)).await?;
        return refused(&view.typed(&fields, problems));
    };
    let moved = Moved {
        first,
        last,
        to,
        holder: fields.text("holder"),
        witness: witness.filter(|_| to == CopyState::Destroyed),
    };
    let op = fields.text("op_id");
    Ok(led(
        actions::move_copies(&app, &permit, &paper, &moved, op).await?
    ))
}

fn led(done: Done) -> Response {
    redirect(&done.to, done.flash)
}
