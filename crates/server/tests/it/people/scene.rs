//! A class whose chosen students have accounts, and the forms filled in as a person would.

use chrono::NaiveDate;
use data_encoding::HEXLOWER;
use domain::access::Post;
use domain::ids::{RegistrationId, StudentId};
use domain::plan::PlanParameters;
use sha2::{Digest, Sha256};
use store::identity::{
    NewAccount, NewHolding, NewSession, create_account, give_post, start_session,
};

use crate::registration::Scene;
use crate::support::{Browser, Page, School};

/// Everything is asked for; the chosen of 23会计1班 stand on its list.
pub(crate) async fn asked() -> Scene {
    let school = School::new().await;
    school.plan_with(PlanParameters::default()).await;
    Scene::in_school(school).await
}

/// Signs in a student.
pub(crate) async fn sign_in(school: &School, student: StudentId) -> Browser {
    let db = &school.app.db;
    let tx = db.begin().await.unwrap();
    let found = store::school::student(&tx, student).await.unwrap();
    let known = store::identity::account_by_login(&tx, &found.school_number)
        .await
        .unwrap();
    let account = match known {
        Some(account) => account.id,
        None => {
            let new = NewAccount {
                student_id: Some(student),
                ..NewAccount::active(
                    &found.school_number,
                    &found.name,
                    String::new(),
                    school.now(),
                )
            };
            let id = create_account(&tx, &new).await.unwrap();
            let from: NaiveDate = "2024-09-01".parse().unwrap();
            give_post(&tx, &NewHolding::school(id, Post::Student, from))
                .await
                .unwrap();
            id
        }
    };
    let token = format!("student-{student}-{}", rand_part());
    let session = NewSession {
        token_hash: HEXLOWER.encode(&Sha256::digest(token.as_bytes())),
        account_id: account,
        created_at: school.now(),
        expires_at: school.now() + chrono::Duration::hours(8),
        second_factor_at: None,
        client: "phone".into(),
    };
    start_session(&tx, &session).await.unwrap();
    tx.commit().await.unwrap();
    school.visitor().with_cookie("sid", &token)
}

fn rand_part() -> u32 {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// The student's registration in the scene's project.
pub(crate) async fn registration(scene: &Scene, student: StudentId) -> RegistrationId {
    let rows = store::registration::rows_of_student(scene.school.app.db.read(), student)
        .await
        .unwrap();
    rows[0].id
}

/// A head on a ground, different for each seed.
pub(crate) fn portrait(seed: u32, ground: [u8; 3]) -> Vec<u8> {
    sized(seed, ground, 360, 480)
}

pub(crate) fn sized(seed: u32, ground: [u8; 3], width: u32, height: u32) -> Vec<u8> {
    documents::photos::drawn(seed, ground, width, height)
}

pub(crate) const WHITE: [u8; 3] = [250, 250, 250];
pub(crate) const BLUE: [u8; 3] = [67, 142, 219];

/// Upload a picture on a page with one file field.
pub(crate) async fn upload(browser: &Browser, at: &str, bytes: &[u8]) -> Page {
    let page = browser.get(at).await;
    let op = page.value("op_id");
    browser
        .upload(at, "照片.jpg", bytes, &[("op_id", &op)])
        .await
}

/// Hand the student's form in with what is missing.
pub(crate) async fn hand_in_form(browser: &Browser, id: RegistrationId) -> Page {
    let at = format!("/my/form/{id}");
    let page = browser.get(&at).await;
    let form: Vec<(String, String)> = [
        (
            "op_id",
            page.attribute("form.card.form [name=op_id]", "value")
                .unwrap(),
        ),
        ("version", page.value("version")),
        ("guardian_name", "陈国强".to_owned()),
        ("guardian_phone", "13900002210".to_owned()),
        ("act", "confirm".to_owned()),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into();
    let form: Vec<(&str, &str)> = form
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    browser.post(&at, &form).await
}

/// The student agrees to both texts.
pub(crate) async fn agree(browser: &Browser, id: RegistrationId) -> Page {
    let at = format!("/my/consent/{id}");
    let op = browser.get(&at).await.value("op_id");
    let form = [
        ("op_id", op.as_str()),
        ("notice", "yes"),
        ("provide", "yes"),
        ("act", "agree"),
    ];
    browser.post(&at, &form).await
}

/// A slip from the class teacher: the path of the link, and the code.
pub(crate) async fn slip(teacher: &Browser, scene: &Scene, student: StudentId) -> (String, String) {
    let at = format!("/my-class/{}/slips", scene.first);
    let page = teacher.post(&at, &[("who", &student.to_string())]).await;
    assert_eq!(page.status, 200, "{}", page.text("main"));
    let url = page.text(".slip .id");
    (
        url.replace("http://onex.test", ""),
        page.text(".slip .code"),
    )
}

/// The guardian opens the link and agrees.
pub(crate) async fn guardian_agrees(scene: &Scene, (link, code): (&str, &str)) -> Page {
    let form = [
        ("code", code),
        ("act", "agree"),
        ("notice", "yes"),
        ("provide", "yes"),
        ("signer", "陈国强"),
        ("relation", "父亲"),
    ];
    scene.school.visitor().post(link, &form).await
}

/// Everything one student needs, brought.
pub(crate) async fn bring_all(scene: &Scene, student: StudentId) {
    let own = sign_in(&scene.school, student).await;
    let id = registration(scene, student).await;
    assert_eq!(hand_in_form(&own, id).await.status, 303);
    let seed = u32::try_from(student.get()).unwrap();
    let at = format!("/my/photo/{id}");
    let page = upload(&own, &at, &portrait(seed, WHITE)).await;
    assert_eq!(page.status, 303, "{}", page.text("main"));
    assert_eq!(agree(&own, id).await.status, 303);
    let teacher = scene.school.teacher("23会计1班").await;
    let (link, code) = slip(&teacher, scene, student).await;
    let page = guardian_agrees(scene, (&link, &code)).await;
    assert!(
        page.text(".msg").contains("已同意"),
        "{}",
        page.text("main")
    );
}
