//! Two passes of marks, a third person's word, sealed versions (plan 4.3.2).

use domain::ids::{AccountId, RoundId, StudentId};
use domain::plan::PlanParameters;
use domain::selection::{About, Marking, Parameters, Pass, Said, Terms};
use domain::values::{Ratio, Score};
use sea_orm::{ActiveModelTrait, Set};
use store::projects::ProjectValues;
use store::selection::{self as rows, NewRound, NewSeal, NewSettlement, ScoreRow};
use store::{StoreError, Tx, partners, plan, projects, school};

use crate::support::{TestDb, class, day, grade, keys, now, on_both, person, student};

struct Scene {
    round: RoundId,
    students: Vec<StudentId>,
    one: AccountId,
    other: AccountId,
}

async fn scene(db: &TestDb) -> Scene {
    let tx = db.db.begin().await.unwrap();
    let own = class(&tx, "财经系", "会计专业组", "会计事务", "23会计1班").await;
    let people: Vec<_> = (1..=3).map(|number| student(own, number)).collect();
    let students = school::insert_students(&tx, &keys(), &people, now())
        .await
        .unwrap();
    let (one, other) = (person(&tx, "one").await, person(&tx, "other").await);
    let parts = serde_json::from_str(
        r#"[{"key":"theory","name":"理论","weight_bp":10000,"max_tenths":1000}]"#,
    )
    .unwrap();
    let organisation = partners::organisation_id(&tx, "示例评价组织")
        .await
        .unwrap();
    let certificate = partners::certificate::ActiveModel {
        organisation_id: Set(organisation),
        name: Set("财务共享服务".into()),
        regime: Set(domain::partners::Regime::X),
        levels: Set(domain::partners::Levels(vec!["中级".into()])),
        major_codes: Set(domain::partners::MajorCodes(vec![])),
        parts: Set(parts),
        ..Default::default()
    };
    let certificate = certificate.insert(&tx).await.unwrap();
    let version = plan::create_version(
        &tx,
        "2024 版方案",
        day("2024-03-25"),
        &PlanParameters::default(),
    )
    .await
    .unwrap();
    let structure = school::structure(&tx).await.unwrap();
    let major = structure.majors.first().unwrap().id;
    let values = ProjectValues {
        certificate: certificate.id,
        level: "中级".into(),
        title: "财务共享服务（中级）".into(),
        exam_from: day("2025-06-14"),
        exam_to: day("2025-06-14"),
        deadline: None,
        grade: grade(2023),
        group: structure.groups.first().unwrap().id,
        plan_version: version,
        majors: vec![major],
        note: None,
    };
    let project = projects::create(&tx, "2025-01", &values, one, now())
        .await
        .unwrap();
    let snapshot = school::take_snapshot(&tx, grade(2023), &[major], Some(one), "选拔", now())
        .await
        .unwrap();
    let terms = Terms {
        rule: Parameters::new(Ratio::WHOLE, "theory=100".parse().unwrap()),
        parts: certificate.parts,
        marking: Marking::Double,
    };
    let new = NewRound {
        project,
        snapshot,
        plan_version: version,
        terms,
        test_on: None,
        by: one,
    };
    let round = rows::open(&tx, new, now()).await.unwrap();
    tx.commit().await.unwrap();
    Scene {
        round,
        students,
        one,
        other,
    }
}

fn row(student: StudentId, tenths: i32) -> ScoreRow {
    let mark = ("theory".parse().unwrap(), Score::try_from(tenths).unwrap());
    ScoreRow {
        marks: [mark].into_iter().collect(),
        ..ScoreRow::empty(student)
    }
}

async fn write(tx: &Tx, scene: &Scene, pass: Pass, by: AccountId, tenths: i32) -> usize {
    let rows = [row(*scene.students.first().unwrap(), tenths)];
    let changes = rows::write_marks(tx, (scene.round, pass), by, &rows, now()).await;
    changes.unwrap().len()
}

on_both! {
    async fn plan_4_3_2_each_pass_keeps_its_own_marks_and_who_typed_them(db: &TestDb) {
        let scene = scene(db).await;
        let tx = db.db.begin().await.unwrap();
        assert_eq!(write(&tx, &scene, Pass::First, scene.one, 700).await, 1);
        assert_eq!(write(&tx, &scene, Pass::First, scene.one, 700).await, 0);
        assert_eq!(write(&tx, &scene, Pass::Second, scene.other, 790).await, 1);
        assert_eq!(write(&tx, &scene, Pass::First, scene.one, 705).await, 1);
        tx.commit().await.unwrap();
        let first = rows::typed(db.db.read(), scene.round, Pass::First).await.unwrap();
        let second = rows::typed(db.db.read(), scene.round, Pass::Second).await.unwrap();
        let (first, second) = (&first[&scene.students[0]], &second[&scene.students[0]]);
        assert_eq!((first.by, first.version), (scene.one, 2));
        assert_eq!((second.by, second.version), (scene.other, 1));
        assert!(first.row.says_as(&row(scene.students[0], 705)));
        assert!(second.row.says_as(&row(scene.students[0], 790)));
    }
}

on_both! {
    async fn plan_4_3_2_an_account_holds_one_pass_of_a_round(db: &TestDb) {
        let scene = scene(db).await;
        let tx = db.db.begin().await.unwrap();
        rows::take_pass(&tx, scene.round, scene.one, Pass::First, now()).await.unwrap();
        rows::take_pass(&tx, scene.round, scene.one, Pass::Second, now()).await.unwrap();
        tx.commit().await.unwrap();
        let markers = rows::markers(db.db.read(), scene.round).await.unwrap();
        assert_eq!(markers.pass_of(scene.one), Some(Pass::First));
        assert_eq!(markers.pass_of(scene.other), None);
    }
}

on_both! {
    async fn plan_4_3_2_a_settlement_made_on_an_older_page_is_stale(db: &TestDb) {
        let scene = scene(db).await;
        let settle = |version, tenths: i32| NewSettlement {
            round: scene.round,
            student: scene.students[0],
            about: About::Part("theory".parse().unwrap()),
            said: Said::Mark(Some(tenths.try_into().unwrap())),
            reason: "看了答卷".into(),
            by: scene.other,
            version,
        };
        let tx = db.db.begin().await.unwrap();
        assert!(rows::settle(&tx, settle(0, 700), now()).await.unwrap().is_none());
        let stale = rows::settle(&tx, settle(0, 800), now()).await;
        assert!(matches!(stale, Err(StoreError::Stale)));
        assert!(rows::settle(&tx, settle(1, 800), now()).await.unwrap().is_some());
        tx.commit().await.unwrap();
        let kept = rows::settlements(db.db.read(), scene.round).await.unwrap();
        assert_eq!(kept.len(), 1);
        assert_eq!((kept[0].value.map(Score::tenths), kept[0].version), (Some(800), 2));
    }
}

on_both! {
    async fn plan_4_3_2_every_sealed_version_stays(db: &TestDb) {
        let scene = scene(db).await;
        let tx = db.db.begin().await.unwrap();
        for number in 1..=3 {
            let new = NewSeal {
                round: scene.round,
                hash: format!("hash {number}"),
                content: format!("content {number}"),
                result: serde_json::json!({}),
                verdicts: serde_json::json!({}),
                by: scene.one,
                appeal: None,
            };
            assert_eq!(rows::keep_seal(&tx, new, now()).await.unwrap(), number);
        }
        tx.commit().await.unwrap();
        let kept = rows::seals(db.db.read(), scene.round).await.unwrap();
        let hashes: Vec<_> = kept.iter().map(|seal| seal.hash.as_str()).collect();
        assert_eq!(hashes, ["hash 1", "hash 2", "hash 3"]);
    }
}

on_both! {
    /// 500 people correct one mark on the page they saw, all at once: one is kept, the others hear of it.
    async fn plan_4_3_2_500_edits_of_one_mark_at_once_overwrite_nothing_in_silence(db: &TestDb) {
        let scene = scene(db).await;
        let tx = db.db.begin().await.unwrap();
        write(&tx, &scene, Pass::First, scene.one, 500).await;
        tx.commit().await.unwrap();
        let (round, student, by) = (scene.round, scene.students[0], scene.one);
        let edits: Vec<_> = (1..=500).map(|edit| {
            let db = db.db.clone();
            tokio::spawn(async move {
                let tx = db.begin().await.unwrap();
                rows::locked(&tx, round).await.unwrap();
                let seen = rows::typed(&tx, round, Pass::First).await.unwrap()[&student].version;
                if seen != 1 {
                    return false;
                }
                let rows = [row(student, 500 + edit)];
                rows::write_marks(&tx, (round, Pass::First), by, &rows, now()).await.unwrap();
                tx.commit().await.unwrap();
                true
            })
        }).collect();
        let mut kept = 0;
        for edit in edits {
            kept += usize::from(edit.await.unwrap());
        }
        assert_eq!(kept, 1);
        let typed = rows::typed(db.db.read(), round, Pass::First).await.unwrap();
        assert_eq!(typed[&student].version, 2);
    }
}
