//! A project in the review pane of the desk: checks already run, what changed, the form, the acts (plan 6.1).

use domain::access::Action;
use domain::dates::{day_words, time_words};
use domain::ids::ProjectId;
use domain::projects::{ProjectField, check_form};
use serde_json::Value;
use store::Page;
use store::audit::{self, AuditFilter};
use store::projects as rows;
use store::review::Kept;

use super::answers::answers;
use super::facts::{form_of, place_for};
use crate::desk::{Check, Diff, DiffRow, Foot, Pane, Table};
use crate::shell::{App, Choice, Visitor, WebResult, op_id};

/// The pane of a project that was handed in.
pub(crate) async fn pane(app: &App, visitor: &Visitor, kept: &Kept) -> WebResult<Pane> {
    let (db, today) = (app.db.read(), app.clock.today());
    let project = rows::project(db, ProjectId::new(kept.object_id)).await?;
    let place = place_for(db, &visitor.actor, &project).await?;
    visitor.actor.permit(Action::ViewProjects, &place)?;
    let review = &kept.review;
    let by = store::review::names(db, [review.submitted.account])
        .await?
        .into_values()
        .next()
        .unwrap_or_default();
    let due = review
        .due_on
        .map(|day| format!(" · 截止 {}", day_words(day, today)))
        .unwrap_or_default();
    let at = time_words(review.submitted.at, app.clock.now());
    let answers = answers(db, &project).await?;
    Ok(Pane {
        title: kept.title.clone(),
        count: String::new(),
        about: format!(
            "项目 {} · {by} {at} 交（第 {} 次）{due}",
            project.code, review.round
        ),
        checks: checks(&check_form(&form_of(db, &project).await?, today)),
        diff: diff(app, &project, review.round).await?,
        table: Some(Table {
            title: "项目信息".to_owned(),
            href: format!("/projects/{}?step=contact", project.id),
            link: "打开项目".to_owned(),
            head: vec!["项目", "内容"],
            rows: answers
                .into_iter()
                .map(|one| vec![one.label.to_owned(), or_dashes(one.value)])
                .collect(),
        }),
        foot: foot(visitor, &place, &project, kept),
        refused: review
            .my_turn(&visitor.actor)
            .err()
            .map(|refusal| refusal.to_string()),
        ..Pane::default()
    })
}

fn or_dashes(text: String) -> String {
    if text.is_empty() {
        "--".to_owned()
    } else {
        text
    }
}

/// What the form's check says now, field by field of what people look for.
fn checks(faults: &[domain::projects::FormFault]) -> Vec<Check> {
    let watched: [(&[ProjectField], &str); 4] = [
        (
            &[ProjectField::Certificate, ProjectField::Level],
            "证书和等级",
        ),
        (&[ProjectField::Majors], "专业与证书对应，都属于本专业组"),
        (&[ProjectField::Grade], "年级已入学"),
        (
            &[
                ProjectField::ExamFrom,
                ProjectField::ExamTo,
                ProjectField::Deadline,
            ],
            "报名截止早于考试，日期都在今天以后",
        ),
    ];
    let check = |(fields, label): &(&[ProjectField], &str)| {
        let fault = faults.iter().find(|fault| fields.contains(&fault.field()));
        match fault {
            Some(fault) => Check::fail(fault.to_string(), ""),
            None => Check::pass(*label, ""),
        }
    };
    watched.iter().map(check).collect()
}

/// What changed since the submission before, from the record of what was handed in.
async fn diff(app: &App, project: &rows::project::Model, round: i32) -> WebResult<Option<Diff>> {
    if round < 2 {
        return Ok(None);
    }
    let filter = AuditFilter {
        object: Some(("project".to_owned(), project.id.get())),
        ..AuditFilter::default()
    };
    let record = audit::entries(app.db.read(), &filter, Page::new(1, 200)).await?;
    let submitted = record
        .items
        .iter()
        .filter(|row| row.action == "submit_review");
    let mut contents = submitted
        .filter_map(|row| row.after.as_deref())
        .map(|text| serde_json::from_str::<Value>(text).unwrap_or_default());
    let (Some(now), Some(was)) = (contents.next(), contents.next()) else {
        return Ok(None);
    };
    let text = |content: &Value, field: ProjectField| {
        or_dashes(
            content
                .get(field.value())
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned(),
        )
    };
    let rows: Vec<DiffRow> = ProjectField::ALL
        .iter()
        .filter(|field| was.get(field.value()) != now.get(field.value()))
        .map(|field| DiffRow {
            cells: vec![field.label().to_owned()],
            was: text(&was, *field),
            now: text(&now, *field),
        })
        .collect();
    Ok(Some(Diff {
        note: format!("改了 {} 处", rows.len()),
        head: vec!["项目"],
        rows,
    }))
}

fn foot(
    visitor: &Visitor,
    place: &domain::access::Place,
    project: &rows::project::Model,
    kept: &Kept,
) -> Option<Foot> {
    let mine = kept.review.my_turn(&visitor.actor).is_ok()
        && visitor.actor.may(Action::ReviewProject, place);
    mine.then(|| Foot {
        action: format!("/projects/{}/decision", project.id),
        approve: "同意这个项目".to_owned(),
        send_back: "退回".to_owned(),
        hint: "退回理由（同意时不用填；会显示在要改的那一处）".to_owned(),
        fields: ProjectField::ALL
            .iter()
            .map(|field| Choice::new(field.value(), field.label()))
            .collect(),
        hidden: vec![
            ("review".to_owned(), kept.id.to_string()),
            ("version".to_owned(), kept.version.to_string()),
            ("op_id".to_owned(), op_id()),
        ],
        delegate: format!("/reviews/{}/delegate", kept.id),
    })
}
