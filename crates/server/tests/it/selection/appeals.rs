//! Objections to a result: inside the notice, looked into by two people, decided with the effect shown (plan 2.2.2c).

use chrono::Duration;
use domain::access::Reach;
use domain::complaints::{AppealEffect, AppealState};
use domain::ids::{AppealId, RoundId, StudentId};
use domain::selection::Verdict;
use store::identity::{NewAccount, NewHolding, create_account, give_post};
use store::selection::Entrant;

use super::twice::{Twice, marker, opened_twice};
use super::*;
use crate::support::Browser;

async fn entrants(school: &School, id: RoundId) -> Vec<Entrant> {
    store::selection::entrants(school.app.db.read(), id, &Reach::All)
        .await
        .unwrap()
}

/// Signs in a student with an account of his own.
async fn student(school: &School, id: StudentId) -> Browser {
    let login = format!("student-{id}");
    let tx = school.app.db.begin().await.unwrap();
    let new = NewAccount {
        student_id: Some(id),
        ..NewAccount::active(&login, "学生", String::new(), school.now())
    };
    let account = create_account(&tx, &new).await.unwrap();
    let held = NewHolding::school(account, Post::Student, "2024-09-01".parse().unwrap());
    give_post(&tx, &held).await.unwrap();
    tx.commit().await.unwrap();
    school
        .sign_in_as(&login, "学生", |account, from| {
            NewHolding::school(account, Post::Student, from)
        })
        .await
}

async fn file(browser: &Browser, id: RoundId, fields: &[(&str, &str)]) -> Page {
    let round = id.to_string();
    let mut all = fields.to_vec();
    all.extend([("op_id", "appeal"), ("round", round.as_str())]);
    browser.post("/complaints/new", &all).await
}

async fn send(browser: &Browser, appeal: &str, act: &str, fields: &[(&str, &str)]) -> Page {
    let page = browser.get(appeal).await;
    let of = |name: &str| {
        page.attribute(&format!("form[action$={act}] [name={name}]"), "value")
            .unwrap_or_default()
    };
    let (op_id, version, seal) = (of("op_id"), of("version"), of("seal"));
    let mut all = vec![
        ("op_id", op_id.as_str()),
        ("version", &version),
        ("seal", &seal),
    ];
    // What a test says itself stands in the place of what the page offered.
    all.retain(|(name, _)| fields.iter().all(|(said, _)| said != name));
    all.extend(fields);
    browser.post(&format!("{appeal}/{act}"), &all).await
}

const FOUND: [(&str, &str); 2] = [("m.theory", "85"), ("m.practical", "85")];

/// The sixth of the list objects; two people find 85 and 85 instead of 60 and 60.
async fn rechecked(twice: &Twice) -> (String, StudentId, Browser) {
    let school = &twice.school;
    let all = entrants(school, twice.id).await;
    let own = all.iter().find(|one| one.entry.rank == Some(6)).unwrap();
    let id = own.entry.student_id;
    let student = student(school, id).await;
    let notice = student
        .get(&format!("/selection/{}/notice", twice.id))
        .await;
    assert!(notice.has("a[href^=\"/complaints/new\"]"));
    let sid = id.to_string();
    let empty = file(&student, twice.id, &[("student", &sid), ("reason", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let filed = file(
        &student,
        twice.id,
        &[("student", &sid), ("reason", "实操漏加一页")],
    )
    .await;
    let appeal = filed.location();
    let again = file(
        &student,
        twice.id,
        &[("student", &sid), ("reason", "实操漏加一页")],
    )
    .await;
    assert_eq!(
        again.location(),
        appeal,
        "the same form twice is one appeal"
    );

    let (one, other) = (&twice.one, &twice.other);
    assert!(one.get("/").await.html().contains("复查成绩"));
    let wrong = send(one, &appeal, "recheck", &[("m.theory", "185")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    send(one, &appeal, "recheck", &FOUND).await.location();
    let twice_by_one = send(one, &appeal, "recheck", &FOUND).await;
    assert_eq!(twice_by_one.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        !other.get(&appeal).await.html().contains("<ins"),
        "looked at apart"
    );
    send(other, &appeal, "recheck", &FOUND).await.location();
    (appeal, id, student)
}

#[tokio::test]
async fn plan_2_2_2c_a_correction_is_shown_old_and_new_confirmed_and_sealed_anew() {
    let twice = opened_twice(|_| ()).await;
    let office = twice.told().await;
    let (appeal, id, student) = rechecked(&twice).await;
    let (school, round) = (&twice.school, twice.id);
    let before = entrants(school, round).await;
    let old_seal = round_of(school, round).await.seal_hash.unwrap();
    let director = school.sign_in(Post::OfficeDirector).await;
    assert!(director.get("/").await.html().contains("决定申诉"));
    let page = director.get(&appeal).await;
    let effect = page.text("[aria-labelledby=effect]");
    for words in [
        "75.0 分",
        "75.0 分并列 2 人",
        "因此录取 1 人",
        "因此落选 1 人",
        "逐一列出并通知",
    ] {
        assert!(effect.contains(words), "{words} in {effect}");
    }
    assert!(!student.get(&appeal).await.has("[aria-labelledby=effect]"));
    assert_eq!(
        send(
            &office,
            &appeal,
            "decide",
            &[("act", "correct"), ("words", "x")]
        )
        .await
        .status,
        StatusCode::FORBIDDEN
    );
    let kept = send(
        &director,
        &appeal,
        "decide",
        &[("act", "reject"), ("words", "维持")],
    )
    .await;
    assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY);
    let bare = send(
        &director,
        &appeal,
        "decide",
        &[("act", "correct"), ("words", "")],
    )
    .await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let moved = send(
        &director,
        &appeal,
        "decide",
        &[("act", "correct"), ("words", "漏加"), ("seal", "other")],
    )
    .await;
    assert_eq!(
        moved.status,
        StatusCode::CONFLICT,
        "only the list that was shown is confirmed"
    );
    send(
        &director,
        &appeal,
        "decide",
        &[("act", "correct"), ("words", "漏加一页")],
    )
    .await
    .location();

    let after = entrants(school, round).await;
    let verdict = |all: &[Entrant], of: StudentId| {
        all.iter()
            .find(|one| one.entry.student_id == of)
            .unwrap()
            .entry
            .verdict
    };
    assert_eq!(
        (verdict(&before, id), verdict(&after, id)),
        (Some(Verdict::NotChosen), Some(Verdict::Chosen))
    );
    let out = before.iter().find(|one| one.entry.rank == Some(5)).unwrap();
    assert_eq!(
        verdict(&after, out.entry.student_id),
        Some(Verdict::NotChosen)
    );
    let seals = store::selection::seals(school.app.db.read(), round)
        .await
        .unwrap();
    assert_eq!(seals.len(), 2);
    assert_eq!(seals[0].hash, old_seal, "the first version stays");
    let now = round_of(school, round).await;
    assert_eq!(now.seal_hash.as_deref(), Some(seals[1].hash.as_str()));
    assert_eq!(now.state, RoundState::Published);
    let rule = office.get(&format!("/selection/{round}/rule")).await;
    assert!(
        rule.text("main").contains("与存档一致"),
        "{}",
        rule.text("main")
    );
    let answered = student.get(&appeal).await;
    assert!(
        answered.text("main").contains("已更正成绩") && answered.text("main").contains("漏加一页")
    );
    let inbox = student.get("/messages").await;
    assert!(
        inbox.html().contains("申诉已答复"),
        "{}",
        inbox.text("main")
    );
}

#[tokio::test]
async fn plan_2_2_2c_with_add_only_whoever_was_told_keeps_the_place() {
    let twice = opened_twice(|plan| plan.appeal_effect = AppealEffect::AddOnly).await;
    let office = twice.told().await;
    let (appeal, _, _) = rechecked(&twice).await;
    let director = twice.school.sign_in(Post::OfficeDirector).await;
    let effect = director.get(&appeal).await.text("[aria-labelledby=effect]");
    assert!(
        effect.contains("因此落选 0 人") && effect.contains("只增不减"),
        "{effect}"
    );
    send(
        &director,
        &appeal,
        "decide",
        &[("act", "correct"), ("words", "漏加一页")],
    )
    .await
    .location();
    let after = entrants(&twice.school, twice.id).await;
    let chosen = after
        .iter()
        .filter(|one| one.entry.verdict == Some(Verdict::Chosen))
        .count();
    assert_eq!(chosen, 6);
    assert_eq!(after.iter().filter(|one| one.entry.retained).count(), 1);
    let rule = office.get(&format!("/selection/{}/rule", twice.id)).await;
    assert!(
        rule.text("main").contains("与存档一致"),
        "{}",
        rule.text("main")
    );
}

#[tokio::test]
async fn plan_2_2_2c_an_open_appeal_keeps_a_list_from_being_final_until_it_is_withdrawn() {
    let twice = opened_twice(|_| ()).await;
    twice.told().await;
    let school = &twice.school;
    let all = entrants(school, twice.id).await;
    let own = all.iter().find(|one| one.class == "23会计2班").unwrap();
    let sid = own.entry.student_id.to_string();
    let teacher = school.teacher("23会计2班").await;
    let stranger = school.teacher("23会计1班").await;
    let words = [("student", sid.as_str()), ("reason", "请再看一遍")];
    assert_eq!(
        file(&stranger, twice.id, &words).await.status,
        StatusCode::NOT_FOUND
    );
    let appeal = file(&teacher, twice.id, &words).await.location();
    assert_eq!(stranger.get(&appeal).await.status, StatusCode::NOT_FOUND);
    school.app.clock.advance(Duration::days(4));
    let office = school.sign_in(Post::OfficeClerk).await;
    let blocked = decide(&office, twice.id, "final").await;
    assert!(
        blocked.text("main").contains("还有 1 份申诉没有答复"),
        "{}",
        blocked.text("main")
    );
    let teacher = school.teacher("23会计2班").await;
    send(&teacher, &appeal, "withdraw", &[]).await.location();
    let id: AppealId = appeal.rsplit('/').next().unwrap().parse().unwrap();
    let kept = store::complaints::appeal(school.app.db.read(), id)
        .await
        .unwrap();
    assert_eq!(kept.state, AppealState::Withdrawn);

    // The window is over: a new one is refused, with whom to ask.
    let late = teacher
        .get(&format!("/complaints/new?round={}&student={sid}", twice.id))
        .await;
    assert!(
        late.text(".msg.warn").contains("结束，不能再提出申诉"),
        "{}",
        late.text(".msg.warn")
    );
    assert!(
        late.text(".msg.warn").contains("林静仪"),
        "{}",
        late.text(".msg.warn")
    );
    let refused = file(
        &teacher,
        twice.id,
        &[("student", &sid), ("reason", "再看"), ("op_id", "late")],
    )
    .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    decide(&office, twice.id, "final").await.location();
}

#[tokio::test]
async fn plan_2_2_2c_two_who_find_different_marks_call_for_a_third() {
    let twice = opened_twice(|_| ()).await;
    twice.told().await;
    let school = &twice.school;
    let own = entrants(school, twice.id).await[0].clone();
    let teacher = school.teacher("23会计1班").await;
    let sid = own.entry.student_id.to_string();
    let filed = file(
        &teacher,
        twice.id,
        &[("student", &sid), ("reason", "请再看一遍")],
    )
    .await;
    let appeal = filed.location();
    let same = [("m.theory", "90"), ("m.practical", "90")];
    send(&twice.one, &appeal, "recheck", &same).await.location();
    send(
        &twice.other,
        &appeal,
        "recheck",
        &[("m.theory", "90"), ("m.practical", "91")],
    )
    .await
    .location();
    let page = twice.one.get(&appeal).await;
    assert!(
        page.text("main").contains("请再一位老师复查"),
        "{}",
        page.text("main")
    );
    let third = marker(school, "third", "利嘉宏").await;
    send(&third, &appeal, "recheck", &same).await.location();
    let director = school.sign_in(Post::OfficeDirector).await;
    let wrong = send(
        &director,
        &appeal,
        "decide",
        &[("act", "correct"), ("words", "更正")],
    )
    .await;
    assert_eq!(
        wrong.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "nothing to correct"
    );
    send(
        &director,
        &appeal,
        "decide",
        &[("act", "reject"), ("words", "两人复查一致")],
    )
    .await
    .location();
    let answered = teacher.get(&appeal).await;
    assert!(
        answered.text("main").contains("维持原成绩"),
        "{}",
        answered.text("main")
    );
}
