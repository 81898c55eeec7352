//! 示范职业技术学校 as tests know it: two faculties, four groups, four majors, classes of three grades; the clock
//! stands at 2025-05-20 09:30 in Asia/Shanghai. A fresh PostgreSQL database when `TEST_DATABASE_URL` names a server.

use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, NaiveDate, Utc};
use data_encoding::HEXLOWER;
use domain::access::Post;
use domain::ids::{AccountId, ClassId, GroupId, MajorId, StudentId};
use domain::values::{Grade, IdNumber, IdType, StudentState};
use sea_orm::{ConnectionTrait, Database};
use server::{App, Clock, Config};
use sha2::{Digest, Sha256};
use store::identity::{
    NewAccount, NewHolding, NewSession, create_account, give_post, start_session,
};
use store::school::{self, StudentValues};
use store::{Db, Files, Keys};
use tempfile::TempDir;

use super::Browser;

/// Faculty, group, code and name of a major, and the word in its class names.
const MAJORS: [(&str, &str, &str, &str, &str); 4] = [
    ("财经系", "会计专业组", "730301", "会计事务", "会计"),
    ("财经系", "金融专业组", "730201", "金融事务", "金融"),
    ("商贸系", "电商专业组", "730701", "电子商务", "电商"),
    ("商贸系", "物流专业组", "730801", "物流服务与管理", "物流"),
];

/// A school to test in; its folder goes away with it.
pub(crate) struct School {
    pub(crate) app: App,
    _folder: TempDir,
}

impl School {
    /// A school with its structure and no students.
    pub(crate) async fn new() -> Self {
        let school = Self::empty().await;
        school.lay_out().await;
        school
    }

    /// A folder in which nothing was done yet.
    pub(crate) async fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = database(&folder).await;
        db.migrate().await.unwrap();
        let config = Config {
            data: folder.path().to_owned(),
            public_url: "http://onex.test".into(),
            second_factor: true,
            trusted_proxies: Vec::new(),
            demo: None,
            program: env!("CARGO_BIN_EXE_onex").into(),
        };
        let clock = Clock::fixed("2025-05-20T01:30:00Z".parse().unwrap());
        let files = Files::open(&folder.path().join("files")).unwrap();
        let app = App::new(db, Keys::generate(), files, clock, config);
        Self {
            app,
            _folder: folder,
        }
    }

    async fn lay_out(&self) {
        let tx = self.app.db.begin().await.unwrap();
        store::settings::set(&tx, "school_name", "示范职业技术学校")
            .await
            .unwrap();
        for (faculty, group, code, name, word) in MAJORS {
            let faculty = school::faculty_id(&tx, faculty).await.unwrap();
            let group = school::group_id(&tx, faculty, group).await.unwrap();
            let major = school::major_id(&tx, group, code, name).await.unwrap();
            for grade in [2022, 2023, 2024] {
                for class in 1..=2 {
                    let grade = Grade::try_from(grade).unwrap();
                    let name = format!("{}{word}{class}班", grade.short());
                    school::class_id(&tx, &name, grade, major).await.unwrap();
                }
            }
        }
        tx.commit().await.unwrap();
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.app.clock.now()
    }

    pub(crate) fn today(&self) -> NaiveDate {
        self.app.clock.today()
    }

    pub(crate) async fn structure(&self) -> school::Structure {
        school::structure(self.app.db.read()).await.unwrap()
    }

    pub(crate) async fn class(&self, name: &str) -> ClassId {
        self.structure()
            .await
            .classes
            .iter()
            .find(|class| class.name == name)
            .unwrap()
            .id
    }

    pub(crate) async fn group(&self, name: &str) -> GroupId {
        self.structure()
            .await
            .groups
            .iter()
            .find(|group| group.name == name)
            .unwrap()
            .id
    }

    pub(crate) async fn major(&self, code: &str) -> MajorId {
        self.structure()
            .await
            .majors
            .iter()
            .find(|major| major.code == code)
            .unwrap()
            .id
    }

    /// Adds so many students in good standing to a class; answers their ids.
    pub(crate) async fn students(&self, class: &str, count: usize) -> Vec<StudentId> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let class_id = self.class(class).await;
        let new: Vec<_> = (1..=count)
            .map(|seat| {
                let number = invented_identity(NEXT.fetch_add(1, Ordering::Relaxed));
                StudentValues {
                    school_number: format!("{:04}{:02}{seat:02}", 2023, class_id.get()),
                    roll_number: Some(format!("G{}", number.as_str()).into()),
                    name: format!(
                        "学生{}{seat:02}",
                        class
                            .chars()
                            .filter(|c| !c.is_ascii())
                            .take(1)
                            .collect::<String>()
                    ),
                    sex: number.sex(),
                    nation: Some("汉族".into()),
                    birth_date: Some(number.birth_date()),
                    id_type: IdType::ResidentCard,
                    id_number: Some(number.as_str().into()),
                    class_id,
                    state: StudentState::Enrolled,
                    phone: Some("13800002210".parse().unwrap()),
                    guardian_name: None,
                    guardian_phone: None,
                }
            })
            .collect();
        let tx = self.app.db.begin().await.unwrap();
        let ids = school::insert_students(&tx, &self.app.keys, &new, self.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        ids
    }

    /// A browser that nobody signed in with.
    pub(crate) fn visitor(&self) -> Browser {
        Browser::new(server::router(&self.app))
    }

    /// Signs in somebody who holds the post for the whole school, second factor just shown.
    pub(crate) async fn sign_in(&self, post: Post) -> Browser {
        self.sign_in_as(post.code(), "林静仪", |account, from| {
            NewHolding::school(account, post, from)
        })
        .await
    }

    /// Signs in the leader of a major group.
    pub(crate) async fn leader(&self, group: &str) -> Browser {
        let id = self.group(group).await;
        self.sign_in_as(&format!("leader-{id}"), "周文博", |account, from| {
            NewHolding {
                group: Some(id),
                ..NewHolding::school(account, Post::GroupLeader, from)
            }
        })
        .await
    }

    /// Signs in the teacher of a class.
    pub(crate) async fn teacher(&self, class: &str) -> Browser {
        let id = self.class(class).await;
        self.sign_in_as(&format!("teacher-{id}"), "苏敏华", |account, from| {
            NewHolding {
                class: Some(id),
                ..NewHolding::school(account, Post::ClassTeacher, from)
            }
        })
        .await
    }

    /// Signs in a person of this login and name with a post made for the account.
    pub(crate) async fn sign_in_as(
        &self,
        login: &str,
        name: &str,
        post: impl FnOnce(AccountId, NaiveDate) -> NewHolding,
    ) -> Browser {
        let tx = self.app.db.begin().await.unwrap();
        let known = store::identity::account_by_login(&tx, login).await.unwrap();
        let account = if let Some(account) = known {
            account.id
        } else {
            let new = NewAccount::active(login, name, String::new(), self.now());
            let account = create_account(&tx, &new).await.unwrap();
            give_post(&tx, &post(account, "2024-09-01".parse().unwrap()))
                .await
                .unwrap();
            account
        };
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let token = format!("token-{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let session = NewSession {
            token_hash: HEXLOWER.encode(&Sha256::digest(token.as_bytes())),
            account_id: account,
            created_at: self.now(),
            expires_at: self.now() + chrono::Duration::hours(8),
            second_factor_at: Some(self.now()),
            client: "test".into(),
        };
        start_session(&tx, &session).await.unwrap();
        tx.commit().await.unwrap();
        self.visitor().with_cookie("sid", &token)
    }

    /// Runs jobs until none is left.
    pub(crate) async fn run_jobs(&self) {
        while server::run_next_job(&self.app).await.unwrap() {}
    }
}

async fn database(folder: &TempDir) -> Db {
    match new_database("pages").await {
        Some(url) => Db::open(&url).await.unwrap(),
        None => Db::open_file(&folder.path().join("onex.db")).await.unwrap(),
    }
}

/// The address of a fresh, empty database, where `TEST_DATABASE_URL` names a PostgreSQL server.
pub(crate) async fn new_database(purpose: &str) -> Option<String> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let server = std::env::var("TEST_DATABASE_URL").ok()?;
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("onex_{purpose}_{}_{number}", std::process::id());
    let admin = Database::connect(&server).await.unwrap();
    for statement in ["DROP DATABASE IF EXISTS", "CREATE DATABASE"] {
        admin
            .execute_unprepared(&format!("{statement} {name}"))
            .await
            .unwrap();
    }
    admin.close().await.unwrap();
    let (address, _) = server.rsplit_once('/').unwrap();
    Some(format!("{address}/{name}"))
}

/// The n-th invented identity number of region 990000 with a right check character.
pub(crate) fn invented_identity(n: u32) -> IdNumber {
    let born = NaiveDate::from_ymd_opt(2007, 9, 1).unwrap() + chrono::Days::new(u64::from(n / 900));
    let seventeen = format!("990000{}{:03}", born.format("%Y%m%d"), 1 + n % 900);
    let check = IdNumber::check_character(&seventeen).unwrap();
    format!("{seventeen}{check}").parse().unwrap()
}
