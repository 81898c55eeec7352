//! The tasks of the third step, from the selection to the filled workbook (plan 4.2, 6.3).

use super::facts::{Facts, ListFacts};
use super::gate::{Act, Whom};
use super::task::{GROUP, OFFICE, Task, TaskStatus, outside, task};
use crate::access::Post;
use crate::selection::RoundState;

pub(super) fn all(facts: &Facts) -> Vec<Task> {
    vec![
        select(facts),
        list(facts),
        hand_in(facts.lists),
        brought(facts, ("photos", "收齐证件照"), facts.people.photos),
        brought(
            facts,
            ("consent", "收齐学生和家长同意书"),
            facts.people.consents,
        ),
        review_lists(facts.lists),
        template(facts),
        fill_template(facts),
        outside("upload", "上传平台，登记回执", GROUP),
        outside("answers", "登记市、省审核结果", OFFICE),
    ]
}

fn select(facts: &Facts) -> Task {
    let (status, who, detail) = match facts.selection {
        None => (
            TaskStatus::NotStarted,
            GROUP,
            "按考试成绩和比例录取".to_owned(),
        ),
        Some(round) => match round.state {
            RoundState::Entering => (
                TaskStatus::InProgress,
                GROUP,
                format!("已录成绩 {}/{} 人", round.scored, round.base),
            ),
            RoundState::Sealed => (
                TaskStatus::InProgress,
                GROUP,
                "成绩已封存，等计算".to_owned(),
            ),
            RoundState::Computed => (TaskStatus::InReview, OFFICE, "已计算，等确认".to_owned()),
            RoundState::Confirmed => (TaskStatus::InProgress, OFFICE, "已确认，等发布".to_owned()),
            RoundState::Published => (
                TaskStatus::InProgress,
                OFFICE,
                "公示中，期满定案后可以报名".to_owned(),
            ),
            RoundState::Final if round.chosen == 0 => (
                TaskStatus::Problem,
                GROUP,
                format!("基数 {}，没有录取任何人", round.base),
            ),
            RoundState::Final => (
                TaskStatus::Done,
                GROUP,
                format!("基数 {}，录取 {} 人", round.base, round.chosen),
            ),
        },
    };
    task(
        "select",
        "按考试选拔学生",
        who,
        Act::Selection,
        status,
        detail,
    )
}

fn decided(facts: &Facts) -> bool {
    facts.selection.is_some_and(|round| round.state.is_final())
}

fn list(facts: &Facts) -> Task {
    let lists = facts.lists;
    let (status, detail) = if lists.missing > 0 && lists.total > 0 {
        (
            TaskStatus::Problem,
            format!("录取的 {} 人还不在名单里", lists.missing),
        )
    } else if lists.unchosen > 0 {
        (
            TaskStatus::Problem,
            format!("名单里 {} 人不在录取名单", lists.unchosen),
        )
    } else if lists.total > 0 {
        (
            TaskStatus::Done,
            format!("{} 人，与录取名单逐人一致", lists.rows),
        )
    } else if decided(facts) {
        (
            TaskStatus::NotStarted,
            "名单已定案，可以生成报名名单".to_owned(),
        )
    } else {
        (TaskStatus::CannotStart, "选拔名单定案后才能开始".to_owned())
    };
    task(
        "list",
        "按选拔结果生成报名名单",
        GROUP,
        Act::Lists,
        status,
        detail,
    )
}

fn hand_in(lists: ListFacts) -> Task {
    let handed_in = lists.submitted + lists.approved;
    let (status, detail) = if lists.total == 0 {
        (TaskStatus::CannotStart, "生成名单后才能开始".to_owned())
    } else if lists.returned > 0 {
        (
            TaskStatus::Problem,
            format!("{} 班有退回，改好后重交", lists.returned),
        )
    } else if lists.faulty_rows > 0 {
        (
            TaskStatus::Problem,
            format!("{} 人的信息有问题", lists.faulty_rows),
        )
    } else if handed_in == lists.total {
        (TaskStatus::Done, format!("{} 个班全部提交", lists.total))
    } else if handed_in == 0 {
        (
            TaskStatus::NotStarted,
            format!("{} 个班，信息没有问题", lists.total),
        )
    } else {
        (
            TaskStatus::InProgress,
            format!("已提交 {handed_in}/{} 班", lists.total),
        )
    };
    task(
        "hand_in",
        "核对学生信息，提交各班报名表",
        GROUP,
        Act::Lists,
        status,
        detail,
    )
}

/// What students and guardians bring: each lacking row stays back by itself.
fn brought(
    facts: &Facts,
    (key, label): (&'static str, &'static str),
    missing: Option<usize>,
) -> Task {
    let teacher = Whom::Post(Post::ClassTeacher);
    let Some(missing) = missing else {
        return outside(key, label, teacher);
    };
    let rows = facts.people.rows;
    let so_far = format!("{}/{rows} 人", rows.saturating_sub(missing));
    let (status, detail) = match (rows, missing) {
        (0, _) => (TaskStatus::CannotStart, "生成名单后才能开始".to_owned()),
        (_, 0) => (TaskStatus::Done, so_far),
        _ if missing == rows => (TaskStatus::NotStarted, so_far),
        _ => (
            TaskStatus::InProgress,
            format!("{so_far}，还差 {missing} 人"),
        ),
    };
    task(key, label, teacher, Act::Lists, status, detail)
}

fn review_lists(lists: ListFacts) -> Task {
    let so_far = format!("已同意 {}/{} 班", lists.approved, lists.total);
    let (status, detail) = if lists.total > 0 && lists.approved == lists.total {
        (
            TaskStatus::Done,
            format!("{so_far}，共 {} 人", lists.approved_rows),
        )
    } else if lists.submitted > 0 {
        (
            TaskStatus::InReview,
            format!("{so_far}，待审 {} 班", lists.submitted),
        )
    } else if lists.returned > 0 {
        (
            TaskStatus::Waiting,
            format!("{so_far}，{} 班退回后等重交", lists.returned),
        )
    } else if lists.approved > 0 {
        (TaskStatus::InProgress, so_far)
    } else {
        (TaskStatus::CannotStart, "提交后才能审核".to_owned())
    };
    task(
        "review_lists",
        "审核各班报名表",
        OFFICE,
        Act::ReviewLists,
        status,
        detail,
    )
}

fn template(facts: &Facts) -> Task {
    let (status, detail) = match (&facts.template.name, facts.template.confirmed) {
        (None, _) => (
            TaskStatus::NotStarted,
            "从平台下载空白模板，存到这里".to_owned(),
        ),
        (Some(name), false) => (
            TaskStatus::InProgress,
            format!("「{name}」的对应列还没有核对"),
        ),
        (Some(name), true) => (TaskStatus::Done, name.clone()),
    };
    let mut task = task(
        "template",
        "存入平台空白模板，核对对应列",
        OFFICE,
        Act::Template,
        status,
        detail,
    );
    task.evidence = Some(usize::from(facts.template.name.is_some()));
    task
}

fn fill_template(facts: &Facts) -> Task {
    let lists = facts.lists;
    let ready = lists.total > 0 && lists.approved == lists.total && facts.template.confirmed;
    let (status, detail) = match facts.template.filled {
        _ if !ready => (
            TaskStatus::CannotStart,
            "报名表全部审核、模板核对后才能开始".to_owned(),
        ),
        None => (
            TaskStatus::NotStarted,
            format!("{} 人，可以填写了", lists.approved_rows),
        ),
        Some(filled) if filled == lists.approved_rows => {
            (TaskStatus::Done, format!("已填 {filled} 人"))
        }
        Some(filled) => (
            TaskStatus::Problem,
            format!(
                "已填 {filled} 人，已同意 {} 人，请重填",
                lists.approved_rows
            ),
        ),
    };
    let mut task = task(
        "fill_template",
        "填入平台模板并核对",
        OFFICE,
        Act::Fill,
        status,
        detail,
    );
    task.evidence = Some(usize::from(facts.template.filled.is_some()));
    task
}
