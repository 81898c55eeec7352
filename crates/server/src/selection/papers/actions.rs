//! Locking away, opening, printing, counting: each in one transaction with its record (plan 4.3.2).

use domain::access::Permit;
use domain::ids::{AccountId, OpeningId, PaperId, RoundId};
use domain::selection::papers::{CopyState, MOST_COPIES, NotOpened, Opening, OpeningState, Window};
use serde_json::json;
use store::audit::AuditDraft;
use store::crypto::Cell;
use store::messages::MessageDraft;
use store::selection::papers::{self as rows, NewPaper, copy, opening, paper};
use zeroize::Zeroizing;

use crate::shell::{Act, App, Begun, Done, Flash, WebError, WebResult};

const PDF: &str = "application/pdf";

/// Seal a file and keep it as the next version of this name.
pub(super) async fn lock_away(
    app: &App,
    permit: &Permit,
    round: RoundId,
    (name, bytes): (&str, &[u8]),
    op: &str,
) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    let number = rows::next_number(&act.tx, round, name).await?;
    let row = place(round, name, number);
    let sealed = app.keys.seal_file(cell(&row), bytes)?;
    let size = sealed.len();
    let sha256 = app.files.put(sealed).await?;
    store::files::record(&act.tx, &sha256, size, PDF, act.now).await?;
    let new = NewPaper {
        round,
        name,
        sha256: &sha256,
        size: i64::try_from(bytes.len()).map_err(WebError::internal)?,
        by: act.account()?,
    };
    let id = rows::add(&act.tx, new, number, act.now).await?;
    let project = store::selection::round(&act.tx, round).await?.project_id;
    let draft = act
        .draft("lock_paper")
        .on("selection_paper", id.get(), name)
        .project(project)
        .change(
            None,
            Some(json!({ "paper_version": number, "sha256": sha256 })),
        );
    act.record(draft).await?;
    let said = format!("已封存试卷「{name}」第 {number} 版。打开它要两个人一起启封");
    act.end(Done::new(format!("/papers/{id}"), Flash::ok(said)))
        .await
}

/// Ask to open a paper together with a named person; answers 422 sentences of the rule.
pub(super) async fn ask(
    app: &App,
    permit: &Permit,
    paper: &paper::Model,
    (window, with, reason): (Window, AccountId, &str),
    op: &str,
) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    let newest = rows::next_number(&act.tx, paper.round_id, &paper.name).await? - 1;
    if newest != paper.number {
        return Err(WebError::refused(format!(
            "「{}」已有第 {newest} 版，请启封新的一版",
            paper.name
        )));
    }
    let asked = Opening::new(window, act.account()?, with).map_err(said)?;
    rows::ask(&act.tx, paper.id, &asked, reason, act.now).await?;
    let name = name_of(&act, with).await?;
    let draft = on_paper(act.draft("ask_opening"), &act, paper)
        .await?
        .change(None, Some(json!({ "whom": name })))
        .because(reason);
    let message = MessageDraft {
        account: with,
        title: &format!("请一起启封试卷「{}」", paper.name),
        body: &format!("{} 申请启封，理由：{reason}", permit.name()),
        link: Some(&page(paper.id)),
    };
    store::messages::send(&act.tx, &message, act.now).await?;
    act.record(draft).await?;
    let said = format!("已申请启封，等 {name} 到场确认");
    act.end(Done::new(page(paper.id), Flash::ok(said))).await
}

/// The second person is there.
pub(super) async fn join(app: &App, permit: &Permit, id: OpeningId, op: &str) -> WebResult<Done> {
    let (act, opening, paper) = match begin(app, permit, id, op).await? {
        Start::Before(done) => return Ok(done),
        Start::Now(act, opening, paper) => (act, opening, paper),
    };
    let joined = opening
        .opening()
        .join(act.account()?, act.now)
        .map_err(said)?;
    let (first, views) = (opening.first_by, opening.views);
    rows::save_opening(&act.tx, opening, &joined, views).await?;
    let with = name_of(&act, first).await?;
    let draft = on_paper(act.draft("join_opening"), &act, &paper)
        .await?
        .change(None, Some(json!({ "whom": with })));
    act.record(draft).await?;
    let said = format!("已和 {with} 一起启封「{}」", paper.name);
    act.end(Done::new(page(paper.id), Flash::ok(said))).await
}

/// Take the file out: only one of the two, only while it is open; every time is counted.
pub(super) async fn read(
    app: &App,
    permit: &Permit,
    id: OpeningId,
) -> WebResult<(String, Zeroizing<Vec<u8>>)> {
    let Start::Now(act, opening, paper) = begin(app, permit, id, "").await? else {
        return Err(WebError::internal("a reading has no form of its own"));
    };
    let state = opening.opening();
    state.may_read(act.account()?, act.now).map_err(said)?;
    let sealed = app.files.get(&paper.sha256).await?;
    let row = place(paper.round_id, &paper.name, paper.number);
    let bytes = app.keys.open_file(cell(&row), &sealed)?;
    let views = opening.views.saturating_add(1);
    rows::save_opening(&act.tx, opening, &state, views).await?;
    let draft = on_paper(act.draft("read_paper"), &act, &paper)
        .await?
        .change(None, Some(json!({ "views": views })));
    act.record(draft).await?;
    act.end(Done::new(page(paper.id), Flash::ok(""))).await?;
    Ok((format!("{}_第{}版.pdf", paper.name, paper.number), bytes))
}

/// Number the copies that were printed while the paper lay open.
pub(super) async fn print(
    app: &App,
    permit: &Permit,
    id: OpeningId,
    count: u32,
    op: &str,
) -> WebResult<Done> {
    let (act, opening, paper) = match begin(app, permit, id, op).await? {
        Start::Before(done) => return Ok(done),
        Start::Now(act, opening, paper) => (act, opening, paper),
    };
    let by = act.account()?;
    opening.opening().may_read(by, act.now).map_err(said)?;
    let (first, last) = rows::print(&act.tx, &opening, count, by, act.now).await?;
    let draft = on_paper(act.draft("print_copies"), &act, &paper)
        .await?
        .change(None, Some(json!({ "copies": format!("{first}～{last}") })));
    act.record(draft).await?;
    let said = format!("已登记印了 {count} 份，编号 {first} ～ {last}");
    act.end(Done::new(page(paper.id), Flash::ok(said))).await
}

/// One of the two ends the opening before its time.
pub(super) async fn close(app: &App, permit: &Permit, id: OpeningId, op: &str) -> WebResult<Done> {
    let (act, opening, paper) = match begin(app, permit, id, op).await? {
        Start::Before(done) => return Ok(done),
        Start::Now(act, opening, paper) => (act, opening, paper),
    };
    let (by, was) = (act.account()?, opening.opening());
    if by != was.first && by != was.second {
        return Err(said(NotOpened::NotNamed));
    }
    if was.state(act.now) == OpeningState::Over {
        return Err(said(NotOpened::Closed));
    }
    let closed = Opening {
        closed_at: Some(act.now),
        ..was
    };
    let views = opening.views;
    rows::save_opening(&act.tx, opening, &closed, views).await?;
    let draft = on_paper(act.draft("close_opening"), &act, &paper).await?;
    act.record(draft).await?;
    act.end(Done::new(page(paper.id), Flash::ok("已结束这次启封")))
        .await
}

/// Where some copies went, as a person says it.
pub(super) struct Moved<'a> {
    pub(super) first: i32,
    pub(super) last: i32,
    pub(super) to: CopyState,
    pub(super) holder: &'a str,
    pub(super) witness: Option<AccountId>,
}

/// Note where copies went; all of the range or none.
pub(super) async fn move_copies(
    app: &App,
    permit: &Permit,
    paper: &paper::Model,
    moved: &Moved<'_>,
    op: &str,
) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    let copies: Vec<copy::Model> = rows::copies(&act.tx, paper.id)
        .await?
        .into_iter()
        .filter(|copy| (moved.first..=moved.last).contains(&copy.number))
        .collect();
    let wanted = i64::from(moved.last) - i64::from(moved.first) + 1;
    if copies.is_empty() || i64::try_from(copies.len()).ok() != Some(wanted) {
        return Err(WebError::refused(format!(
            "没有编号 {} ～ {} 的全部份数，请核对编号",
            moved.first, moved.last
        )));
    }
    if let Some(stuck) = copies.iter().find(|copy| !copy.state.may_become(moved.to)) {
        return Err(WebError::refused(format!(
            "第 {} 份现在是「{}」，不能改成「{}」。请核对编号",
            stuck.number,
            stuck.state.label(),
            moved.to.label()
        )));
    }
    let count = copies.len();
    let to = rows::Move {
        to: moved.to,
        holder: Some(moved.holder).filter(|holder| !holder.is_empty()),
        by: act.account()?,
        witness: moved.witness,
    };
    rows::move_copies(&act.tx, copies, &to, act.now).await?;
    let after = json!({
        "copies": format!("{}～{}", moved.first, moved.last),
        "copy_state": moved.to.label(),
        "holder": to.holder,
    });
    let draft = on_paper(act.draft("move_copies"), &act, paper)
        .await?
        .change(None, Some(after));
    act.record(draft).await?;
    let said = format!("已登记 {count} 份{}", moved.to.label());
    act.end(Done::new(page(paper.id), Flash::ok(said))).await
}

/// The count of printed copies as typed.
pub(super) fn copies_printed(text: &str) -> Option<u32> {
    text.parse()
        .ok()
        .filter(|count| (1..=MOST_COPIES).contains(count))
}

enum Start<'a> {
    Now(Act<'a>, opening::Model, paper::Model),
    Before(Done),
}

async fn begin<'a>(
    app: &'a App,
    permit: &'a Permit,
    id: OpeningId,
    op: &'a str,
) -> WebResult<Start<'a>> {
    Ok(match Act::begin(app, permit, op).await? {
        Begun::Before(done) => Start::Before(done),
        Begun::Now(act) => {
            let opening = rows::locked(&act.tx, id).await?;
            let paper = rows::paper(&act.tx, opening.paper_id).await?;
            Start::Now(act, opening, paper)
        }
    })
}

async fn on_paper(draft: AuditDraft, act: &Act<'_>, paper: &paper::Model) -> WebResult<AuditDraft> {
    let round = store::selection::round(&act.tx, paper.round_id).await?;
    Ok(draft
        .on("selection_paper", paper.id.get(), &paper.name)
        .project(round.project_id))
}

async fn name_of(act: &Act<'_>, account: AccountId) -> WebResult<String> {
    Ok(store::identity::account(&act.tx, account).await?.name)
}

fn said(why: NotOpened) -> WebError {
    WebError::refused(why.to_string())
}

fn page(id: PaperId) -> String {
    format!("/papers/{id}")
}

/// What names the sealed file, known before its row has an id.
fn place(round: RoundId, name: &str, number: i32) -> String {
    format!("{round}/{name}/{number}")
}

const fn cell(row: &str) -> Cell<'_> {
    Cell {
        table: "selection_paper",
        column: "file",
        row,
    }
}
