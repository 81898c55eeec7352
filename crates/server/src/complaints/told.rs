//! Who hears of an answer, and in which words (plan 2.2.2c): nobody's result moves in silence.

use std::collections::BTreeMap;

use domain::access::Post;
use domain::ids::{AccountId, ClassId, StudentId};
use store::Tx;
use store::complaints as rows;
use store::messages::{self, MessageDraft};

use super::case::Case;
use crate::selection::Correction;
use crate::shell::{App, WebResult};

/// "23会计1班 张三：录取 → 未录取".
pub(super) fn moved_words(correction: &Correction) -> Vec<String> {
    let words = |moved: &domain::selection::Moved| {
        let one = correction.people.get(moved.index)?;
        let (from, to) = (moved.before.label(), moved.after.label());
        Some(format!("{} {}：{from} → {to}", one.class, one.name))
    };
    correction.effect.moved.iter().filter_map(words).collect()
}

/// What each person whose result moved is told, and the one who objected.
pub(super) fn whom(correction: &Correction, student: StudentId) -> BTreeMap<StudentId, String> {
    let reasons = correction.reasons();
    let reason = |student: StudentId| reasons.get(&student).copied().unwrap_or_default();
    let mut told: BTreeMap<StudentId, String> = BTreeMap::new();
    for moved in &correction.effect.moved {
        let Some(one) = correction.people.get(moved.index) else {
            continue;
        };
        let student = one.entry.student_id;
        let words = format!(
            "成绩更正后重新计算，你的结果由「{}」改为「{}」。{}",
            moved.before.label(),
            moved.after.label(),
            reason(student)
        );
        told.insert(student, words);
    }
    told.entry(student)
        .or_insert_with(|| format!("成绩已更正，结果没有变化。{}", reason(student)));
    told
}

/// Tell students and their class teachers; whoever filed the appeal hears its answer too.
pub(super) async fn tell(
    app: &App,
    tx: &Tx,
    case: &Case,
    students: BTreeMap<StudentId, String>,
) -> WebResult<()> {
    let ids: Vec<StudentId> = students.keys().copied().collect();
    let accounts = rows::accounts_of(tx, &ids).await?;
    let people = store::school::students_by_id(tx, &ids).await?;
    let classes: BTreeMap<StudentId, (ClassId, String)> = people
        .into_iter()
        .map(|one| (one.id, (one.class_id, one.name)))
        .collect();
    let mut told: Vec<(AccountId, String)> = Vec::new();
    for (student, account) in accounts {
        told.extend(students.get(&student).map(|words| (account, words.clone())));
    }
    for held in store::identity::holdings_on(tx, app.clock.today()).await? {
        let (Post::ClassTeacher, Some(class)) = (held.post, held.class_id) else {
            continue;
        };
        let own = classes.iter().filter(|(_, (of, _))| *of == class);
        for (student, (_, name)) in own {
            let words = students
                .get(student)
                .map(|words| format!("{name}：{words}"));
            told.extend(words.map(|words| (held.account_id, words)));
        }
    }
    let title = format!("{} 的申诉已答复", case.subject.title());
    let (own, notice) = (
        format!("/complaints/{}", case.appeal.id),
        format!("/selection/{}/notice", case.subject.round.id),
    );
    for (account, words) in told {
        let link = if account == case.appeal.filed_by {
            &own
        } else {
            &notice
        };
        let draft = MessageDraft {
            account,
            title: &title,
            body: &words,
            link: Some(link),
        };
        messages::send(tx, &draft, app.clock.now()).await?;
    }
    Ok(())
}
