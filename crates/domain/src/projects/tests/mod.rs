//! Steps, gates and tasks by examples; the form; random walks through whole projects.

mod form;
mod walk;

use chrono::NaiveDate;

use super::{
    Act, Event, Exception, Facts, Gate, GateState, ListFacts, NotNow, ProjectState, SelectionFacts,
    Standing, Step, StepState, TaskStatus, Whom, may_begin, state_sentence, steps, tasks,
};
use crate::access::Post;
use crate::selection::RoundState;

fn today() -> NaiveDate {
    "2025-05-20".parse().unwrap()
}

fn facts(state: ProjectState) -> Facts {
    Facts {
        deadline: "2025-05-24".parse().ok(),
        ..Facts::new(state, today())
    }
}

fn exception(gate: Step) -> Exception {
    Exception {
        gate,
        reason: "评价组织临时提前截止".into(),
        by: "赵志远".into(),
        at: "2025-05-19T08:00:00Z".parse().unwrap(),
    }
}

/// 192 chosen of 320, eight lists, three of them approved.
fn registering() -> Facts {
    let mut facts = facts(ProjectState::Approved);
    facts.approved_on = "2025-04-11".parse().ok();
    facts.selection = Some(SelectionFacts {
        state: RoundState::Final,
        base: 320,
        scored: 320,
        chosen: 192,
    });
    facts.lists = ListFacts {
        total: 8,
        submitted: 5,
        approved: 3,
        rows: 192,
        approved_rows: 71,
        ..ListFacts::default()
    };
    facts.template.name = Some("考生信息模板.xlsx".into());
    facts.template.confirmed = true;
    facts
}

fn status(facts: &Facts, step: Step, key: &str) -> (TaskStatus, String) {
    let task = tasks(step, facts)
        .into_iter()
        .find(|task| task.key == key)
        .unwrap();
    (task.status, task.detail)
}

fn keys_open(step: Step, facts: &Facts) -> Vec<&'static str> {
    Gate::of(step, facts)
        .open_conditions()
        .map(|condition| condition.key)
        .collect()
}

#[test]
fn plan_6_1_registration_begins_only_after_the_office_reviewed_the_project() {
    for state in [
        ProjectState::Draft,
        ProjectState::InReview,
        ProjectState::Returned,
    ] {
        let facts = facts(state);
        assert_eq!(keys_open(Step::Contact, &facts), ["project_reviewed"]);
        assert!(!may_begin(Step::Registration, &facts), "{state:?}");
        assert_eq!(
            status(&facts, Step::Registration, "select"),
            (TaskStatus::CannotStart, "前一步未过关".into())
        );
    }
    let facts = facts(ProjectState::Approved);
    assert!(may_begin(Step::Registration, &facts));
    assert_eq!(
        status(&facts, Step::Registration, "select").0,
        TaskStatus::NotStarted
    );
}

#[test]
fn plan_6_1_the_tasks_of_a_returned_project_say_why() {
    let mut facts = facts(ProjectState::Returned);
    facts.returned = Some("考试日期和评价组织的通知不符".into());
    assert_eq!(
        status(&facts, Step::Contact, "fill"),
        (
            TaskStatus::Problem,
            "退回理由：考试日期和评价组织的通知不符".into()
        )
    );
    assert_eq!(
        status(&facts, Step::Contact, "review").0,
        TaskStatus::Waiting
    );
    facts.form_faults = 2;
    assert_eq!(
        status(&facts, Step::Contact, "submit").0,
        TaskStatus::CannotStart
    );
    assert_eq!(
        facts.after(Event::Submitted),
        Err(NotNow::FormFaults { count: 2 })
    );
}

#[test]
fn plan_6_1_a_date_that_passes_after_approval_closes_no_gate() {
    let facts = Facts {
        form_faults: 1,
        ..registering()
    };
    assert_eq!(Gate::of(Step::Contact, &facts).state(), GateState::Passed);
}

#[test]
fn plan_6_3_the_state_is_one_sentence() {
    let sentence = state_sentence(&registering());
    assert_eq!(
        sentence.to_string(),
        "第三步：学生报名。还差 2 项才能上传平台，距平台截止还有 4 天。"
    );
    assert_eq!(sentence.deadline.as_deref(), Some("5月24日 周六 24:00"));
    let late = Facts {
        today: "2025-05-26".parse().unwrap(),
        ..registering()
    };
    assert!(
        state_sentence(&late)
            .to_string()
            .ends_with("才能上传平台，平台截止已过 2 天。")
    );
    let draft = Facts {
        deadline: None,
        form_faults: 3,
        ..facts(ProjectState::Draft)
    };
    assert_eq!(
        state_sentence(&draft).to_string(),
        "第一步：联系评价组织。还差 2 项才能开始选拔和报名。"
    );
    assert_eq!(
        state_sentence(&facts(ProjectState::Closed)).to_string(),
        "项目已结束。"
    );
}

#[test]
fn plan_6_3_the_gate_names_what_is_missing_and_who_can_supply_it() {
    let facts = registering();
    let gate = Gate::of(Step::Registration, &facts);
    assert_eq!(gate.title(), "关口三：上传平台之前");
    assert_eq!(
        keys_open(Step::Registration, &facts),
        ["lists_approved", "template_filled"]
    );
    let lists = &gate.conditions[0];
    assert_eq!(
        lists.standing,
        Standing::Open {
            detail: "3/8 班".into()
        }
    );
    assert_eq!(
        (lists.who, lists.act),
        (Whom::Post(Post::OfficeClerk), Some(Act::ReviewLists))
    );
    assert_eq!(
        status(&facts, Step::Registration, "review_lists"),
        (TaskStatus::InReview, "已同意 3/8 班，待审 5 班".into())
    );
    assert_eq!(
        status(&facts, Step::Registration, "fill_template").0,
        TaskStatus::CannotStart
    );
}

#[test]
fn plan_6_3_the_list_agrees_with_the_selection_name_by_name() {
    for (missing, unchosen, detail) in [
        (3, 0, "录取的 3 人还不在名单里"),
        (0, 2, "名单里 2 人不在录取名单"),
        (1, 2, "少 1 人，多 2 人"),
    ] {
        let mut facts = registering();
        (facts.lists.missing, facts.lists.unchosen) = (missing, unchosen);
        let gate = Gate::of(Step::Registration, &facts);
        let condition = gate
            .open_conditions()
            .find(|condition| condition.key == "lists_match")
            .unwrap();
        assert_eq!(
            condition.standing,
            Standing::Open {
                detail: detail.into()
            }
        );
        assert_eq!(
            status(&facts, Step::Registration, "list").0,
            TaskStatus::Problem
        );
    }
}

#[test]
fn plan_6_3_a_workbook_filled_before_a_row_changed_is_filled_again() {
    let mut facts = registering();
    facts.lists = ListFacts {
        total: 8,
        approved: 8,
        rows: 192,
        approved_rows: 192,
        ..ListFacts::default()
    };
    facts.template.filled = Some(191);
    assert_eq!(keys_open(Step::Registration, &facts), ["template_filled"]);
    assert_eq!(
        status(&facts, Step::Registration, "fill_template").0,
        TaskStatus::Problem
    );
    facts.template.filled = Some(192);
    assert_eq!(
        Gate::of(Step::Registration, &facts).state(),
        GateState::Passed
    );
    assert_eq!(
        state_sentence(&facts).to_string(),
        "第三步：学生报名已过关。后面的步骤本系统还不办理，请按学校办法办理。"
    );
}

#[test]
fn plan_6_what_is_not_built_is_said_and_never_shown_as_met() {
    let mut everything = registering();
    everything.lists = ListFacts {
        total: 8,
        approved: 8,
        rows: 192,
        approved_rows: 192,
        ..ListFacts::default()
    };
    everything.template.filled = Some(192);
    for facts in [facts(ProjectState::Draft), everything] {
        for view in steps(&facts) {
            for condition in view.gate.conditions {
                if let Standing::NotBuilt { sentence } = condition.standing {
                    assert!(
                        ["本系统还不", "方案没有要求"]
                            .iter()
                            .any(|words| sentence.starts_with(words))
                            && condition.act.is_none(),
                        "{}",
                        condition.key
                    );
                }
            }
            if matches!(
                view.step,
                Step::Sites | Step::Coaching | Step::Exam | Step::AfterExam | Step::Results
            ) {
                assert!(
                    matches!(view.state, StepState::NotChecked | StepState::Closed),
                    "{:?}",
                    view.step
                );
                assert!(
                    view.tasks
                        .iter()
                        .all(|task| task.status == TaskStatus::CannotStart)
                );
            }
        }
    }
}

#[test]
fn plan_6_an_exception_opens_a_gate_and_shows_for_ever() {
    let mut facts = facts(ProjectState::InReview);
    facts.exceptions = vec![exception(Step::Contact)];
    assert_eq!(
        Gate::of(Step::Contact, &facts).state(),
        GateState::Exception
    );
    assert!(may_begin(Step::Registration, &facts));
    assert_eq!(
        steps(&facts)[0].state,
        StepState::Current,
        "its conditions are still open"
    );
    facts.state = ProjectState::Approved;
    let gate = Gate::of(Step::Contact, &facts);
    assert_eq!(
        (gate.state(), gate.exceptions.len()),
        (GateState::Passed, 1)
    );
    facts.exceptions = vec![exception(Step::Registration)];
    assert!(
        state_sentence(&facts)
            .to_string()
            .starts_with("第三步：学生报名已按例外放行。")
    );
}

#[test]
fn plan_6_the_steps_carry_their_clauses_in_order() {
    let clauses: Vec<_> = Step::ALL.iter().map(|step| step.clause()).collect();
    assert_eq!(clauses, ["6.1", "6.2", "6.3", "6.4", "6.5", "6.6", "6.7"]);
    assert_eq!(TaskStatus::ALL.len(), 7);
    assert!(
        Step::ALL
            .iter()
            .zip(1..)
            .all(|(step, number)| step.number() == number)
    );
}

#[test]
fn plan_6_1_an_approval_is_not_taken_back_once_selection_began() {
    let facts = registering();
    assert_eq!(
        facts.after(Event::DecisionTakenBack),
        Err(NotNow::WorkBegan)
    );
    assert_eq!(
        facts.after(Event::Closed),
        Err(NotNow::GateClosed {
            gate: Step::Registration
        })
    );
    let idle = Facts {
        selection: None,
        ..facts
    };
    assert_eq!(
        idle.after(Event::DecisionTakenBack),
        Ok(ProjectState::InReview)
    );
}
