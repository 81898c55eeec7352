use std::time::Instant;

use domain::access::Reach;
use domain::ids::ClassId;
use domain::values::StudentState;
use sea_orm::{ActiveModelTrait, Set};
use store::school::{
    self, Protected, StudentFilter, insert_students, remove_student, revealed, student_by_hash,
    student_by_number, students, update_student,
};
use store::{Keys, Page, StoreError, StoreResult};

use crate::support::{TestDb, class, grade, keys, now, on_both, student};

async fn filled(db: &TestDb, keys: &Keys) -> (ClassId, ClassId) {
    let tx = db.db.begin().await.unwrap();
    let accounting = class(&tx, "财经系", "会计组", "会计事务", "23会计1班").await;
    let insurance = class(&tx, "财经系", "保险组", "保险事务", "23保险1班").await;
    let rows: Vec<_> = (1..=6)
        .map(|number| student(if number < 5 { accounting } else { insurance }, number))
        .collect();
    insert_students(&tx, keys, &rows, now()).await.unwrap();
    tx.commit().await.unwrap();
    (accounting, insurance)
}

async fn numbers(db: &TestDb, filter: &StudentFilter, reach: &Reach) -> Vec<String> {
    let page = students(db.db.read(), filter, reach, Page::new(1, 100))
        .await
        .unwrap();
    assert_eq!(page.total, u64::try_from(page.items.len()).unwrap());
    page.items
        .into_iter()
        .map(|listed| listed.student.school_number[10..].to_owned())
        .collect()
}

on_both! {
    async fn what_is_protected_is_sealed_and_found_again(db: &TestDb) {
        let keys = keys();
        filled(db, &keys).await;
        let found = student_by_hash(db.db.read(), &keys, Protected::Identity, " 990000200801000003 ").await.unwrap().unwrap();
        assert_eq!(found.school_number, "202301000003");
        assert!(found.id_number.as_ref().unwrap().starts_with("v1.k1.") && !found.id_masked.contains("20080100000"));
        let number = revealed(&keys, &found, Protected::Identity).unwrap().unwrap();
        assert_eq!(number.as_str(), "990000200801000003");
        let roll = student_by_hash(db.db.read(), &keys, Protected::Roll, "g9900002008010100004").await.unwrap().unwrap();
        assert_eq!(roll.school_number, "202301000004");
        assert!(student_by_hash(db.db.read(), &keys, Protected::Roll, "990000200801000003").await.unwrap().is_none());
    }
}

on_both! {
    async fn a_number_copied_to_another_student_does_not_open(db: &TestDb) {
        let keys = keys();
        filled(db, &keys).await;
        let one = student_by_number(db.db.read(), "202301000001").await.unwrap().unwrap();
        let mut other: school::student::ActiveModel =
            student_by_number(db.db.read(), "202301000002").await.unwrap().unwrap().into();
        other.id_number = Set(one.id_number);
        let tx = db.db.begin().await.unwrap();
        let forged = other.update(&tx).await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(revealed(&keys, &forged, Protected::Identity), Err(StoreError::Sealed(_))));
    }
}

on_both! {
    async fn a_number_in_use_is_named_by_its_column(db: &TestDb) {
        let keys = keys();
        let (accounting, _) = filled(db, &keys).await;
        for column in ["school_number", "id_hash", "roll_hash"] {
            let mut values = student(accounting, 77);
            match column {
                "school_number" => values.school_number = "202301000001".into(),
                "id_hash" => values.id_number = Some("990000200801000001".into()),
                _ => values.roll_number = Some("G9900002008010100001".into()),
            }
            let tx = db.db.begin().await.unwrap();
            let taken = insert_students(&tx, &keys, &[values], now()).await;
            assert!(matches!(&taken, Err(StoreError::Taken { field }) if field == column), "{column}: {taken:?}");
        }
    }
}

on_both! {
    async fn a_stale_change_is_refused_and_a_new_school_number_seals_anew(db: &TestDb) {
        let keys = keys();
        let (accounting, _) = filled(db, &keys).await;
        let old = student_by_number(db.db.read(), "202301000001").await.unwrap().unwrap();
        let mut values = student(accounting, 1);
        values.school_number = "2099".into();
        values.state = StudentState::Suspended;
        let save = async |version| -> StoreResult<()> {
            let tx = db.db.begin().await?;
            update_student(&tx, &keys, old.id, version, &values, now()).await?;
            Ok(tx.commit().await?)
        };
        save(1).await.unwrap();
        assert!(matches!(save(1).await, Err(StoreError::Stale)));
        let new = school::student(db.db.read(), old.id).await.unwrap();
        assert_eq!((new.version, new.state), (2, StudentState::Suspended));
        assert_eq!(revealed(&keys, &new, Protected::Identity).unwrap().unwrap().as_str(), "990000200801000001");
        assert!(matches!(revealed(&keys, &school::student::Model { school_number: old.school_number, ..new }, Protected::Identity), Err(StoreError::Sealed(_))));
    }
}

on_both! {
    async fn a_list_shows_what_is_asked_for_within_reach(db: &TestDb) {
        let (accounting, insurance) = filled(db, &keys()).await;
        let structure = school::structure(db.db.read()).await.unwrap();
        let all = StudentFilter::default();
        let group = |name: &str| structure.groups.iter().find(|group| group.name == name).unwrap();
        let within = |groups, classes| Reach::Within { faculties: vec![], groups, classes, students: vec![] };
        assert_eq!(numbers(db, &all, &Reach::All).await.len(), 6);
        assert!(numbers(db, &all, &Reach::Nothing).await.is_empty());
        assert_eq!(numbers(db, &all, &within(vec![group("保险组").id], vec![])).await, ["05", "06"]);
        assert_eq!(numbers(db, &all, &within(vec![], vec![accounting])).await.len(), 4);
        let faculty = Reach::Within { faculties: vec![group("保险组").faculty_id], groups: vec![], classes: vec![], students: vec![] };
        assert_eq!(numbers(db, &all, &faculty).await.len(), 6);
        let filter = StudentFilter { class: Some(insurance), ..StudentFilter::default() };
        assert_eq!(numbers(db, &filter, &within(vec![], vec![accounting])).await, [""; 0]);
        let filter = StudentFilter { grade: Some(grade(2023)), text: "生3".into(), ..StudentFilter::default() };
        assert_eq!(numbers(db, &filter, &Reach::All).await, ["03"]);
        let filter = StudentFilter { grade: Some(grade(2022)), ..StudentFilter::default() };
        assert!(numbers(db, &filter, &Reach::All).await.is_empty());
        let filter = StudentFilter { states: vec![StudentState::Withdrawn], ..StudentFilter::default() };
        assert!(numbers(db, &filter, &Reach::All).await.is_empty());
        assert!(structure.class_place(accounting).is_some_and(|place| place.group == Some(group("会计组").id)));
    }
}

on_both! {
    async fn signs_that_mean_something_to_the_database_mean_themselves(db: &TestDb) {
        let keys = keys();
        let (accounting, _) = filled(db, &keys).await;
        let tx = db.db.begin().await.unwrap();
        let named: Vec<_> = ["百分%号", "下划_线", r"反\斜线", "Ánna", "O'Neil"].into_iter().zip(50..).map(|(name, number)| {
            school::StudentValues { name: name.into(), ..student(accounting, number) }
        }).collect();
        insert_students(&tx, &keys, &named, now()).await.unwrap();
        tx.commit().await.unwrap();
        for (text, found) in [("%", 1), ("_", 1), (r"\", 1), ("%号", 1), ("Ánna", 1), ("o'nEIL", 1), ("学生", 6), ("学_", 0), ("", 11)] {
            let filter = StudentFilter { text: text.into(), ..StudentFilter::default() };
            assert_eq!(numbers(db, &filter, &Reach::All).await.len(), found, "{text}");
        }
    }
}

on_both! {
    async fn the_structure_is_made_once(db: &TestDb) {
        let keys = keys();
        let (first, _) = filled(db, &keys).await;
        let tx = db.db.begin().await.unwrap();
        assert_eq!(class(&tx, "财经系", "会计组", "会计事务", "23会计1班").await, first);
        tx.commit().await.unwrap();
        let structure = school::structure(db.db.read()).await.unwrap();
        assert_eq!((structure.faculties.len(), structure.groups.len(), structure.majors.len(), structure.classes.len()), (1, 2, 2, 2));
        assert_eq!(structure.majors.iter().map(|major| major.number).collect::<Vec<_>>(), [1, 2]);
    }
}

on_both! {
    async fn plan_4_2_a_snapshot_keeps_who_was_where(db: &TestDb) {
        let keys = keys();
        let (accounting, insurance) = filled(db, &keys).await;
        let structure = school::structure(db.db.read()).await.unwrap();
        let major = structure.class(accounting).unwrap().major_id;
        let tx = db.db.begin().await.unwrap();
        let id = school::take_snapshot(&tx, grade(2023), &[major], None, "选拔", now()).await.unwrap();
        let one = student_by_number(&tx, "202301000001").await.unwrap().unwrap();
        update_student(&tx, &keys, one.id, 1, &student(insurance, 1), now()).await.unwrap();
        tx.commit().await.unwrap();
        let entries = school::snapshot_entries(db.db.read(), id).await.unwrap();
        assert_eq!(entries.len(), 4);
        assert!(entries.iter().any(|entry| entry.student_id == one.id && entry.class_id == accounting));
    }
}

on_both! {
    async fn only_a_student_whom_nothing_names_can_be_removed(db: &TestDb) {
        let keys = keys();
        let (accounting, _) = filled(db, &keys).await;
        let structure = school::structure(db.db.read()).await.unwrap();
        let one = student_by_number(db.db.read(), "202301000005").await.unwrap().unwrap();
        let tx = db.db.begin().await.unwrap();
        remove_student(&tx, one.id).await.unwrap();
        assert!(matches!(remove_student(&tx, one.id).await, Err(StoreError::NotFound)));
        let major = structure.class(accounting).unwrap().major_id;
        school::take_snapshot(&tx, grade(2023), &[major], None, "选拔", now()).await.unwrap();
        tx.commit().await.unwrap();
        let two = student_by_number(db.db.read(), "202301000001").await.unwrap().unwrap();
        let tx = db.db.begin().await.unwrap();
        assert!(matches!(remove_student(&tx, two.id).await, Err(StoreError::Db(_))));
    }
}

on_both! {
    async fn ten_thousand_students_go_in_at_once(db: &TestDb) {
        let keys = keys();
        let (accounting, _) = filled(db, &keys).await;
        let rows: Vec<_> = (100..10_100).map(|number| student(accounting, number)).collect();
        let start = Instant::now();
        let tx = db.db.begin().await.unwrap();
        let ids = insert_students(&tx, &keys, &rows, now()).await.unwrap();
        tx.commit().await.unwrap();
        let took = start.elapsed();
        eprintln!("{:?}: 10,000 students in {took:?}", db.db.backend());
        assert_eq!(ids.len(), 10_000);
        let last = school::student(db.db.read(), ids[9_999]).await.unwrap();
        assert_eq!(last.school_number, rows[9_999].school_number);
        let start = Instant::now();
        let known = school::known(db.db.read(), &keys).await.unwrap();
        eprintln!("{:?}: 10,006 students known in {:?}", db.db.backend(), start.elapsed());
        assert_eq!((known.students.len(), known.classes.len()), (10_006, 2));
        assert_eq!(known.students.iter().filter(|student| student.id_number.is_some()).count(), 10_006);
        assert!(took.as_secs() < 30, "{took:?}");
    }
}
