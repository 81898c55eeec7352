//! Things most tests need before they begin: a plan in force, a certificate, a project at some step.

use domain::access::Post;
use domain::ids::{CertificateId, PlanVersionId, ProjectId};
use domain::partners::{Levels, MajorCodes, Regime, TestParts};
use domain::plan::PlanParameters;
use sea_orm::{EntityTrait, Set};
use store::partners::{certificate, organisation};
use store::plan::version;

use super::{Browser, School};

impl School {
    /// The plan of 2024 with its usual parameters, in force since 2024-03-25, but with portraits and consents left
    /// to paper: what people bring has tests of its own.
    pub(crate) async fn plan(&self) -> PlanVersionId {
        let parameters = PlanParameters {
            needs: domain::registration::Needs::NONE,
            ..PlanParameters::default()
        };
        self.plan_with(parameters).await
    }

    pub(crate) async fn plan_with(&self, parameters: PlanParameters) -> PlanVersionId {
        let tx = self.app.db.begin().await.unwrap();
        let row = version::ActiveModel {
            name: Set("2024 方案".into()),
            in_force_from: Set("2024-03-25".parse().unwrap()),
            parameters: Set(parameters),
            ..Default::default()
        };
        let id = version::Entity::insert(row)
            .exec(&tx)
            .await
            .unwrap()
            .last_insert_id;
        tx.commit().await.unwrap();
        id
    }

    /// A certificate of three levels for these majors, half theory and half practice.
    pub(crate) async fn certificate(&self, name: &str, major_codes: &[&str]) -> CertificateId {
        let parts = r#"[{"key":"theory","name":"理论","weight_bp":5000,"max_tenths":1000},
                        {"key":"practical","name":"实操","weight_bp":5000,"max_tenths":1000}]"#;
        let parts: TestParts = serde_json::from_str(parts).unwrap();
        let tx = self.app.db.begin().await.unwrap();
        let owner = organisation::ActiveModel {
            name: Set(format!("{name}评价中心")),
            ..Default::default()
        };
        let owner = organisation::Entity::insert(owner)
            .exec(&tx)
            .await
            .unwrap()
            .last_insert_id;
        let row = certificate::ActiveModel {
            organisation_id: Set(owner),
            name: Set(name.into()),
            regime: Set(Regime::X),
            levels: Set(Levels(
                Regime::X
                    .levels()
                    .iter()
                    .map(|level| (*level).to_owned())
                    .collect(),
            )),
            major_codes: Set(MajorCodes(
                major_codes.iter().map(|code| (*code).to_owned()).collect(),
            )),
            parts: Set(parts),
            ..Default::default()
        };
        let id = certificate::Entity::insert(row)
            .exec(&tx)
            .await
            .unwrap()
            .last_insert_id;
        tx.commit().await.unwrap();
        id
    }

    /// 财务共享服务（中级） of grade 2023 in 会计事务, opened as a draft by the leader of 会计专业组.
    pub(crate) async fn draft(&self) -> (Browser, ProjectId) {
        if store::plan::plan_versions(self.app.db.read())
            .await
            .unwrap()
            .is_empty()
        {
            self.plan().await;
        }
        let leader = self.leader("会计专业组").await;
        let certificate = self.certificate("财务共享服务", &["730301"]).await;
        let major = self.major("730301").await;
        let page = leader
            .post(
                "/projects/new",
                &[
                    ("op_id", "draft"),
                    ("certificate", &certificate.to_string()),
                    ("level", "中级"),
                    ("majors", &major.to_string()),
                    ("grade", "2023"),
                    ("exam_from", "2025-06-14"),
                    ("exam_to", "2025-06-14"),
                    ("registration_deadline", "2025-05-24"),
                    ("act", "keep"),
                ],
            )
            .await;
        let id = page.location().rsplit('/').next().unwrap().parse().unwrap();
        (leader, id)
    }

    /// The same project handed in; the review's number is in its row.
    pub(crate) async fn submitted(&self) -> (Browser, ProjectId) {
        let (leader, id) = self.draft().await;
        submit(&leader, id).await;
        (leader, id)
    }

    /// The same project approved by the office: ready for its selection.
    pub(crate) async fn approved(&self) -> (Browser, ProjectId) {
        let (leader, id) = self.submitted().await;
        let office = self.sign_in(Post::OfficeClerk).await;
        decide(&office, id, &[("act", "approve")]).await;
        (leader, id)
    }
}

/// Hand a project in from its page of answers.
pub(crate) async fn submit(leader: &Browser, id: ProjectId) {
    let page = leader.get(&format!("/projects/{id}/submit")).await;
    let form = [
        ("op_id", page.value("op_id")),
        ("version", page.value("version")),
    ];
    let form: Vec<(&str, &str)> = form
        .iter()
        .map(|(key, value)| (*key, value.as_str()))
        .collect();
    assert_eq!(
        leader
            .post(&format!("/projects/{id}/submit"), &form)
            .await
            .status,
        303
    );
}

/// Decide the project's review from the pane of the desk; answers what came back.
pub(crate) async fn decide(office: &Browser, id: ProjectId, act: &[(&str, &str)]) -> super::Page {
    let desk = office.get("/").await;
    let href = desk
        .attributes(".tbl td a", "href")
        .into_iter()
        .find(|href| href.contains("open="))
        .unwrap();
    let pane = office.get(&href).await;
    let hidden = ["review", "version", "op_id"].map(|name| (name, pane.value(name)));
    let mut form: Vec<(&str, &str)> = hidden
        .iter()
        .map(|(key, value)| (*key, value.as_str()))
        .collect();
    form.extend(act);
    office
        .post(&format!("/projects/{id}/decision"), &form)
        .await
}
