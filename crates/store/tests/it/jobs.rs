use std::collections::BTreeSet;

use chrono::TimeDelta;
use domain::jobs::JobState;
use serde_json::json;
use store::jobs::{
    MOST_ATTEMPTS, claim, enqueue, fail, finish, job, progress, requeue_interrupted,
};

use crate::support::{now, on_both};

on_both! {
    async fn eight_workers_claim_each_job_once(db: &TestDb) {
        let tx = db.db.begin().await.unwrap();
        for number in 0..40 {
            enqueue(&tx, "count", json!({ "number": number }), None, now()).await.unwrap();
        }
        tx.commit().await.unwrap();
        let workers: Vec<_> = (0..8).map(|_| {
            let db = db.db.clone();
            tokio::spawn(async move {
                let mut mine = Vec::new();
                while let Some(job) = claim(&db, now()).await.unwrap() {
                    mine.push(job.id);
                    finish(&db, job.id, json!({}), now()).await.unwrap();
                }
                mine
            })
        }).collect();
        let mut all = Vec::new();
        for worker in workers { all.extend(worker.await.unwrap()); }
        assert_eq!(all.len(), 40);
        assert_eq!(all.into_iter().collect::<BTreeSet<_>>().len(), 40);
    }
}

on_both! {
    async fn a_job_exists_only_if_its_transaction_commits(db: &TestDb) {
        let tx = db.db.begin().await.unwrap();
        enqueue(&tx, "never", json!({}), None, now()).await.unwrap();
        drop(tx);
        assert!(claim(&db.db, now()).await.unwrap().is_none());
    }
}

on_both! {
    async fn what_fails_is_tried_later_and_not_for_ever(db: &TestDb) {
        let tx = db.db.begin().await.unwrap();
        let id = enqueue(&tx, "fragile", json!({}), None, now()).await.unwrap();
        tx.commit().await.unwrap();
        let mut at = now();
        for attempt in 1..=MOST_ATTEMPTS {
            let claimed = claim(&db.db, at).await.unwrap().expect("due");
            assert_eq!(claimed.attempts, attempt);
            let state = fail(&db.db, id, "平台没有应答", true, at).await.unwrap();
            if attempt < MOST_ATTEMPTS {
                assert_eq!(state, JobState::Queued);
                assert!(claim(&db.db, at + TimeDelta::seconds(9)).await.unwrap().is_none(), "tried too soon");
                at = job(db.db.read(), id).await.unwrap().run_after;
            } else {
                assert_eq!(state, JobState::Failed);
            }
        }
        assert!(claim(&db.db, at + TimeDelta::days(9)).await.unwrap().is_none());
    }
}

on_both! {
    async fn what_was_running_at_a_crash_runs_again(db: &TestDb) {
        let tx = db.db.begin().await.unwrap();
        let id = enqueue(&tx, "long", json!({}), None, now()).await.unwrap();
        tx.commit().await.unwrap();
        claim(&db.db, now()).await.unwrap().unwrap();
        progress(&db.db, id, 3, 10, Some("第 3 行")).await.unwrap();
        let running = job(db.db.read(), id).await.unwrap();
        assert_eq!((running.done, running.total, running.note.as_deref()), (3, 10, Some("第 3 行")));
        assert_eq!(requeue_interrupted(&db.db).await.unwrap(), 1);
        assert_eq!(claim(&db.db, now()).await.unwrap().unwrap().attempts, 2);
    }
}
