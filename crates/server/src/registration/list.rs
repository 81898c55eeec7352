//! One class's list: each row with what is wrong and where to mend it; the group completes what only the list says.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::Action;
use domain::ids::{ListId, StudentId};
use domain::registration::{Field, ListState, RegistrationState, masked_phone};
use domain::review::ReviewKind;
use store::StoreError;
use store::registration::{self as rows, RowOf};

use super::actions::{self, RowEdit};
use super::records::{Checked, Work, checked, list_with_work};
use super::views::{Badge, CheckLine, check_lines, failed, list_badge, row_badge};
use crate::shell::{App, Clashes, Fields, Layout, Nav, Said, Visitor, WebError, WebResult};
use crate::shell::{op_id, overtaken, page, redirect};

#[derive(Template)]
#[template(path = "registration/list.html")]
struct ListPage {
    layout: Layout,
    id: ListId,
    version: i32,
    title: String,
    project: String,
    project_href: String,
    badge: Badge,
    state: String,
    returned: String,
    checks: Vec<CheckLine>,
    failed: usize,
    rows: Vec<Line>,
    open: usize,
    ready: usize,
    editable: bool,
    submittable: bool,
    /// Where all that is in the way is said, when the visitor would hand the list in.
    hindered: usize,
    reviewable: bool,
    op_id: String,
    op_id_row: String,
    clashes: Clashes,
    /// What the form shows, carried along.
    before: String,
}

struct Line {
    student: StudentId,
    number: String,
    name: String,
    id_masked: String,
    phone: String,
    badge: Badge,
    problems: Vec<ProblemLine>,
    lacks: String,
    reason: String,
    retake: bool,
    remark: String,
    editable: bool,
    returned: bool,
    withdrawn: bool,
    may_withdraw: bool,
}

/// A fault with the way to where it is mended.
struct ProblemLine {
    text: String,
    mend: String,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ListId>,
) -> WebResult<Response> {
    page(&list_page(&app, &visitor, id).await?)
}

async fn list_page(app: &App, visitor: &Visitor, id: ListId) -> WebResult<ListPage> {
    let db = app.db.read();
    let (list, work) = list_with_work(db, id).await?;
    let place = work.list_place(list.class_id)?;
    visitor.actor.permit(Action::ViewRegistration, &place)?;
    let review = store::review::latest(db, ReviewKind::RegistrationList, id.get()).await?;
    let review = match review {
        Some(kept) => Some(crate::review::actions::open(app, &visitor.actor, kept).await?),
        None => None,
    };
    let all = rows::rows_of_project(db, work.project.id).await?;
    let found = checked(app, db, &work, &all).await?;
    let own: Vec<RowOf> = all
        .into_iter()
        .filter(|one| one.row.list_id == id)
        .collect();
    let people: Vec<(StudentId, String)> = own
        .iter()
        .filter(|one| one.row.state != RegistrationState::Withdrawn)
        .map(|one| (one.student.id, one.student.name.clone()))
        .collect();
    let checks = check_lines(&found, &people);
    let editable = list.state != ListState::Submitted
        && visitor.actor.may(Action::PrepareRegistration, &place);
    let students = visitor.actor.may(Action::ViewStudents, &place);
    let lines: Vec<Line> = own
        .iter()
        .map(|one| line(one, &found, editable, students))
        .collect();
    let draft = |one: &&RowOf| one.row.state == RegistrationState::Draft;
    let held = found.brought.held();
    let complete = |one: &&RowOf| !held.contains(&one.student.id);
    let ready = own
        .iter()
        .filter(draft)
        .filter(complete)
        .filter(|one| !found.findings.faults.contains_key(&one.student.id))
        .count();
    let drafts = own.iter().filter(draft).filter(complete).count();
    let returned = review
        .as_ref()
        .and_then(|kept| kept.review.returned_because())
        .map(|(reason, _)| reason.to_owned());
    Ok(ListPage {
        layout: Layout::of(app, visitor, Nav::Registration).await?,
        id,
        version: list.version,
        title: work.list_title(list.class_id),
        project: work.project.title.clone(),
        project_href: format!("/registration/projects/{}", work.project.id),
        badge: list_badge(list.state),
        state: sentence(&own, &found, list.state),
        returned: returned
            .filter(|_| list.state == ListState::Returned)
            .unwrap_or_default(),
        failed: failed(&checks),
        checks,
        before: said(&lines).carried(),
        clashes: Clashes::default(),
        open: lines.iter().filter(|line| line.editable).count(),
        rows: lines,
        ready,
        editable,
        hindered: if editable && list.state == ListState::Draft {
            drafts - ready
        } else {
            0
        },
        submittable: editable && list.state == ListState::Draft && drafts > 0 && ready == drafts,
        reviewable: list.state == ListState::Submitted
            && visitor.actor.may(Action::ReviewRegistration, &place),
        op_id: op_id(),
        op_id_row: op_id(),
    })
}

fn sentence(own: &[RowOf], found: &Checked, state: ListState) -> String {
    let count = |wanted| own.iter().filter(|one| one.row.state == wanted).count();
    let faulty = own
        .iter()
        .filter(|one| found.findings.faults.contains_key(&one.student.id))
        .count();
    match state {
        ListState::Draft if faulty > 0 => format!("{faulty} 人的信息有问题，改好后才能提交。"),
        ListState::Draft => draft_sentence(own, found, count(RegistrationState::Draft)),
        ListState::Submitted => format!(
            "{} 人等培训就业处审核。",
            count(RegistrationState::Submitted)
        ),
        ListState::Returned => format!(
            "{} 人被退回，改好后重新提交。",
            count(RegistrationState::Returned)
        ),
        ListState::Approved => format!("{} 人已审核同意。", count(RegistrationState::Approved)),
    }
}

/// Who can be handed in, and who stays back.
fn draft_sentence(own: &[RowOf], found: &Checked, drafts: usize) -> String {
    let held = found.brought.held();
    let back = own
        .iter()
        .filter(|one| one.row.state == RegistrationState::Draft && held.contains(&one.student.id))
        .count();
    match (back, drafts - back) {
        (0, ready) => format!("{ready} 人核对无误，可以提交培训就业处审核。"),
        (back, 0) => format!("{back} 人还没交齐，交齐后才能提交。"),
        (back, ready) => format!("{ready} 人可以提交；{back} 人还没交齐，先留下，不影响其他人。"),
    }
}

fn line(one: &RowOf, found: &Checked, editable: bool, students: bool) -> Line {
    let state = one.row.state;
    let withdrawn = state == RegistrationState::Withdrawn;
    let problems = if withdrawn {
        Vec::new()
    } else {
        found.problems(one.student.id).0
    };
    let mend = |field: Field| {
        let own = matches!(
            field,
            Field::Retake | Field::Remark | Field::Level | Field::Other
        );
        if own || !students {
            String::new()
        } else {
            format!("/students/{}", one.student.id)
        }
    };
    let field = one
        .row
        .field
        .map(|field| format!("{}：", field.label()))
        .unwrap_or_default();
    let with_group = matches!(
        state,
        RegistrationState::Draft | RegistrationState::Returned
    );
    // A mended row keeps the reason until it is handed in again.
    let shows_reason = withdrawn || with_group;
    Line {
        student: one.student.id,
        number: one.student.school_number.clone(),
        name: one.student.name.clone(),
        id_masked: one.student.id_masked.clone(),
        phone: masked_phone(
            one.student
                .phone
                .as_ref()
                .map(domain::values::Phone::as_str),
        ),
        badge: row_badge(state),
        problems: problems
            .into_iter()
            .map(|problem| ProblemLine {
                text: format!("{}：{}", problem.field.label(), problem.sentence),
                mend: mend(problem.field),
            })
            .collect(),
        lacks: found.brought.sentence(one.student.id),
        reason: one
            .row
            .reason
            .as_ref()
            .filter(|_| shows_reason)
            .map(|why| format!("{field}{why}"))
            .unwrap_or_default(),
        retake: one.row.data.retake,
        remark: one.row.data.remark.clone().unwrap_or_default(),
        editable: editable && with_group,
        returned: editable && state == RegistrationState::Returned,
        withdrawn: editable && withdrawn,
        may_withdraw: editable && (with_group || state == RegistrationState::Approved),
    }
}

/// Keep the retake flags and remarks of all rows that the form showed.
pub(super) async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ListId>,
    fields: Fields,
) -> WebResult<Response> {
    let (list, work): (_, Work) = list_with_work(app.db.read(), id).await?;
    let permit = visitor.actor.permit(
        Action::PrepareRegistration,
        &work.list_place(list.class_id)?,
    )?;
    let retakes: Vec<StudentId> = fields
        .all("retake")
        .filter_map(|text| text.parse().ok())
        .collect();
    let edit = |student: StudentId| {
        let remark: String = fields
            .text(&format!("remark-{student}"))
            .chars()
            .take(200)
            .collect();
        RowEdit {
            retake: retakes.contains(&student),
            remark: Some(remark).filter(|text| !text.is_empty()),
        }
    };
    let edits: BTreeMap<StudentId, RowEdit> = fields
        .all("row")
        .filter_map(|text| text.parse().ok())
        .map(|student| (student, edit(student)))
        .collect();
    let shown = (id, fields.text("version").parse().unwrap_or(list.version));
    match actions::save(&app, &permit, &work, shown, &edits, fields.text("op_id")).await {
        Ok(done) => Ok(redirect(&done.to, done.flash)),
        Err(WebError::Store(StoreError::Stale)) => {
            let now = list_page(&app, &visitor, id).await?;
            overtaken(&now.typed(&fields, &edits))
        }
        Err(other) => Err(other),
    }
}

impl ListPage {
    /// The page as it is now, with what was typed into it while somebody else changed the list.
    fn typed(mut self, fields: &Fields, edits: &BTreeMap<StudentId, RowEdit>) -> Self {
        let now = said(&self.rows);
        for line in &mut self.rows {
            if let Some(edit) = edits.get(&line.student) {
                line.retake = edit.retake;
                line.remark = edit.remark.clone().unwrap_or_default();
            }
        }
        self.clashes = Clashes::between(fields, &now, &said(&self.rows));
        self
    }
}

/// What the form adds to each student's record, in words.
fn said(lines: &[Line]) -> Said {
    let both = |line: &Line| {
        let who = format!("{} {}", line.name, line.number);
        let retake = if line.retake { "是" } else { "否" };
        [
            (format!("{who} 补考"), retake.to_owned()),
            (format!("{who} 备注"), line.remark.clone()),
        ]
    };
    lines.iter().flat_map(both).collect()
}
