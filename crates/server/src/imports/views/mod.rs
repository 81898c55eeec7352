//! What the pages of the wizard show: strings and flags.

mod begin;
mod check;
mod columns;
mod confirm;
mod look;
mod pair;
mod result;

pub(super) use begin::{KindRow, KindsPage, ListPage, ListRow, UploadPage, first_page};
pub(super) use check::{CheckPage, Place, Typed};
pub(super) use columns::{ColumnRow, ColumnsPage, FieldChoice, SheetsPage};
pub(super) use confirm::ConfirmPage;
pub(super) use pair::PairPage;
pub(super) use result::{DidRow, ResultPage, Touched};

use domain::dates::time_words;
use domain::import::{Column, Field, Table, grid::Grid};

use super::checkup::Checkup;
use super::columns::{cell_text, letters};
use super::kinds::Kind;
use super::options::Options;
use super::record::Import;
use crate::shell::App;

/// The five steps, as the pictures name them.
pub(super) const STEPS: [&str; 5] = ["选模板", "上传", "对列", "检查", "确认"];

/// The head of a page of the wizard.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    /// 导入学生名册
    pub(super) title: String,
    pub(super) steps: Vec<&'static str>,
    /// Where the links of done steps go.
    pub(super) base: String,
    pub(super) file: String,
    /// "，工作表「在校生」，360 行"
    pub(super) about: String,
    /// " · 今天 09:40 上传，检查用时 0.4 秒"
    pub(super) when: String,
    /// "6月3日": until then it may be gone on with.
    pub(super) kept: String,
    pub(super) abandon: String,
    pub(super) another: String,
    pub(super) op_id: String,
    /// The page all this belongs to: address and name.
    pub(super) from: (String, &'static str),
}

impl Head {
    pub(super) fn before(kind: Kind, options: &Options) -> Self {
        Self {
            title: format!("导入{kind}"),
            steps: STEPS.to_vec(),
            from: kind.from(options),
            op_id: crate::shell::op_id(),
            ..Self::default()
        }
    }

    pub(super) fn of(app: &App, import: &Import, about: String) -> Self {
        Self {
            base: import.path("step/"),
            file: import.batch.file_name.clone(),
            about,
            when: format!(
                " · {} 上传",
                time_words(import.batch.created_at, app.clock.now())
            ),
            kept: import.kept_until(app.clock.today()),
            abandon: import.path("abandon"),
            another: format!(
                "/imports/upload/{}{}",
                import.kind.key(),
                Kind::query(&import.options)
            ),
            ..Self::before(import.kind, &import.options)
        }
    }

    pub(super) fn checked(app: &App, import: &Import, checkup: &Checkup) -> Self {
        let report = &checkup.outcomes.report;
        let about = format!("，工作表「{}」，{} 行", report.sheet, report.rows);
        let head = Self::of(app, import, about);
        let tenths = checkup.took.as_millis().div_ceil(100);
        let took = format!("，检查用时 {}.{} 秒", tenths / 10, tenths % 10);
        Self {
            when: head.when + &took,
            ..head
        }
    }
}

/// What is needed to show cells of a checked file.
pub(super) struct Cells<'a> {
    pub(super) table: Table,
    import: &'a Import,
    checkup: &'a Checkup,
}

impl<'a> Cells<'a> {
    pub(super) fn of(import: &'a Import, checkup: &'a Checkup) -> Self {
        Self {
            table: import.kind.table(),
            import,
            checkup,
        }
    }

    /// The person a row is about, as far as the sheet says.
    pub(super) fn name(&self, row: u32) -> String {
        self.text(row, self.import.kind.name_field())
    }

    /// The cell as it stands: mended, or as the sheet has it.
    pub(super) fn text(&self, row: u32, field: &str) -> String {
        let fixes = &self.import.decisions.fixes.texts;
        if let Some(mended) = fixes.get(&row).and_then(|fields| fields.get(field)) {
            return mended.clone();
        }
        let place = self
            .table
            .field(field)
            .and_then(|field| self.checkup.outcomes.header.position_of(field));
        let Some(place) = place else {
            return String::new();
        };
        sheet_text(&self.checkup.grid, row, place)
    }

    /// "F 证件号码": the column's letter and the sheet's own name for it.
    pub(super) fn column(&self, field: &str, name: &str) -> String {
        let place = self
            .field(field)
            .and_then(|field| self.checkup.outcomes.header.position_of(field));
        place.map_or_else(
            || name.to_owned(),
            |place| format!("{} {name}", letters(place)),
        )
    }

    /// The sheet's own name of a column, or ours where it has none.
    pub(super) fn own_name(&self, field: &str, ours: &str) -> String {
        let name = self
            .field(field)
            .and_then(|field| self.checkup.outcomes.header.name_of(field));
        name.unwrap_or(ours).to_owned()
    }

    fn field(&self, key: &str) -> Option<Field> {
        self.table.field(key)
    }

    pub(super) fn spec(&self, key: &str) -> Option<&Column> {
        self.table.column(self.table.field(key)?)
    }

    pub(super) fn is_secret(&self, key: &str) -> bool {
        self.spec(key)
            .is_some_and(|column| column.kind == domain::import::Kind::Secret)
    }
}

/// A cell of the sheet by the sheet's own row number and the column's place.
pub(super) fn sheet_text(grid: &Grid, row: u32, place: usize) -> String {
    let found = grid.rows.iter().find(|found| found.number == row);
    found
        .and_then(|row| row.cells.get(place))
        .map(cell_text)
        .unwrap_or_default()
}
