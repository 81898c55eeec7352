//! Portraits, words about a wrong roll, and files that are needed for a while only.

use domain::access::Reach;
use domain::registration::photo::{Measure, PhotoFormat};
use domain::registration::{CorrectionState, Field};
use store::people::{self, NewCorrection, NewPhoto};
use store::school::insert_students;
use store::{Files, Page, StoreError, files};

use crate::support::{class, keys, now, on_both, person, sqlite, student};

fn measure() -> Measure {
    Measure {
        format: PhotoFormat::Jpeg,
        source_width: 358,
        source_height: 441,
        width: 358,
        height: 441,
        bytes: 20_000,
        ground: [250, 250, 252],
        uneven: 300,
        head: 1_800,
    }
}

on_both! {
    async fn a_newer_portrait_takes_the_place_of_the_older(db: &TestDb) {
        let tx = db.db.begin().await.unwrap();
        let at = class(&tx, "财经系", "会计专业组", "会计事务", "23会计1班").await;
        let ids = insert_students(&tx, &keys(), &[student(at, 1), student(at, 2)], now()).await.unwrap();
        let found = measure();
        for sha256 in ["ab12", "cd34"] {
            files::record(&tx, sha256, 6, "image/jpeg", now()).await.unwrap();
            let new = NewPhoto { student: ids[0], sha256, measure: &found, by: None };
            people::add_photo(&tx, &new, now()).await.unwrap();
        }
        tx.commit().await.unwrap();
        let used = people::photo_of(db.db.read(), ids[0]).await.unwrap().unwrap();
        assert_eq!((used.sha256.as_str(), &used.measure), ("cd34", &found));
        assert!(people::photo_of(db.db.read(), ids[1]).await.unwrap().is_none());
        assert_eq!(people::photo_with_hash(db.db.read(), "cd34").await.unwrap(), [ids[0]]);
        assert!(people::photo_with_hash(db.db.read(), "ab12").await.unwrap().is_empty());
    }
}

on_both! {
    async fn a_word_about_the_roll_is_answered_once_and_seen_within_reach(db: &TestDb) {
        let tx = db.db.begin().await.unwrap();
        let at = class(&tx, "财经系", "会计专业组", "会计事务", "23会计1班").await;
        let other = class(&tx, "财经系", "会计专业组", "会计事务", "23会计2班").await;
        let ids = insert_students(&tx, &keys(), &[student(at, 1)], now()).await.unwrap();
        let by = person(&tx, "student").await;
        let new = NewCorrection { student: ids[0], field: Field::Name, said: "少一个字", by };
        let id = people::add_correction(&tx, &new, now()).await.unwrap();
        tx.commit().await.unwrap();
        let within = |class| Reach::Within { faculties: vec![], groups: vec![], classes: vec![class], students: vec![] };
        let open = |reach| async move {
            people::open_corrections(db.db.read(), &reach, Page::new(1, 10)).await.unwrap().total
        };
        assert_eq!((open(within(at)).await, open(within(other)).await), (1, 0));
        let before = people::correction(db.db.read(), id).await.unwrap();
        let tx = db.db.begin().await.unwrap();
        people::answer_correction(&tx, &before, CorrectionState::Mended, "已改", by, now()).await.unwrap();
        let again = people::answer_correction(&tx, &before, CorrectionState::Kept, "核对无误", by, now()).await;
        assert!(matches!(again, Err(StoreError::Stale)));
        tx.commit().await.unwrap();
        assert_eq!(open(within(at)).await, 0);
    }
}

#[tokio::test]
async fn a_file_is_let_go_unless_a_row_tells_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let kept = Files::open(folder.path()).unwrap();
    let test = sqlite().await;
    test.db.migrate().await.unwrap();
    let (gone, stays) = (
        kept.put(b"zip".to_vec()).await.unwrap(),
        kept.put(b"photo".to_vec()).await.unwrap(),
    );
    let tx = test.db.begin().await.unwrap();
    files::record(&tx, &stays, 5, "image/jpeg", now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for sha256 in [&gone, &stays, &gone] {
        kept.let_go(test.db.read(), sha256).await.unwrap();
    }
    assert!(!kept.exists(&gone).await.unwrap());
    assert!(kept.exists(&stays).await.unwrap());
}
