//! A small school in which every kind of record exists twice: one of the group that is asked for, one of another.

use std::collections::BTreeMap;

use domain::access::{Post, Scope};
use domain::accounts::AccountState;
use domain::ids::{AccountId, ProjectId};
use domain::notices::ChannelKind;
use sea_orm::{ConnectionTrait, Statement};
use store::identity::{self as rows, NewAccount, NewHolding};
use store::messages::{self, MessageDraft};
use store::school::{Protected, revealed, student};
use store::{audit, jobs, notices};

use crate::support::School;
use crate::support::builders::submit;

/// Whose record is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Relation {
    Own,
    Other,
}

/// How the account stands that asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    InOffice,
    Over,
    Off,
    NoFactor,
}

/// Which record stands for each parameter of a route, by the beginning of its path: the longest one counts.
/// A route that is not covered fails here until somebody says what it is about.
const PARAMETERS: &[(&str, &[&str])] = &[
    ("/accounts/{id}", &["account", "holding"]),
    ("/guidance/incidents/{kind}", &["incident"]),
    ("/guidance/projects/{id}", &["project", "student"]),
    ("/guidance/wishes/{id}", &["wish"]),
    ("/channels/{kind}", &["channel"]),
    ("/deliveries/{id}", &["delivery"]),
    ("/complaints/{id}", &["appeal"]),
    ("/consent/{token}", &["token"]),
    ("/corrections/{id}", &["correction"]),
    ("/imports/blank/{kind}", &["table"]),
    ("/imports/upload/{kind}", &["table"]),
    ("/imports/{id}", &["batch", "step"]),
    ("/jobs/{id}", &["job"]),
    ("/me/notices/{kind}", &["channel"]),
    ("/messages/{id}", &["message"]),
    ("/paper-openings/{id}", &["opening"]),
    ("/papers/{id}", &["paper"]),
    ("/my-class/{list}", &["list", "student"]),
    ("/my/consent/{id}", &["registration"]),
    ("/my/form/{id}", &["registration"]),
    ("/my/photo/{id}", &["registration"]),
    ("/photos/{student}", &["student"]),
    ("/projects/{id}", &["project"]),
    ("/registration/exports/{id}", &["export"]),
    ("/registration/lists/{id}", &["list", "student"]),
    ("/registration/photo-batches/{id}", &["photos"]),
    ("/registration/projects/{id}", &["project"]),
    ("/registration/templates/{id}", &["template"]),
    ("/reviews/{id}", &["review"]),
    ("/selection/{id}", &["round"]),
    ("/structure/{kind}/{id}", &["kind", "class"]),
    ("/students/{id}", &["student"]),
];

/// The school, and the ids of its records.
pub(super) struct Seeded {
    pub(super) school: School,
    ids: BTreeMap<(&'static str, Relation), String>,
    accounts: BTreeMap<(Post, Standing), AccountId>,
    /// Numbers that no page may show in full.
    pub(super) secrets: Vec<String>,
}

impl Seeded {
    pub(super) async fn new() -> Self {
        let school = School::new().await;
        let mut seeded = Self {
            school,
            ids: BTreeMap::new(),
            accounts: BTreeMap::new(),
            secrets: Vec::new(),
        };
        seeded.people().await;
        seeded.accounts().await;
        seeded.small_records().await;
        seeded.imports().await;
        seeded.projects().await;
        seeded
    }

    fn keep(&mut self, kind: &'static str, relation: Relation, id: impl ToString) {
        self.ids.insert((kind, relation), id.to_string());
    }

    async fn people(&mut self) {
        for (relation, class) in [(Relation::Own, "23会计1班"), (Relation::Other, "23电商1班")]
        {
            let ids = self.school.students(class, 3).await;
            self.keep("student", relation, ids[0]);
            let class = self.school.class(class).await;
            self.keep("class", relation, class);
            self.keep("kind", relation, "class");
            for id in ids {
                let student = student(self.school.app.db.read(), id).await.unwrap();
                for protected in [Protected::Identity, Protected::Roll] {
                    let number = revealed(&self.school.app.keys, &student, protected).unwrap();
                    self.secrets.extend(number.map(|number| number.to_string()));
                }
            }
        }
    }

    /// One account for each post in office, one whose term is over, one that is switched off.
    async fn accounts(&mut self) {
        let own = self
            .school
            .structure()
            .await
            .class_place(self.id("class").parse().unwrap())
            .unwrap();
        let student = self.id("student").parse().unwrap();
        let tx = self.school.app.db.begin().await.unwrap();
        for post in Post::ALL {
            for standing in [Standing::InOffice, Standing::Over, Standing::Off] {
                let login = format!("{}-{standing:?}", post.code());
                let new = NewAccount {
                    student_id: (post == Post::Student).then_some(student),
                    ..NewAccount::active(&login, "林静仪", String::new(), self.school.now())
                };
                let account = rows::create_account(&tx, &new).await.unwrap();
                let from = "2024-09-01".parse().unwrap();
                let to = (standing == Standing::Over).then(|| "2025-05-19".parse().unwrap());
                let whole = NewHolding {
                    to,
                    ..NewHolding::school(account, post, from)
                };
                let held = match post.scope() {
                    Scope::School | Scope::Student => whole,
                    Scope::Faculty => NewHolding {
                        faculty: own.faculty,
                        ..whole
                    },
                    Scope::Group => NewHolding {
                        group: own.group,
                        ..whole
                    },
                    Scope::Class => NewHolding {
                        class: own.class,
                        ..whole
                    },
                };
                rows::give_post(&tx, &held).await.unwrap();
                if standing == Standing::Off {
                    rows::set_account_state(&tx, account, 1, AccountState::Disabled)
                        .await
                        .unwrap();
                }
                self.accounts.insert((post, standing), account);
            }
        }
        tx.commit().await.unwrap();
    }

    /// What belongs to nobody who asks: accounts, messages, jobs of a colleague.
    async fn small_records(&mut self) {
        let now = self.school.now();
        let tx = self.school.app.db.begin().await.unwrap();
        for relation in [Relation::Own, Relation::Other] {
            let new = NewAccount::active(
                &format!("colleague-{relation:?}"),
                "何建平",
                String::new(),
                now,
            );
            let account = rows::create_account(&tx, &new).await.unwrap();
            let held = NewHolding::school(account, Post::GeneralAffairs, self.school.today());
            let holding = rows::give_post(&tx, &held).await.unwrap();
            let draft = MessageDraft {
                account,
                title: "通知",
                body: "通知",
                link: None,
            };
            let message = messages::send(&tx, &draft, now).await.unwrap();
            let job = jobs::enqueue(
                &tx,
                "audit.verify",
                serde_json::json!({}),
                Some(account),
                now,
            )
            .await
            .unwrap();
            self.keep("account", relation, account);
            self.keep("holding", relation, holding);
            self.keep("message", relation, message);
            self.keep("job", relation, job);
        }
        let settings = (serde_json::json!({}), serde_json::json!({}), true);
        let mail = ChannelKind::Mail;
        notices::save_channel(&tx, mail, 0, settings, now)
            .await
            .unwrap();
        for relation in [Relation::Own, Relation::Other] {
            let to = self.ids[&("account", relation)].parse().unwrap();
            let sent = super::notices::seed_delivery(&tx, to, mail, now).await;
            self.keep("channel", relation, mail.value());
            self.keep("delivery", relation, sent);
        }
        tx.commit().await.unwrap();
    }

    /// A file just uploaded, by a clerk who asks and by a colleague.
    async fn imports(&mut self) {
        let bytes = "班级,姓名,性别\n23会计1班,陈思远,男\n".as_bytes().to_vec();
        let sha256 = self.school.app.files.put(bytes.clone()).await.unwrap();
        let colleague = self.ids[&("account", Relation::Other)].parse().unwrap();
        let clerk = self.account(Post::OfficeClerk, Standing::InOffice);
        let now = self.school.now();
        let tx = self.school.app.db.begin().await.unwrap();
        store::files::record(&tx, &sha256, bytes.len(), "text/csv", now)
            .await
            .unwrap();
        for (relation, by) in [(Relation::Own, clerk), (Relation::Other, colleague)] {
            let none = serde_json::json!({});
            let batch = store::import::create_batch(
                &tx,
                "students",
                &sha256,
                "名册.csv",
                none,
                Some(by),
                now,
            )
            .await
            .unwrap();
            self.keep("batch", relation, batch);
            self.keep("table", relation, "students");
            self.keep("step", relation, 4);
        }
        tx.commit().await.unwrap();
    }

    async fn projects(&mut self) {
        let by = self.account(Post::GroupLeader, Standing::InOffice);
        for (relation, group, major) in [
            (Relation::Own, "会计专业组", "730301"),
            (Relation::Other, "电商专业组", "730701"),
        ] {
            let (project, round) = super::projects::seed(&self.school, group, major, by).await;
            self.keep("project", relation, project);
            self.keep("round", relation, round);
            let (paper, opening) = super::papers::seed(&self.school, round, by).await;
            self.keep("paper", relation, paper);
            let student = self.ids[&("student", relation)].parse().unwrap();
            let wish = super::projects::seed_wish(&self.school, project, student, by).await;
            self.keep("wish", relation, wish);
            self.keep("incident", relation, "health");
            self.keep("opening", relation, opening);
            let student = self.ids[&("student", relation)].parse().unwrap();
            let appeal = super::projects::seed_appeal(&self.school, round, student, by).await;
            self.keep("appeal", relation, appeal);
            self.registration(relation, project, by).await;
            let (handed_in, _) = super::projects::seed(&self.school, group, major, by).await;
            submit(&self.school.leader(group).await, handed_in).await;
            let open = store::review::open_of_project(self.school.app.db.read(), handed_in)
                .await
                .unwrap();
            self.keep("review", relation, open[0].id);
        }
    }

    /// What registration keeps of a project: a list, a blank workbook, a filled one.
    async fn registration(&mut self, relation: Relation, project: ProjectId, by: AccountId) {
        let (class, header) = match relation {
            Relation::Own => ("23会计1班", "民族"),
            Relation::Other => ("23电商1班", "班级"),
        };
        let student = self.ids[&("student", relation)].parse().unwrap();
        let list = super::registration::seed_list(&self.school, project, class, student).await;
        let template = super::registration::seed_template(&self.school, header, by).await;
        let export = super::registration::seed_export(&self.school, project, template, by).await;
        self.keep("list", relation, list);
        let people = super::people::seed(&self.school, project, student, by).await;
        self.keep("registration", relation, people.registration);
        self.keep("correction", relation, people.correction);
        self.keep("photos", relation, people.photos);
        self.keep("token", relation, "no-such-address");
        self.keep("template", relation, template);
        self.keep("export", relation, export);
    }

    pub(super) fn account(&self, post: Post, standing: Standing) -> AccountId {
        let standing = if standing == Standing::NoFactor {
            Standing::InOffice
        } else {
            standing
        };
        self.accounts[&(post, standing)]
    }

    fn id(&self, kind: &'static str) -> &str {
        &self.ids[&(kind, Relation::Own)]
    }

    /// The path with a real record in the place of each parameter.
    pub(super) fn sample(&self, pattern: &str, relation: Relation) -> String {
        if !pattern.contains('{') {
            return pattern.to_owned();
        }
        let known = PARAMETERS
            .iter()
            .filter(|(start, _)| pattern.starts_with(start))
            .max_by_key(|(start, _)| start.len());
        let (_, kinds) =
            known.unwrap_or_else(|| panic!("say in PARAMETERS which record {pattern} is about"));
        let mut kinds = kinds.iter();
        let parts = pattern.split('/').map(|part| {
            if !part.starts_with('{') {
                return part.to_owned();
            }
            let kind = kinds
                .next()
                .unwrap_or_else(|| panic!("{pattern} has more parameters than PARAMETERS names"));
            self.ids
                .get(&(*kind, relation))
                .unwrap_or_else(|| panic!("the school has no {kind}"))
                .clone()
        });
        parts.collect::<Vec<_>>().join("/")
    }

    /// A figure that grows with every write: rows changed on SQLite, the end of the record elsewhere.
    pub(super) async fn writes(&self) -> i64 {
        let tx = self.school.app.db.begin().await.unwrap();
        let backend = tx.get_database_backend();
        if backend != sea_orm::DbBackend::Sqlite {
            return audit::head(&tx).await.unwrap().seq;
        }
        let asked = Statement::from_string(backend, "SELECT total_changes() AS writes");
        let row = tx.query_one_raw(asked).await.unwrap().unwrap();
        row.try_get("", "writes").unwrap()
    }
}
