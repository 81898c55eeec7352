//! Random walks through whole projects: people do this and that, each act guarded as the actions
//! guard it. No gate is passed with an open condition, and from everywhere the project can be ended.

use proptest::prelude::*;

use super::super::{
    Act, Event, Facts, Gate, GateState, ListFacts, ProjectState, SelectionFacts, Step,
    current_step, may_begin, steps,
};
use super::{exception, facts};
use crate::selection::RoundState;

const CHOSEN: usize = 24;
const CLASSES: usize = 3;

#[derive(Clone, Copy, Debug)]
enum Work {
    FormFaults(usize),
    Event(Event),
    Selection,
    SecondRound,
    MakeLists,
    Fault(usize),
    HandIn,
    ApproveList,
    ReturnList,
    Withdraw,
    Template,
    Fill,
    Exception(Step),
}

fn any_work() -> impl Strategy<Value = Work> {
    let event = prop::sample::select(vec![
        Event::Submitted,
        Event::SubmissionTakenBack,
        Event::Approved,
        Event::Returned,
        Event::DecisionTakenBack,
        Event::Closed,
    ]);
    prop_oneof![
        1 => (0..3_usize).prop_map(Work::FormFaults),
        6 => event.prop_map(Work::Event),
        6 => Just(Work::Selection),
        1 => Just(Work::SecondRound),
        2 => Just(Work::MakeLists),
        1 => (0..3_usize).prop_map(Work::Fault),
        4 => Just(Work::HandIn),
        4 => Just(Work::ApproveList),
        1 => Just(Work::ReturnList),
        1 => Just(Work::Withdraw),
        2 => Just(Work::Template),
        3 => Just(Work::Fill),
        1 => prop::sample::select(Step::ALL.to_vec()).prop_map(Work::Exception),
    ]
}

/// Do it if it may be done now.
fn work(facts: &mut Facts, work: Work) {
    let registering = may_begin(Step::Registration, facts) && facts.state != ProjectState::Closed;
    match work {
        Work::FormFaults(count) if facts.state.editable() => facts.form_faults = count,
        Work::Event(event) => {
            if let Ok(state) = facts.after(event) {
                facts.state = state;
            }
        }
        Work::Exception(gate) => facts.exceptions.push(exception(gate)),
        Work::Template if facts.template.name.is_none() => {
            facts.template.name = Some("模板.xlsx".into());
        }
        Work::Template => facts.template.confirmed = true,
        Work::Selection if registering => advance(facts),
        Work::SecondRound if registering => second_round(facts),
        Work::MakeLists
        | Work::Fault(_)
        | Work::HandIn
        | Work::ApproveList
        | Work::ReturnList
        | Work::Withdraw
            if registering =>
        {
            lists(facts, work);
        }
        Work::Fill if registering => fill(facts),
        _ => {}
    }
}

fn advance(facts: &mut Facts) {
    let fresh = SelectionFacts {
        state: RoundState::Entering,
        base: 40,
        scored: 0,
        chosen: 0,
    };
    let round = facts.selection.get_or_insert(fresh);
    round.state = match round.state {
        RoundState::Entering => RoundState::Sealed,
        RoundState::Sealed => RoundState::Computed,
        RoundState::Computed => RoundState::Confirmed,
        RoundState::Confirmed => RoundState::Published,
        RoundState::Published | RoundState::Final => RoundState::Final,
    };
    if round.state.is_final() && round.chosen == 0 {
        (round.chosen, facts.lists.missing) = (CHOSEN, CHOSEN);
    }
}

fn second_round(facts: &mut Facts) {
    if let Some(round) = facts
        .selection
        .as_mut()
        .filter(|round| round.state.is_final())
    {
        round.state = RoundState::Entering;
    }
}

fn lists(facts: &mut Facts, work: Work) {
    let lists = &mut facts.lists;
    let waiting = lists.total - lists.submitted - lists.approved;
    match work {
        Work::MakeLists
            if lists.total == 0 && facts.selection.is_some_and(|round| round.chosen > 0) =>
        {
            *lists = ListFacts {
                total: CLASSES,
                rows: CHOSEN,
                ..ListFacts::default()
            };
        }
        Work::Fault(count) if waiting > 0 => lists.faulty_rows = count.min(lists.rows),
        Work::HandIn if waiting > 0 && lists.faulty_rows == 0 => {
            lists.submitted += 1;
            lists.returned = 0;
        }
        Work::ApproveList if lists.submitted > 0 => {
            lists.submitted -= 1;
            lists.approved += 1;
            lists.approved_rows = if lists.approved == lists.total {
                lists.rows
            } else {
                lists.approved
            };
        }
        Work::ReturnList if lists.submitted > 0 => {
            lists.submitted -= 1;
            lists.returned = 1;
        }
        Work::Withdraw if lists.total > 0 && lists.approved == lists.total && lists.rows > 5 => {
            lists.rows -= 1;
            lists.approved_rows -= 1;
        }
        _ => {}
    }
}

fn fill(facts: &mut Facts) {
    if facts.template.confirmed && facts.lists.approved_rows > 0 {
        facts.template.filled = Some(facts.lists.approved_rows);
    }
}

/// What the gates promise, said a second time and independently.
fn really_passed(step: Step, facts: &Facts) -> bool {
    let lists = facts.lists;
    match step {
        Step::Contact => matches!(facts.state, ProjectState::Approved | ProjectState::Closed),
        Step::Registration => {
            facts
                .selection
                .is_some_and(|round| round.state.is_final() && round.chosen > 0)
                && lists.total > 0
                && lists.approved == lists.total
                && (lists.missing, lists.unchosen, lists.faulty_rows) == (0, 0, 0)
                && facts.template.confirmed
                && facts.template.filled == Some(lists.approved_rows)
        }
        Step::Sites | Step::Coaching | Step::Exam | Step::AfterExam | Step::Results => false,
    }
}

fn sound(facts: &Facts) -> Result<(), TestCaseError> {
    let excepted = |step: Step| facts.exceptions.iter().any(|one| one.gate == step);
    let mut before_open = true;
    for view in steps(facts) {
        let (step, gate) = (view.step, &view.gate);
        prop_assert_eq!(may_begin(step, facts), before_open);
        match gate.state() {
            GateState::Passed => prop_assert!(really_passed(step, facts), "{step:?} of {facts:?}"),
            GateState::Closed => {
                prop_assert!(!really_passed(step, facts) && !excepted(step));
                before_open = false;
            }
            GateState::Exception => prop_assert!(excepted(step)),
            GateState::NotChecked => prop_assert!(!really_passed(step, facts)),
        }
        prop_assert!(
            gate.open_conditions()
                .all(|condition| condition.act.is_some()),
            "nobody can meet it"
        );
        prop_assert_eq!(
            gate.exceptions.len(),
            facts
                .exceptions
                .iter()
                .filter(|one| one.gate == step)
                .count()
        );
    }
    Ok(())
}

/// Do what the first open condition points at, so many times.
fn onward(facts: &Facts, times: usize) -> Facts {
    let mut facts = facts.clone();
    for _ in 0..times {
        let gate = Gate::of(current_step(&facts), &facts);
        let act = gate
            .open_conditions()
            .next()
            .and_then(|condition| condition.act);
        let next: &[Work] = match act {
            Some(Act::EditProject) if facts.form_faults > 0 => &[Work::FormFaults(0)],
            Some(Act::EditProject | Act::SubmitProject) => &[Work::Event(Event::Submitted)],
            Some(Act::ReviewProject) => &[Work::Event(Event::Approved)],
            Some(Act::Selection) => &[Work::Selection],
            Some(Act::Lists) => &[Work::MakeLists, Work::Fault(0), Work::HandIn],
            Some(Act::ReviewLists) => &[Work::ApproveList],
            Some(Act::Template) => &[Work::Template],
            Some(Act::Fill) => &[Work::Fill],
            None if facts.state == ProjectState::Approved => &[Work::Event(Event::Closed)],
            None if facts.state == ProjectState::InReview => &[Work::Event(Event::Approved)],
            None => &[Work::FormFaults(0), Work::Event(Event::Submitted)],
        };
        for one in next {
            work(&mut facts, *one);
        }
    }
    facts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn plan_6_no_walk_passes_a_gate_with_an_open_condition_or_ends_in_a_dead_end(
        begun in 0..25_usize,
        works in prop::collection::vec(any_work(), 1..40),
    ) {
        let mut project = onward(&facts(ProjectState::Draft), begun);
        for one in works {
            let before = project.clone();
            work(&mut project, one);
            sound(&project)?;
            if project.state == ProjectState::Closed && before.state != ProjectState::Closed {
                prop_assert!(Step::ALL.iter().all(|step| Gate::of(*step, &before).lets_through()));
            }
            prop_assert!(project.exceptions.len() >= before.exceptions.len());
            prop_assert_eq!(onward(&project, 45).state, ProjectState::Closed, "stuck at {:?}", project);
        }
    }
}
