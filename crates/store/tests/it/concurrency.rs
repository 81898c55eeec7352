use sea_orm::{ActiveModelTrait, EntityTrait, QuerySelect, Set};
use store::identity::account;

use crate::support::{on_both, person};

on_both! {
    /// 50 tasks add one ten times each: none is lost and none is refused as "locked".
    async fn no_read_modify_write_is_lost(db: &TestDb) {
        let tx = db.db.begin().await.unwrap();
        let id = person(&tx, "counter").await;
        tx.commit().await.unwrap();
        let tasks: Vec<_> = (0..50).map(|_| {
            let db = db.db.clone();
            tokio::spawn(async move {
                for _ in 0..10 {
                    let tx = db.begin().await.unwrap();
                    let found = account::Entity::find_by_id(id).lock_exclusive().one(&tx).await.unwrap().unwrap();
                    let next = found.failed_count + 1;
                    let mut row: account::ActiveModel = found.into();
                    row.failed_count = Set(next);
                    row.update(&tx).await.unwrap();
                    tx.commit().await.unwrap();
                }
            })
        }).collect();
        for task in tasks { task.await.unwrap(); }
        let found = store::identity::account(db.db.read(), id).await.unwrap();
        assert_eq!(found.failed_count, 500);
    }
}

on_both! {
    async fn a_transaction_that_is_dropped_leaves_nothing(db: &TestDb) {
        let tx = db.db.begin().await.unwrap();
        person(&tx, "nobody").await;
        drop(tx);
        assert!(!store::identity::any_account(db.db.read()).await.unwrap());
    }
}
