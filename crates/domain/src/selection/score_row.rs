//! One row of a score file: marks, and the words that say someone did not sit (plan 4.3.2).

use super::candidate::Marks;
use super::parts::PartKey;
use super::score_columns::{ABSENT, REMARK};
use super::state::Absence;
use crate::import::{Field, Line, ProblemKind, Row};
use crate::values::{NotAScore, Score};

/// The cells by which two rows of one student are compared.
pub(super) type Said = Vec<Option<String>>;
/// The parts that are wanted and their columns.
pub(super) type Parts = Vec<(PartKey, Field)>;

/// What a row says besides whose it is.
pub(super) struct ReadRow {
    pub(super) marks: Marks,
    pub(super) absence: Option<Absence>,
}

impl ReadRow {
    pub(super) fn said(line: &Line<'_>, parts: &Parts) -> Said {
        let fields = parts
            .iter()
            .map(|(_, field)| *field)
            .chain([REMARK, ABSENT]);
        fields
            .map(|field| line.text(field).map(str::to_owned))
            .collect()
    }

    /// Read marks and absence, and say what is wrong with them.
    pub(super) fn of(row: &mut Row<'_, '_>, parts: &Parts) -> Self {
        let said = in_remark(row).or_else(|| in_absent_column(row));
        let mut in_part = None;
        let mut marks = Vec::new();
        for (part, field) in parts {
            let Some(text) = row.text(*field) else {
                continue;
            };
            if let Some(word) = Absence::in_remark(text) {
                in_part = in_part.or(Some(word));
                continue;
            }
            match text.parse::<Score>() {
                Ok(score) => marks.push((*part, score)),
                Err(why) => refuse_score(row, *field, why),
            }
        }
        let mut marks: Marks = marks.into_iter().collect();
        match said {
            Some(Absence::Missed | Absence::Deferred | Absence::OnLeave) => {
                // Many lists write 0 for who did not come.
                if marks.iter().all(|(_, score)| score == Score::ZERO) {
                    marks = Marks::default();
                }
                contradict_marks(row, &marks);
            }
            None if in_part.is_none() => miss_marks(row, &marks, parts),
            // A mark that does not count any more may still stand there; who missed one part has no total.
            Some(Absence::Cheated | Absence::Breach | Absence::NoRow | Absence::RowRefused)
            | None => {}
        }
        Self {
            marks,
            absence: said.or(in_part),
        }
    }
}

fn in_remark(row: &Row<'_, '_>) -> Option<Absence> {
    row.text(REMARK).and_then(Absence::in_remark)
}

/// 是, 1 and a tick mean yes; the words of a remark are understood too.
fn in_absent_column(row: &mut Row<'_, '_>) -> Option<Absence> {
    let text = row.text(ABSENT)?;
    match text {
        "是" | "1" | "√" | "✓" | "✔" | "Y" | "y" => Some(Absence::Missed),
        "否" | "0" | "×" | "N" | "n" | "-" | "—" | "无" | "正常" | "参加" | "已参加" | "到考"
        | "已考" | "出席" | "实考" | "参考" | "正常参加" | "不缺考" | "未缺考" | "无缺考" => {
            None
        }
        other => {
            let word = Absence::in_remark(other);
            if word.is_none() {
                row.error(
                    ABSENT,
                    ProblemKind::NotInList,
                    "这里只填是或否。",
                    "缺考请填是，参加了请留空。",
                );
            }
            word
        }
    }
}

fn refuse_score(row: &mut Row<'_, '_>, field: Field, why: NotAScore) {
    let (kind, advice) = match why {
        NotAScore::NotANumber => (
            ProblemKind::NotANumber,
            "请填分数；没有参加的，请在备注写缺考。",
        ),
        NotAScore::TooFine => (ProblemKind::NotANumber, "请改成一位小数，如 78.5。"),
        NotAScore::OutOfRange => (
            ProblemKind::OutOfRange,
            "请核对试卷，改成 0 到 100 的分数。",
        ),
    };
    row.error(field, kind, why.to_string(), advice);
}

fn contradict_marks(row: &mut Row<'_, '_>, marks: &Marks) {
    if marks.is_empty() {
        return;
    }
    let field = if in_remark(row).is_some() {
        REMARK
    } else {
        ABSENT
    };
    row.error(
        field,
        ProblemKind::Contradicts,
        "这一行写着没有参加，却有成绩。",
        "请删去成绩，或删去没有参加的说明。",
    );
}

fn miss_marks(row: &mut Row<'_, '_>, marks: &Marks, parts: &Parts) {
    for (_, field) in parts.iter().filter(|(part, _)| marks.get(*part).is_none()) {
        // An unreadable mark has its own error.
        if row.line.text(*field).is_none() {
            row.warning(
                *field,
                ProblemKind::Missing,
                "没有成绩，也没有写缺考，按缺考处理。",
                "请补上成绩，或在备注写缺考。",
            );
        }
    }
}
