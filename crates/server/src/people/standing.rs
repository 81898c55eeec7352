//! What each student of a project has brought and what his row lacks: derived from the records, kept nowhere.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::ids::{ProjectId, StudentId};
use domain::plan::PlanParameters;
use domain::projects::PeopleFacts;
use domain::registration::consent::Answers;
use domain::registration::photo::refusal;
use domain::registration::{Age, Brought, Lack, Need, Portrait, RegistrationState, lacks};
use sea_orm::ConnectionTrait;
use store::people::{self as rows, photo};
use store::registration::{RowOf, rows_of_project};
use store::school::student;

use crate::shell::WebResult;

/// The students of a project by what they have brought.
#[derive(Debug, Default)]
pub(crate) struct Standings {
    lacks: BTreeMap<StudentId, Vec<Lack>>,
    photos: BTreeMap<StudentId, photo::Model>,
    answers: BTreeMap<StudentId, Answers>,
    asks: bool,
}

impl Standings {
    pub(crate) async fn of(
        db: &impl ConnectionTrait,
        (project, plan): (ProjectId, &PlanParameters),
        today: NaiveDate,
        all: &[RowOf],
    ) -> WebResult<Self> {
        let ids: Vec<StudentId> = all.iter().map(|one| one.student.id).collect();
        let mut found = Self {
            lacks: BTreeMap::new(),
            photos: rows::photos_of(db, &ids).await?,
            answers: rows::standing(db, project).await?,
            asks: plan.needs.asks_anything(),
        };
        for one in all {
            if one.row.state != RegistrationState::Withdrawn {
                let brought = found.brought(plan, today, one);
                found
                    .lacks
                    .insert(one.student.id, lacks(&plan.needs, &brought));
            }
        }
        Ok(found)
    }

    fn brought(&self, plan: &PlanParameters, today: NaiveDate, one: &RowOf) -> Brought {
        let photo = match self.photos.get(&one.student.id) {
            None => Portrait::None,
            Some(photo) => {
                refusal(&plan.photo, &photo.measure).map_or(Portrait::Good, Portrait::Refused)
            }
        };
        Brought {
            age: age(&one.student, today),
            confirmed: one.row.data.confirmed.is_some(),
            photo,
            answers: self.answers(one.student.id),
        }
    }

    /// What a row lacks; nothing for one that was given up.
    pub(crate) fn lacks(&self, student: StudentId) -> &[Lack] {
        self.lacks
            .get(&student)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    pub(crate) fn lacks_need(&self, student: StudentId, need: Need) -> Option<&Lack> {
        self.lacks(student).iter().find(|lack| lack.need == need)
    }

    /// Whether the plan asks for anything here.
    pub(crate) fn asks(&self) -> bool {
        self.asks
    }

    /// What a row lacks in one sentence, empty when it lacks nothing.
    pub(crate) fn sentence(&self, student: StudentId) -> String {
        let all = self.lacks(student).iter();
        all.map(|lack| lack.sentence.as_str())
            .collect::<Vec<_>>()
            .join("；")
    }

    /// Whose rows stay back.
    pub(crate) fn held(&self) -> BTreeSet<StudentId> {
        let some = self.lacks.iter().filter(|(_, lacks)| !lacks.is_empty());
        some.map(|(student, _)| *student).collect()
    }

    pub(crate) fn photo(&self, student: StudentId) -> Option<&photo::Model> {
        self.photos.get(&student)
    }

    pub(crate) fn answers(&self, student: StudentId) -> Answers {
        self.answers.get(&student).cloned().unwrap_or_default()
    }

    /// How many rows lack one of these.
    fn missing(&self, needs: &[Need]) -> usize {
        let lacking = |lacks: &&Vec<Lack>| lacks.iter().any(|lack| needs.contains(&lack.need));
        self.lacks.values().filter(lacking).count()
    }
}

/// How old the student is, as far as the law asks.
pub(crate) fn age(student: &student::Model, today: NaiveDate) -> Age {
    Age::on(today, student.birth_date)
}

/// The figures of the project's page.
pub(crate) async fn facts(
    db: &impl ConnectionTrait,
    today: NaiveDate,
    (project, plan): (ProjectId, &PlanParameters),
) -> WebResult<PeopleFacts> {
    let all = rows_of_project(db, project).await?;
    let found = Standings::of(db, (project, plan), today, &all).await?;
    let asked = |wanted: bool, needs: &[Need]| wanted.then(|| found.missing(needs));
    let needs = &plan.needs;
    let consents = needs.student_consent || needs.guardian_consent;
    Ok(PeopleFacts {
        rows: found.lacks.len(),
        forms: asked(needs.form, &[Need::Form]),
        photos: asked(needs.photo, &[Need::Photo]),
        consents: asked(consents, &[Need::StudentConsent, Need::GuardianConsent]),
    })
}
