//! The platforms' blank workbooks: kept by hash, their columns mapped once and remembered (plan 6.3).

use documents::template::{Blank, Refused, sandbox};
use domain::access::Permit;
use domain::ids::TemplateId;
use domain::registration::mapping::{Column, Field, Mapping, Source, same_header};
use serde_json::json;
use store::registration::{self as rows, NewTemplate};

use super::{Act, Begun, Done};
use crate::registration::remembered::Remembered;
use crate::shell::{App, Flash, WebError, WebResult};

/// The media type of a workbook.
pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Look at an uploaded workbook in the limited child.
pub(crate) async fn inspect(
    app: &App,
    bytes: Vec<u8>,
) -> WebResult<Result<(Blank, Vec<u8>), Refused>> {
    let program = app.config.program.clone();
    let looked = move || sandbox::inspect(&program, &bytes).map(|blank| (blank, bytes));
    tokio::task::spawn_blocking(looked)
        .await
        .map_err(WebError::internal)
}

/// Keep a workbook that was looked at; the same bytes are not kept twice. What an earlier version of the same
/// name was mapped to is taken over column by column.
pub(crate) async fn keep(
    app: &App,
    permit: &Permit,
    name: &str,
    blank: Blank,
    bytes: Vec<u8>,
    op: &str,
) -> WebResult<Done> {
    let size = bytes.len();
    let sha256 = app.files.put(bytes).await?;
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    if let Some(known) = rows::template_of_file(&act.tx, &sha256).await? {
        let flash = Flash::info(format!("这份模板登记过，名称是「{}」。", known.name));
        return act.end(Done::new(page(known.id), flash)).await;
    }
    let before = rows::newest_version(&act.tx, name).await?;
    let before = before.as_ref().and_then(Remembered::of);
    let mapping = carried_over(&blank, before.as_ref().map(|before| &before.mapping));
    let (sheet, header_row, columns) = (blank.sheet.clone(), blank.header_row, blank.headers.len());
    let remembered = Remembered { blank, mapping };
    store::files::record(&act.tx, &sha256, size, XLSX, act.now).await?;
    let new = NewTemplate {
        name,
        sha256: &sha256,
        sheet: &sheet,
        header_row,
        mapping: remembered.json()?,
        by: act.account()?,
    };
    let id = rows::add_template(&act.tx, new, act.now).await?;
    let said = json!({ "sha256": sha256, "columns": columns });
    act.record(
        act.draft("add_platform_template")
            .on("platform_template", id.get(), name)
            .change(None, Some(said)),
    )
    .await?;
    let flash = Flash::ok(format!(
        "已登记模板「{name}」，请核对 {columns} 列的对应关系。"
    ));
    act.end(Done::new(page(id), flash)).await
}

/// The guess for a new version, with what a person settled for columns of the same header.
fn carried_over(blank: &Blank, before: Option<&Mapping>) -> Mapping {
    // The records hold no sites yet (plan 6.2): such a column waits for a text of its own.
    let site = |column: &&Column| column.source == Source::Field(Field::Site);
    let guess = blank.guess();
    let sites: Vec<u32> = guess
        .columns()
        .iter()
        .filter(site)
        .map(|column| column.number)
        .collect();
    let mut mapping = sites.into_iter().fold(guess, Mapping::without);
    let Some(before) = before else { return mapping };
    for header in &blank.headers {
        let settled = before
            .columns()
            .iter()
            .find(|column| same_header(&column.header, &header.text));
        if let Some(settled) = settled.filter(|column| column.source != Source::Empty) {
            // The header comes from this very template, so it is known.
            let _ = mapping.set(&header.text, &settled.source);
        }
    }
    mapping
}

/// A person settles what fills which column.
pub(crate) async fn confirm(
    app: &App,
    permit: &Permit,
    id: TemplateId,
    mapping: Mapping,
    op: &str,
) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    let template = rows::template(&act.tx, id).await?;
    let was = Remembered::of(&template)
        .ok_or_else(|| WebError::internal("a template without its headers"))?;
    let (before, after) = changed_columns(&was.mapping, &mapping);
    let filled = mapping
        .columns()
        .iter()
        .filter(|column| column.source != Source::Empty)
        .count();
    let remembered = Remembered { mapping, ..was };
    rows::confirm_mapping(&act.tx, id, remembered.json()?, act.now).await?;
    let draft =
        act.draft("map_platform_template")
            .on("platform_template", id.get(), &template.name);
    act.record(draft.change(
        Some(json!({ "columns": before })),
        Some(json!({ "columns": after })),
    ))
    .await?;
    let flash = Flash::ok(format!(
        "已记住「{}」的对应关系，{filled} 列会填写。",
        template.name
    ));
    act.end(Done::new("/registration/templates", flash)).await
}

/// What fills the columns that were settled otherwise, before and after, in words for the record.
fn changed_columns(was: &Mapping, now: &Mapping) -> (Vec<String>, Vec<String>) {
    let said = |column: &Column, source: &Source| {
        let filled = match source {
            Source::Field(field) => field.title().to_owned(),
            Source::Constant(text) => format!("每行都写「{text}」"),
            Source::Empty => "空着".to_owned(),
        };
        format!("{} 填 {filled}", column.header)
    };
    let changed = now
        .columns()
        .iter()
        .filter(|column| was.source(column.number) != &column.source);
    changed
        .map(|column| {
            (
                said(column, was.source(column.number)),
                said(column, &column.source),
            )
        })
        .unzip()
}

fn page(id: TemplateId) -> String {
    format!("/registration/templates/{id}")
}
