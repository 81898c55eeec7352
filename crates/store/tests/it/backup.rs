//! Rows as text and back (docs/decisions/0007).

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DbBackend, Statement};
use store::backup::{NotRows, dump, is_empty, load, tables};
use store::school;

use crate::support::{TestDb, on_both};

on_both! {
    async fn every_table_is_in_a_backup(db: &TestDb) {
        let statement = match db.db.backend() {
            DbBackend::Postgres => "SELECT table_name::text AS t FROM information_schema.tables WHERE table_schema = 'public'",
            _ => "SELECT name AS t FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        };
        let rows = db.db.read().query_all_raw(Statement::from_string(db.db.backend(), statement)).await.unwrap();
        let mut there: BTreeSet<String> = rows.iter().map(|row| row.try_get("", "t").unwrap()).collect();
        there.remove("seaql_migrations");
        let listed = tables();
        assert_eq!(listed.iter().map(|table| table.name().to_owned()).collect::<BTreeSet<_>>(), there);
        assert_eq!(listed.len(), there.len());
    }
}

async fn text(db: &TestDb, name: &str) -> Vec<String> {
    let tx = db.db.snapshot().await.unwrap();
    let table = tables()
        .into_iter()
        .find(|table| table.name() == name)
        .unwrap();
    let mut lines = Vec::new();
    dump(&tx, &table, |line| {
        lines.push(line.to_owned());
        Ok(())
    })
    .await
    .unwrap();
    tx.rollback().await.unwrap();
    lines
}

on_both! {
    async fn what_was_taken_out_goes_in_again_and_numbering_goes_on(db: &TestDb) {
        let lines = ["[\"id\",\"name\"]", "[3,\"财经系\"]", "[8,\"商贸系\"]"].map(str::to_owned);
        let table = tables().into_iter().find(|table| table.name() == "faculty").unwrap();
        let tx = db.db.begin().await.unwrap();
        assert!(is_empty(&tx, &tables()).await.unwrap());
        assert_eq!(load(&tx, &table, lines.iter().cloned().map(Ok)).await.unwrap(), 2);
        assert!(!is_empty(&tx, &tables()).await.unwrap());
        assert_eq!(school::faculty_id(&tx, "新系").await.unwrap().get(), 9);
        tx.commit().await.unwrap();
        let after = text(db, "faculty").await;
        assert_eq!(after[..3], lines);
        assert_eq!(after[3], "[9,\"新系\"]");
    }
}

on_both! {
    async fn a_value_that_is_null_is_not_a_value_that_is_missing(db: &TestDb) {
        let header = text(db, "job").await.remove(0);
        let time = "2025-05-20T01:30:00.123456Z";
        let job = |id: u8, payload: &str, result: &str| format!(
            "[{id},\"import\",{payload},\"done\",0,0,null,{result},null,null,\"{time}\",null,null,1,\"{time}\"]"
        );
        let lines = [header, job(1, "[{\"b\":1,\"a\":[]}]", "null"), job(2, "[{}]", "[null]")];
        let lines = lines.map(|line| line.replace("{\"b\":1,\"a\":[]}", "{\"a\":[],\"b\":1}"));
        let table = tables().into_iter().find(|table| table.name() == "job").unwrap();
        let tx = db.db.begin().await.unwrap();
        load(&tx, &table, lines.iter().cloned().map(Ok)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(text(db, "job").await, lines);
    }
}

on_both! {
    async fn lines_that_are_no_rows_are_refused(db: &TestDb) {
        let table = tables().into_iter().find(|table| table.name() == "faculty").unwrap();
        for (lines, columns) in [
            (vec!["[\"id\",\"title\"]"], true),
            (vec![], true),
            (vec!["[\"id\",\"name\"]", "[1]"], false),
            (vec!["[\"id\",\"name\"]", "[\"one\",\"财经系\"]"], false),
            (vec!["[\"id\",\"name\"]", "{}"], false),
        ] {
            let tx = db.db.begin().await.unwrap();
            let refused = load(&tx, &table, lines.iter().map(|line| Ok((*line).to_owned()))).await.unwrap_err();
            match refused {
                NotRows::Columns(name) => assert!(columns && name == "faculty"),
                NotRows::Line { line, .. } => assert!(!columns && line == 2),
                NotRows::Io(..) | NotRows::Store(_) => panic!("{lines:?}: {refused}"),
            }
        }
    }
}
