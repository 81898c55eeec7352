//! A project of the accounting group, its round, and the people who carry it on.

use axum::http::StatusCode;
use domain::ids::{ProjectId, RoundId};
use domain::partners::{Levels, MajorCodes, Regime, TestParts};
use domain::plan::PlanParameters;
use domain::projects::ProjectState;
use domain::selection::Marking;
use domain::values::StudentState;
use sea_orm::{ActiveModelTrait, EntityTrait, Set};
use store::projects::ProjectValues;
use store::school::student;

use crate::support::{Browser, Page, School};

/// An approved project of the accounting group for grade 2023: 23会计1班 with 5 students, 2班 with 5, one of
/// them suspended.
pub(super) async fn approved(school: &School) -> ProjectId {
    // One pass and no notice: marks entered twice and the notice have tests of their own.
    approved_with(school, |plan| {
        plan.marking = Marking::Single;
        plan.notice_days = 0;
    })
    .await
}

pub(super) async fn approved_with(
    school: &School,
    change: impl FnOnce(&mut PlanParameters),
) -> ProjectId {
    let mut parameters = PlanParameters {
        tie_keys: "practical".parse().unwrap(),
        ..PlanParameters::default()
    };
    change(&mut parameters);
    school.students("23会计1班", 5).await;
    let second = school.students("23会计2班", 5).await;
    let tx = school.app.db.begin().await.unwrap();
    let suspended = student::ActiveModel {
        id: Set(second[4]),
        state: Set(StudentState::Suspended),
        ..Default::default()
    };
    student::Entity::update(suspended).exec(&tx).await.unwrap();
    let organisation = store::partners::organisation::ActiveModel {
        name: Set("示范评价组织".into()),
        ..Default::default()
    };
    let organisation = organisation.insert(&tx).await.unwrap().id;
    let parts: TestParts = serde_json::from_str(
        r#"[{"key":"theory","name":"理论","weight_bp":5000,"max_tenths":1000},
            {"key":"practical","name":"实操","weight_bp":5000,"max_tenths":1000}]"#,
    )
    .unwrap();
    let certificate = store::partners::certificate::ActiveModel {
        organisation_id: Set(organisation),
        name: Set("财务共享服务".into()),
        regime: Set(Regime::X),
        levels: Set(Levels(vec!["中级".into()])),
        major_codes: Set(MajorCodes(vec!["730301".into()])),
        parts: Set(parts),
        ..Default::default()
    };
    let certificate = certificate.insert(&tx).await.unwrap().id;
    let plan = store::plan::version::ActiveModel {
        name: Set("2024 版方案".into()),
        in_force_from: Set("2024-03-25".parse().unwrap()),
        parameters: Set(parameters),
        ..Default::default()
    };
    let plan = plan.insert(&tx).await.unwrap().id;
    let values = ProjectValues {
        certificate,
        level: "中级".into(),
        title: "财务共享服务（中级）".into(),
        exam_from: "2025-06-14".parse().unwrap(),
        exam_to: "2025-06-15".parse().unwrap(),
        deadline: None,
        grade: "2023".parse().unwrap(),
        group: school.group("会计专业组").await,
        plan_version: plan,
        majors: vec![school.major("730301").await],
        note: None,
    };
    let by = store::identity::NewAccount::active("opener", "周文博", String::new(), school.now());
    let by = store::identity::create_account(&tx, &by).await.unwrap();
    let id = store::projects::create(&tx, "2025-01", &values, by, school.now())
        .await
        .unwrap();
    let project = store::projects::project::ActiveModel {
        id: Set(id),
        state: Set(ProjectState::Approved),
        ..Default::default()
    };
    store::projects::project::Entity::update(project)
        .exec(&tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    id
}

/// A school whose leader opened a round.
pub(crate) async fn opened() -> (School, Browser, RoundId) {
    let school = School::new().await;
    let project = approved(&school).await;
    open_round(school, project).await
}

pub(super) async fn open_round(school: School, project: ProjectId) -> (School, Browser, RoundId) {
    let leader = school.leader("会计专业组").await;
    let path = format!("/projects/{project}/selection/new");
    let form = leader.get(&path).await;
    let done = leader
        .post(
            &path,
            &[("op_id", &form.value("op_id")), ("test_on", "2025-04-23")],
        )
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text("main"));
    let id = done.location().rsplit('/').next().unwrap().parse().unwrap();
    (school, leader, id)
}

/// Fills the sheet of a class: one line a student, `theory practical` or a word for not having sat.
pub(super) async fn type_scores(
    leader: &Browser,
    round: RoundId,
    class: &str,
    lines: &[&str],
) -> Page {
    let form = leader.get(&sheet(leader, round, class).await).await;
    let fields = filled(&form, lines);
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(k, v)| (k.as_str(), v.as_str()))
        .collect();
    leader
        .post(&format!("/selection/{round}/scores"), &fields)
        .await
}

pub(super) async fn sheet(leader: &Browser, round: RoundId, class: &str) -> String {
    let page = leader.get(&format!("/selection/{round}/scores")).await;
    let ids = page.attributes("select[name=class] option", "value");
    let names = page.texts("select[name=class] option");
    let at = names
        .iter()
        .position(|name| name.starts_with(class))
        .unwrap();
    format!("/selection/{round}/scores?class={}", ids[at])
}

/// The fields of a sheet, every student's cells taken from `lines` in order.
pub(super) fn filled(form: &Page, lines: &[&str]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = ["op_id", "version"]
        .map(|name| (name.to_owned(), form.value(name)))
        .into();
    fields.push((
        "class".into(),
        form.attribute("input[name=class]", "value").unwrap(),
    ));
    fields.extend(
        form.attribute("input[name=pass]", "value")
            .map(|pass| ("pass".to_owned(), pass)),
    );
    let absences = form.attributes("td select", "name");
    assert_eq!(absences.len(), lines.len());
    for (absence, line) in absences.iter().zip(lines) {
        let row = absence.strip_suffix(".absence").unwrap();
        match line.split_once(' ') {
            Some((theory, practical)) => {
                fields.push((format!("{row}.theory"), theory.into()));
                fields.push((format!("{row}.practical"), practical.into()));
            }
            None => fields.push((absence.clone(), (*line).into())),
        }
    }
    fields
}

/// 9 in the base, 5 places; one absent. Order: 90, 85, 80, 75 (practical 80), 75 (practical 70), 60, 55, 50.
pub(super) async fn scored() -> (School, Browser, RoundId) {
    let (school, leader, id) = opened().await;
    let first = ["90 90", "85 85", "80 80", "70 80", "missed"];
    let second = ["80 70", "60 60", "55 55", "50 50"];
    for (class, lines) in [("23会计1班", &first[..]), ("23会计2班", &second)] {
        let saved = type_scores(&leader, id, class, lines).await;
        assert_eq!(
            saved.status,
            StatusCode::SEE_OTHER,
            "{}",
            saved.text("main")
        );
    }
    (school, leader, id)
}

pub(super) async fn seal(leader: &Browser, id: RoundId) -> Page {
    let path = format!("/selection/{id}/seal");
    let form = leader.get(&path).await;
    leader
        .post(
            &path,
            &[
                ("op_id", &form.value("op_id")),
                ("version", &form.value("version")),
                ("missing_ok", "1"),
            ],
        )
        .await
}

pub(super) async fn decide(office: &Browser, id: RoundId, act: &str) -> Page {
    let path = format!("/selection/{id}/{act}");
    let form = office.get(&path).await;
    office
        .post(
            &path,
            &[
                ("op_id", &form.value("op_id")),
                ("version", &form.value("version")),
            ],
        )
        .await
}

pub(super) async fn round_of(school: &School, id: RoundId) -> store::selection::round::Model {
    store::selection::round(school.app.db.read(), id)
        .await
        .unwrap()
}
