//! The seven steps as a page shows them, and where the project stands in one sentence.

use std::fmt;

use super::facts::Facts;
use super::gate::{Gate, GateState, Whom, may_begin};
use super::state::ProjectState;
use super::step::Step;
use super::task::{Task, tasks};
use crate::dates::{deadline_words, left_words};
use crate::states::states;

states! {
    /// How a step stands on the step bar.
    StepState {
        Done = "done", "已完成";
        Current = "current", "正在办";
        Closed = "closed", "前一步未过关";
        NotChecked = "not_checked", "本系统还不办理";
    }
}

/// One step with its tasks and its gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepView {
    pub step: Step,
    pub state: StepState,
    /// Who can meet the first open condition.
    pub turn: Option<Whom>,
    pub tasks: Vec<Task>,
    pub gate: Gate,
}

/// The seven steps in order. A step is current when work in it may begin and its gate is closed or
/// was opened by exception with conditions still open; several can be.
pub fn steps(facts: &Facts) -> Vec<StepView> {
    let view = |step: &Step| {
        let gate = Gate::of(*step, facts);
        let state = match gate.state() {
            _ if !may_begin(*step, facts) => StepState::Closed,
            GateState::NotChecked => StepState::NotChecked,
            GateState::Passed => StepState::Done,
            GateState::Exception | GateState::Closed => StepState::Current,
        };
        let turn = gate.open_conditions().next().map(|condition| condition.who);
        let turn = if state == StepState::Current {
            turn
        } else {
            None
        };
        StepView {
            step: *step,
            state,
            turn,
            tasks: tasks(*step, facts),
            gate,
        }
    };
    Step::ALL.iter().map(view).collect()
}

/// The step a page opens on: the first whose gate is closed, else the last one passed.
pub fn current_step(facts: &Facts) -> Step {
    let closed = Step::ALL
        .iter()
        .find(|step| !Gate::of(**step, facts).lets_through());
    let checked = |step: &&Step| Gate::of(**step, facts).state() != GateState::NotChecked;
    closed
        .or_else(|| Step::ALL.iter().rfind(checked))
        .copied()
        .unwrap_or(Step::Contact)
}

/// "第三步：学生报名。还差 3 项才能上传平台，距平台截止还有 4 天。" in its parts, so that a page can
/// make the number a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateSentence {
    pub step: Step,
    /// "第三步：学生报名。"
    pub lead: String,
    /// Open conditions of the gate; 0 when there is nothing more to do here.
    pub open: usize,
    /// "才能上传平台", or the whole rest when nothing is open.
    pub then: String,
    /// "距平台截止还有 4 天" while it matters.
    pub left: Option<String>,
    /// "5月24日 周六 24:00".
    pub deadline: Option<String>,
}

/// Where the project stands.
pub fn state_sentence(facts: &Facts) -> StateSentence {
    let step = current_step(facts);
    let gate = Gate::of(step, facts);
    let lead = format!("{}：{}。", step.ordinal(), step.label());
    if facts.state == ProjectState::Closed {
        return StateSentence::nothing_open(step, String::new(), "项目已结束");
    }
    if gate.lets_through() {
        let how = if gate.state() == GateState::Exception {
            "已按例外放行"
        } else {
            "已过关"
        };
        let lead = format!("{}：{}{how}。", step.ordinal(), step.label());
        return StateSentence::nothing_open(
            step,
            lead,
            "后面的步骤本系统还不办理，请按学校办法办理",
        );
    }
    let left = facts
        .deadline
        .map(|day| match (day - facts.today).num_days() {
            0 => "平台今天截止".to_owned(),
            days if days > 0 => format!("距平台截止{}", left_words(day, facts.today)),
            _ => format!("平台截止{}", left_words(day, facts.today)),
        });
    StateSentence {
        step,
        lead,
        open: gate.open_conditions().count(),
        then: format!("才能{}", step.guards()),
        left,
        deadline: facts.deadline.map(|day| deadline_words(day, facts.today)),
    }
}

impl StateSentence {
    fn nothing_open(step: Step, lead: String, then: &str) -> Self {
        Self {
            step,
            lead,
            open: 0,
            then: then.to_owned(),
            left: None,
            deadline: None,
        }
    }
}

impl fmt::Display for StateSentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lead)?;
        if self.open > 0 {
            write!(f, "还差 {} 项", self.open)?;
        }
        f.write_str(&self.then)?;
        if let Some(left) = &self.left {
            write!(f, "，{left}")?;
        }
        f.write_str("。")
    }
}
