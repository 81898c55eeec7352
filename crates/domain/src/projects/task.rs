//! The tasks of each step: who does what, how far it is, and why it cannot start yet (plan 6).

use super::facts::Facts;
use super::gate::{Act, Whom, may_begin};
use super::registration_tasks;
use super::state::ProjectState;
use super::step::Step;
use crate::access::Post;
use crate::states::states;

states! {
    /// The seven words of the task lists.
    TaskStatus {
        NotStarted = "not_started", "未开始";
        InProgress = "in_progress", "进行中";
        Waiting = "waiting", "已看，等材料";
        InReview = "in_review", "待审核";
        Done = "done", "已完成";
        Problem = "problem", "有问题";
        CannotStart = "cannot_start", "不能开始";
    }
}

/// One task of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    pub key: &'static str,
    pub label: &'static str,
    pub status: TaskStatus,
    /// The second line: how far, or why not yet.
    pub detail: String,
    pub who: Whom,
    /// Records that prove it, where it is counted.
    pub evidence: Option<usize>,
    /// Where it is done; `None` when it cannot start or is not done in this program.
    pub act: Option<Act>,
}

pub(super) const GROUP: Whom = Whom::Post(Post::GroupLeader);
pub(super) const OFFICE: Whom = Whom::Post(Post::OfficeClerk);
const PRACTICAL: Whom = Whom::Post(Post::PracticalTraining);
const OUTSIDE: &str = "本系统还不办理这一项，请按学校办法办理";

/// The tasks of a step, in the order in which they are usually done.
pub fn tasks(step: Step, facts: &Facts) -> Vec<Task> {
    match step {
        Step::Contact => vec![
            fill(facts),
            submit(facts),
            review(facts),
            outside("guidance", "下发考试指导文件", OFFICE),
            outside("authorities", "登记市、省批复", OFFICE),
        ],
        Step::Sites => vec![
            outside("apply_site", "提交站点申请", GROUP),
            outside("site_answer", "登记站点批复", OFFICE),
        ],
        Step::Registration => {
            let tasks = registration_tasks::all(facts);
            if may_begin(step, facts) {
                tasks
            } else {
                tasks.into_iter().map(behind_the_gate).collect()
            }
        }
        Step::Coaching => vec![
            outside("team", "确定辅导团队和协调人", GROUP),
            outside("coach", "按计划辅导", GROUP),
            outside("install", "安装软件和服务器", PRACTICAL),
        ],
        Step::Exam => vec![
            outside("staff", "排监考和考务人员", OFFICE),
            outside("rooms", "布置考场", PRACTICAL),
            outside("print", "印制考务材料", OFFICE),
        ],
        Step::AfterExam => vec![outside("materials", "收齐各部门材料", OFFICE)],
        Step::Results => vec![
            outside("tell", "通知成绩", OFFICE),
            outside("certificates", "下载成绩和证书", OFFICE),
        ],
    }
}

fn fill(facts: &Facts) -> Task {
    let (status, detail) = match facts.state {
        ProjectState::Draft => match facts.form_faults {
            0 => (
                TaskStatus::InProgress,
                "已填全，提交后由培训就业处审核".to_owned(),
            ),
            faults => (TaskStatus::InProgress, format!("还有 {faults} 处要改")),
        },
        ProjectState::Returned => {
            let reason = facts.returned.as_deref().unwrap_or("请看退回理由");
            (TaskStatus::Problem, format!("退回理由：{reason}"))
        }
        ProjectState::InReview | ProjectState::Approved | ProjectState::Closed => (
            TaskStatus::Done,
            "证书、等级、专业和时间都已填好".to_owned(),
        ),
    };
    task(
        "fill",
        "商定证书、报名和考试时间",
        GROUP,
        Act::EditProject,
        status,
        detail,
    )
}

fn submit(facts: &Facts) -> Task {
    let (status, detail) = match facts.state {
        ProjectState::Draft | ProjectState::Returned if facts.form_faults > 0 => {
            (TaskStatus::CannotStart, "项目信息填全后才能提交")
        }
        ProjectState::Draft => (TaskStatus::NotStarted, "可以提交了"),
        ProjectState::Returned => (TaskStatus::NotStarted, "改好后重交"),
        ProjectState::InReview | ProjectState::Approved | ProjectState::Closed => {
            (TaskStatus::Done, "已提交")
        }
    };
    task(
        "submit",
        "提交培训就业处审核",
        GROUP,
        Act::SubmitProject,
        status,
        detail.to_owned(),
    )
}

fn review(facts: &Facts) -> Task {
    let (status, detail) = match facts.state {
        ProjectState::Draft => (TaskStatus::CannotStart, "提交后才能审核"),
        ProjectState::InReview => (TaskStatus::InReview, "已提交，等审核"),
        ProjectState::Returned => (TaskStatus::Waiting, "已退回，等专业组改好重交"),
        ProjectState::Approved | ProjectState::Closed => (TaskStatus::Done, "已同意"),
    };
    task(
        "review",
        "审核项目",
        OFFICE,
        Act::ReviewProject,
        status,
        detail.to_owned(),
    )
}

pub(super) fn task(
    key: &'static str,
    label: &'static str,
    who: Whom,
    act: Act,
    status: TaskStatus,
    detail: String,
) -> Task {
    let act = if status == TaskStatus::CannotStart {
        None
    } else {
        Some(act)
    };
    Task {
        key,
        label,
        status,
        detail,
        who,
        evidence: None,
        act,
    }
}

pub(super) fn outside(key: &'static str, label: &'static str, who: Whom) -> Task {
    Task {
        key,
        label,
        status: TaskStatus::CannotStart,
        detail: OUTSIDE.to_owned(),
        who,
        evidence: None,
        act: None,
    }
}

/// Before its step opens a task cannot start, unless it was done when a gate stood open.
fn behind_the_gate(task: Task) -> Task {
    if matches!(task.status, TaskStatus::Done) || task.detail == OUTSIDE {
        return task;
    }
    Task {
        status: TaskStatus::CannotStart,
        detail: "前一步未过关".to_owned(),
        act: None,
        ..task
    }
}
