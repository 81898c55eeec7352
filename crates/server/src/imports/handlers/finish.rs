//! Fifth page, and what came of it.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::dates::time_words;
use domain::ids::{BatchId, StudentId};
use domain::import::{ChangeKind, ImportState};
use store::{Page, Paged, StoreError, import as rows, school};

use super::super::actions;
use super::super::checkup::Checkup;
use super::super::kinds::{self, What};
use super::super::lists::Counts;
use super::super::record::Import;
use super::super::views::{Cells, ConfirmPage, DidRow, Head, ResultPage, WillRow};
use super::{checked, form};
use crate::shell::{
    App, Fields, Flash, Layout, Nav, Pager, Visitor, WebResult, op_id, page, redirect,
};

const ROWS: u64 = 100;

pub(in super::super) async fn before_confirm(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<BatchId>,
) -> WebResult<Response> {
    let (import, _) = Import::permitted(&app, &visitor, id).await?;
    let checkup = match checked(&app, &import).await? {
        Ok(checkup) => checkup,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let about = format!(
        "，工作表「{}」，{} 行",
        checkup.outcomes.report.sheet, checkup.counts.rows
    );
    page(&ConfirmPage {
        layout: Layout::of(&app, &visitor, Nav::Imports).await?,
        head: Head {
            when: String::new(),
            another: String::new(),
            ..Head::of(&app, &import, about)
        },
        path: format!("/imports/{id}"),
        rows: will(&import, &checkup),
        ready: checkup.counts.ready(),
        moving: checkup.counts.new + checkup.counts.changed,
        version: import.batch.version,
    })
}

/// What will happen, line by line.
fn will(import: &Import, checkup: &Checkup) -> Vec<WillRow> {
    let counts = checkup.counts;
    let ready = import.path("check?list=ready&show=");
    let line = |what: &str, count: usize, note: String, href: String, link: &'static str| WillRow {
        what: what.to_owned(),
        count,
        note: if count == 0 || note.is_empty() {
            "--".to_owned()
        } else {
            note
        },
        href: if count == 0 { String::new() } else { href },
        link,
    };
    let mut rows = Vec::new();
    let made = checkup.outcomes.to_make(&checkup.lists.ready);
    if !made.is_empty() {
        rows.push(WillRow {
            what: "新建".to_owned(),
            count: 0,
            note: made,
            href: String::new(),
            link: "",
        });
    }
    let out = counts.refused + counts.skipped;
    let (new, changed) = import.kind.acts();
    rows.extend([
        line(
            new,
            counts.new,
            by_class(import, checkup),
            format!("{ready}new"),
            "看名单",
        ),
        line(
            changed,
            counts.changed,
            by_field(checkup),
            format!("{ready}changed"),
            "看改了什么",
        ),
        line(
            "不变",
            counts.same,
            "和学校的记录一样".to_owned(),
            format!("{ready}same"),
            "看名单",
        ),
        line(
            "跳过",
            out,
            skipped(counts),
            import.path("check?list=errors"),
            "回第 4 页改",
        ),
        line(
            "暂不导入",
            counts.waiting,
            format!("请留意的 {} 行还没确认，留到下次", counts.waiting),
            import.path("check?list=look"),
            "看这些行",
        ),
    ]);
    rows
}

fn skipped(counts: Counts) -> String {
    match (counts.refused, counts.skipped) {
        (refused, 0) => format!("不能导入的 {refused} 行；可以改好后再导"),
        (0, skipped) => format!("你选了跳过的 {skipped} 行"),
        (refused, skipped) => format!("不能导入的 {refused} 行；你选了跳过的 {skipped} 行"),
    }
}

/// "24会计1班 40 人"
fn by_class(import: &Import, checkup: &Checkup) -> String {
    const SHOWN: usize = 4;
    let cells = Cells::of(import, checkup);
    let mut classes: BTreeMap<String, usize> = BTreeMap::new();
    let fates = checkup
        .outcomes
        .fates
        .iter()
        .filter(|fate| checkup.lists.ready.contains(&fate.row));
    for fate in fates.filter(|fate| matches!(fate.what, What::New)) {
        *classes.entry(cells.text(fate.row, "class")).or_default() += 1;
    }
    let said: Vec<String> = classes
        .iter()
        .take(SHOWN)
        .map(|(class, count)| format!("{class} {count} 人"))
        .collect();
    let more = if classes.len() > SHOWN {
        format!("等 {} 个班", classes.len())
    } else {
        String::new()
    };
    said.join("，") + &more
}

/// "联系电话 288 处，班级 14 处"
fn by_field(checkup: &Checkup) -> String {
    let mut fields: Vec<(&str, usize)> = Vec::new();
    let fates = checkup
        .outcomes
        .fates
        .iter()
        .filter(|fate| checkup.lists.ready.contains(&fate.row));
    for fate in fates {
        let What::Changed(differences) = &fate.what else {
            continue;
        };
        for difference in differences {
            match fields.iter_mut().find(|(name, _)| *name == difference.name) {
                Some((_, count)) => *count += 1,
                None => fields.push((&difference.name, 1)),
            }
        }
    }
    fields
        .iter()
        .map(|(name, count)| format!("{name} {count} 处"))
        .collect::<Vec<_>>()
        .join("，")
}

pub(in super::super) async fn confirm(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<BatchId>,
    fields: Fields,
) -> WebResult<Response> {
    let (import, permit) = Import::permitted(&app, &visitor, id).await?;
    let version = fields
        .text("version")
        .parse()
        .map_err(|_| StoreError::Stale)?;
    // A second sending finds the import under way: it is shown where the first one led.
    let counts = if import.is_open(app.db.read()).await? {
        match checked(&app, &import).await? {
            Ok(checkup) => checkup.counts,
            Err(elsewhere) => return Ok(elsewhere),
        }
    } else {
        Counts::default()
    };
    let location =
        actions::confirm(&app, &form(&permit, &fields), &import, version, counts).await?;
    Ok(redirect(&location, None))
}

pub(in super::super) async fn abandon(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<BatchId>,
    fields: Fields,
) -> WebResult<Response> {
    let (import, permit) = Import::permitted(&app, &visitor, id).await?;
    actions::abandon(&app, &form(&permit, &fields), &import).await?;
    let told = format!("已放弃导入「{}」，没有改动任何数据", import.batch.file_name);
    Ok(redirect("/imports", Flash::ok(told)))
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(in super::super) struct ResultQuery {
    show: String,
    page: String,
}

pub(in super::super) async fn result(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<BatchId>,
    Query(query): Query<ResultQuery>,
) -> WebResult<Response> {
    let (import, _) = Import::permitted(&app, &visitor, id).await?;
    let done = match import.batch.state {
        ImportState::Done => true,
        ImportState::Undone => false,
        ImportState::Uploaded
        | ImportState::Mapped
        | ImportState::Checked
        | ImportState::Writing
        | ImportState::Abandoned => return Ok(redirect(&format!("/imports/{id}"), None)),
    };
    let kept = import.batch.counts.clone();
    let counts: Counts = kept
        .and_then(|kept| serde_json::from_value(kept).ok())
        .unwrap_or_default();
    let obstacles = if done {
        kinds::obstacles(&app, app.db.read(), &import).await?
    } else {
        Vec::new()
    };
    let (show, kind) = match query.show.as_str() {
        "changed" => ("changed", ChangeKind::Changed),
        "" if counts.new == 0 => ("changed", ChangeKind::Changed),
        _ => ("new", ChangeKind::New),
    };
    let at = Page::new(query.page.parse().unwrap_or(1), ROWS);
    let touched = rows::touched(app.db.read(), id, import.kind.object(), kind, at).await?;
    let when = import.batch.done_at.unwrap_or(import.batch.created_at);
    let undone = import
        .batch
        .undone_at
        .map(|at| format!("，{} 撤销", time_words(at, app.clock.now())));
    page(&ResultPage {
        layout: Layout::of(&app, &visitor, Nav::Imports).await?,
        title: if done {
            format!("已导入 {} 行", counts.ready())
        } else {
            "已撤销这次导入".to_owned()
        },
        about: format!(
            "{}，{} 完成{}",
            import.batch.file_name,
            time_words(when, app.clock.now()),
            undone.unwrap_or_default()
        ),
        path: format!("/imports/{id}"),
        op_id: op_id(),
        new: counts.new,
        changed: counts.changed,
        same: counts.same,
        out: counts.refused + counts.waiting + counts.skipped,
        done,
        what: import.kind.acts(),
        from: import.kind.from(&import.options),
        obstacles: obstacles
            .into_iter()
            .map(|one| (one.sentence, one.href))
            .collect(),
        show: show.to_owned(),
        pager: Pager::new(
            at,
            touched.total,
            format!("/imports/{id}/result?show={show}&"),
        ),
        rows: did(&app, touched).await?,
    })
}

/// The records of the page by their names of today; who was removed again is not listed.
async fn did(app: &App, touched: Paged<rows::change::Model>) -> WebResult<Vec<DidRow>> {
    let ids: Vec<StudentId> = touched
        .items
        .iter()
        .map(|change| StudentId::new(change.object_id))
        .collect();
    let people = school::students_by_id(app.db.read(), &ids).await?;
    let structure = school::structure(app.db.read()).await?;
    let row = |change: &rows::change::Model| {
        let student = people
            .iter()
            .find(|student| i64::from(student.id) == change.object_id)?;
        Some(DidRow {
            row: change.row,
            number: student.school_number.clone(),
            name: student.name.clone(),
            class: structure
                .class(student.class_id)
                .map(|class| class.name.clone())
                .unwrap_or_default(),
            href: format!("/students/{}", student.id),
        })
    };
    Ok(touched.items.iter().filter_map(row).collect())
}

pub(in super::super) async fn undo(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<BatchId>,
    fields: Fields,
) -> WebResult<Response> {
    let (import, permit) = Import::permitted(&app, &visitor, id).await?;
    let flash = match actions::undo(&app, &form(&permit, &fields), &import).await? {
        Ok(done) => Flash::ok(format!("已撤销这次导入：{done}")),
        Err(obstacles) => {
            let said: Vec<_> = obstacles.into_iter().map(|one| one.sentence).collect();
            Flash::warn(format!("不能撤销：{}", said.join("；")))
        }
    };
    Ok(redirect(&import.path("result"), flash))
}

pub(in super::super) async fn again(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<BatchId>,
    fields: Fields,
) -> WebResult<Response> {
    let (import, permit) = Import::permitted(&app, &visitor, id).await?;
    Ok(redirect(
        &actions::again(&app, &form(&permit, &fields), &import).await?,
        None,
    ))
}
