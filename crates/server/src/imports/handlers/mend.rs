//! Fourth page: mend a cell, leave a row out, say yes to a group, choose between old and new.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::BatchId;
use serde_json::json;

use super::super::actions::decide;
use super::super::checkup::Checkup;
use super::super::record::Import;
use super::super::views::{CheckPage, Head, Place, Typed};
use super::{checked, form};
use crate::shell::{
    App, Fields, Flash, Layout, Nav, Visitor, WebError, WebResult, redirect, refused,
};

/// A row number of a form.
fn row_of(fields: &Fields) -> WebResult<u32> {
    fields
        .text("row")
        .parse()
        .map_err(|_| WebError::refused("没有收到行号。请回到检查页再试一次"))
}

fn column_name(import: &Import, field: &str) -> WebResult<String> {
    let table = import.kind.table();
    table
        .field(field)
        .and_then(|place| table.column(place))
        .map(|column| column.name.to_string())
        .ok_or_else(|| WebError::refused("没有这一列。请回到检查页再试一次"))
}

pub(in super::super) async fn mend(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<BatchId>,
    fields: Fields,
) -> WebResult<Response> {
    let (import, permit) = Import::permitted(&app, &visitor, id).await?;
    let (row, field, value) = (
        row_of(&fields)?,
        fields.text("field").to_owned(),
        fields.text("value").to_owned(),
    );
    let column = column_name(&import, &field)?;
    let before = match checked(&app, &import).await? {
        Ok(checkup) => checkup,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let rows = if fields.text("all") == "on" {
        alike(&before, row, &field)
    } else {
        vec![row]
    };
    let what = (
        "mend_import_rows",
        json!({ "rows": rows.len(), "column": column }),
    );
    let import = decide(&app, &form(&permit, &fields), &import, what, |decisions| {
        for row in &rows {
            decisions.fixes.mend(*row, &field, &value);
        }
    })
    .await?;
    let after = match checked(&app, &import).await? {
        Ok(checkup) => checkup,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let typed = Typed { row, field, value };
    if still_wrong(&after, &typed) {
        return as_typed(
            &app,
            &visitor,
            (&import, &after),
            fields.text("page"),
            &typed,
        )
        .await;
    }
    let which = if rows.len() > 1 {
        format!("{} 行的{column}", rows.len())
    } else {
        format!("第 {row} 行的{column}")
    };
    let told = if after.lists.refused.contains(&row) {
        format!("已改{which}，这一行还有别处要改")
    } else {
        format!("已改{which}，可以导入了")
    };
    Ok(redirect(&import.path("check?list=errors"), Flash::ok(told)))
}

fn still_wrong(after: &Checkup, typed: &Typed) -> bool {
    let mut errors = after.lists.errors.iter();
    errors.any(|problem| problem.row == typed.row && problem.field == typed.field)
}

/// The errors again, with what was typed in its cell.
async fn as_typed(
    app: &App,
    visitor: &Visitor,
    (import, after): (&Import, &Checkup),
    page: &str,
    typed: &Typed,
) -> WebResult<Response> {
    let layout = Layout::of(app, visitor, Nav::Imports).await?;
    let head = Head::checked(app, import, after);
    let place = Place {
        list: "errors".to_owned(),
        page: page.to_owned(),
        ..Place::default()
    };
    refused(&CheckPage::of(
        layout,
        head,
        import,
        after,
        &place,
        Some(typed),
    ))
}

/// All rows whose cell says the same as this one.
fn alike(checkup: &Checkup, row: u32, field: &str) -> Vec<u32> {
    let errors = &checkup.lists.errors;
    let own = errors
        .iter()
        .find(|problem| problem.row == row && problem.field == field);
    let Some(own) = own else { return vec![row] };
    let same = errors
        .iter()
        .filter(|problem| problem.field == field && problem.found == own.found);
    same.map(|problem| problem.row).collect()
}

pub(in super::super) async fn skip(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<BatchId>,
    fields: Fields,
) -> WebResult<Response> {
    let (import, permit) = Import::permitted(&app, &visitor, id).await?;
    let row = row_of(&fields)?;
    let back = fields.text("act") == "back";
    let action = if back {
        "take_import_row_back"
    } else {
        "skip_import_row"
    };
    let import = decide(
        &app,
        &form(&permit, &fields),
        &import,
        (action, json!({ "row": row })),
        |decisions| {
            if back {
                decisions.fixes.skipped.remove(&row);
            } else {
                decisions.fixes.skipped.insert(row);
            }
        },
    )
    .await?;
    let told = if back {
        format!("第 {row} 行重新参加导入")
    } else {
        format!("已跳过第 {row} 行")
    };
    Ok(redirect(&import.path("check?list=errors"), Flash::ok(told)))
}

/// A group of corrections or warnings is right in all its rows.
pub(in super::super) async fn looked(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<BatchId>,
    fields: Fields,
) -> WebResult<Response> {
    let (import, permit) = Import::permitted(&app, &visitor, id).await?;
    let checkup = match checked(&app, &import).await? {
        Ok(checkup) => checkup,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let key = fields.text("group");
    let groups = checkup.lists.groups();
    let rows: Vec<u32> = groups
        .iter()
        .filter(|(own, _)| *own == key)
        .flat_map(|(_, items)| items.iter().map(|item| item.row))
        .collect();
    let what = (
        "confirm_import_group",
        json!({ "rows": rows.len(), "column": key }),
    );
    let import = decide(&app, &form(&permit, &fields), &import, what, |decisions| {
        for row in &rows {
            decisions.confirm(*row, key);
        }
    })
    .await?;
    Ok(redirect(
        &import.path("check?list=look"),
        Flash::ok(format!("已确认 {} 行", rows.len())),
    ))
}

/// Old or new, for all clashes or one by one.
pub(in super::super) async fn clashes(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<BatchId>,
    fields: Fields,
) -> WebResult<Response> {
    let (import, permit) = Import::permitted(&app, &visitor, id).await?;
    let checkup = match checked(&app, &import).await? {
        Ok(checkup) => checkup,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let chosen = chosen(&checkup, &fields);
    let kept = chosen.iter().filter(|one| one.keep).count();
    let what = (
        "settle_import_clashes",
        json!({ "new": chosen.len() - kept, "kept": kept }),
    );
    let import = decide(&app, &form(&permit, &fields), &import, what, |decisions| {
        for one in &chosen {
            decisions.confirm(one.row, &one.key);
            decisions.take_new(one.row, &one.field);
            if one.keep {
                decisions.fixes.keep(one.row, &one.field);
            }
        }
    })
    .await?;
    let told = format!(
        "已决定 {} 处：用新值 {} 处，保留原值 {kept} 处",
        chosen.len(),
        chosen.len() - kept
    );
    Ok(redirect(&import.path("check?list=look"), Flash::ok(told)))
}

/// What a person chose for one clash.
struct Chosen {
    row: u32,
    key: String,
    field: String,
    /// The stored value stays.
    keep: bool,
}

/// One button for all clashes, or a choice for each; what nobody chose about is left as it is.
fn chosen(checkup: &Checkup, fields: &Fields) -> Vec<Chosen> {
    let keep = |said: &str| match said {
        "new" => Some(false),
        "old" => Some(true),
        _ => None,
    };
    let all = keep(fields.text("act"));
    let clashes = checkup.lists.clashes().filter_map(|(item, difference)| {
        let own = fields.text(&format!("{}.{}", item.row, difference.field));
        Some(Chosen {
            row: item.row,
            key: item.key.clone(),
            field: difference.field.clone(),
            keep: all.or_else(|| keep(own))?,
        })
    });
    clashes.collect()
}
