//! What the migrations make is what the entities expect.

use std::collections::BTreeMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IdenStatic, Iterable, Statement,
};
use store::{Db, StoreError};

use crate::support::{on_both, sqlite};

/// Column name → may be null.
type Columns = BTreeMap<String, bool>;

fn expected<E: EntityTrait>(_: E) -> (String, Columns) {
    let columns =
        E::Column::iter().map(|column| (column.as_str().to_owned(), column.def().is_null()));
    (E::default().table_name().to_owned(), columns.collect())
}

macro_rules! entities {
    ($($module:path),+ $(,)?) => { vec![$({ use $module as m; expected(m::Entity) }),+] };
}

fn all() -> BTreeMap<String, Columns> {
    entities![
        store::settings::setting,
        store::school::faculty,
        store::school::group,
        store::school::major,
        store::school::class,
        store::school::student,
        store::school::snapshot,
        store::school::snapshot_entry,
        store::identity::account,
        store::identity::session,
        store::identity::holding,
        store::identity::first_run,
        store::audit::entry,
        store::files::file,
        store::jobs::job,
        store::messages::message,
        store::notices::channel_setting,
        store::notices::contact,
        store::notices::delivery,
        store::notices::attempt,
        store::operations::operation,
        store::plan::version,
        store::partners::organisation,
        store::partners::certificate,
        store::projects::project,
        store::projects::project_major,
        store::projects::exception,
        store::review::review,
        store::review::step,
        store::review::remind,
        store::selection::round,
        store::selection::entry,
        store::selection::marker,
        store::selection::mark,
        store::selection::settlement,
        store::selection::seal,
        store::complaints::appeal,
        store::complaints::recheck,
        store::selection::papers::paper,
        store::selection::papers::opening,
        store::selection::papers::copy,
        store::selection::seats::room,
        store::selection::seats::seat,
        store::selection::seats::seating,
        store::guidance::talk,
        store::guidance::wish,
        store::guidance::activity,
        store::guidance::incident_step,
        store::registration::list,
        store::registration::registration,
        store::registration::template,
        store::registration::export,
        store::people::photo,
        store::people::photo_batch,
        store::people::consent_text,
        store::people::consent,
        store::people::guardian_link,
        store::people::correction,
        store::people::reminder,
        store::import::batch,
        store::import::change,
        store::import::header_memory,
    ]
    .into_iter()
    .collect()
}

async fn migrated(db: &Db) -> BTreeMap<String, Columns> {
    let statement = match db.backend() {
        DbBackend::Postgres => {
            "SELECT table_name::text AS t, column_name::text AS c, is_nullable = 'YES' AS n
             FROM information_schema.columns WHERE table_schema = 'public'"
        }
        _ => {
            "SELECT m.name AS t, p.name AS c, p.\"notnull\" = 0 AND p.pk = 0 AS n FROM sqlite_master m
             JOIN pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
        }
    };
    let rows = db
        .read()
        .query_all_raw(Statement::from_string(db.backend(), statement))
        .await
        .unwrap();
    let mut tables: BTreeMap<String, Columns> = BTreeMap::new();
    for row in rows {
        let table: String = row.try_get("", "t").unwrap();
        tables
            .entry(table)
            .or_default()
            .insert(row.try_get("", "c").unwrap(), row.try_get("", "n").unwrap());
    }
    tables.remove("seaql_migrations");
    tables
}

on_both! {
    async fn the_migrated_schema_is_what_the_entities_expect(db: &TestDb) {
        let (expected, migrated) = (all(), migrated(&db.db).await);
        assert_eq!(expected.len(), 62);
        assert_eq!(migrated, expected);
    }
}

on_both! {
    async fn migrating_twice_changes_nothing_and_nothing_is_pending(db: &TestDb) {
        let before = migrated(&db.db).await;
        db.db.migrate().await.unwrap();
        assert_eq!(migrated(&db.db).await, before);
        assert!(db.db.pending().await.unwrap().is_empty());
        let again = Db::open(&db.url).await.unwrap();
        assert!(again.pending().await.unwrap().is_empty());
        again.close().await.unwrap();
    }
}

on_both! {
    async fn a_newer_database_is_left_alone(db: &TestDb) {
        let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m2099_01_01_0001_create_future', 1)";
        let tx = db.db.begin().await.unwrap();
        tx.execute_unprepared(newer).await.unwrap();
        tx.commit().await.unwrap();
        for answer in [db.db.migrate().await, db.db.pending().await.map(|_| ())] {
            assert!(matches!(answer, Err(StoreError::Newer(name)) if name.contains("future")));
        }
    }
}

#[tokio::test]
async fn a_new_file_has_everything_pending_and_is_set_up_to_last() {
    let test = sqlite().await;
    assert_eq!(test.db.pending().await.unwrap().len(), 16);
    test.db.migrate().await.unwrap();
    for (pragma, value) in [("foreign_keys", 1), ("synchronous", 2)] {
        let asked = Statement::from_string(DbBackend::Sqlite, format!("PRAGMA {pragma}"));
        let row = test.db.read().query_one_raw(asked).await.unwrap().unwrap();
        assert_eq!(row.try_get_by_index::<i32>(0).unwrap(), value, "{pragma}");
    }
    let asked = Statement::from_string(DbBackend::Sqlite, "PRAGMA journal_mode");
    let row = test.db.read().query_one_raw(asked).await.unwrap().unwrap();
    assert_eq!(row.try_get_by_index::<String>(0).unwrap(), "wal");
}

#[tokio::test]
async fn a_database_in_memory_works_like_a_file() {
    let db = Db::in_memory().await.unwrap();
    assert_eq!(migrated(&db).await, all());
    db.ping().await.unwrap();
}
