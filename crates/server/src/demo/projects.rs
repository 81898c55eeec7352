//! Five projects, one at each of several steps: chosen and registering, scores half typed, waiting for the office,
//! a draft, one returned with a reason.

use chrono::NaiveDate;
use domain::access::Action;
use domain::ids::ProjectId;
use domain::projects::ProjectField;
use domain::values::Grade;
use store::StoreError;
use store::projects::ProjectValues;

use super::cast::{ACCOUNTING, FINANCE, actor, decide, hand_in, id_in};
use super::{go_to, papers};
use crate::projects::actions::{Decision, Sent, open as open_project};
use crate::shell::{App, WebResult, op_id};

struct Planned {
    leader: &'static str,
    certificate: &'static str,
    level: &'static str,
    major: &'static str,
    grade: i32,
    exam: &'static str,
    deadline: Option<&'static str>,
}

const INTEGRATION_BEGINNERS: Planned = Planned {
    leader: ACCOUNTING,
    certificate: papers::INTEGRATION,
    level: "初级",
    major: "730301",
    grade: 2024,
    exam: "2025-06-28",
    deadline: Some("2025-06-13"),
};

const CLAIMS_INTERMEDIATE: Planned = Planned {
    leader: FINANCE,
    certificate: papers::CLAIMS,
    level: "中级",
    major: "730201",
    grade: 2023,
    exam: "2025-06-21",
    deadline: Some("2025-06-06"),
};

const SHARED_SERVICES: Planned = Planned {
    leader: ACCOUNTING,
    certificate: papers::FINANCE,
    level: "中级",
    major: "730301",
    grade: 2023,
    exam: "2025-06-14",
    deadline: Some("2025-05-24"),
};

const CLAIMS_BEGINNERS: Planned = Planned {
    leader: FINANCE,
    certificate: papers::CLAIMS,
    level: "初级",
    major: "730201",
    grade: 2024,
    exam: "2025-11-08",
    deadline: Some("2025-10-17"),
};

const INTEGRATION_INTERMEDIATE: Planned = Planned {
    leader: ACCOUNTING,
    certificate: papers::INTEGRATION,
    level: "中级",
    major: "730301",
    grade: 2023,
    exam: "2025-11-22",
    deadline: None,
};

/// The two projects that go on to a selection.
pub(super) struct Opened {
    /// 财务共享服务（中级）, code 2025-03.
    pub(super) shared_services: ProjectId,
    /// 业财一体信息化应用（初级）.
    pub(super) integration: ProjectId,
}

/// The projects of the spring, as far as they came by 6 March.
pub(super) async fn spring(app: &App) -> WebResult<Opened> {
    go_to(app, "2025-02-24T10:12");
    let integration = open(app, &INTEGRATION_BEGINNERS).await?;
    hand_in(app, ACCOUNTING, integration).await?;
    go_to(app, "2025-02-25T09:05");
    decide(app, integration, &Decision::Approve).await?;
    go_to(app, "2025-02-27T15:40");
    let claims = open(app, &CLAIMS_INTERMEDIATE).await?;
    hand_in(app, FINANCE, claims).await?;
    go_to(app, "2025-02-28T11:20");
    let returned = Decision::Return {
        reason: "6月21日 金融专业组有校外实习，学生回不来。请改成 7 月的考试批次",
        field: Some(ProjectField::ExamFrom.value()),
    };
    decide(app, claims, &returned).await?;
    go_to(app, "2025-03-03T09:20");
    let shared_services = open(app, &SHARED_SERVICES).await?;
    hand_in(app, ACCOUNTING, shared_services).await?;
    go_to(app, "2025-03-06T10:30");
    decide(app, shared_services, &Decision::Approve).await?;
    Ok(Opened {
        shared_services,
        integration,
    })
}

/// What was opened in the last days: one waits for the office, one is a draft.
pub(super) async fn lately(app: &App) -> WebResult<()> {
    go_to(app, "2025-05-19T16:40");
    let claims = open(app, &CLAIMS_BEGINNERS).await?;
    go_to(app, "2025-05-19T16:55");
    hand_in(app, FINANCE, claims).await?;
    go_to(app, "2025-05-19T17:10");
    open(app, &INTEGRATION_INTERMEDIATE).await?;
    Ok(())
}

async fn open(app: &App, planned: &Planned) -> WebResult<ProjectId> {
    let db = app.db.read();
    let structure = store::school::structure(db).await?;
    let major = structure
        .majors
        .iter()
        .find(|major| major.code == planned.major)
        .ok_or(StoreError::NotFound)?;
    let place = structure
        .group_place(major.group_id)
        .ok_or(StoreError::NotFound)?;
    let permit = actor(app, planned.leader)
        .await?
        .permit(Action::PrepareProject, &place)?;
    let certificates = store::partners::certificates(db).await?;
    let certificate = certificates
        .iter()
        .find(|one| one.name == planned.certificate)
        .ok_or(StoreError::NotFound)?;
    let versions = store::plan::plan_versions(db).await?;
    let plan =
        domain::plan::version_on(&versions, app.clock.today()).ok_or(StoreError::NotFound)?;
    let exam = day(planned.exam);
    let values = ProjectValues {
        certificate: certificate.id,
        level: planned.level.to_owned(),
        title: title(planned, exam),
        exam_from: exam,
        exam_to: exam,
        deadline: planned.deadline.map(day),
        grade: Grade::try_from(planned.grade).map_err(crate::shell::WebError::internal)?,
        group: major.group_id,
        plan_version: plan.id,
        majors: vec![major.id],
        note: None,
    };
    let op = op_id();
    let address = open_project(
        app,
        &permit,
        &values,
        Sent {
            op_id: &op,
            version: 0,
        },
    )
    .await?;
    id_in(&address)
}

/// As the form makes it when nobody types a title.
fn title(planned: &Planned, exam: NaiveDate) -> String {
    format!(
        "{}（{}） {}",
        planned.certificate,
        planned.level,
        exam.format("%Y年%-m月考试")
    )
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_default()
}
