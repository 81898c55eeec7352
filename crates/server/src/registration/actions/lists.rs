//! Lists as a whole: made from the selection, checked, handed in (plan 4.2, 6.3).

use std::collections::{BTreeMap, BTreeSet};

use domain::access::Permit;
use domain::ids::{ClassId, ListId, StudentId};
use domain::projects::{Step, may_begin};
use domain::registration::{ListState, NotDone, RegistrationState};
use domain::review::ReviewKind;
use serde_json::json;
use store::Tx;
use store::registration::{self as rows, RowOf, list};
use store::school::students_by_id;

use super::{Act, Begun, Done, on_project, refused, write_rows};
use crate::registration::records::{Checked, Work, as_list, checked, says};
use crate::review::actions::{HandedIn, submit as hand_in};
use crate::shell::{App, Flash, WebError, WebResult};

/// One list for each class with somebody chosen, one row for each of them; who has a row already keeps it.
pub(crate) async fn generate(app: &App, permit: &Permit, work: &Work, op: &str) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    let project = &work.project;
    let facts = crate::projects::facts(&act.tx, app.clock.today(), project).await?;
    if !may_begin(Step::Registration, &facts) {
        return Err(WebError::refused(
            "前面的关口还没有过，报名还不能开始。请到项目页看还差什么",
        ));
    }
    let wanted = chosen_by_class(&act.tx, work).await?;
    if wanted.is_empty() {
        return Err(WebError::refused(
            "选拔结果还没有定案。公示期满定案后才能生成报名表",
        ));
    }
    let all = rows::rows_of_project(&act.tx, project.id).await?;
    let known: BTreeSet<StudentId> = all.iter().map(|one| one.student.id).collect();
    let (mut added, mut classes, mut waiting) = (0, 0, Vec::new());
    for (class, chosen) in wanted {
        let new: BTreeSet<StudentId> = chosen.difference(&known).copied().collect();
        if new.is_empty() {
            continue;
        }
        match extend(&act, work, &all, class, &new).await? {
            Extended::Added => {
                classes += 1;
                added += new.len();
            }
            Extended::InReview => waiting.push(work.class_name(class).to_owned()),
        }
    }
    note(app, &act.tx, work).await?;
    if added > 0 {
        let after = Some(json!({ "classes": classes, "people": added }));
        act.record(on_project(
            act.draft("generate_registration_lists"),
            project.id,
            &project.title,
            after,
        ))
        .await?;
    }
    act.end(Done::new(
        format!("/registration/projects/{}", project.id),
        generated(classes, added, &waiting),
    ))
    .await
}

fn generated(classes: usize, added: usize, waiting: &[String]) -> Flash {
    if !waiting.is_empty() {
        let names = waiting.join("、");
        return Flash::warn(format!(
            "{names} 的报名表正在审核，新增的学生等审核完再补。其他班已补 {added} 人。"
        ));
    }
    if added == 0 {
        return Flash::info("录取的学生都已在报名表里，没有要补的。");
    }
    Flash::ok(format!("已生成 {classes} 个班的报名表，共 {added} 人。"))
}

/// Whom the published rounds chose, and whose wish was approved (plan 4.3.4), by the class each is in today.
async fn chosen_by_class(
    tx: &Tx,
    work: &Work,
) -> WebResult<BTreeMap<ClassId, BTreeSet<StudentId>>> {
    let chosen = store::selection::chosen(tx, work.project.id).await?;
    let wishes = store::guidance::registered_by_wish(tx, work.project.id).await?;
    let ids: Vec<StudentId> = chosen
        .into_iter()
        .map(|one| one.student)
        .chain(wishes)
        .collect();
    let mut by_class: BTreeMap<ClassId, BTreeSet<StudentId>> = BTreeMap::new();
    for student in students_by_id(tx, &ids).await? {
        by_class
            .entry(student.class_id)
            .or_default()
            .insert(student.id);
    }
    Ok(by_class)
}

enum Extended {
    Added,
    InReview,
}

async fn extend(
    act: &Act<'_>,
    work: &Work,
    all: &[RowOf],
    class: ClassId,
    new: &BTreeSet<StudentId>,
) -> WebResult<Extended> {
    let lists = rows::lists_of(&act.tx, work.project.id).await?;
    let list = match lists.into_iter().find(|list| list.class_id == class) {
        Some(list) => rows::locked(&act.tx, list.id, None).await?,
        None => rows::add_list(&act.tx, work.project.id, class, act.now).await?,
    };
    let own: Vec<RowOf> = all
        .iter()
        .filter(|one| one.row.list_id == list.id)
        .cloned()
        .collect();
    match as_list(&own).add_chosen(new) {
        Ok(after) => {
            rows::add_rows(&act.tx, list.id, list.project_id, new.iter().copied()).await?;
            rows::move_list(&act.tx, &list, after.state(), None).await?;
            Ok(Extended::Added)
        }
        Err(NotDone::ListIs {
            state: ListState::Submitted,
        }) => Ok(Extended::InReview),
        Err(why) => Err(refused(&own, &why)),
    }
}

/// Run the checks over all lists and keep what they find with each row.
pub(crate) async fn recheck(app: &App, permit: &Permit, work: &Work, op: &str) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    let found = note(app, &act.tx, work).await?;
    let (project, faulty) = (&work.project, found.findings.faults.len());
    let after = Some(json!({ "checked": found.findings.checked, "faulty": faulty }));
    act.record(on_project(
        act.draft("check_registration_lists"),
        project.id,
        &project.title,
        after,
    ))
    .await?;
    let flash = match faulty {
        0 => Flash::ok(format!(
            "已核对 {} 人，没有发现问题。",
            found.findings.checked
        )),
        faulty => Flash::warn(format!(
            "已核对 {} 人，{faulty} 人有问题，请逐一改好。",
            found.findings.checked
        )),
    };
    act.end(Done::new(
        format!("/registration/projects/{}", project.id),
        flash,
    ))
    .await
}

/// Run the checks again inside another act's transaction.
pub(crate) async fn recheck_in(app: &App, tx: &Tx, work: &Work) -> WebResult<()> {
    note(app, tx, work).await.map(|_| ())
}

/// Check and keep; a row that only got other problems is not counted as changed.
pub(super) async fn note(app: &App, tx: &Tx, work: &Work) -> WebResult<Checked> {
    let all = rows::rows_of_project(tx, work.project.id).await?;
    let found = checked(app, tx, work, &all).await?;
    for one in &all {
        let problems = found.problems(one.student.id);
        if problems != one.row.problems {
            rows::note_problems(tx, one.row.id, problems).await?;
        }
    }
    Ok(found)
}

/// The group hands a class's list to the office.
pub(crate) async fn submit(
    app: &App,
    permit: &Permit,
    work: &Work,
    shown: (ListId, i32),
    op: &str,
) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    let list = rows::locked(&act.tx, shown.0, Some(shown.1)).await?;
    let found = note(app, &act.tx, work).await?;
    let own = rows::rows(&act.tx, list.id).await?;
    let after = as_list(&own)
        .holding(&found.brought.held())
        .submit()
        .map_err(|why| refused(&own, &why))?;
    write_rows(&act.tx, &own, &after, |was, row, values| {
        if row.state == RegistrationState::Submitted && was.row.state != row.state {
            let now = says(work, was);
            values.data.sent_before = values.data.sent.replace(now);
        }
    })
    .await?;
    rows::move_list(&act.tx, &list, ListState::Submitted, Some(act.now)).await?;
    let people = after.count(RegistrationState::Submitted);
    let title = handed_in_title(work, &list, people);
    let given = HandedIn {
        kind: ReviewKind::RegistrationList,
        object_id: list.id.get(),
        project: Some(list.project_id),
        group: work.project.group_id,
        title: &title,
        deadline: work.project.registration_deadline,
        plan: &work.plan,
        content: Some(json!({ "people": people })),
    };
    let review = hand_in(app, &act.tx, permit, &given).await?;
    let flash = Flash::ok(format!("已提交「{title}」，等培训就业处审核。")).with_undo(
        format!("/reviews/{review}/take-back"),
        "撤回",
        "审核的人打开之前可以撤回",
    );
    act.end(Done::new(format!("/registration/lists/{}", list.id), flash))
        .await
}

/// 23会计3班 报名表（26 人）
fn handed_in_title(work: &Work, list: &list::Model, people: usize) -> String {
    format!("{}（{people} 人）", work.list_title(list.class_id))
}
