use chrono::TimeDelta;
use domain::access::Post;
use domain::accounts::AccountState;
use store::StoreError;
use store::identity::{
    self, NewAccount, NewHolding, NewSession, account, account_by_login, create_account,
    end_other_sessions, end_post, first_run_open, forget_expired, give_post, holders, holdings,
    holdings_on, issue_first_run, second_factor_used, session, sessions, set_account_state,
    set_second_factor, spend_recovery_code, start_session, use_first_run,
};

use crate::support::{day, now, on_both, person};

on_both! {
    async fn a_login_is_one_persons(db: &TestDb) {
        let tx = db.db.begin().await.unwrap();
        person(&tx, "zhou").await;
        tx.commit().await.unwrap();
        let tx = db.db.begin().await.unwrap();
        let again = create_account(&tx, &NewAccount::active("zhou", "另一人", "hash".into(), now())).await;
        assert!(matches!(again, Err(StoreError::Taken { field }) if field == "login"));
        drop(tx);
        let found = account_by_login(db.db.read(), "zhou").await.unwrap().unwrap();
        assert!(found.is_active());
        assert_eq!(found.created_at, now());
        assert!(account_by_login(db.db.read(), "ZHOU").await.unwrap().is_none());
    }
}

on_both! {
    async fn a_stale_page_does_not_switch_an_account(db: &TestDb) {
        let tx = db.db.begin().await.unwrap();
        let id = person(&tx, "zhou").await;
        set_account_state(&tx, id, 1, AccountState::Disabled).await.unwrap();
        assert!(matches!(set_account_state(&tx, id, 1, AccountState::Active).await, Err(StoreError::Stale)));
        tx.commit().await.unwrap();
        assert!(!account(db.db.read(), id).await.unwrap().is_active());
    }
}

on_both! {
    async fn plan_2_1_a_post_holds_from_its_first_to_its_last_day(db: &TestDb) {
        let tx = db.db.begin().await.unwrap();
        let id = person(&tx, "zhou").await;
        let post = give_post(&tx, &NewHolding::school(id, Post::OfficeClerk, day("2024-09-01"))).await.unwrap();
        tx.commit().await.unwrap();
        let tx = db.db.begin().await.unwrap();
        end_post(&tx, post, day("2025-08-31"), "任期届满").await.unwrap();
        assert!(matches!(end_post(&tx, post, day("2025-09-30"), "再改").await, Err(StoreError::Stale)));
        tx.commit().await.unwrap();
        for (date, held) in [("2024-08-31", 0), ("2024-09-01", 1), ("2025-08-31", 1), ("2025-09-01", 0)] {
            assert_eq!(holdings_on(db.db.read(), day(date)).await.unwrap().len(), held, "{date}");
        }
        let all = holdings(db.db.read(), id).await.unwrap();
        assert_eq!((all[0].post, all[0].to), (Post::OfficeClerk, Some(day("2025-08-31"))));
        let who = holders(db.db.read(), &[Post::OfficeClerk, Post::Auditor], day("2025-01-01")).await.unwrap();
        assert_eq!(who, [("周文博".to_owned(), Post::OfficeClerk)]);
    }
}

on_both! {
    async fn sessions_end_one_by_one_and_together(db: &TestDb) {
        let tx = db.db.begin().await.unwrap();
        let id = person(&tx, "zhou").await;
        for (number, hours) in [("a", 8), ("b", 8), ("c", 1)] {
            start_session(&tx, &NewSession {
                token_hash: number.into(),
                account_id: id,
                created_at: now(),
                expires_at: now() + TimeDelta::hours(hours),
                second_factor_at: None,
                client: "Chromium".into(),
            }).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(sessions(db.db.read(), id).await.unwrap().len(), 3);
        let tx = db.db.begin().await.unwrap();
        identity::touch_session(&tx, "b", now() + TimeDelta::minutes(5)).await.unwrap();
        assert_eq!(forget_expired(&tx, now() + TimeDelta::hours(2)).await.unwrap(), 1);
        tx.commit().await.unwrap();
        let left = sessions(db.db.read(), id).await.unwrap();
        assert_eq!(left.iter().map(|s| s.token_hash.as_str()).collect::<Vec<_>>(), ["b", "a"]);
        let tx = db.db.begin().await.unwrap();
        assert_eq!(end_other_sessions(&tx, id, "b").await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert_eq!(session(db.db.read(), "b").await.unwrap().unwrap().1.id, id);
        assert!(session(db.db.read(), "a").await.unwrap().is_none());
    }
}

on_both! {
    async fn a_code_of_the_second_factor_counts_once(db: &TestDb) {
        let tx = db.db.begin().await.unwrap();
        let id = person(&tx, "zhou").await;
        set_second_factor(&tx, id, "v1.c1.x.y", vec!["one".into(), "two".into()]).await.unwrap();
        tx.commit().await.unwrap();
        let tries: Vec<_> = (0..20).map(|_| {
            let db = db.db.clone();
            tokio::spawn(async move {
                let tx = db.begin().await.unwrap();
                let used = second_factor_used(&tx, id, 57_000_000).await.is_ok();
                let spent = spend_recovery_code(&tx, id, "two").await.unwrap();
                tx.commit().await.unwrap();
                (used, spent)
            })
        }).collect();
        let (mut used, mut spent) = (0, 0);
        for answer in tries {
            let (code, recovery) = answer.await.unwrap();
            used += u32::from(code);
            spent += u32::from(recovery);
        }
        assert_eq!((used, spent), (1, 1));
    }
}

on_both! {
    async fn the_first_token_opens_once(db: &TestDb) {
        let tx = db.db.begin().await.unwrap();
        issue_first_run(&tx, "old", now()).await.unwrap();
        issue_first_run(&tx, "new", now()).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!first_run_open(db.db.read(), "old").await.unwrap());
        assert!(first_run_open(db.db.read(), "new").await.unwrap());
        let tx = db.db.begin().await.unwrap();
        use_first_run(&tx, "new", now()).await.unwrap();
        assert!(matches!(use_first_run(&tx, "new", now()).await, Err(StoreError::Stale)));
        tx.commit().await.unwrap();
        assert!(!first_run_open(db.db.read(), "new").await.unwrap());
    }
}
