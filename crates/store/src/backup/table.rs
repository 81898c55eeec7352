//! The tables, each after those it refers to, as the entities describe them.

use sea_orm::{ColumnTrait, EntityTrait, Iterable, PrimaryKeyToColumn, PrimaryKeyTrait};

use super::cell::Kind;

/// A table with its columns.
#[derive(Clone, Debug)]
pub struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    pub(super) key: Vec<Column>,
    /// The database numbers new rows.
    pub(super) numbered: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
}

impl Table {
    /// The table's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn of<E: EntityTrait>(entity: E) -> Self {
        let key = E::PrimaryKey::iter().map(|key| Column::of(&key.into_column()));
        Self {
            name: entity.table_name().to_owned(),
            columns: E::Column::iter()
                .map(|column| Column::of(&column))
                .collect(),
            key: key.collect(),
            numbered: E::PrimaryKey::auto_increment(),
        }
    }
}

impl Column {
    fn of<C: ColumnTrait>(column: &C) -> Self {
        Self {
            name: column.as_str().to_owned(),
            kind: Kind::of(column.def().get_column_type()),
        }
    }
}

macro_rules! entities {
    ($($module:path),+ $(,)?) => { vec![$({ use $module as m; Table::of(m::Entity) }),+] };
}

/// Every table, in the order in which rows can be put in.
pub fn tables() -> Vec<Table> {
    entities![
        crate::settings::setting,
        crate::school::faculty,
        crate::school::group,
        crate::school::major,
        crate::school::class,
        crate::school::student,
        crate::identity::account,
        crate::identity::session,
        crate::identity::holding,
        crate::identity::first_run,
        crate::audit::entry,
        crate::files::file,
        crate::jobs::job,
        crate::messages::message,
        crate::notices::channel_setting,
        crate::notices::contact,
        crate::notices::delivery,
        crate::notices::attempt,
        crate::operations::operation,
        crate::plan::version,
        crate::partners::organisation,
        crate::partners::certificate,
        crate::school::snapshot,
        crate::school::snapshot_entry,
        crate::projects::project,
        crate::projects::project_major,
        crate::projects::exception,
        crate::review::review,
        crate::review::step,
        crate::review::remind,
        crate::selection::round,
        crate::selection::entry,
        crate::selection::marker,
        crate::selection::mark,
        crate::selection::settlement,
        crate::selection::seal,
        crate::complaints::appeal,
        crate::complaints::recheck,
        crate::selection::papers::paper,
        crate::selection::papers::opening,
        crate::selection::papers::copy,
        crate::selection::seats::room,
        crate::selection::seats::seat,
        crate::selection::seats::seating,
        crate::guidance::talk,
        crate::guidance::wish,
        crate::guidance::activity,
        crate::guidance::incident_step,
        crate::registration::list,
        crate::registration::registration,
        crate::people::photo,
        crate::people::photo_batch,
        crate::people::consent_text,
        crate::people::consent,
        crate::people::guardian_link,
        crate::people::correction,
        crate::people::reminder,
        crate::registration::template,
        crate::registration::export,
        crate::import::batch,
        crate::import::change,
        crate::import::header_memory,
    ]
}
