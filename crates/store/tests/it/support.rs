//! A fresh database per test, on both kinds.

use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Action, Permit};
use domain::ids::{AccountId, ClassId};
use domain::values::{Grade, IdType, Sex, StudentState};
use sea_orm::{ConnectionTrait, Database};
use store::identity::{NewAccount, create_account};
use store::school::{self, StudentValues};
use store::{Db, Keys, Tx};
use tempfile::TempDir;

/// A database that goes away with its test.
pub(crate) struct TestDb {
    pub(crate) db: Db,
    pub(crate) url: String,
    _folder: Option<TempDir>,
}

/// The test body once on a file of SQLite, and once on a new PostgreSQL database when a server is named.
macro_rules! on_both {
    ($(#[$meta:meta])* async fn $name:ident($db:ident: &TestDb) $body:block) => {
        $(#[$meta])*
        #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
        async fn $name() {
            async fn body($db: &$crate::support::TestDb) $body
            for test in $crate::support::databases().await {
                body(&test).await;
            }
        }
    };
}
pub(crate) use on_both;

pub(crate) async fn databases() -> Vec<TestDb> {
    let mut all = vec![sqlite().await];
    if let Ok(server) = std::env::var("TEST_DATABASE_URL") {
        all.push(postgres(&server).await);
    }
    for test in &all {
        test.db.migrate().await.unwrap();
    }
    all
}

pub(crate) async fn sqlite() -> TestDb {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("onex.db");
    let url = path.to_str().unwrap().to_owned();
    TestDb {
        db: Db::open(&url).await.unwrap(),
        url,
        _folder: Some(folder),
    }
}

async fn postgres(server: &str) -> TestDb {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!(
        "onex_{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    );
    let admin = Database::connect(server).await.unwrap();
    admin
        .execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}"))
        .await
        .unwrap();
    admin
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .unwrap();
    admin.close().await.unwrap();
    let (address, _) = server.rsplit_once('/').unwrap();
    let url = format!("{address}/{name}");
    TestDb {
        db: Db::open(&url).await.unwrap(),
        url,
        _folder: None,
    }
}

pub(crate) fn now() -> DateTime<Utc> {
    "2025-05-20T02:30:00.123456Z".parse().unwrap()
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn permit() -> Permit {
    Permit::system("测试", Action::ImportStudents)
}

pub(crate) async fn person(tx: &Tx, login: &str) -> AccountId {
    create_account(
        tx,
        &NewAccount::active(login, "周文博", "hash".into(), now()),
    )
    .await
    .unwrap()
}

pub(crate) fn grade(year: i32) -> Grade {
    Grade::try_from(year).unwrap()
}

/// A class with everything it belongs to.
pub(crate) async fn class(
    tx: &Tx,
    faculty: &str,
    group: &str,
    major: &str,
    class: &str,
) -> ClassId {
    let faculty = school::faculty_id(tx, faculty).await.unwrap();
    let group = school::group_id(tx, faculty, group).await.unwrap();
    let code = format!(
        "7{:05}",
        major.chars().map(u32::from).sum::<u32>() % 100_000
    );
    let major = school::major_id(tx, group, &code, major).await.unwrap();
    school::class_id(tx, class, grade(2023), major)
        .await
        .unwrap()
}

pub(crate) fn student(class: ClassId, number: usize) -> StudentValues {
    StudentValues {
        school_number: format!("2023010{number:05}"),
        roll_number: Some(format!("G99000020080101{number:05}").into()),
        name: format!("学生{number}"),
        sex: Sex::Female,
        nation: Some("汉族".into()),
        birth_date: Some(day("2008-01-01")),
        id_type: IdType::ResidentCard,
        id_number: Some(format!("9900002008010{number:05}").into()),
        class_id: class,
        state: StudentState::Enrolled,
        phone: None,
        guardian_name: None,
        guardian_phone: None,
    }
}

pub(crate) fn keys() -> Keys {
    Keys::generate()
}
