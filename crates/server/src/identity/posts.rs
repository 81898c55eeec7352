//! The form of a post to be given: which, for what place, for which term (plan 2.1).

use chrono::NaiveDate;
use domain::access::{Post, Scope};
use domain::dates::day_words;
use domain::ids::{AccountId, ClassId, FacultyId, GroupId};
use domain::values::Day;
use store::identity::{NewHolding, holding};
use store::school::Structure;

use crate::school::choices;
use crate::shell::{Choice, Fields, Problem, Problems};

/// What was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct PostForm {
    pub(super) post: String,
    pub(super) faculty: String,
    pub(super) group: String,
    pub(super) class: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) reason: String,
}

/// What the selects of the form offer.
pub(super) struct PostChoices {
    pub(super) posts: Vec<Choice>,
    pub(super) faculties: Vec<Choice>,
    pub(super) groups: Vec<Choice>,
    pub(super) classes: Vec<Choice>,
}

impl PostChoices {
    pub(super) fn of(structure: &Structure) -> Self {
        Self {
            posts: offered()
                .map(|post| Choice::new(post.code(), post.label()))
                .collect(),
            faculties: choices::faculties(structure),
            groups: choices::groups(structure),
            classes: choices::classes(structure),
        }
    }
}

/// Students get their accounts from the roll, not from this form.
fn offered() -> impl Iterator<Item = Post> {
    Post::ALL.into_iter().filter(|post| *post != Post::Student)
}

impl PostForm {
    pub(super) fn starting(today: NaiveDate) -> Self {
        Self {
            from: today.to_string(),
            ..Self::default()
        }
    }

    pub(super) fn typed(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        Self {
            post: text("post"),
            faculty: text("faculty"),
            group: text("group"),
            class: text("class"),
            from: text("from"),
            to: text("to"),
            reason: text("reason"),
        }
    }

    /// The post for an account, or what has to be mended.
    pub(super) fn checked(
        &self,
        account: AccountId,
        structure: &Structure,
    ) -> Result<NewHolding, Problems> {
        let mut problems = Problems::default();
        let post = self
            .post
            .parse::<Post>()
            .ok()
            .filter(|post| offered().any(|known| known == *post));
        let post = problems.note(post.ok_or_else(|| Problem::new("post", "岗位：请选一个岗位")));
        let from = problems.note(day("from", "任期起", &self.from)).flatten();
        let to = problems.note(day("to", "任期止", &self.to)).flatten();
        if from.is_none() && problems.of("from").is_empty() {
            problems.push(Problem::new(
                "from",
                "任期起：请填任期的第一天，如 2025-09-01",
            ));
        }
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            problems.push(Problem::new("to", format!("任期止：要晚于任期起 {from}")));
        }
        let (Some(post), Some(from)) = (post, from) else {
            return Err(problems);
        };
        let mut new = NewHolding {
            to,
            ..NewHolding::school(account, post, from)
        };
        self.place(&mut new, structure, &mut problems);
        if problems.is_empty() {
            Ok(new)
        } else {
            Err(problems)
        }
    }

    fn place(&self, new: &mut NewHolding, structure: &Structure, problems: &mut Problems) {
        let label = new.post.label();
        match new.post.scope() {
            Scope::School | Scope::Student => {}
            Scope::Faculty => {
                let id = self.faculty.parse::<FacultyId>().ok();
                new.faculty =
                    id.filter(|id| structure.faculties.iter().any(|faculty| faculty.id == *id));
                if new.faculty.is_none() {
                    problems.push(Problem::new("faculty", format!("系：请选{label}管哪个系")));
                }
            }
            Scope::Group => {
                let id = self.group.parse::<GroupId>().ok();
                new.group = id.filter(|id| structure.group(*id).is_some());
                if new.group.is_none() {
                    problems.push(Problem::new(
                        "group",
                        format!("专业组：请选{label}管哪个专业组"),
                    ));
                }
            }
            Scope::Class => {
                let id = self.class.parse::<ClassId>().ok();
                new.class = id.filter(|id| structure.class(*id).is_some());
                if new.class.is_none() {
                    problems.push(Problem::new("class", format!("班级：请选{label}带哪个班")));
                }
            }
        }
    }
}

pub(super) fn day(field: &str, label: &str, typed: &str) -> Result<Option<NaiveDate>, Problem> {
    if typed.is_empty() {
        return Ok(None);
    }
    let said = |why: domain::values::NotADate| {
        Problem::new(
            field,
            format!("{label}：{}", why.to_string().trim_end_matches('。')),
        )
    };
    typed
        .parse::<Day>()
        .map(|day| Some(day.date()))
        .map_err(said)
}

/// A term of office as people read it.
pub(super) struct Term {
    pub(super) id: String,
    pub(super) post: String,
    pub(super) place: String,
    pub(super) period: String,
    pub(super) reason: String,
    /// In office today, or to come.
    pub(super) open: bool,
    pub(super) now: bool,
}

impl Term {
    pub(super) fn of(held: &holding::Model, structure: &Structure, today: NaiveDate) -> Self {
        let over = held.valid_to.is_some_and(|last| last < today);
        Self {
            id: held.id.to_string(),
            post: held.post.label().to_owned(),
            place: place_words(held.faculty_id, held.group_id, held.class_id, structure),
            period: term_words(held.valid_from, held.valid_to, today),
            reason: held.end_reason.clone().unwrap_or_default(),
            open: !over,
            now: !over && held.valid_from <= today,
        }
    }
}

/// "会计专业组", "全校"
pub(super) fn place_words(
    faculty: Option<FacultyId>,
    group: Option<GroupId>,
    class: Option<ClassId>,
    structure: &Structure,
) -> String {
    let faculty = faculty
        .and_then(|id| structure.faculties.iter().find(|it| it.id == id))
        .map(|it| &it.name);
    let group = group.and_then(|id| structure.group(id)).map(|it| &it.name);
    let class = class.and_then(|id| structure.class(id)).map(|it| &it.name);
    class
        .or(group)
        .or(faculty)
        .cloned()
        .unwrap_or_else(|| "全校".to_owned())
}

/// "2024年9月1日 ～ 8月31日"
pub(super) fn term_words(from: NaiveDate, to: Option<NaiveDate>, today: NaiveDate) -> String {
    let to = to.map_or_else(|| "未定".to_owned(), |last| day_words(last, today));
    format!("{} ～ {to}", day_words(from, today))
}
