//! How appeals look: strings and flags for the templates.

use askama::Template;
use domain::access::Action;
use domain::complaints::AppealState;
use domain::dates::{day_words, deadline_words, left_words, time_words};
use domain::ids::AccountId;
use domain::selection::{Absence, Entered, PartKey, PartNames, Verdict};

use super::actions::said;
use super::case::{Case, Subject};
use crate::selection::Correction;
use crate::shell::{App, Fields, Layout, Problems, Visitor, op_id};

/// Words for not having sat, in the order they are offered.
pub(super) const ABSENCES: [Absence; 5] = [
    Absence::Missed,
    Absence::Deferred,
    Absence::OnLeave,
    Absence::Cheated,
    Absence::Breach,
];

/// One appeal in a list.
pub(crate) struct Item {
    pub(crate) href: String,
    pub(crate) student: String,
    pub(crate) class: String,
    pub(crate) title: String,
    pub(crate) filed: String,
    pub(crate) due: String,
    pub(crate) late: bool,
    pub(crate) kind: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) state: &'static str,
}

impl Item {
    pub(crate) fn of(app: &App, case: &Case) -> Self {
        let today = app.clock.today();
        let open = case.appeal.state.is_open();
        let (kind, icon) = look(case.appeal.state);
        Self {
            href: format!("/complaints/{}", case.appeal.id),
            student: case.subject.entrant.name.clone(),
            class: case.subject.entrant.class.clone(),
            title: case.subject.title(),
            filed: time_words(case.appeal.filed_at, app.clock.now()),
            due: if open {
                let left = left_words(case.appeal.due_on, today);
                format!("{}，{left}", day_words(case.appeal.due_on, today))
            } else {
                "--".to_owned()
            },
            late: open && case.appeal.due_on < today,
            kind,
            icon,
            state: case.appeal.state.label(),
        }
    }
}

const fn look(state: AppealState) -> (&'static str, &'static str) {
    match state {
        AppealState::Open => ("doing", "half"),
        AppealState::Rechecked => ("review", "eye"),
        AppealState::Upheld | AppealState::Rejected => ("done", "check"),
        AppealState::Withdrawn => ("", "undo"),
    }
}

#[derive(Template)]
#[template(path = "complaints/list.html")]
pub(crate) struct ListPage {
    pub(crate) layout: Layout,
    pub(crate) items: Vec<Item>,
}

/// A choice of a select.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
}

#[derive(Template)]
#[template(path = "complaints/new.html")]
pub(crate) struct NewPage {
    pub(crate) layout: Layout,
    pub(crate) round: String,
    pub(crate) title: String,
    /// Empty for a student, who objects for himself.
    pub(crate) students: Vec<Choice>,
    pub(crate) student: String,
    /// "第 193 名，并列 71.5 分…": the result that is objected to.
    pub(crate) result: String,
    /// Why none can be filed, and whom to ask; empty when one can.
    pub(crate) refusal: String,
    pub(crate) until: String,
    pub(crate) days: u32,
    pub(crate) effect: &'static str,
    pub(crate) reason: String,
    pub(crate) op_id: String,
    pub(crate) problems: Problems,
}

/// A row of the comparison: the part, what was sealed, what each person found.
struct PartRow {
    name: String,
    key: String,
    sealed: String,
    found: Vec<String>,
    typed: String,
    error: String,
}

/// Somebody who moves.
struct MovedRow {
    number: String,
    name: String,
    class: String,
    from: &'static str,
    to: &'static str,
    reason: String,
}

/// What the corrected mark does, old beside new.
pub(crate) struct EffectView {
    before: String,
    after: String,
    cut: (String, String),
    chosen: (u32, u32),
    own: (String, String),
    moved_in: Vec<MovedRow>,
    moved_out: Vec<MovedRow>,
    rule: &'static str,
    seal: String,
}

impl EffectView {
    pub(crate) fn of(case: &Case, correction: &Correction) -> Self {
        let none = |cut: Option<domain::selection::Total>| {
            cut.map_or_else(|| "没有".to_owned(), |cut| format!("{cut} 分"))
        };
        let effect = &correction.effect;
        let reasons = correction.reasons();
        let rows = |chosen: bool| {
            let row = |moved: &domain::selection::Moved| {
                let one = correction.people.get(moved.index)?;
                let reason = reasons.get(&one.entry.student_id).copied();
                Some(MovedRow {
                    number: one.number.clone(),
                    name: one.name.clone(),
                    class: one.class.clone(),
                    from: moved.before.label(),
                    to: moved.after.label(),
                    reason: reason.unwrap_or_default().to_owned(),
                })
            };
            effect.towards(chosen).filter_map(row).collect()
        };
        let entry = &case.subject.entrant.entry;
        let student = case.appeal.student_id;
        let (before, after) = correction.sentences();
        Self {
            before,
            after,
            cut: (none(effect.cut.0), none(effect.cut.1)),
            chosen: effect.chosen,
            own: (
                format!(
                    "{}：{}",
                    entry.verdict.map(Verdict::label).unwrap_or_default(),
                    entry.reason.clone().unwrap_or_default()
                ),
                reasons
                    .get(&student)
                    .copied()
                    .unwrap_or_default()
                    .to_owned(),
            ),
            moved_in: rows(true),
            moved_out: rows(false),
            rule: case.subject.plan.parameters.appeal_effect.label(),
            seal: correction.seal().to_owned(),
        }
    }
}

#[derive(Template)]
#[template(path = "complaints/show.html")]
pub(crate) struct ShowPage {
    layout: Layout,
    id: String,
    title: String,
    student: String,
    facts: Vec<(&'static str, String)>,
    state: &'static str,
    kind: &'static str,
    icon: &'static str,
    reason: String,
    decision: String,
    /// What the reader may see of the marks.
    parts: Vec<PartRow>,
    /// Who looked, as the heads of the columns.
    lookers: Vec<String>,
    disagree: bool,
    may_recheck: bool,
    may_decide: bool,
    may_withdraw: bool,
    effect: Option<EffectView>,
    absences: Vec<(&'static str, &'static str)>,
    absence: String,
    note: String,
    words: String,
    op_id: String,
    version: i32,
    problems: Problems,
}

impl ShowPage {
    pub(crate) fn new(
        app: &App,
        visitor: &Visitor,
        layout: Layout,
        case: &Case,
        names: &[(AccountId, String)],
        effect: Option<EffectView>,
    ) -> Self {
        let may = |action| visitor.actor.may(action, &case.subject.place);
        let me = visitor.actor.account();
        let (appeal, subject) = (&case.appeal, &case.subject);
        let looked = case.rechecks.iter().any(|one| one.account_id == me);
        let (open, done) = (appeal.state.is_open(), appeal.state != AppealState::Open);
        let may_recheck = may(Action::RecheckMarks) && appeal.state == AppealState::Open && !looked;
        let inside =
            may(Action::RecheckMarks) || may(Action::DecideAppeal) || may(Action::ConfirmSelection);
        // Whoever is still to look sees nothing of what the other found; outsiders see it once it is decided.
        let shown = (inside && (looked || done)) || !open;
        let (kind, icon) = look(appeal.state);
        let found: Vec<_> = if shown {
            case.rechecks.iter().collect()
        } else {
            Vec::new()
        };
        let lookers = found.iter().enumerate().map(|(at, one)| {
            let name = names.iter().find(|(id, _)| *id == one.account_id);
            let name = name.filter(|_| inside).map(|(_, name)| name.clone());
            name.unwrap_or_else(|| format!("复查 {}", at + 1))
        });
        let entered: Vec<Entered> = found.iter().map(|one| one.found().1).collect();
        Self {
            layout,
            id: appeal.id.to_string(),
            title: subject.title(),
            student: format!("{} {}", subject.entrant.class, subject.entrant.name),
            facts: facts(app, case, names),
            state: appeal.state.label(),
            kind,
            icon,
            reason: appeal.reason.clone(),
            decision: appeal.decision.clone().unwrap_or_default(),
            parts: part_rows(subject, &entered),
            disagree: appeal.state == AppealState::Open && case.rechecks.len() > 1,
            lookers: lookers.collect(),
            may_recheck,
            may_decide: may(Action::DecideAppeal) && appeal.state == AppealState::Rechecked,
            may_withdraw: open && (appeal.filed_by == me || may(Action::FileAppeal)),
            effect,
            absences: ABSENCES
                .iter()
                .map(|one| (one.value(), one.label()))
                .collect(),
            absence: String::new(),
            note: String::new(),
            words: String::new(),
            op_id: op_id(),
            version: appeal.version,
            problems: Problems::default(),
        }
    }

    /// The page as it was typed, with what has to be mended.
    pub(crate) fn typed(mut self, fields: &Fields, problems: Problems) -> Self {
        for row in &mut self.parts {
            fields.text(&row.key).clone_into(&mut row.typed);
            problems.of(&row.key).clone_into(&mut row.error);
        }
        fields.text("absence").clone_into(&mut self.absence);
        fields.text("note").clone_into(&mut self.note);
        fields.text("words").clone_into(&mut self.words);
        self.problems = problems;
        self
    }
}

fn facts(app: &App, case: &Case, names: &[(AccountId, String)]) -> Vec<(&'static str, String)> {
    let (now, today) = (app.clock.now(), app.clock.today());
    let appeal = &case.appeal;
    let name = |id: AccountId| {
        let found = names.iter().find(|(one, _)| *one == id);
        found.map_or_else(String::new, |(_, name)| name.clone())
    };
    let mut facts = vec![(
        "提出",
        format!(
            "{} {}",
            name(appeal.filed_by),
            time_words(appeal.filed_at, now)
        ),
    )];
    if appeal.state.is_open() {
        let left = left_words(appeal.due_on, today);
        facts.push((
            "答复期限",
            format!("{}，{left}", deadline_words(appeal.due_on, today)),
        ));
    }
    if let (Some(by), Some(at)) = (appeal.decided_by, appeal.decided_at) {
        facts.push(("决定", format!("{} {}", name(by), time_words(at, now))));
    }
    if let Some(number) = appeal.seal_number {
        facts.push(("成绩单", format!("第 {number} 次封存，以前的封存都保留")));
    }
    facts
}

fn part_rows(subject: &Subject, found: &[Entered]) -> Vec<PartRow> {
    let names: PartNames = subject.round.parameters.names();
    let sealed = subject.sealed();
    let mark = |entered: &Entered, part: PartKey| match (entered.absence, entered.marks.get(part)) {
        (_, Some(mark)) => mark.to_string(),
        (Some(absence), None) => absence.label().to_owned(),
        (None, None) => "没有分".to_owned(),
    };
    let row = |part: PartKey| PartRow {
        name: names.name(&part).to_owned(),
        key: format!("m.{part}"),
        sealed: mark(&sealed, part),
        found: found.iter().map(|one| mark(one, part)).collect(),
        typed: String::new(),
        error: String::new(),
    };
    subject
        .round
        .parameters
        .needed()
        .into_iter()
        .map(row)
        .collect()
}

/// What the result says of the student, for the form.
pub(crate) fn result_of(subject: &Subject) -> String {
    let entry = &subject.entrant.entry;
    let marks = said(&subject.sealed(), &subject.round.parameters.names());
    format!(
        "{}。{}。成绩：{marks}",
        entry.verdict.map(Verdict::label).unwrap_or_default(),
        entry.reason.clone().unwrap_or_default()
    )
}
