//! The people around a project by their posts: who can do what, by name (rule 9 of the words).

use chrono::NaiveDate;
use domain::access::{Actor, Post, Scope};
use domain::ids::{AccountId, ClassId, MajorId};
use domain::projects::Whom;
use domain::review::answers_for;
use sea_orm::ConnectionTrait;
use store::projects::project;
use store::review::{Holder, holders_of};
use store::school::Structure;

use crate::shell::WebResult;

/// From so many people on, their number says more than their names.
const MANY: usize = 3;

/// Who holds which post around one project.
pub(crate) struct People {
    holders: Vec<Holder>,
    group_name: String,
    me: AccountId,
}

impl People {
    pub(crate) async fn of(
        db: &impl ConnectionTrait,
        day: NaiveDate,
        actor: &Actor,
        (structure, project, majors): (&Structure, &project::Model, &[MajorId]),
    ) -> WebResult<Self> {
        let posts: Vec<Post> = Post::ALL
            .into_iter()
            .filter(|post| *post != Post::Student)
            .collect();
        let group = structure.group(project.group_id);
        let faculty = group.map(|group| group.faculty_id);
        let takes_part = |class: ClassId| {
            let class = structure.class(class);
            class.is_some_and(|one| one.grade == project.grade && majors.contains(&one.major_id))
        };
        let here = |holder: &Holder| match holder.post.scope() {
            Scope::School => true,
            Scope::Faculty => holder.faculty == faculty,
            Scope::Group => holder.group == Some(project.group_id),
            Scope::Class => holder.class.is_some_and(takes_part),
            Scope::Student => false,
        };
        let holders = holders_of(db, &posts, day).await?;
        Ok(Self {
            holders: holders.into_iter().filter(here).collect(),
            group_name: group.map(|group| group.name.clone()).unwrap_or_default(),
            me: actor.account(),
        })
    }

    /// "周文博", "8 位班主任", or "还没有人" where the post is empty.
    pub(crate) fn names(&self, post: Post) -> String {
        let holders = self.holding(post);
        match holders.len() {
            0 => format!("{}还没有人", post.label()),
            many if many >= MANY => format!("{many} 位{}", post.label()),
            _ => holders
                .iter()
                .map(|one| one.name.as_str())
                .collect::<Vec<_>>()
                .join("、"),
        }
    }

    /// "会计专业组 周文博".
    pub(crate) fn who(&self, whom: Whom) -> String {
        let Whom::Post(post) = whom else {
            return whom.label().to_owned();
        };
        match self.holding(post).len() {
            1 | 2 => format!("{} {}", self.unit(post), self.names(post)),
            _ => self.names(post),
        }
    }

    /// "林静仪（你）": who can meet a condition.
    pub(crate) fn able(&self, whom: Whom) -> String {
        let Whom::Post(post) = whom else {
            return whom.label().to_owned();
        };
        let holders = self.holding(post);
        let me = holders.iter().any(|one| one.account == self.me);
        if me && holders.len() < MANY {
            let named = |one: &&Holder| {
                if one.account == self.me {
                    format!("{}（你）", one.name)
                } else {
                    one.name.clone()
                }
            };
            return holders.iter().map(named).collect::<Vec<_>>().join("、");
        }
        let unit = if holders.is_empty() || holders.len() >= MANY {
            String::new()
        } else {
            format!("（{}）", post.label())
        };
        format!("{}{unit}", self.names(post))
    }

    /// The part of the school behind a post: "会计专业组", "培训就业处".
    pub(crate) fn unit(&self, post: Post) -> String {
        match post {
            Post::GroupLeader => self.group_name.clone(),
            Post::OfficeClerk | Post::OfficeDirector => "培训就业处".to_owned(),
            other => other.label().to_owned(),
        }
    }

    /// The holders of a post; where the office has no clerk, its director.
    fn holding(&self, post: Post) -> Vec<&Holder> {
        let of = |post: Post| -> Vec<&Holder> {
            let mut some: Vec<&Holder> =
                self.holders.iter().filter(|one| one.post == post).collect();
            some.dedup_by_key(|one| one.account);
            some
        };
        let found = of(post);
        if found.is_empty() && post == Post::OfficeClerk {
            of(Post::OfficeDirector)
        } else {
            found
        }
    }
}

/// Whether the person is one of those who do it in this project.
pub(crate) fn is_mine(actor: &Actor, whom: Whom, project: &project::Model) -> bool {
    let Whom::Post(post) = whom else { return false };
    let group = (post.scope() == Scope::Group).then_some(project.group_id);
    actor
        .holdings()
        .iter()
        .any(|held| answers_for(held, post, group))
}
