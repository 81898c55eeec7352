//! The two entries of a student's marks compared, and what they agree on (plan 4.3.2).

use super::candidate::Marks;
use super::parts::PartKey;
use super::state::Absence;
use crate::values::Score;

/// Two marks further apart than this are worth a second look by whoever decides.
const APART: i32 = 50;

/// What one pass says of one student.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entered {
    pub marks: Marks,
    /// The word for not having sat, or for a test that does not count.
    pub absence: Option<Absence>,
    /// The room's record an absence refers to.
    pub record: Option<String>,
}

impl Entered {
    /// Whether nothing is owed: every mark that counts, or a word why there is none.
    pub fn is_complete(&self, counting: &[PartKey]) -> bool {
        self.absence.is_some() || counting.iter().all(|part| self.marks.get(*part).is_some())
    }

    /// The same marks and the same word of absence, whatever the order of the parts.
    pub fn marks_alike(&self, other: &Self) -> bool {
        let one = |entered: &Self| {
            let mut marks: Vec<(PartKey, Score)> = entered.marks.iter().collect();
            marks.sort_unstable();
            marks
        };
        self.absence == other.absence && one(self) == one(other)
    }

    fn said(&self, about: About) -> Said {
        match about {
            About::Part(part) => Said::Mark(self.marks.get(part)),
            About::Attendance => Said::Attendance(self.absence, self.record.clone()),
        }
    }
}

/// What a difference is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// Whether the student sat at all, and the record of it.
    Attendance,
    /// One part of the test.
    Part(PartKey),
}

impl About {
    /// The word that is stored: a part's key has no star.
    pub fn key(self) -> String {
        match self {
            Self::Attendance => "*".to_owned(),
            Self::Part(part) => part.to_string(),
        }
    }

    pub fn of_key(key: &str) -> Option<Self> {
        if key == "*" {
            Some(Self::Attendance)
        } else {
            key.parse().ok().map(Self::Part)
        }
    }
}

/// What was said of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// A mark, or none.
    Mark(Option<Score>),
    /// A word of absence with the room's record, or that the student sat.
    Attendance(Option<Absence>, Option<String>),
}

/// Where the two passes do not say the same, or say something grave without its record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub about: About,
    pub first: Said,
    pub second: Said,
    /// How far two marks are apart.
    pub apart: Option<Score>,
    /// More than five points apart: looked at before it is settled.
    pub flagged: bool,
}

/// A test that does not count is written down with the room's record it rests on.
pub const fn wants_record(absence: Absence) -> bool {
    matches!(absence, Absence::Cheated | Absence::Breach)
}

/// Where the two entries of one student differ. `parts` are all that are asked for.
pub fn compare(first: &Entered, second: &Entered, parts: &[PartKey]) -> Vec<Difference> {
    let mut found = Vec::new();
    let unproved = |one: &Entered| one.absence.is_some_and(wants_record) && one.record.is_none();
    if first.absence != second.absence || unproved(first) || unproved(second) {
        found.push(difference(About::Attendance, first, second, None));
    }
    for part in parts {
        let (one, other) = (first.marks.get(*part), second.marks.get(*part));
        // Where one says the student sat and the other not, the word on that decides about the marks.
        let follows = first.absence != second.absence && (one.is_none() || other.is_none());
        if one != other && !follows {
            let apart = one.zip(other).and_then(|(one, other)| {
                Score::try_from((one.tenths() - other.tenths()).abs()).ok()
            });
            found.push(difference(About::Part(*part), first, second, apart));
        }
    }
    found
}

fn difference(about: About, first: &Entered, second: &Entered, apart: Option<Score>) -> Difference {
    Difference {
        about,
        first: first.said(about),
        second: second.said(about),
        apart,
        flagged: apart.is_some_and(|apart| apart.tenths() > APART),
    }
}

/// What stands once every difference is settled; the differences that are still open otherwise.
pub fn agree(
    first: &Entered,
    second: &Entered,
    settled: &[(About, Said)],
    parts: &[PartKey],
) -> Result<Entered, Vec<Difference>> {
    let decided = |about: About| settled.iter().find(|(one, _)| *one == about);
    let differences = compare(first, second, parts);
    let open: Vec<Difference> = differences
        .iter()
        .filter(|one| decided(one.about).is_none())
        .cloned()
        .collect();
    if !open.is_empty() {
        return Err(open);
    }
    let settled = |about: About| {
        let differs = differences.iter().any(|one| one.about == about);
        decided(about).filter(|_| differs).map(|(_, said)| said)
    };
    let (absence, record) = match settled(About::Attendance) {
        Some(Said::Attendance(absence, record)) => (*absence, record.clone()),
        Some(Said::Mark(_)) | None => {
            let record = first.record.clone().or_else(|| second.record.clone());
            (first.absence, record)
        }
    };
    let away = absence.is_some_and(|absence| !wants_record(absence));
    let mark = |part: PartKey| match settled(About::Part(part)) {
        Some(Said::Mark(mark)) => *mark,
        Some(Said::Attendance(..)) | None => {
            first.marks.get(part).or_else(|| second.marks.get(part))
        }
    };
    let marks = parts
        .iter()
        .filter(|_| !away)
        .filter_map(|part| Some((*part, mark(*part)?)));
    Ok(Entered {
        marks: marks.collect(),
        record: record.filter(|_| absence.is_some()),
        absence,
    })
}
