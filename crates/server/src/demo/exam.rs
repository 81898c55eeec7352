//! The marks of the first selection: 320 in the base, 311 sat, 192 chosen at a cut of 71.5, where three are level and
//! one of them is taken. The totals are those of the pictures' histogram, bin by bin.

use std::collections::BTreeMap;

use domain::ids::StudentId;
use domain::selection::{Absence, Marks};
use domain::values::Score;
use store::selection::{Entrant, ScoreRow};

use super::chance::Chance;
use super::people::{Fate, KNOWN};

/// From 42 to 70, two points a bin: none of them is chosen. The two at 71.5 who lose the tie are named in `KNOWN`.
const BELOW: [usize; 15] = [1, 1, 2, 2, 3, 5, 6, 7, 9, 10, 12, 13, 15, 16, 15];
/// From 72 to 98. The one at 72.0 is named in `KNOWN`, and so is the one who wins the tie.
const ABOVE: [usize; 13] = [19, 21, 22, 22, 21, 19, 17, 15, 12, 9, 7, 4, 2];

/// Chosen and absent of the eight classes.
const CHOSEN: [usize; 8] = [29, 27, 26, 24, 23, 22, 21, 20];
const ABSENT: [usize; 8] = [0, 1, 2, 1, 1, 2, 0, 2];

/// What decides between equals is the average of the major's courses; between these two nobody else is extreme.
const AVERAGES: (i32, u32) = (650, 220);

/// Everybody's row, class by class.
pub(super) fn marks(entrants: &[Entrant], seed: u64) -> Vec<ScoreRow> {
    let mut chance = Chance::new(seed);
    let groups = Groups::of(entrants, &mut chance);
    let mut rows: Vec<ScoreRow> = groups
        .absent
        .iter()
        .map(|entrant| absent(entrant))
        .collect();
    let (above, below) = (bins(72, &ABOVE), bins(42, &BELOW));
    for (people, mut totals) in [(groups.chosen, above), (groups.others, below)] {
        chance.shuffle(&mut totals);
        rows.extend(share_out(&people, totals, &mut chance));
    }
    rows
}

/// Where the second pass was typed wrongly: who, and by how many tenths of theory.
const SLIPS: [(&str, i32); 3] = [("2023010627", 60), ("2023010231", -10), ("2023010733", 10)];

/// The second pass: the same marks but for a few slips.
pub(super) fn second_pass(entrants: &[Entrant], marks: &[ScoreRow]) -> Vec<ScoreRow> {
    let slip = |row: &ScoreRow| {
        let one = entrants
            .iter()
            .find(|one| one.entry.student_id == row.student)?;
        let (_, by) = SLIPS.iter().find(|(number, _)| *number == one.number)?;
        Some(*by)
    };
    let typed = |row: &ScoreRow| {
        let Some(by) = slip(row) else {
            return row.clone();
        };
        let shifted = row.marks.iter().map(|(part, score)| {
            let other = Score::try_from(score.tenths() + by).ok();
            let slips = part.as_str() == "theory";
            (part, other.filter(|_| slips).unwrap_or(score))
        });
        ScoreRow {
            marks: shifted.collect(),
            ..row.clone()
        }
    };
    marks.iter().map(typed).collect()
}

/// Half of the sheet: the first classes as far as somebody came.
pub(super) fn half(entrants: &[Entrant], classes: usize, seed: u64) -> Vec<ScoreRow> {
    let mut chance = Chance::new(seed);
    let names: Vec<&str> = classes_of(entrants).into_iter().take(classes).collect();
    let typed = entrants
        .iter()
        .filter(|one| one.entry.in_base && names.contains(&one.class.as_str()));
    typed
        .map(|entrant| {
            if chance.below(24) == 0 {
                absent(entrant)
            } else {
                let total = 480 + 5 * i32::try_from(chance.below(90)).unwrap_or_default();
                row(entrant, total, None, &mut chance)
            }
        })
        .collect()
}

/// The classes in the order of the list.
fn classes_of(entrants: &[Entrant]) -> Vec<&str> {
    let mut names: Vec<&str> = entrants.iter().map(|one| one.class.as_str()).collect();
    names.dedup();
    names
}

/// Who is chosen, who is not, who did not come.
struct Groups<'a> {
    chosen: Vec<&'a Entrant>,
    others: Vec<&'a Entrant>,
    absent: Vec<&'a Entrant>,
}

impl<'a> Groups<'a> {
    fn of(entrants: &'a [Entrant], chance: &mut Chance) -> Self {
        let mut groups = Self {
            chosen: Vec::new(),
            others: Vec::new(),
            absent: Vec::new(),
        };
        for (name, (chosen, absent)) in classes_of(entrants)
            .into_iter()
            .zip(CHOSEN.into_iter().zip(ABSENT))
        {
            let mut own: Vec<&Entrant> = entrants
                .iter()
                .filter(|one| one.entry.in_base && one.class == name)
                .collect();
            chance.shuffle(&mut own);
            let (mut taken, mut left) = (Vec::new(), Vec::new());
            split(
                own,
                absent,
                |fate| fate == Fate::Absent,
                &mut groups.absent,
                &mut left,
            );
            split(left, chosen, is_chosen, &mut groups.chosen, &mut taken);
            groups.others.extend(taken);
        }
        groups
    }
}

/// So many into `into`: those the pictures show there first, then those of whom they say nothing.
fn split<'a>(
    own: Vec<&'a Entrant>,
    count: usize,
    belongs: impl Fn(Fate) -> bool,
    into: &mut Vec<&'a Entrant>,
    rest: &mut Vec<&'a Entrant>,
) {
    let (shown, others): (Vec<_>, Vec<_>) = own
        .into_iter()
        .partition(|one| fate(&one.number).is_some_and(&belongs));
    let mut missing = count.saturating_sub(shown.len());
    into.extend(shown);
    for one in others {
        if missing > 0 && fate(&one.number).is_none() {
            missing -= 1;
            into.push(one);
        } else {
            rest.push(one);
        }
    }
}

fn fate(number: &str) -> Option<Fate> {
    KNOWN
        .iter()
        .find(|known| known.number == number)
        .map(|known| known.fate)
}

fn is_chosen(fate: Fate) -> bool {
    match fate {
        Fate::Chosen => true,
        Fate::Total(total, average) => total > 715 || (total == 715 && average > Some(810)),
        Fate::NotChosen | Fate::Absent | Fate::Outside => false,
    }
}

/// The totals of the bins in tenths, half a point apart.
fn bins(first: i32, counts: &[usize]) -> Vec<i32> {
    let mut totals = Vec::new();
    for (bin, count) in (first..).step_by(2).zip(counts) {
        let low = 10 * bin;
        // At the top and at the cut everything is as the pictures name it: one at 72.0, three level at 71.5.
        let own: &[i32] = match bin {
            96 => &[970, 965],
            94 => &[955, 950, 945, 940],
            72 => &[725, 730, 735],
            70 => &[710, 705, 700],
            _ => &[low, low + 5, low + 10, low + 15],
        };
        totals.extend(own.iter().cycle().take(*count));
    }
    totals
}

/// Those of the pictures take the totals they are shown with; the others share what is left.
fn share_out(people: &[&Entrant], mut totals: Vec<i32>, chance: &mut Chance) -> Vec<ScoreRow> {
    let shown: BTreeMap<StudentId, (i32, Option<i32>)> = people
        .iter()
        .filter_map(|one| match fate(&one.number) {
            Some(Fate::Total(total, average)) => Some((one.entry.student_id, (total, average))),
            _ => None,
        })
        .collect();
    for (total, _) in shown.values() {
        if let Some(at) = totals.iter().position(|other| other == total) {
            totals.swap_remove(at);
        }
    }
    let mut left = totals.into_iter();
    let mut rows = Vec::new();
    for one in people {
        let (total, average) = match shown.get(&one.entry.student_id) {
            Some((total, average)) => (*total, *average),
            None => (left.next().unwrap_or(700), None),
        };
        rows.push(row(one, total, average, chance));
    }
    rows
}

/// Theory and practical that give the total, each half of it.
fn row(entrant: &Entrant, total: i32, average: Option<i32>, chance: &mut Chance) -> ScoreRow {
    let most = i32::try_from(chance.below(25)).unwrap_or_default() * 5 - 60;
    let apart = most.clamp(total - 1_000, 1_000 - total);
    let (lowest, span) = AVERAGES;
    let average =
        average.unwrap_or_else(|| lowest + i32::try_from(chance.below(span)).unwrap_or_default());
    let mark = |part: &str, tenths: i32| Some((part.parse().ok()?, Score::try_from(tenths).ok()?));
    let marks = [
        mark("theory", total + apart),
        mark("practical", total - apart),
        mark("average", average),
    ];
    ScoreRow {
        student: entrant.entry.student_id,
        marks: marks.into_iter().flatten().collect(),
        absence: None,
        note: None,
        record: None,
    }
}

fn absent(entrant: &Entrant) -> ScoreRow {
    ScoreRow {
        student: entrant.entry.student_id,
        marks: Marks::default(),
        absence: Some(Absence::Missed),
        note: Some("请假条已登记".to_owned()),
        record: None,
    }
}
