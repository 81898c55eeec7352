//! A class's list as its teacher sees it: who lacks what, who can be reminded and who was.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use domain::access::{Action, Permit};
use domain::dates::time_words;
use domain::ids::{AccountId, ListId, StudentId};
use domain::registration::{Lack, Mender, Need, RegistrationState};
use store::people as rows;
use store::registration::{self as lists, RowOf, list};

use crate::people::Standings;
use crate::registration::records::Work;
use crate::shell::{App, Visitor, WebResult};

/// A class's list with all its teacher needs.
pub(super) struct Scene {
    pub(super) list: list::Model,
    pub(super) work: Work,
    /// Those who have not given up.
    pub(super) rows: Vec<RowOf>,
    pub(super) brought: Standings,
    pub(super) permit: Permit,
    accounts: BTreeMap<StudentId, AccountId>,
    reminded: BTreeMap<StudentId, DateTime<Utc>>,
    now: DateTime<Utc>,
}

impl Scene {
    /// The list, with the permit to help; other classes' lists are not there.
    pub(super) async fn of(app: &App, visitor: &Visitor, id: ListId) -> WebResult<Self> {
        let db = app.db.read();
        let list = lists::list(db, id).await?;
        let work = Work::of(db, list.project_id).await?;
        let place = work.list_place(list.class_id)?;
        let permit = visitor.actor.permit(Action::HelpRegistration, &place)?;
        let mut own = lists::rows(db, id).await?;
        own.retain(|one| one.row.state != RegistrationState::Withdrawn);
        let asked = (work.project.id, &work.plan);
        let brought = Standings::of(db, asked, app.clock.today(), &own).await?;
        let ids: Vec<StudentId> = own.iter().map(|one| one.student.id).collect();
        let mut reminded: BTreeMap<StudentId, DateTime<Utc>> = BTreeMap::new();
        for ((student, _), at) in rows::last_reminders(db, work.project.id).await? {
            let last = reminded.entry(student).or_insert(at);
            *last = (*last).max(at);
        }
        Ok(Self {
            accounts: store::identity::accounts_of_students(db, &ids).await?,
            rows: own,
            list,
            work,
            brought,
            permit,
            reminded,
            now: app.clock.now(),
        })
    }

    pub(super) fn row(&self, student: StudentId) -> Option<&RowOf> {
        self.rows.iter().find(|one| one.student.id == student)
    }

    /// Who lacks something, and what.
    pub(super) fn lacking(&self) -> Vec<(&RowOf, &[Lack])> {
        let pairs = self
            .rows
            .iter()
            .map(|one| (one, self.brought.lacks(one.student.id)));
        pairs.filter(|(_, lacks)| !lacks.is_empty()).collect()
    }

    /// Rows that came back for something the student or the class teacher mends.
    pub(super) fn returned(&self) -> Vec<&RowOf> {
        let back = |one: &&RowOf| {
            one.row.state == RegistrationState::Returned
                && Mender::of(one.row.field) != Mender::GroupLeader
        };
        self.rows.iter().filter(back).collect()
    }

    pub(super) fn account(&self, student: StudentId) -> Option<AccountId> {
        self.accounts.get(&student).copied()
    }

    /// When somebody may be reminded again; `None` when now.
    pub(super) fn again_at(&self, student: StudentId) -> Option<DateTime<Utc>> {
        let hours = Duration::hours(self.work.plan.remind_hours.into());
        let next = *self.reminded.get(&student)? + hours;
        (next > self.now).then_some(next)
    }

    /// Whether a message reaches the student, and he was not reminded just now.
    pub(super) fn can_remind(&self, student: StudentId) -> bool {
        self.account(student).is_some() && self.again_at(student).is_none()
    }

    /// 昨天 16:20 提醒过
    pub(super) fn reminded_words(&self, student: StudentId) -> String {
        match (self.account(student), self.reminded.get(&student)) {
            (None, _) => "没有账号，用纸条".to_owned(),
            (Some(_), Some(at)) => format!("{} 提醒过", time_words(*at, self.now)),
            (Some(_), None) => "未提醒".to_owned(),
        }
    }

    /// 23会计3班
    pub(super) fn class(&self) -> &str {
        self.work.class_name(self.list.class_id)
    }
}

/// The heading a student stands under: the first thing that is hardest to bring.
pub(super) fn group_of(lacks: &[Lack]) -> Option<Need> {
    let order = [
        Need::GuardianConsent,
        Need::Photo,
        Need::StudentConsent,
        Need::Form,
    ];
    order
        .into_iter()
        .find(|need| lacks.iter().any(|lack| lack.need == *need))
}
