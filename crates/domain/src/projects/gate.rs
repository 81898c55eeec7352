//! Gates: the conditions at the end of each step, computed from the facts (plan 6).

use super::conditions;
use super::facts::{Exception, Facts};
use super::step::Step;
use crate::access::Post;

/// How a condition stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    Met {
        detail: String,
    },
    Open {
        detail: String,
    },
    /// The program does not look at this yet: it blocks nothing and is never shown as met.
    NotBuilt {
        sentence: &'static str,
    },
}

/// Who can do something; the post's place is the project's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    System,
    Post(Post),
}

impl Whom {
    pub const fn label(self) -> &'static str {
        match self {
            Self::System => "系统",
            Self::Post(post) => post.label(),
        }
    }
}

/// Where in the program something is done: the server knows the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    EditProject,
    SubmitProject,
    ReviewProject,
    Selection,
    Lists,
    ReviewLists,
    Template,
    Fill,
}

/// One condition of a gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    pub key: &'static str,
    pub label: &'static str,
    pub standing: Standing,
    pub who: Whom,
    /// Where it can be met, `None` when not in this program.
    pub act: Option<Act>,
}

impl Condition {
    pub const fn is_open(&self) -> bool {
        matches!(self.standing, Standing::Open { .. })
    }
}

/// How a gate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GateState {
    /// A condition is open.
    Closed,
    /// Every condition the program looks at is met.
    Passed,
    /// A condition is open, but a leader let the project through.
    Exception,
    /// The program looks at none of its conditions yet.
    NotChecked,
}

/// A gate with its conditions, those still open first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gate {
    pub step: Step,
    pub conditions: Vec<Condition>,
    /// Shown for ever, even when every condition came to be met.
    pub exceptions: Vec<Exception>,
}

impl Gate {
    /// The gate at the end of a step.
    pub fn of(step: Step, facts: &Facts) -> Self {
        let mut conditions = conditions::of(step, facts);
        conditions.sort_by_key(|condition| match condition.standing {
            Standing::Open { .. } => 0,
            Standing::Met { .. } => 1,
            Standing::NotBuilt { .. } => 2,
        });
        let here = |exception: &&Exception| exception.gate == step;
        Self {
            step,
            conditions,
            exceptions: facts.exceptions.iter().filter(here).cloned().collect(),
        }
    }

    pub fn open_conditions(&self) -> impl Iterator<Item = &Condition> {
        self.conditions
            .iter()
            .filter(|condition| condition.is_open())
    }

    pub fn state(&self) -> GateState {
        if self.open_conditions().next().is_some() {
            if self.exceptions.is_empty() {
                GateState::Closed
            } else {
                GateState::Exception
            }
        } else if self
            .conditions
            .iter()
            .any(|one| matches!(one.standing, Standing::Met { .. }))
        {
            GateState::Passed
        } else {
            GateState::NotChecked
        }
    }

    /// Whether what lies behind may begin, as far as this gate goes.
    pub fn lets_through(&self) -> bool {
        self.state() != GateState::Closed
    }

    /// "关口三：上传平台之前".
    pub fn title(&self) -> String {
        format!("{}：{}之前", self.step.gate(), self.step.guards())
    }
}

/// Whether work of the step may begin: every gate before it lets through. The actions ask this, not
/// only the page.
pub fn may_begin(step: Step, facts: &Facts) -> bool {
    Step::ALL
        .iter()
        .take_while(|before| **before != step)
        .all(|before| Gate::of(*before, facts).lets_through())
}
