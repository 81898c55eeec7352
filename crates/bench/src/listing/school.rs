//! A school as it looks after ten years: 25,000 students in 500 classes, 400 projects of five classes each, the last
//! forty of them still going on.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::access::Post;
use domain::ids::{AccountId, CertificateId, ClassId, GroupId, MajorId, PlanVersionId, ProjectId};
use domain::partners::{Levels, MajorCodes, Regime, TestParts};
use domain::plan::PlanParameters;
use domain::projects::ProjectState;
use domain::values::{Grade, StudentState};
use store::identity::{NewAccount, NewHolding, NewSession};
use store::partners::NewCertificate;
use store::projects::ProjectValues;
use store::school::{StudentValues, student};
use store::{Db, Keys, Tx};

use super::lists;
use crate::measure::say;
use crate::{Outcome, people};

pub(super) const DATABASE: &str = "onex.db";
/// The session of the clerk who asks.
pub(super) const TOKEN: &str = "the-clerks-session";
pub(super) const NOW: &str = "2025-05-20T01:30:00Z";
pub(super) const A_LIVE_PROJECT: i64 = 390;

const STUDENTS: u32 = 25_000;
const CLASS: u32 = 50;
const MAJORS: u32 = 4;
const CLASSES_OF_A_PROJECT: u32 = 5;
const PROJECTS: u32 = 400;
const LIVE: u32 = 40;

/// Where the rows of a project are written.
pub(super) struct Target<'a> {
    pub(super) tx: &'a Tx,
    pub(super) project: ProjectId,
    pub(super) live: bool,
    pub(super) clerk: AccountId,
    pub(super) now: DateTime<Utc>,
}

/// A class with what its lists are made from.
pub(super) struct Class {
    pub(super) id: ClassId,
    pub(super) name: String,
    pub(super) group: GroupId,
    pub(super) major: MajorId,
    pub(super) students: Vec<student::Model>,
}

/// Fill the folder; answers how many registrations there are.
pub(crate) fn work(folder: &Path) -> Outcome {
    std::fs::create_dir_all(folder)?;
    tokio::runtime::Runtime::new()?.block_on(async {
        let db = Db::open_file(&folder.join(DATABASE)).await?;
        db.migrate().await?;
        let keys = Keys::open_or_create(&folder.join("keys"))?;
        let tx = db.begin().await?;
        let now = NOW.parse()?;
        let clerk = clerk(&tx, now).await?;
        let classes = classes(&tx, &keys, now).await?;
        let offered = offered(&tx).await?;
        let mut registrations = 0;
        for nth in 0..PROJECTS {
            let part: Vec<&Class> = part(&classes, nth).collect();
            let live = nth >= PROJECTS - LIVE;
            let project = project(&tx, nth, &offered, &part, (clerk, now)).await?;
            let target = Target {
                tx: &tx,
                project,
                live,
                clerk,
                now,
            };
            for (at, class) in (0..).zip(part) {
                registrations += lists::fill(&target, nth + at, class).await?;
            }
        }
        tx.commit().await?;
        db.close().await?;
        say(&registrations.to_string());
        Ok(())
    })
}

/// Five classes of one major take part in a project; every class takes part in four.
fn part(classes: &[Class], nth: u32) -> impl Iterator<Item = &Class> {
    let turns = STUDENTS / CLASS / MAJORS / CLASSES_OF_A_PROJECT;
    let chosen =
        move |at: u32| at % MAJORS == nth % MAJORS && at / MAJORS % turns == nth / MAJORS % turns;
    (0..)
        .zip(classes)
        .filter(move |(at, _)| chosen(*at))
        .map(|(_, class)| class)
}

async fn clerk(tx: &Tx, now: DateTime<Utc>) -> Outcome<AccountId> {
    store::settings::set(tx, "school_name", "示范职业技术学校").await?;
    let new = NewAccount::active("clerk", "林静仪", String::new(), now);
    let account = store::identity::create_account(tx, &new).await?;
    let from = day(2024, 9, 1)?;
    let post = NewHolding::school(account, Post::OfficeClerk, from);
    store::identity::give_post(tx, &post).await?;
    let session = NewSession {
        token_hash: store::files::sha256(TOKEN.as_bytes()),
        account_id: account,
        created_at: now,
        expires_at: now + chrono::Duration::hours(8),
        second_factor_at: Some(now),
        client: "bench".to_owned(),
    };
    store::identity::start_session(tx, &session).await?;
    Ok(account)
}

async fn classes(tx: &Tx, keys: &Keys, now: DateTime<Utc>) -> Outcome<Vec<Class>> {
    let mut classes = Vec::new();
    for first in (0..STUDENTS).step_by(usize::try_from(CLASS)?) {
        let [.., faculty, group, code, major, class, _, _, _, _] =
            people::row(first).ok_or("the calendar ended")?;
        let faculty = store::school::faculty_id(tx, &faculty).await?;
        let group = store::school::group_id(tx, faculty, &group).await?;
        let major = store::school::major_id(tx, group, &code, &major).await?;
        let id = store::school::class_id(tx, &class, Grade::try_from(2023)?, major).await?;
        let new: Vec<StudentValues> = (first..first + CLASS)
            .map(|nth| values(nth, id))
            .collect::<Outcome<_>>()?;
        let ids = store::school::insert_students(tx, keys, &new, now).await?;
        classes.push(Class {
            id,
            name: class,
            group,
            major,
            students: store::school::students_by_id(tx, &ids).await?,
        });
    }
    Ok(classes)
}

fn values(nth: u32, class_id: ClassId) -> Outcome<StudentValues> {
    let [
        roll,
        name,
        sex,
        nation,
        born,
        id_type,
        number,
        ..,
        phone,
        guardian,
        guardian_phone,
    ] = people::row(nth).ok_or("the calendar ended")?;
    Ok(StudentValues {
        school_number: format!("2023{nth:06}"),
        roll_number: Some(roll.into()),
        name,
        sex: sex.parse()?,
        nation: Some(nation),
        birth_date: Some(born.parse()?),
        id_type: id_type.parse()?,
        id_number: Some(number.into()),
        class_id,
        state: StudentState::Enrolled,
        phone: Some(phone.parse()?),
        guardian_name: Some(guardian),
        guardian_phone: Some(guardian_phone.parse()?),
    })
}

/// The plan and a certificate for every major.
struct Offered {
    plan: PlanVersionId,
    certificates: BTreeMap<MajorId, CertificateId>,
    structure: store::school::Structure,
}

async fn offered(tx: &Tx) -> Outcome<Offered> {
    let from = day(2015, 3, 25)?;
    let plan =
        store::plan::create_version(tx, "2015 方案", from, &PlanParameters::default()).await?;
    let structure = store::school::structure(tx).await?;
    let mut certificates = BTreeMap::new();
    for major in &structure.majors {
        let name = format!("{}证书", major.name);
        let new = NewCertificate {
            organisation: store::partners::organisation_id(tx, &format!("{name}评价中心")).await?,
            name,
            regime: Regime::X,
            levels: Levels(vec!["中级".to_owned()]),
            major_codes: MajorCodes(vec![major.code.clone()]),
            parts: TestParts::default(),
        };
        certificates.insert(
            major.id,
            store::partners::create_certificate(tx, new).await?,
        );
    }
    Ok(Offered {
        plan,
        certificates,
        structure,
    })
}

async fn project(
    tx: &Tx,
    nth: u32,
    offered: &Offered,
    part: &[&Class],
    (by, now): (AccountId, DateTime<Utc>),
) -> Outcome<ProjectId> {
    let major = part.first().ok_or("no class takes part")?.major;
    let known = offered.structure.major(major).ok_or("no such major")?;
    let exam = day(2015, 6, 14)? + Days::new(u64::from(nth) * 9);
    let values = ProjectValues {
        certificate: *offered.certificates.get(&major).ok_or("no certificate")?,
        level: "中级".to_owned(),
        title: format!("{}第 {} 批（中级）", known.name, nth + 1),
        exam_from: exam,
        exam_to: exam,
        deadline: Some(exam),
        grade: Grade::try_from(2023)?,
        group: known.group_id,
        plan_version: offered.plan,
        majors: vec![major],
        note: None,
    };
    let code = format!("P-{:03}", nth + 1);
    let id = store::projects::create(tx, &code, &values, by, now).await?;
    let state = if nth < PROJECTS - LIVE {
        ProjectState::Closed
    } else {
        ProjectState::Approved
    };
    store::projects::set_state(tx, id, 1, state).await?;
    Ok(id)
}

fn day(year: i32, month: u32, day: u32) -> Outcome<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| "no such day".into())
}
