//! A registration list in the review pane of the desk: checks, what changed since the last submission, the rows,
//! the acts with their exact outcome (plan 6.3).

use domain::access::Action;
use domain::dates::{day_words, time_words};
use domain::ids::{ListId, StudentId};
use domain::registration::{Decided, RegistrationState};
use store::registration::{self as rows, RowOf, list};
use store::review::Kept;

use super::records::{Checked, Work, checked, list_with_work, says};
use super::views::check_lines;
use crate::desk::{Check, Diff, DiffRow, Foot, Pane, Table};
use crate::shell::{App, Visitor, WebResult, op_id};

/// How many rows the pane shows before it leads to the whole list.
const SHOWN: usize = 5;

/// A list under review with what the system finds in it now.
pub(super) struct UnderReview {
    pub(super) list: list::Model,
    pub(super) work: Work,
    /// All rows of the list.
    pub(super) rows: Vec<RowOf>,
    pub(super) found: Checked,
}

impl UnderReview {
    pub(super) async fn of(app: &App, id: ListId) -> WebResult<Self> {
        let db = app.db.read();
        let (list, work) = list_with_work(db, id).await?;
        let all = rows::rows_of_project(db, work.project.id).await?;
        let found = checked(app, db, &work, &all).await?;
        let rows = all
            .into_iter()
            .filter(|one| one.row.list_id == id)
            .collect();
        Ok(Self {
            list,
            work,
            rows,
            found,
        })
    }

    /// The rows that wait for the office's word.
    pub(super) fn waiting(&self) -> Vec<&RowOf> {
        self.rows
            .iter()
            .filter(|one| one.row.state == RegistrationState::Submitted)
            .collect()
    }

    /// What the system would send back, each with its sentence and field.
    pub(super) fn suggested(&self) -> Vec<(StudentId, domain::registration::Problem)> {
        let first = |one: &&RowOf| {
            Some((
                one.student.id,
                self.problems(one.student.id).into_iter().next()?,
            ))
        };
        self.waiting().iter().filter_map(first).collect()
    }

    /// What the checks found in a row, then what it lacks.
    pub(super) fn problems(&self, student: StudentId) -> Vec<domain::registration::Problem> {
        let lacks = self.found.brought.lacks(student).iter();
        let lacking = lacks.map(|lack| domain::registration::Problem {
            check: domain::registration::Check::Complete,
            field: lack.field(),
            sentence: lack.sentence.clone(),
        });
        let mut all = self.found.problems(student).0;
        all.extend(lacking);
        all
    }

    pub(super) fn outcome(&self, returned: usize) -> Decided {
        Decided {
            approved: self.waiting().len().saturating_sub(returned),
            returned,
        }
    }

    /// The checks with their counts, and whether the list is exactly whom the selection chose.
    pub(super) fn checks(&self) -> Vec<Check> {
        let people: Vec<(StudentId, String)> = self
            .rows
            .iter()
            .filter(|one| one.row.state != RegistrationState::Withdrawn)
            .map(|one| (one.student.id, one.student.name.clone()))
            .collect();
        let lines = check_lines(&self.found, &people);
        lines
            .into_iter()
            .map(|line| Check {
                kind: line.kind,
                label: line.label,
                value: line.value,
            })
            .collect()
    }

    /// What reads differently than the last time; `None` when nothing was handed in before.
    pub(super) fn diff(&self) -> Option<Diff> {
        let again = self
            .waiting()
            .into_iter()
            .filter(|one| one.row.data.sent_before.is_some());
        let mut changed = Vec::new();
        let mut any = false;
        for one in again {
            any = true;
            let Some(before) = &one.row.data.sent_before else {
                continue;
            };
            for difference in before.differences(&says(&self.work, one)) {
                let cells = vec![
                    one.student.name.clone(),
                    difference.field.label().to_owned(),
                ];
                changed.push(DiffRow {
                    cells,
                    was: difference.was,
                    now: difference.now,
                });
            }
        }
        let first_time = |one: &&&RowOf| one.row.data.sent_before.is_none();
        for one in self.waiting().iter().filter(first_time).filter(|_| any) {
            let cells = vec![one.student.name.clone(), "报名".to_owned()];
            changed.push(DiffRow {
                cells,
                was: "--".to_owned(),
                now: "新加入".to_owned(),
            });
        }
        let note = if changed.is_empty() {
            "没有改动".to_owned()
        } else {
            format!("改了 {} 处", changed.len())
        };
        any.then(|| Diff {
            note,
            head: vec!["学生", "项目"],
            rows: changed,
        })
    }
}

/// 财务共享服务（中级）· 苏敏华 今天 09:12 交（第 2 次）· 截止 5月24日
pub(super) async fn about(app: &App, under: &UnderReview, kept: &Kept) -> WebResult<String> {
    let review = &kept.review;
    let by = store::review::names(app.db.read(), [review.submitted.account]).await?;
    let by = by.into_values().next().unwrap_or_default();
    let at = time_words(review.submitted.at, app.clock.now());
    let today = app.clock.today();
    let due = review
        .due_on
        .map(|day| format!(" · 截止 {}", day_words(day, today)))
        .unwrap_or_default();
    Ok(format!(
        "{} · {by} {at} 交（第 {} 次）{due}",
        under.work.short_title(),
        review.round
    ))
}

/// The pane of a list that was handed in.
pub(crate) async fn pane(app: &App, visitor: &Visitor, kept: &Kept) -> WebResult<Pane> {
    let under = UnderReview::of(app, ListId::new(kept.object_id)).await?;
    let place = under.work.list_place(under.list.class_id)?;
    visitor.actor.permit(Action::ViewRegistration, &place)?;
    let suggested = under.suggested();
    let mine = kept.review.my_turn(&visitor.actor).is_ok()
        && visitor.actor.may(Action::ReviewRegistration, &place);
    let reason = match suggested.as_slice() {
        [(_, only)] => only.sentence.clone(),
        _ => String::new(),
    };
    let count = if kept.review.current().is_some() {
        under.waiting().len()
    } else {
        under.rows.len()
    };
    Ok(Pane {
        title: under.work.list_title(under.list.class_id),
        count: format!("{count} 人"),
        about: about(app, &under, kept).await?,
        checks: under.checks(),
        diff: under.diff(),
        table: Some(table(&under)),
        foot: mine.then(|| foot(&under, kept, &suggested)),
        refused: kept
            .review
            .my_turn(&visitor.actor)
            .err()
            .map(|why| why.to_string()),
        reason: if mine { reason } else { String::new() },
        ..Pane::default()
    })
}

fn table(under: &UnderReview) -> Table {
    let waiting = under.waiting();
    let shown: Vec<&RowOf> = if waiting.is_empty() {
        under.rows.iter().collect()
    } else {
        waiting
    };
    let line = |one: &&RowOf| {
        let problem = under.problems(one.student.id).into_iter().next();
        vec![
            one.student.school_number.clone(),
            one.student.name.clone(),
            one.student.id_masked.clone(),
            problem.map_or("没有问题".to_owned(), |problem| {
                format!("{}：{}", problem.field.label(), problem.sentence)
            }),
        ]
    };
    Table {
        title: "报名表".to_owned(),
        href: format!("/registration/lists/{}/review", under.list.id),
        link: format!("打开全部 {} 人", shown.len()),
        head: vec!["学号", "姓名", "证件号码", "核对"],
        rows: shown.iter().take(SHOWN).map(line).collect(),
    }
}

fn foot(
    under: &UnderReview,
    kept: &Kept,
    suggested: &[(StudentId, domain::registration::Problem)],
) -> Foot {
    let mut hidden = vec![
        ("from".to_owned(), "desk".to_owned()),
        ("review".to_owned(), kept.id.to_string()),
        ("version".to_owned(), under.list.version.to_string()),
        ("says".to_owned(), suggested.len().to_string()),
        ("op_id".to_owned(), op_id()),
    ];
    for (student, problem) in suggested {
        hidden.push(("return".to_owned(), student.to_string()));
        hidden.push((format!("reason-{student}"), problem.sentence.clone()));
        hidden.push((format!("field-{student}"), problem.field.value().to_owned()));
    }
    let hint = match suggested.len() {
        0 => "退回理由（同意时不用填；要逐行退回，请打开全部）",
        1 => "退回理由（会显示在该学生这一行）",
        _ => "退回理由（整表退回时填；各行的理由是系统核对的结果）",
    };
    Foot {
        action: format!("/registration/lists/{}/review", under.list.id),
        approve: under.outcome(suggested.len()).sentence(),
        send_back: "整表退回".to_owned(),
        hint: hint.to_owned(),
        fields: Vec::new(),
        hidden,
        delegate: format!("/reviews/{}/delegate", kept.id),
    }
}
