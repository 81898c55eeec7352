//! The person who acts, the place acted on, and the proof that the act was allowed.

use chrono::NaiveDate;

use super::{Action, Post, Scope};
use crate::ids::{AccountId, ClassId, FacultyId, GroupId, StudentId};

/// A post held by a person, with its place and term of office (plan 2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// Which post.
    pub post: Post,
    /// For posts about one faculty.
    pub faculty: Option<FacultyId>,
    /// For posts about one major group.
    pub group: Option<GroupId>,
    /// For posts about one class.
    pub class: Option<ClassId>,
    /// For students: who they are.
    pub student: Option<StudentId>,
    /// First day of the term.
    pub from: NaiveDate,
    /// Last day of the term, `None` while open.
    pub to: Option<NaiveDate>,
}

impl Holding {
    /// Whether the term of office covers the day.
    pub fn in_office(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|last| day <= last)
    }

    fn covers(&self, place: &Place) -> bool {
        fn same<T: PartialEq + Copy>(mine: Option<T>, theirs: Option<T>) -> bool {
            mine.is_some() && mine == theirs
        }
        match self.post.scope() {
            Scope::School => true,
            Scope::Faculty => same(self.faculty, place.faculty),
            Scope::Group => same(self.group, place.group),
            Scope::Class => same(self.class, place.class),
            Scope::Student => same(self.student, place.student),
        }
    }
}

/// Where a record belongs. What is unknown is `None` and covered by whole-school posts only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Faculty of the record.
    pub faculty: Option<FacultyId>,
    /// Major group of the record.
    pub group: Option<GroupId>,
    /// Class of the record.
    pub class: Option<ClassId>,
    /// The student the record is about.
    pub student: Option<StudentId>,
}

impl Place {
    /// The school as a whole.
    pub const SCHOOL: Self = Self {
        faculty: None,
        group: None,
        class: None,
        student: None,
    };

    /// A record of one major group.
    pub const fn group(faculty: FacultyId, group: GroupId) -> Self {
        Self {
            faculty: Some(faculty),
            group: Some(group),
            class: None,
            student: None,
        }
    }

    /// A record of one class.
    pub const fn class(faculty: FacultyId, group: GroupId, class: ClassId) -> Self {
        Self {
            faculty: Some(faculty),
            group: Some(group),
            class: Some(class),
            student: None,
        }
    }

    /// The same place, about one student.
    #[must_use]
    pub const fn about(mut self, student: StudentId) -> Self {
        self.student = Some(student);
        self
    }
}

/// What a list may show: goes into the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The whole school.
    All,
    /// Only what belongs to one of these.
    Within {
        /// Own faculties.
        faculties: Vec<FacultyId>,
        /// Own major groups.
        groups: Vec<GroupId>,
        /// Own classes.
        classes: Vec<ClassId>,
        /// The person alone.
        students: Vec<StudentId>,
    },
    /// Nothing at all.
    Nothing,
}

/// How the second factor stands in this session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactor {
    /// Shown within the last ten minutes.
    Fresh,
    /// Shown at sign-in, longer ago.
    Earlier,
    /// Not shown.
    Missing,
    /// Switched off for the whole installation; the demonstration says so on every page.
    Waived,
}

/// Why an act was not allowed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// Even the existence of the record is not this person's business: answer as if it were not there.
    #[error("not visible")]
    Hidden,
    /// Visible, but the act belongs to other posts.
    #[error("not allowed: {action:?}")]
    NotAllowed {
        /// What was tried.
        action: Action,
    },
    /// Allowed once the second factor is shown again.
    #[error("second factor needed: {action:?}")]
    SecondFactorNeeded {
        /// What was tried.
        action: Action,
    },
}

/// A signed-in person with the posts in office today.
#[derive(Clone, Debug)]
pub struct Actor {
    account: AccountId,
    name: String,
    holdings: Vec<Holding>,
    second_factor: SecondFactor,
}

impl Actor {
    /// An actor with those of the holdings that are in office on `today`.
    pub fn new(
        account: AccountId,
        name: String,
        holdings: Vec<Holding>,
        second_factor: SecondFactor,
        today: NaiveDate,
    ) -> Self {
        let holdings = holdings
            .into_iter()
            .filter(|held| held.in_office(today))
            .collect();
        Self {
            account,
            name,
            holdings,
            second_factor,
        }
    }

    /// The account that acts.
    pub const fn account(&self) -> AccountId {
        self.account
    }

    /// The person's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The posts in office.
    pub fn holdings(&self) -> &[Holding] {
        &self.holdings
    }

    /// Whether the person holds the post somewhere.
    pub fn holds(&self, post: Post) -> bool {
        self.holdings.iter().any(|held| held.post == post)
    }

    /// Whether one of the posts may do this at the place; says nothing of the second factor.
    pub fn may(&self, action: Action, place: &Place) -> bool {
        self.using(action)
            .any(|held| action.is_ones_own() || held.covers(place))
    }

    /// Whether the person may do this anywhere at all: decides menus and buttons.
    pub fn may_somewhere(&self, action: Action) -> bool {
        self.factor_allows() && self.using(action).next().is_some()
    }

    /// Ask for permission. The answer is needed by every write.
    pub fn permit(&self, action: Action, place: &Place) -> Result<Permit, Denied> {
        if !self.may(action, place) {
            let seen = self.factor_allows() && self.may(action.seen_by(), place);
            return Err(if seen {
                Denied::NotAllowed { action }
            } else {
                Denied::Hidden
            });
        }
        let stale =
            action.needs_fresh_factor() && matches!(self.second_factor, SecondFactor::Earlier);
        if stale || (action != Action::OwnAccount && !self.factor_allows()) {
            return Err(Denied::SecondFactorNeeded { action });
        }
        Ok(Permit {
            account: Some(self.account),
            name: self.name.clone(),
            action,
            place: *place,
        })
    }

    /// What lists under this action may show.
    pub fn reach(&self, action: Action) -> Reach {
        if !self.factor_allows() {
            return Reach::Nothing;
        }
        let (mut faculties, mut groups, mut classes, mut students) =
            (vec![], vec![], vec![], vec![]);
        for held in self.using(action) {
            match held.post.scope() {
                Scope::School => return Reach::All,
                Scope::Faculty => faculties.extend(held.faculty),
                Scope::Group => groups.extend(held.group),
                Scope::Class => classes.extend(held.class),
                Scope::Student => students.extend(held.student),
            }
        }
        if faculties.is_empty() && groups.is_empty() && classes.is_empty() && students.is_empty() {
            Reach::Nothing
        } else {
            Reach::Within {
                faculties,
                groups,
                classes,
                students,
            }
        }
    }

    fn using(&self, action: Action) -> impl Iterator<Item = &Holding> {
        self.holdings
            .iter()
            .filter(move |held| action.posts().contains(&held.post))
    }

    /// A post that exports or administers is worth nothing before the second factor was shown.
    fn factor_allows(&self) -> bool {
        !matches!(self.second_factor, SecondFactor::Missing)
            || !self
                .holdings
                .iter()
                .any(|held| held.post.needs_second_factor())
    }
}

/// Proof that an act was allowed; its audit row is made from it. Cannot be made by hand.
#[derive(Clone, Debug)]
pub struct Permit {
    account: Option<AccountId>,
    name: String,
    action: Action,
    place: Place,
}

impl Permit {
    /// For work the program does by itself (jobs, first start, command line); `work` is what the audit shows as the actor.
    pub fn system(work: &str, action: Action) -> Self {
        Self {
            account: None,
            name: work.to_owned(),
            action,
            place: Place::SCHOOL,
        }
    }

    /// Who acts, `None` for the program itself.
    pub const fn account(&self) -> Option<AccountId> {
        self.account
    }

    /// Name shown in the audit.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What was allowed.
    pub const fn action(&self) -> Action {
        self.action
    }

    /// Where it was allowed.
    pub const fn place(&self) -> &Place {
        &self.place
    }
}
