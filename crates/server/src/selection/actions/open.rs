//! Opening a round: the roll is taken down and the rule is fixed in the same transaction (plan 4.2).

use chrono::NaiveDate;
use domain::access::Permit;
use domain::ids::ProjectId;
use domain::plan::{PlanVersion, version_on};
use domain::projects::{Gate, Step};
use domain::selection::Terms;
use sea_orm::ConnectionTrait;
use serde_json::json;
use store::audit::{self, AuditDraft};
use store::projects::project;
use store::selection::{self as rows, NewRound};

use super::{person, sent_before};
use crate::shell::{App, WebError, WebResult};

/// What a person types; everything else comes from the records.
pub(crate) struct NewRoundForm {
    pub(crate) op_id: String,
    pub(crate) test_on: Option<NaiveDate>,
    pub(crate) approved: Option<u32>,
    pub(crate) seats: Option<u32>,
}

/// Why a project may have no round now; `None` when it may.
pub(crate) async fn gate_refusal(
    app: &App,
    db: &impl ConnectionTrait,
    project: &project::Model,
) -> WebResult<Option<String>> {
    if !rows::of_project(db, project.id).await?.is_empty() {
        return Ok(Some(
            "这个项目已经有第一次选拔。第二次选拔本系统还不办理".to_owned(),
        ));
    }
    let facts = crate::projects::facts(db, app.clock.today(), project).await?;
    let gate = Gate::of(Step::Contact, &facts);
    if gate.lets_through() {
        return Ok(None);
    }
    let open: Vec<String> = gate
        .open_conditions()
        .map(|condition| format!("{}（能办的人：{}）", condition.label, condition.who.label()))
        .collect();
    Ok(Some(format!(
        "还不能开始选拔。还差 {} 项：{}",
        open.len(),
        open.join("、")
    )))
}

/// The rule a round opened today would have.
pub(crate) async fn terms_today(
    app: &App,
    db: &impl ConnectionTrait,
    project: &project::Model,
) -> WebResult<(PlanVersion, Terms)> {
    let versions = store::plan::plan_versions(db).await?;
    let today = app.clock.today();
    let plan = version_on(&versions, today).ok_or_else(|| {
        WebError::refused("今天没有生效的工作实施方案，选拔比例没有依据。请先登记方案版本")
    })?;
    let certificate = store::partners::certificate(db, project.certificate_id).await?;
    let weights = certificate.parts.weights().map_err(|why| {
        WebError::refused(format!(
            "证书「{}」的考核科目有问题：{why}。请先改好证书的考核科目",
            certificate.name
        ))
    })?;
    let terms = Terms {
        rule: plan.parameters.selection(weights),
        parts: certificate.parts,
        marking: plan.parameters.marking,
    };
    Ok((plan.clone(), terms))
}

/// Open the first round of a project; answers where it is.
pub(crate) async fn open(
    app: &App,
    permit: &Permit,
    id: ProjectId,
    form: &NewRoundForm,
) -> WebResult<String> {
    let by = person(permit)?;
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    if let Some(location) = sent_before(app, &tx, by, &form.op_id).await? {
        return Ok(location);
    }
    let project = store::projects::project(&tx, id).await?;
    if let Some(sentence) = gate_refusal(app, &tx, &project).await? {
        return Err(WebError::refused(sentence));
    }
    let (plan, mut terms) = terms_today(app, &tx, &project).await?;
    terms.rule.approved = form.approved;
    terms.rule.seats = form.seats;
    let majors = store::projects::project_majors(&tx, &[id])
        .await?
        .remove(&id)
        .unwrap_or_default();
    let purpose = format!("选拔：{}", project.title);
    let snapshot =
        store::school::take_snapshot(&tx, project.grade, &majors, Some(by), &purpose, now).await?;
    let entries = store::school::snapshot_entries(&tx, snapshot).await?;
    let base = entries
        .iter()
        .filter(|one| terms.rule.counting.contains(&one.state))
        .count();
    if base == 0 {
        return Err(WebError::refused(format!(
            "{} 级这些专业的名册里没有计入基数的学生。请先导入名册",
            project.grade
        )));
    }
    let record = json!({
        "plan": plan.name,
        "base": base,
        "rule": terms.rule.sentence(&terms.names()),
        "test_on": form.test_on,
        "approved": form.approved,
        "seats": form.seats,
    });
    let new = NewRound {
        project: id,
        snapshot,
        plan_version: plan.id,
        terms,
        test_on: form.test_on,
        by,
    };
    let round = rows::open(&tx, new, now).await?;
    let location = format!("/selection/{round}");
    store::operations::led_to(&tx, by, &form.op_id, &location).await?;
    let draft = AuditDraft::new(permit, now, "open_selection")
        .on("selection_round", round.get(), &project.title)
        .project(id)
        .change(None, Some(record));
    audit::write(&tx, draft).await?;
    tx.commit().await?;
    Ok(location)
}
