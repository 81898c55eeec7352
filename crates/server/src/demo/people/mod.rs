//! The invented students: identity numbers of region 990000 with right check characters, names and telephones that
//! belong to nobody, some on leave, withdrawn or on internship.

mod known;
mod names;

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use domain::ids::ClassId;
use domain::school::number::{ClassPrefix, NoNumber};
use domain::values::{Grade, IdNumber, IdType, Phone, Secret, Sex, StudentState};
use store::school::StudentValues;

use super::chance::Chance;
use super::classes::Planned;

pub(super) use known::{Fate, KNOWN};

/// Invents the school's students, class by class.
pub(super) struct Inventor {
    chance: Chance,
    bodies: BTreeSet<String>,
    made: usize,
}

impl Inventor {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            chance: Chance::new(seed),
            bodies: BTreeSet::new(),
            made: 0,
        }
    }

    /// Everybody of a class.
    pub(super) fn class(
        &mut self,
        planned: &Planned,
        id: ClassId,
        major: i32,
    ) -> Result<Vec<StudentValues>, NoNumber> {
        let prefix = ClassPrefix::new(planned.grade, major, planned.number)?;
        let gone = self.seats_of_the_gone(planned, &prefix.to_string());
        let seats = 1..=planned.base + planned.gone;
        Ok(seats
            .map(|seat| {
                let state = gone.contains(&seat).then_some(if planned.number % 3 == 2 {
                    StudentState::Withdrawn
                } else {
                    StudentState::Suspended
                });
                self.student(planned, id, prefix.seat(seat), state)
            })
            .collect())
    }

    /// Whom the pictures show at the school stays there, whom they show on leave is on leave.
    fn seats_of_the_gone(&mut self, planned: &Planned, prefix: &str) -> Vec<u32> {
        let all = 1..=planned.base + planned.gone;
        let named = |seat: u32| known::known(&format!("{prefix}{seat:02}"));
        let by_name = |seat: &u32| named(*seat).is_some_and(|known| known.fate == Fate::Outside);
        let mut gone: Vec<u32> = all.clone().filter(by_name).collect();
        let mut free: Vec<u32> = all.filter(|seat| named(*seat).is_none()).collect();
        self.chance.shuffle(&mut free);
        let missing = usize::try_from(planned.gone)
            .unwrap_or_default()
            .saturating_sub(gone.len());
        gone.extend(free.into_iter().take(missing));
        gone
    }

    fn student(
        &mut self,
        planned: &Planned,
        class_id: ClassId,
        school_number: String,
        gone: Option<StudentState>,
    ) -> StudentValues {
        let nth = self.made;
        self.made += 1;
        let invented = names::named(nth, &mut self.chance);
        let known = known::known(&school_number);
        let name = known.map_or(invented.name, |known| known.name.to_owned());
        let sex = known.map_or(invented.sex, |known| known.sex);
        let nation = if known.is_some() {
            "汉族"
        } else {
            invented.nation
        };
        let usual = if planned.on_internship {
            StudentState::Internship
        } else {
            StudentState::Enrolled
        };
        let (born, number) = self.identity(planned.grade, sex);
        let serial = u32::try_from(nth).unwrap_or_default();
        StudentValues {
            roll_number: number
                .as_ref()
                .map(|number| Secret::from(format!("G{}", number.as_str()))),
            guardian_name: Some(names::guardian(&name, &mut self.chance)),
            name,
            sex,
            nation: Some(nation.to_owned()),
            birth_date: Some(born),
            id_type: IdType::ResidentCard,
            id_number: number.map(|number| Secret::from(number.as_str().to_owned())),
            class_id,
            state: gone.unwrap_or(usual),
            phone: telephone("1380000", serial),
            guardian_phone: telephone("1390000", serial),
            school_number,
        }
    }

    /// A number no other student bears; born in the year in which most of the grade were.
    fn identity(&mut self, grade: Grade, sex: Sex) -> (NaiveDate, Option<IdNumber>) {
        let first = NaiveDate::from_ymd_opt(grade.year() - 16, 9, 1).unwrap_or_default();
        loop {
            let born = first + Days::new(u64::from(self.chance.below(365)));
            let odd = u32::from(sex == Sex::Male);
            let order = 2 * self.chance.below(490) + 2 - odd;
            let body = format!("990000{}{order:03}", born.format("%Y%m%d"));
            if self.bodies.insert(body.clone()) {
                let check = IdNumber::check_character(&body);
                return (
                    born,
                    check.and_then(|check| format!("{body}{check}").parse().ok()),
                );
            }
        }
    }
}

fn telephone(begins: &str, serial: u32) -> Option<Phone> {
    format!("{begins}{serial:04}").parse().ok()
}
