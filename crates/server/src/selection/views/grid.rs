//! The sheet of scores of one class: read as typed, shown again as typed.

use askama::Template;
use domain::ids::ClassId;
use domain::selection::{Absence, Marks, Pass, Terms};
use domain::values::Score;
use store::selection::{Entrant, ScoreRow, marks_of};

use super::words::{self, Part};
use crate::selection::actions::{Progress, stamp};
use crate::selection::sight::Sight;
use crate::shell::{Fields, Layout, Problem, Problems, op_id};

/// Words for not having sat, in the order they are offered.
pub(super) const ABSENCES: [Absence; 5] = [
    Absence::Missed,
    Absence::Deferred,
    Absence::OnLeave,
    Absence::Cheated,
    Absence::Breach,
];

const LONGEST_NOTE: usize = 200;

/// What a person typed into the sheet.
pub(crate) struct Typed {
    pub(crate) rows: Vec<ScoreRow>,
    pub(crate) problems: Problems,
}

impl Typed {
    /// Read the rows of a class; each fault belongs to its cell.
    pub(crate) fn read(fields: &Fields, class: &[Entrant], terms: &Terms) -> Self {
        let parts = words::parts(terms);
        let mut typed = Self {
            rows: Vec::new(),
            problems: Problems::default(),
        };
        for one in class {
            let row = typed.row(fields, one, &parts);
            typed.rows.push(row);
        }
        typed
    }

    fn row(&mut self, fields: &Fields, one: &Entrant, parts: &[Part]) -> ScoreRow {
        let field = |what: &str| format!("s{}.{what}", one.entry.id);
        let chosen = fields.text(&field("absence"));
        let mut absence = ABSENCES
            .into_iter()
            .find(|absence| absence.value() == chosen);
        let mut marks = Vec::new();
        for part in parts {
            let name = field(&part.key);
            let text = fields.text(&name);
            // A pasted column often says 缺考 where a score would stand.
            if let Some(word) = Absence::in_remark(text) {
                absence = absence.or(Some(word));
            } else if !text.is_empty() {
                match (text.parse::<Score>(), part.key.parse()) {
                    (Ok(score), Ok(key)) => marks.push((key, score)),
                    (Err(why), _) => {
                        let said = format!("{} {}：写的是「{text}」。{why}", one.name, part.name);
                        self.problems.push(Problem::new(name, said));
                    }
                    (Ok(_), Err(_)) => {}
                }
            }
        }
        let away = matches!(
            absence,
            Some(Absence::Missed | Absence::Deferred | Absence::OnLeave)
        );
        if away && !marks.is_empty() {
            let word = absence.map(Absence::label).unwrap_or_default();
            let said = format!("{}：标了{word}，却有成绩。请删去成绩，或改成参加", one.name);
            self.problems.push(Problem::new(field("absence"), said));
        }
        let note = fields.text(&field("note"));
        if note.chars().count() > LONGEST_NOTE {
            let said = format!(
                "{}：备注有 {} 字，最多 {LONGEST_NOTE} 字",
                one.name,
                note.chars().count()
            );
            self.problems.push(Problem::new(field("note"), said));
        }
        let record = fields.text(&field("record"));
        if record.chars().count() > LONGEST_NOTE {
            let said = format!("{}：考场记录编号最多 {LONGEST_NOTE} 字", one.name);
            self.problems.push(Problem::new(field("record"), said));
        }
        let marks: Marks = marks.into_iter().collect();
        let record = (!record.is_empty()).then(|| record.to_owned());
        let note = (!note.is_empty()).then(|| note.to_owned());
        ScoreRow {
            student: one.entry.student_id,
            marks,
            absence,
            note,
            record,
        }
    }
}

#[derive(Template)]
#[template(path = "selection/grid.html")]
pub(crate) struct GridPage {
    layout: Layout,
    id: String,
    project: String,
    project_href: String,
    ordinal: String,
    /// Which pass: what is sent, and what people read; both empty where marks are entered once.
    pass: &'static str,
    pass_name: &'static str,
    class_id: ClassId,
    class: String,
    classes: Vec<(ClassId, String)>,
    parts: Vec<Part>,
    absences: Vec<(&'static str, &'static str)>,
    rows: Vec<GridRow>,
    stamp: i64,
    op_id: String,
    /// Of the class and of the whole round.
    progress: String,
    whole_progress: String,
    /// Somebody saved this class in the meantime.
    stale: bool,
    problems: Problems,
}

/// One student.
struct GridRow {
    number: String,
    name: String,
    cells: Vec<Cell>,
    absence_field: String,
    absence: String,
    absence_error: String,
    /// What stands in the records when somebody else changed it.
    absence_now: String,
    note: Cell,
    record: Cell,
}

/// One field.
struct Cell {
    field: String,
    label: String,
    value: String,
    error: String,
    now: String,
}

impl GridPage {
    /// `class` are the students of one class, `all` everybody of the round.
    pub(crate) fn new(
        layout: Layout,
        sight: &Sight,
        pass: Option<Pass>,
        class: &[Entrant],
        all: &[Entrant],
    ) -> Self {
        let terms = &sight.round.parameters;
        let parts = words::parts(terms);
        let first = class.first();
        Self {
            layout,
            id: sight.round.id.to_string(),
            project: sight.project.title.clone(),
            project_href: format!("/projects/{}", sight.project.id),
            ordinal: sight.ordinal(),
            pass: pass.map(Pass::value).unwrap_or_default(),
            pass_name: pass.map(Pass::label).unwrap_or_default(),
            class_id: first.map_or(ClassId::new(0), |one| one.entry.class_id),
            class: first.map_or_else(String::new, |one| one.class.clone()),
            classes: class_choices(all, terms),
            rows: class.iter().map(|one| row(one, &parts)).collect(),
            absences: ABSENCES
                .iter()
                .map(|absence| (absence.value(), absence.label()))
                .collect(),
            parts,
            stamp: stamp(class),
            op_id: op_id(),
            progress: Progress::of(class, terms).to_string(),
            whole_progress: Progress::of(all, terms).to_string(),
            stale: false,
            problems: Problems::default(),
        }
    }

    /// The sheet as it was typed, with what has to be mended.
    pub(crate) fn typed(mut self, fields: &Fields, problems: Problems) -> Self {
        for row in &mut self.rows {
            for cell in row.cells.iter_mut().chain([&mut row.note, &mut row.record]) {
                fields.text(&cell.field).clone_into(&mut cell.value);
                problems.of(&cell.field).clone_into(&mut cell.error);
            }
            fields.text(&row.absence_field).clone_into(&mut row.absence);
            problems
                .of(&row.absence_field)
                .clone_into(&mut row.absence_error);
        }
        if !fields.text("op_id").is_empty() {
            fields.text("op_id").clone_into(&mut self.op_id);
        }
        self.problems = problems;
        self
    }

    /// The sheet as it was typed, beside what somebody else saved in the meantime.
    pub(crate) fn overtaken(mut self, fields: &Fields) -> Self {
        let kept: Vec<(Vec<String>, [String; 3])> = self
            .rows
            .iter()
            .map(|row| {
                let cells = row.cells.iter().map(|cell| cell.value.clone()).collect();
                let (note, record) = (row.note.value.clone(), row.record.value.clone());
                (cells, [note, record, row.absence.clone()])
            })
            .collect();
        let fresh = std::mem::take(&mut self.op_id);
        self = self.typed(fields, Problems::default());
        // A new operation: the old one was never carried out, and this one is another decision.
        self.op_id = fresh;
        self.stale = true;
        for (row, (cells, [note, record, absence])) in self.rows.iter_mut().zip(kept) {
            for (cell, kept) in row.cells.iter_mut().zip(cells) {
                cell.compare(kept);
            }
            row.note.compare(note);
            row.record.compare(record);
            if row.absence != absence {
                let word = ABSENCES
                    .iter()
                    .find(|one| one.value() == absence)
                    .map_or("参加", |one| one.label());
                row.absence_now = format!("现在存的是「{word}」");
            }
        }
        self
    }
}

impl Cell {
    fn compare(&mut self, kept: String) {
        let same = match (self.value.parse::<Score>(), kept.parse::<Score>()) {
            (Ok(typed), Ok(kept)) => typed == kept,
            _ => self.value == kept,
        };
        if !same {
            let shown = if kept.is_empty() {
                "空".to_owned()
            } else {
                kept
            };
            self.now = format!("现在存的是「{shown}」");
        }
    }
}

/// The classes with how many are still missing.
fn class_choices(all: &[Entrant], terms: &Terms) -> Vec<(ClassId, String)> {
    let choice = |(id, class): (ClassId, String)| {
        let own: Vec<Entrant> = all
            .iter()
            .filter(|one| one.entry.class_id == id)
            .cloned()
            .collect();
        let progress = Progress::of(&own, terms);
        let missing = progress.base - progress.scored - progress.absent;
        (
            id,
            if missing > 0 {
                format!("{class}（还差 {missing}）")
            } else {
                format!("{class}（已录完）")
            },
        )
    };
    words::classes(all).into_iter().map(choice).collect()
}

fn row(one: &Entrant, parts: &[Part]) -> GridRow {
    let marks = marks_of(&one.entry.scores);
    let field = |what: &str| format!("s{}.{what}", one.entry.id);
    let cell = |part: &Part| {
        let score = part.key.parse().ok().and_then(|key| marks.get(key));
        Cell {
            field: field(&part.key),
            label: format!("{} {}", one.name, part.name),
            value: score.map_or_else(String::new, |score| score.to_string()),
            error: String::new(),
            now: String::new(),
        }
    };
    GridRow {
        number: one.number.clone(),
        name: one.name.clone(),
        cells: parts.iter().map(cell).collect(),
        absence_field: field("absence"),
        absence: one
            .entry
            .absence
            .map(|absence| absence.value().to_owned())
            .unwrap_or_default(),
        absence_error: String::new(),
        absence_now: String::new(),
        note: Cell {
            field: field("note"),
            label: format!("{} 备注", one.name),
            value: one.entry.note.clone().unwrap_or_default(),
            error: String::new(),
            now: String::new(),
        },
        record: Cell {
            field: field("record"),
            label: format!("{} 考场记录编号", one.name),
            value: one.entry.record.clone().unwrap_or_default(),
            error: String::new(),
            now: String::new(),
        },
    }
}
