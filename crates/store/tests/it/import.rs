use std::collections::BTreeSet;

use domain::import::{ChangeKind, ImportState};
use domain::school::roster::{NewClass, NewGroup, NewMajor, Structure};
use sea_orm::{EntityTrait, Set};
use serde_json::json;
use store::import::{
    self, Change, Usage, batch, changes, create_batch, done_with, record_changes, save_batch,
};
use store::{Page, StoreError, files, school};

use crate::support::{class, grade, keys, now, on_both, person, student};

on_both! {
    async fn an_import_is_saved_undone_and_recognised(db: &TestDb) {
        let keys = keys();
        let tx = db.db.begin().await.unwrap();
        let by = person(&tx, "clerk").await;
        files::record(&tx, "ab", 9, "text/csv", now()).await.unwrap();
        let id = create_batch(&tx, "students", "ab", "名册.csv", json!({}), Some(by), now()).await.unwrap();
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

on_both! {
    async fn many_students_are_changed_at_once_or_not_at_all(db: &TestDb) {
        let keys = keys();
        let tx = db.db.begin().await.unwrap();
        let class = class(&tx, "财经系", "会计专业组", "会计事务", "23会计1班").await;
        let mut two = [student(class, 1), student(class, 2)];
        let ids = school::insert_students(&tx, &keys, &two, now()).await.unwrap();
        two[0].name = "改名".to_owned();
        two[1].school_number = "2023010109".to_owned();
        let changed: Vec<_> = ids.iter().zip(&two).map(|(id, values)| (*id, 1, values.clone())).collect();
        import::update_students(&tx, &keys, &changed, now()).await.unwrap();
        let versions = import::student_versions(&tx).await.unwrap();
        assert!(ids.iter().all(|id| versions[id] == 2));
        let known = school::known(&tx, &keys).await.unwrap();
        let by_id = |id| known.students.iter().find(|student| student.id == id).unwrap();
        assert_eq!(by_id(ids[0]).name, "改名");
        assert_eq!(by_id(ids[1]).school_number, "2023010109");
        assert_eq!(by_id(ids[1]).id_number, two[1].id_number);
        let late = [(ids[0], 2, two[0].clone()), (ids[1], 1, two[1].clone())];
        assert!(matches!(import::update_students(&tx, &keys, &late, now()).await, Err(StoreError::Stale)));
    }
}

on_both! {
    async fn what_an_import_made_goes_unless_it_is_used(db: &TestDb) {
        let keys = keys();
        let tx = db.db.begin().await.unwrap();
        let by = person(&tx, "clerk").await;
        files::record(&tx, "ab", 9, "text/csv", now()).await.unwrap();
        let id = create_batch(&tx, "students", "ab", "名册.csv", json!({}), Some(by), now()).await.unwrap();
        let mut done = Vec::new();
        let place = |name: &str, major: &str| NewClass {
            name: name.to_owned(),
            grade: grade(2023),
            major_code: major.to_owned(),
        };
        let wanted = Structure {
            faculties: vec!["财经系".to_owned()],
            groups: vec![NewGroup { name: "会计专业组".to_owned(), faculty: "财经系".to_owned() }],
            majors: vec![NewMajor { code: "730301".to_owned(), name: "会计事务".to_owned(), group: "会计专业组".to_owned() }],
            classes: vec![place("23会计1班", "730301"), place("23会计2班", "730301")],
        };
        let classes = import::make_structure(&tx, &wanted, &mut done).await.unwrap();
        assert_eq!(done.len(), 5);
        let mine = school::insert_students(&tx, &keys, &[student(classes["23会计1班"], 1)], now()).await.unwrap();
        done.push(Change { row: 2, kind: ChangeKind::New, object: "student".into(), object_id: mine[0].into(), before: None });
        record_changes(&tx, &keys, id, &done).await.unwrap();
        assert!(import::usages(&tx, id, now()).await.unwrap().is_empty());
        let majors = [school::structure(&tx).await.unwrap().majors[0].id];
        school::insert_students(&tx, &keys, &[student(classes["23会计2班"], 2)], now()).await.unwrap();
        assert_eq!(import::remove_made(&tx, id).await.unwrap(), (1, 1), "the second class has a student of its own");
        school::take_snapshot(&tx, grade(2023), &majors, Some(by), "摸底", now()).await.unwrap();
        assert!(import::usages(&tx, id, now()).await.unwrap().is_empty(), "only the other's student is on it");
    }
}

on_both! {
    async fn who_is_used_elsewhere_is_named(db: &TestDb) {
        let keys = keys();
        let tx = db.db.begin().await.unwrap();
        let by = person(&tx, "clerk").await;
        files::record(&tx, "ab", 9, "text/csv", now()).await.unwrap();
        let id = create_batch(&tx, "students", "ab", "名册.csv", json!({}), Some(by), now()).await.unwrap();
        let class = class(&tx, "财经系", "会计专业组", "会计事务", "23会计1班").await;
        let mine = school::insert_students(&tx, &keys, &[student(class, 1)], now()).await.unwrap();
        let done = [Change { row: 2, kind: ChangeKind::New, object: "student".into(), object_id: mine[0].into(), before: None }];
        record_changes(&tx, &keys, id, &done).await.unwrap();
        let majors = [school::structure(&tx).await.unwrap().majors[0].id];
        school::take_snapshot(&tx, grade(2023), &majors, Some(by), "摸底", now()).await.unwrap();
        let used = import::usages(&tx, id, now()).await.unwrap();
        assert_eq!(used[&Usage::Snapshot("摸底".to_owned())], BTreeSet::from([mine[0]]));
    }
}
