use domain::import::{ChangeKind, ImportState};
use sea_orm::{EntityTrait, Set};
use serde_json::json;
use store::import::{
    self, Change, batch, changes, create_batch, done_with, record_changes, save_batch,
};
use store::{Page, StoreError, files};

use crate::support::{keys, now, on_both, person};

on_both! {
    async fn an_import_is_saved_undone_and_recognised(db: &TestDb) {
        let keys = keys();
        let tx = db.db.begin().await.unwrap();
        let by = person(&tx, "clerk").await;
        files::record(&tx, "ab", 9, "text/csv", now()).await.unwrap();
        let id = create_batch(&tx, "students", "ab", "名册.csv", json!({}), by, now()).await.unwrap();
        let before = json!({ "id_number": "990000200801011234" });
        let noted = [
            Change { row: 3, kind: ChangeKind::New, object: "student".into(), object_id: 7, before: None },
            Change { row: 4, kind: ChangeKind::Changed, object: "student".into(), object_id: 8, before: Some(before.clone()) },
        ];
        record_changes(&tx, &keys, id, &noted).await.unwrap();
        assert!(done_with(&tx, "students", "ab").await.unwrap().is_empty());
        let done = || batch::ActiveModel { state: Set(ImportState::Done), ..Default::default() };
        save_batch(&tx, id, 1, done()).await.unwrap();
        assert!(matches!(save_batch(&tx, id, 1, done()).await, Err(StoreError::Stale)));
        tx.commit().await.unwrap();
        assert_eq!(done_with(db.db.read(), "students", "ab").await.unwrap()[0].id, id);
        assert_eq!(import::batches(db.db.read(), "students", Page::new(1, 10)).await.unwrap().total, 1);
        let back = changes(db.db.read(), &keys, id).await.unwrap();
        assert_eq!(back.iter().map(|change| change.row).collect::<Vec<_>>(), [4, 3]);
        assert_eq!(back[0].before, Some(before));
        let kept = import::change::Entity::find().all(db.db.read()).await.unwrap();
        assert!(kept.iter().all(|row| !format!("{row:?}").contains("990000")));
    }
}

on_both! {
    async fn a_header_is_remembered_as_it_was_last_mapped(db: &TestDb) {
        for mapping in [json!({"姓名": "name"}), json!({"姓名": "name", "班级": "class"})] {
            let tx = db.db.begin().await.unwrap();
            import::remember(&tx, "students", "h", mapping.clone()).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(import::remembered(db.db.read(), "students", "h").await.unwrap(), Some(mapping));
        }
        assert_eq!(import::remembered(db.db.read(), "scores", "h").await.unwrap(), None);
    }
}
