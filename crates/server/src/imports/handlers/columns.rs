//! Which sheet, and third page: which column is which.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::BatchId;
use domain::import::grid::Grid;
use domain::import::{Field, Header, HeaderCell, Kind as Cells, Mapping, Table};
use domain::values::mask;

use super::super::actions;
use super::super::checkup::{self, Task};
use super::super::columns::{header_of, letters, samples};
use super::super::options::Options;
use super::super::reading::{self, NotTaken};
use super::super::record::Import;
use super::super::views::{ColumnRow, ColumnsPage, FieldChoice, Head, SheetsPage};
use super::form;
use crate::shell::{
    App, Fields, Layout, Nav, Problem, Problems, Visitor, WebError, WebResult, page, redirect,
    refused,
};

pub(in super::super) async fn sheets(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<BatchId>,
) -> WebResult<Response> {
    let (import, _) = Import::permitted(&app, &visitor, id).await?;
    import.must_be_open(app.db.read()).await?;
    page(&sheets_page(&app, &visitor, &import, Problems::default()).await?)
}

async fn sheets_page(
    app: &App,
    visitor: &Visitor,
    import: &Import,
    problems: Problems,
) -> WebResult<SheetsPage> {
    Ok(SheetsPage {
        layout: Layout::of(app, visitor, Nav::Imports).await?,
        head: Head::of(app, import, String::new()),
        problems,
        action: import.path("sheet"),
        sheets: import.options.sheets.clone(),
        chosen: import.options.sheet.clone().unwrap_or_default(),
    })
}

pub(in super::super) async fn choose_sheet(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<BatchId>,
    fields: Fields,
) -> WebResult<Response> {
    let (import, permit) = Import::permitted(&app, &visitor, id).await?;
    let sheet = fields.text("sheet");
    let problem = if import.options.sheets.iter().any(|name| name == sheet) {
        match actions::choose_sheet(&app, &form(&permit, &fields), &import, sheet).await? {
            Ok(location) => return Ok(redirect(&location, None)),
            Err(why) => why.to_string(),
        }
    } else {
        "请选一张工作表".to_owned()
    };
    let problems = Problem::new("sheet", problem).into();
    refused(&sheets_page(&app, &visitor, &import, problems).await?)
}

pub(in super::super) async fn columns(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<BatchId>,
) -> WebResult<Response> {
    let (import, _) = Import::permitted(&app, &visitor, id).await?;
    import.must_be_open(app.db.read()).await?;
    let (grid, header) = header(&app, &import).await?;
    let chosen = chosen(&import, &header);
    page(
        &columns_page(
            &app,
            &visitor,
            &import,
            (&grid, &header),
            &chosen,
            Problems::default(),
        )
        .await?,
    )
}

async fn header(app: &App, import: &Import) -> WebResult<(std::sync::Arc<Grid>, Header)> {
    let taken = |why: NotTaken| WebError::refused(why.to_string());
    let grid = reading::reread(app, &import.source())
        .await?
        .map_err(|why| taken(why.into()))?;
    let header =
        header_of(&grid, import.kind, import.mapping.as_ref()).map_err(|why| taken(why.into()))?;
    Ok((grid, header))
}

/// What each column is taken for before a person changes it.
fn chosen(import: &Import, header: &Header) -> Mapping {
    import
        .mapping
        .clone()
        .unwrap_or_else(|| header.mapping(&import.kind.table()))
}

async fn columns_page(
    app: &App,
    visitor: &Visitor,
    import: &Import,
    (grid, header): (&Grid, &Header),
    chosen: &Mapping,
    problems: Problems,
) -> WebResult<ColumnsPage> {
    let table = import.kind.table();
    let row = |column: &HeaderCell| column_row(&table, grid, header, column, chosen);
    let columns: Vec<ColumnRow> = header.columns.iter().map(row).collect();
    let about = format!("，工作表「{}」，标题在第 {} 行", grid.sheet, header.row);
    Ok(ColumnsPage {
        layout: Layout::of(app, visitor, Nav::Imports).await?,
        head: Head::of(app, import, about),
        problems,
        action: import.path("columns"),
        header_row: header.row,
        known: columns
            .iter()
            .filter(|column| !column.how.is_empty())
            .count(),
        columns,
        rows: grid
            .rows
            .iter()
            .filter(|row| row.number > header.row)
            .count(),
        makes_structure: import.kind.makes_structure(),
        create_structure: import.options.create_structure,
    })
}

fn column_row(
    table: &Table,
    grid: &Grid,
    header: &Header,
    column: &HeaderCell,
    chosen: &Mapping,
) -> ColumnRow {
    let own = chosen.fields.get(&column.position).map(String::as_str);
    let spec = own
        .and_then(|key| table.field(key))
        .and_then(|field| table.column(field));
    let how = match spec {
        Some(spec) if spec.name == column.name => "列名相同",
        Some(_) if column.field.is_some() => "常见叫法",
        Some(_) => "你选的",
        None => "",
    };
    let secret = spec.is_none_or(|spec| spec.kind == Cells::Secret);
    let shown = |text: String| if secret { mask(&text) } else { text };
    let values: Vec<String> = samples(grid, header, column)
        .into_iter()
        .map(shown)
        .collect();
    let choices = table
        .columns
        .iter()
        .enumerate()
        .map(|(at, field)| FieldChoice {
            key: field.key.to_string(),
            name: field.name.to_string(),
            must: table.column(Field(at)).is_some_and(|field| field.required),
            chosen: own == Some(field.key.as_ref()),
        });
    ColumnRow {
        place: column.position,
        name: format!("{} {}", letters(column.position), column.name),
        samples: values.join("、"),
        choices: choices.collect(),
        how,
    }
}

pub(in super::super) async fn map_columns(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<BatchId>,
    fields: Fields,
) -> WebResult<Response> {
    let (import, permit) = Import::permitted(&app, &visitor, id).await?;
    let (grid, found) = header(&app, &import).await?;
    let mapping = typed(&found, &fields);
    let create = fields.text("structure") == "create";
    let options = Options {
        create_structure: create,
        ..import.options.clone()
    };
    let task = Task::new(
        import.batch.file_name.clone(),
        std::sync::Arc::clone(&grid),
        import.kind,
        options,
    );
    let task = Task {
        mapping: Some(mapping.clone()),
        ..task
    };
    let Some(wrong) = checkup::refusal(&app, task).await? else {
        let form = form(&permit, &fields);
        let location =
            actions::map_columns(&app, &form, &import, mapping, &found.fingerprint(), create)
                .await?;
        return Ok(redirect(&location, None));
    };
    let problems = Problem::new("columns", wrong.to_string()).into();
    refused(&columns_page(&app, &visitor, &import, (&grid, &found), &mapping, problems).await?)
}

/// The choices of the form: one field `c<place>` a column, empty for a column that is not imported.
fn typed(header: &Header, fields: &Fields) -> Mapping {
    let chosen = header.columns.iter().filter_map(|column| {
        let key = fields.text(&format!("c{}", column.position));
        (!key.is_empty()).then(|| (column.position, key.to_owned()))
    });
    Mapping {
        header_row: Some(header.row),
        fields: chosen.collect(),
    }
}
