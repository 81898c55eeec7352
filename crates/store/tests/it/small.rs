//! Files, messages, operations, settings.

use store::messages::{self, MessageDraft};
use store::{Files, Keys, Page, StoreError, files, operations, settings};

use crate::support::{now, on_both, person};

#[tokio::test]
async fn a_file_is_kept_once_under_its_hash_and_an_altered_one_is_no_answer() {
    let folder = tempfile::tempdir().unwrap();
    let kept = Files::open(folder.path()).unwrap();
    let sha256 = kept.put(b"roster".to_vec()).await.unwrap();
    assert_eq!(kept.put(b"roster".to_vec()).await.unwrap(), sha256);
    assert_eq!(sha256, files::sha256(b"roster"));
    assert_eq!(kept.get(&sha256).await.unwrap(), b"roster");
    assert!(kept.exists(&sha256).await.unwrap());
    let other = files::sha256(b"other");
    assert!(!kept.exists(&other).await.unwrap());
    assert!(matches!(kept.get(&other).await, Err(StoreError::NotFound)));
    assert!(matches!(
        kept.get("../../etc/passwd").await,
        Err(StoreError::NotFound)
    ));
    std::fs::write(
        folder.path().join(&sha256[..2]).join(&sha256[2..]),
        b"forged",
    )
    .unwrap();
    assert!(matches!(
        kept.get(&sha256).await,
        Err(StoreError::Sealed(_))
    ));
}

on_both! {
    async fn a_file_is_noted_once(db: &TestDb) {
        let tx = db.db.begin().await.unwrap();
        for _ in 0..2 {
            files::record(&tx, "ab12", 6, "text/csv", now()).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(files::files(db.db.read()).await.unwrap().len(), 1);
        assert_eq!(files::file(db.db.read(), "ab12").await.unwrap().created_at, now());
        assert!(matches!(files::file(db.db.read(), "cd34").await, Err(StoreError::NotFound)));
    }
}

on_both! {
    async fn an_inbox_is_its_owners_alone(db: &TestDb) {
        let tx = db.db.begin().await.unwrap();
        let (mine, theirs) = (person(&tx, "mine").await, person(&tx, "theirs").await);
        let draft = MessageDraft { account: mine, title: "名单已退回", body: "第 3 行的证件号码不对", link: Some("/desk") };
        let id = messages::send(&tx, &draft, now()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(messages::unread(db.db.read(), mine).await.unwrap(), 1);
        assert_eq!(messages::unread(db.db.read(), theirs).await.unwrap(), 0);
        let tx = db.db.begin().await.unwrap();
        assert!(matches!(messages::read(&tx, theirs, id, now()).await, Err(StoreError::NotFound)));
        messages::read(&tx, mine, id, now()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(messages::unread(db.db.read(), mine).await.unwrap(), 0);
        assert_eq!(messages::inbox(db.db.read(), mine, Page::new(1, 10)).await.unwrap().total, 1);
    }
}

on_both! {
    /// 8 equal forms at once: one effect, eight times the same answer.
    async fn an_operation_happens_once(db: &TestDb) {
        let tx = db.db.begin().await.unwrap();
        let account = person(&tx, "twice").await;
        tx.commit().await.unwrap();
        let sent: Vec<_> = (0..8).map(|_| {
            let db = db.db.clone();
            tokio::spawn(async move {
                let tx = db.begin().await.unwrap();
                let before = operations::first_time(&tx, account, "form-1", now()).await.unwrap();
                if before.is_none() {
                    operations::led_to(&tx, account, "form-1", "/projects/1").await.unwrap();
                    tx.commit().await.unwrap();
                }
                before
            })
        }).collect();
        let mut first = 0;
        for answer in sent {
            match answer.await.unwrap() {
                None => first += 1,
                Some(location) => assert_eq!(location, "/projects/1"),
            }
        }
        assert_eq!(first, 1);
    }
}

on_both! {
    async fn a_setting_is_replaced(db: &TestDb) {
        assert_eq!(settings::school_name(db.db.read()).await.unwrap(), "");
        for name in ["示范学校", "示范职业技术学校"] {
            let tx = db.db.begin().await.unwrap();
            settings::set(&tx, "school_name", name).await.unwrap();
            tx.commit().await.unwrap();
        }
        assert_eq!(settings::school_name(db.db.read()).await.unwrap(), "示范职业技术学校");
        assert_eq!(settings::get(db.db.read(), "none").await.unwrap(), None);
    }
}

on_both! {
    async fn other_keys_than_the_databases_own_are_refused(db: &TestDb) {
        let keys = Keys::generate();
        let tx = db.db.begin().await.unwrap();
        settings::hold_keys(&tx, &keys).await.unwrap();
        settings::hold_keys(&tx, &keys.clone().rotated()).await.unwrap();
        let others = settings::hold_keys(&tx, &Keys::generate()).await;
        assert!(matches!(others, Err(StoreError::Sealed(_))));
        tx.commit().await.unwrap();
    }
}
