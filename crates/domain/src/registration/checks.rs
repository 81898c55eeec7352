//! The checks of a registration list (plan 4.2, 6.3): every name from the selection, once, with an
//! identity that agrees with itself and a major the certificate is for.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::fault::{Check, Fault};
use crate::ids::StudentId;
use crate::values::{IdNumber, IdType, NotAPhone, Phone, Secret, Sex, StudentState};

/// A student as the records know him, with the full numbers.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub student: StudentId,
    pub name: String,
    pub sex: Sex,
    pub birth_date: Option<NaiveDate>,
    pub id_type: IdType,
    pub id_number: Option<Secret>,
    pub roll_number: Option<Secret>,
    pub major_code: String,
    pub state: StudentState,
    pub phone: Option<String>,
}

impl Candidate {
    /// The identity number as it is compared with others'; `None` where there is none.
    fn number(&self) -> Option<Secret> {
        let number = self.id_number.as_ref()?.as_str().trim().to_uppercase();
        (!number.is_empty()).then(|| number.into())
    }
}

/// What the list is checked against.
#[derive(Clone, Debug, Default)]
pub struct Target {
    /// Whom the confirmed selection chose.
    pub chosen: BTreeSet<StudentId>,
    /// The majors the certificate is for.
    pub major_codes: Vec<String>,
    /// Who is in another open project of the same certificate and level, with its title.
    pub elsewhere: BTreeMap<StudentId, String>,
    /// The student states that may register: those that count in the base.
    pub states: Vec<StudentState>,
}

/// What the checks found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Students with faults; who has none is not here.
    pub faults: BTreeMap<StudentId, Vec<Fault>>,
    /// Chosen, but on no list.
    pub missing: BTreeSet<StudentId>,
    /// How many different students were checked.
    pub checked: usize,
}

impl Findings {
    /// How many students passed a check: "26 / 26".
    pub fn passed(&self, check: Check) -> usize {
        let failed = |faults: &&Vec<Fault>| faults.iter().any(|fault| fault.check() == check);
        self.checked - self.faults.values().filter(failed).count()
    }

    /// The list is exactly whom the selection chose and nobody has a fault.
    pub fn clean(&self) -> bool {
        self.faults.is_empty() && self.missing.is_empty()
    }
}

/// Check all lists of a project together: only so is somebody on two lists found.
pub fn check(candidates: &[Candidate], target: &Target) -> Findings {
    let mut times: BTreeMap<StudentId, usize> = BTreeMap::new();
    let mut owners: BTreeMap<Secret, Vec<(StudentId, &str)>> = BTreeMap::new();
    for candidate in candidates {
        let seen = times.entry(candidate.student).or_default();
        *seen += 1;
        if let Some(number) = candidate.number().filter(|_| *seen == 1) {
            let owner = (candidate.student, candidate.name.as_str());
            owners.entry(number).or_default().push(owner);
        }
    }
    let mut findings = Findings {
        checked: times.len(),
        ..Findings::default()
    };
    for candidate in candidates {
        let student = candidate.student;
        let mut faults = alone(candidate, target);
        if let Some(times) = times.get(&student).copied().filter(|times| *times > 1) {
            faults.push(Fault::Twice { times });
        }
        let same = candidate
            .number()
            .and_then(|number| owners.get(&number))
            .and_then(|owners| owners.iter().find(|(owner, _)| *owner != student));
        if let Some((_, other)) = same {
            faults.push(Fault::SameNumber {
                other: (*other).to_owned(),
            });
        }
        if !faults.is_empty() {
            findings.faults.insert(student, faults);
        }
    }
    findings.missing = target
        .chosen
        .iter()
        .filter(|student| !times.contains_key(student))
        .copied()
        .collect();
    findings
}

/// What one row shows by itself.
fn alone(candidate: &Candidate, target: &Target) -> Vec<Fault> {
    let mut faults = Vec::new();
    if !target.chosen.contains(&candidate.student) {
        faults.push(Fault::NotChosen);
    }
    if let Some(project) = target.elsewhere.get(&candidate.student) {
        faults.push(Fault::Elsewhere {
            project: project.clone(),
        });
    }
    if !target.states.contains(&candidate.state) {
        faults.push(Fault::State {
            state: candidate.state,
        });
    }
    if candidate.name.trim().is_empty() {
        faults.push(Fault::NameMissing);
    }
    identity(candidate, &mut faults);
    if !target.major_codes.contains(&candidate.major_code) {
        let code = candidate.major_code.clone();
        faults.push(Fault::Major {
            code,
            fitting: target.major_codes.clone(),
        });
    }
    if is_blank(candidate.roll_number.as_ref().map(Secret::as_str)) {
        faults.push(Fault::RollNumberMissing);
    }
    match candidate.phone.as_deref() {
        phone if is_blank(phone) => faults.push(Fault::PhoneMissing),
        Some(phone) => faults.extend(phone_fault(phone).map(|why| Fault::Phone { why })),
        None => {}
    }
    faults
}

/// Only a resident card's number follows GB 11643; other papers are not forced through its check.
fn identity(candidate: &Candidate, faults: &mut Vec<Fault>) {
    let Some(number) = candidate
        .id_number
        .as_ref()
        .map(Secret::as_str)
        .filter(|number| !number.trim().is_empty())
    else {
        faults.push(Fault::IdNumberMissing);
        return;
    };
    if candidate.id_type != IdType::ResidentCard {
        return;
    }
    let number: IdNumber = match number.parse() {
        Ok(number) => number,
        Err(why) => {
            faults.push(Fault::IdNumber { why });
            return;
        }
    };
    if number.sex() != candidate.sex {
        faults.push(Fault::SexDiffers {
            roster: candidate.sex,
            number: number.sex(),
        });
    }
    if let Some(roster) = candidate
        .birth_date
        .filter(|roster| *roster != number.birth_date())
    {
        faults.push(Fault::BirthDateDiffers {
            roster,
            number: number.birth_date(),
        });
    }
}

fn phone_fault(phone: &str) -> Option<NotAPhone> {
    phone.parse::<Phone>().err()
}

fn is_blank(text: Option<&str>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}
