//! The two projects of the walk, each with a round of selection.

use domain::ids::{AccountId, AppealId, ProjectId, RoundId, StudentId, WishId};
use domain::partners::{Levels, MajorCodes, Regime, TestPart, TestParts};
use domain::plan::PlanParameters;
use domain::selection::{Marking, Parameters, Terms};
use domain::values::{Grade, Ratio};
use store::complaints::NewAppeal;
use store::projects::{self, ProjectValues};
use store::school::take_snapshot;
use store::selection::NewRound;
use store::{partners, plan, selection};

use crate::support::School;

/// A project of the group for the major's grade of 2023, and its first round.
pub(super) async fn seed(
    school: &School,
    group: &str,
    code: &str,
    by: AccountId,
) -> (ProjectId, RoundId) {
    let (group, major) = (school.group(group).await, school.major(code).await);
    let (now, grade) = (school.now(), Grade::try_from(2023).unwrap());
    let day = |text: &str| text.parse().unwrap();
    let tx = school.app.db.begin().await.unwrap();
    let organisation = partners::organisation_id(&tx, "示例财税评价中心")
        .await
        .unwrap();
    let part = |key: &str, name: &str| TestPart {
        key: key.parse().unwrap(),
        name: name.into(),
        weight: Ratio::try_from(5_000).unwrap(),
        max_tenths: 1_000,
    };
    let parts = TestParts(vec![part("theory", "理论"), part("practical", "实操")]);
    let certificate = partners::create_certificate(
        &tx,
        partners::NewCertificate {
            organisation,
            name: format!(
                "财务共享服务 {}",
                projects::next_code(&tx, 2025).await.unwrap()
            ),
            regime: Regime::X,
            levels: Levels(vec!["中级".into()]),
            major_codes: MajorCodes(vec![code.into()]),
            parts: parts.clone(),
        },
    )
    .await
    .unwrap();
    let version = plan::create_version(
        &tx,
        "2024 版方案",
        day("2024-03-25"),
        &PlanParameters::default(),
    )
    .await
    .unwrap();
    let values = ProjectValues {
        certificate,
        level: "中级".into(),
        title: format!("财务共享服务（中级）{group}"),
        exam_from: day("2025-06-14"),
        exam_to: day("2025-06-15"),
        deadline: Some(day("2025-05-24")),
        grade,
        group,
        plan_version: version,
        majors: vec![major],
        note: None,
    };
    let number = projects::next_code(&tx, 2025).await.unwrap();
    let project = projects::create(&tx, &number, &values, by, now)
        .await
        .unwrap();
    let snapshot = take_snapshot(&tx, grade, &[major], Some(by), "选拔", now)
        .await
        .unwrap();
    let rule = Parameters::new(Ratio::try_from(6_000).unwrap(), parts.weights().unwrap());
    let new = NewRound {
        project,
        snapshot,
        plan_version: version,
        terms: Terms {
            rule,
            parts,
            marking: Marking::Double,
        },
        test_on: None,
        by,
    };
    let round = selection::open(&tx, new, now).await.unwrap();
    tx.commit().await.unwrap();
    (project, round)
}

/// A wish that a class teacher registered, without a way yet.
pub(super) async fn seed_wish(
    school: &School,
    project: ProjectId,
    student: StudentId,
    by: AccountId,
) -> WishId {
    let tx = school.app.db.begin().await.unwrap();
    let about = (project, student);
    let wish = store::guidance::add_wish(&tx, about, "想早点就业", by, school.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    wish
}

/// An objection of the student to the round.
pub(super) async fn seed_appeal(
    school: &School,
    round: RoundId,
    student: StudentId,
    by: AccountId,
) -> AppealId {
    let new = NewAppeal {
        round,
        student,
        reason: "请再看一遍答卷".into(),
        by,
        due_on: school.today(),
    };
    let tx = school.app.db.begin().await.unwrap();
    let id = store::complaints::file(&tx, new, school.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    id
}
