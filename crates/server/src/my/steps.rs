//! The five dots: selection, registration, coaching, exam, certificate.

use chrono::NaiveDate;
use domain::dates::day_words;
use domain::registration::RegistrationState;
use domain::selection::Verdict;
use store::projects::project;

/// One dot.
pub(super) struct Dot {
    pub(super) number: usize,
    pub(super) label: &'static str,
    /// done, now or todo
    pub(super) kind: &'static str,
    pub(super) note: String,
}

/// Where the student is in a project.
pub(super) fn dots(
    project: &project::Model,
    verdict: Option<Verdict>,
    row: Option<RegistrationState>,
    today: NaiveDate,
) -> Vec<Dot> {
    let chosen = verdict == Some(Verdict::Chosen) || row.is_some();
    let approved = row == Some(RegistrationState::Approved);
    let now = match (chosen, approved) {
        (false, _) => 0,
        (true, false) => 1,
        (true, true) => 2,
    };
    let day = |day: Option<NaiveDate>| day.map_or("--".to_owned(), |day| day_words(day, today));
    let selection = match verdict {
        Some(Verdict::Chosen) => "已录取".to_owned(),
        Some(other) => other.label().to_owned(),
        None if chosen => "已录取".to_owned(),
        None => "--".to_owned(),
    };
    let registration = match row {
        Some(RegistrationState::Approved) => "已审核".to_owned(),
        Some(RegistrationState::Submitted) => "在审核".to_owned(),
        Some(RegistrationState::Withdrawn) => "不报名".to_owned(),
        Some(RegistrationState::Draft | RegistrationState::Returned) | None => {
            day(project.registration_deadline)
        }
    };
    let notes = [
        ("选拔", selection),
        ("报名", registration),
        ("辅导", "报名后".to_owned()),
        ("考试", day(Some(project.exam_from))),
        ("证书", "考试后".to_owned()),
    ];
    notes
        .into_iter()
        .enumerate()
        .map(|(at, (label, note))| Dot {
            number: at + 1,
            label,
            kind: match at.cmp(&now) {
                std::cmp::Ordering::Less => "done",
                std::cmp::Ordering::Equal => "now",
                std::cmp::Ordering::Greater => "todo",
            },
            note,
        })
        .collect()
}
