use sea_orm::{ConnectionTrait, DbBackend};
use serde_json::json;
use store::audit::{self, Anchor, AuditDraft, AuditFilter, Fault, Verdict, entries, head, verify};
use store::{Db, Page};

use crate::support::{now, on_both, permit};

async fn write(db: &Db, number: i64) -> i64 {
    let tx = db.begin().await.unwrap();
    let draft = AuditDraft::new(&permit(), now(), "student.changed")
        .on("student", number, "郭巧云")
        .change(
            Some(json!({"phone": null})),
            Some(json!({"phone": "139****0000", "a": [1, 2]})),
        )
        .because("家长更正");
    let seq = audit::write(&tx, draft).await.unwrap();
    tx.commit().await.unwrap();
    seq
}

async fn ten(db: &Db) -> Anchor {
    for number in 1..=10 {
        assert_eq!(write(db, number).await, number);
    }
    head(db.read()).await.unwrap()
}

/// Whoever has the database has its triggers too; the chain must show what they did.
async fn tamper(db: &Db, statement: &str) {
    let tx = db.begin().await.unwrap();
    let guard: &[&str] = match db.backend() {
        DbBackend::Postgres => &["ALTER TABLE audit_entry DISABLE TRIGGER USER"],
        _ => &[
            "DROP TRIGGER IF EXISTS audit_entry_keeps_rows",
            "DROP TRIGGER IF EXISTS audit_entry_keeps_values",
        ],
    };
    for statement in guard.iter().chain([&statement]) {
        tx.execute_unprepared(statement).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn found(db: &Db, anchor: Option<&Anchor>) -> Verdict {
    verify(db.read(), anchor).await.unwrap()
}

const fn broken(seq: i64, fault: Fault) -> Verdict {
    Verdict::Broken { seq, fault }
}

on_both! {
    async fn an_untouched_chain_is_intact(db: &TestDb) {
        assert_eq!(found(&db.db, None).await, Verdict::Intact { head: head(db.db.read()).await.unwrap() });
        let anchor = ten(&db.db).await;
        assert_eq!(anchor.seq, 10);
        assert_eq!(found(&db.db, Some(&anchor)).await, Verdict::Intact { head: anchor.clone() });
        write(&db.db, 11).await;
        assert!(matches!(found(&db.db, Some(&anchor)).await, Verdict::Intact { head } if head.seq == 11));
    }
}

on_both! {
    async fn an_altered_field_is_named(db: &TestDb) {
        ten(&db.db).await;
        tamper(&db.db, "UPDATE audit_entry SET actor = '别人' WHERE seq = 4").await;
        assert_eq!(found(&db.db, None).await, broken(4, Fault::Altered));
    }
}

on_both! {
    async fn an_altered_time_and_an_emptied_reason_are_named(db: &TestDb) {
        ten(&db.db).await;
        tamper(&db.db, "UPDATE audit_entry SET reason = NULL WHERE seq = 7").await;
        assert_eq!(found(&db.db, None).await, broken(7, Fault::Altered));
        tamper(&db.db, "UPDATE audit_entry SET at = (SELECT at FROM audit_entry WHERE seq = 1), object_id = 99 WHERE seq = 3").await;
        assert_eq!(found(&db.db, None).await, broken(3, Fault::Altered));
    }
}

on_both! {
    async fn a_missing_row_is_named(db: &TestDb) {
        ten(&db.db).await;
        tamper(&db.db, "DELETE FROM audit_entry WHERE seq = 5").await;
        assert_eq!(found(&db.db, None).await, broken(5, Fault::Missing));
        tamper(&db.db, "DELETE FROM audit_entry WHERE seq = 1").await;
        assert_eq!(found(&db.db, None).await, broken(1, Fault::Missing));
    }
}

on_both! {
    async fn two_rows_that_changed_places_are_named(db: &TestDb) {
        ten(&db.db).await;
        tamper(&db.db, "UPDATE audit_entry SET seq = -1 WHERE seq = 3").await;
        tamper(&db.db, "UPDATE audit_entry SET seq = 3 WHERE seq = 4").await;
        tamper(&db.db, "UPDATE audit_entry SET seq = 4 WHERE seq = -1").await;
        assert_eq!(found(&db.db, None).await, broken(3, Fault::Altered));
    }
}

on_both! {
    async fn a_cut_tail_is_seen_against_the_anchor(db: &TestDb) {
        let anchor = ten(&db.db).await;
        tamper(&db.db, "DELETE FROM audit_entry WHERE seq > 8").await;
        assert_eq!(found(&db.db, Some(&anchor)).await, broken(9, Fault::Cut));
        assert!(matches!(found(&db.db, None).await, Verdict::Intact { .. }), "from inside a cut tail cannot be seen");
    }
}

on_both! {
    async fn a_tail_written_anew_is_seen_against_the_anchor(db: &TestDb) {
        let anchor = ten(&db.db).await;
        tamper(&db.db, "DELETE FROM audit_entry WHERE seq > 8").await;
        write(&db.db, 100).await;
        write(&db.db, 101).await;
        assert_eq!(found(&db.db, Some(&anchor)).await, broken(10, Fault::Rewritten));
    }
}

on_both! {
    async fn a_row_from_another_chain_does_not_fit(db: &TestDb) {
        ten(&db.db).await;
        tamper(&db.db, "UPDATE audit_entry SET prev_hash = (SELECT prev_hash FROM audit_entry WHERE seq = 2), hash = (SELECT hash FROM audit_entry WHERE seq = 2) WHERE seq = 6").await;
        assert_eq!(found(&db.db, None).await, broken(6, Fault::Altered));
    }
}

on_both! {
    async fn the_database_refuses_to_change_or_remove_rows(db: &TestDb) {
        ten(&db.db).await;
        for statement in ["UPDATE audit_entry SET actor = 'x' WHERE seq = 1", "DELETE FROM audit_entry WHERE seq = 10"] {
            let tx = db.db.begin().await.unwrap();
            let error = tx.execute_unprepared(statement).await.unwrap_err();
            assert!(error.to_string().contains("append-only"), "{error}");
        }
        assert!(matches!(found(&db.db, None).await, Verdict::Intact { head } if head.seq == 10));
    }
}

on_both! {
    async fn parallel_writers_make_one_chain(db: &TestDb) {
        let writers: Vec<_> = (0..8).map(|number| {
            let db = db.db.clone();
            tokio::spawn(async move { for _ in 0..10 { write(&db, number).await; } })
        }).collect();
        for writer in writers { writer.await.unwrap(); }
        assert!(matches!(found(&db.db, None).await, Verdict::Intact { head } if head.seq == 80));
    }
}

on_both! {
    async fn the_record_of_one_object_comes_latest_first(db: &TestDb) {
        for number in [1, 2, 1, 1] { write(&db.db, number).await; }
        let filter = AuditFilter { object: Some(("student".into(), 1)), ..AuditFilter::default() };
        let page = entries(db.db.read(), &filter, Page::new(1, 2)).await.unwrap();
        assert_eq!(page.total, 3);
        assert_eq!(page.items.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [4, 3]);
        assert_eq!(page.items[0].after.as_deref(), Some(r#"{"a":[1,2],"phone":"139****0000"}"#));
    }
}
