//! Marks entered twice by different people, settled by a third, and the notice before a list is final (plan 4.3.2).

use chrono::Duration;
use domain::ids::RoundId;
use domain::selection::Pass;
use store::identity::{NewHolding, give_post};

use super::*;
use crate::support::Browser;

const CLASSES: [&str; 2] = ["23会计1班", "23会计2班"];
const FIRST: [&[&str]; 2] = [
    &["90 90", "85 85", "80 80", "70 80", "missed"],
    &["80 70", "60 60", "55 55", "50 50"],
];

/// A round whose marks are entered twice, and a teacher for each pass.
pub(super) struct Twice {
    pub(super) school: School,
    pub(super) leader: Browser,
    pub(super) id: RoundId,
    pub(super) one: Browser,
    pub(super) other: Browser,
}

/// A teacher of the accounting group.
pub(super) async fn marker(school: &School, login: &str, name: &str) -> Browser {
    let group = school.group("会计专业组").await;
    school
        .sign_in_as(login, name, |account, from| NewHolding {
            group: Some(group),
            ..NewHolding::school(account, Post::Teacher, from)
        })
        .await
}

pub(super) async fn opened_twice(change: impl FnOnce(&mut PlanParameters)) -> Twice {
    let school = School::new().await;
    let project = approved_with(&school, change).await;
    let (school, leader, id) = open_round(school, project).await;
    let one = marker(&school, "marker-one", "陶慧敏").await;
    let other = marker(&school, "marker-two", "关颖思").await;
    Twice {
        school,
        leader,
        id,
        one,
        other,
    }
}

async fn take(browser: &Browser, id: RoundId, pass: Pass) -> Page {
    let op_id = format!("take-{}", pass.value());
    let fields = [("op_id", op_id.as_str()), ("pass", pass.value())];
    browser
        .post(&format!("/selection/{id}/take"), &fields)
        .await
}

async fn type_pass(browser: &Browser, id: RoundId, lines: [&[&str]; 2]) {
    for (class, lines) in CLASSES.iter().zip(lines) {
        let saved = type_scores(browser, id, class, lines).await;
        assert_eq!(
            saved.status,
            StatusCode::SEE_OTHER,
            "{}",
            saved.text("main")
        );
    }
}

impl Twice {
    /// Both passes alike, nothing to settle.
    pub(super) async fn typed(&self) {
        take(&self.one, self.id, Pass::First).await.location();
        type_pass(&self.one, self.id, FIRST).await;
        take(&self.other, self.id, Pass::Second).await.location();
        type_pass(&self.other, self.id, FIRST).await;
    }

    /// Typed, sealed, confirmed and told: the notice is open.
    pub(super) async fn told(&self) -> Browser {
        self.typed().await;
        assert_eq!(
            seal(&self.leader, self.id).await.location(),
            format!("/selection/{}", self.id)
        );
        let office = self.school.sign_in(Post::OfficeClerk).await;
        decide(&office, self.id, "confirm").await.location();
        decide(&office, self.id, "publish").await.location();
        office
    }
}

#[tokio::test]
async fn plan_4_3_2_two_people_type_and_a_third_settles() {
    let twice = opened_twice(|_| ()).await;
    let (leader, id) = (&twice.leader, twice.id);
    let scores = format!("/selection/{id}/scores");
    let choose = twice.one.get(&scores).await;
    assert!(
        choose.text("h1").contains("你录哪一遍"),
        "{}",
        choose.text("h1")
    );
    assert!(
        !choose.has("[data-grid]"),
        "nothing is seen before a pass is chosen"
    );
    take(&twice.one, id, Pass::First).await.location();
    type_pass(&twice.one, id, FIRST).await;

    // The second pass is empty for the other, and the first is not theirs to take or send.
    take(&twice.other, id, Pass::Second).await.location();
    let sheet = twice.other.get(&scores).await;
    assert!(sheet.text("h1").contains("第二遍"));
    let marks = sheet.attributes(".grid input[inputmode]", "value");
    assert!(marks.iter().all(String::is_empty), "{marks:?}");
    let refused = take(&twice.other, id, Pass::First).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text("main").contains("你录的是第二遍"),
        "{}",
        refused.text("main")
    );
    let mut fields = filled(&sheet, FIRST[0]);
    fields
        .iter_mut()
        .filter(|(name, _)| name == "pass")
        .for_each(|field| field.1 = "first".into());
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(k, v)| (k.as_str(), v.as_str()))
        .collect();
    let refused = twice.other.post(&scores, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);

    // Not before both are complete.
    let early = leader.get(&format!("/selection/{id}/compare")).await;
    assert_eq!(early.location(), format!("/selection/{id}"));
    let early = leader
        .post(
            &format!("/selection/{id}/seal"),
            &[("op_id", "early"), ("version", "0")],
        )
        .await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        early.text("main").contains("第二遍还差 9 人"),
        "{}",
        early.text("main")
    );

    let second: [&[&str]; 2] = [
        &["90 90", "85 85", "80 80", "70 86", "missed"],
        &["80 70", "60 60", "55 55.5", "50 50"],
    ];
    type_pass(&twice.other, id, second).await;
    let page = leader.get(&format!("/selection/{id}/compare")).await;
    assert!(
        page.text(".state")
            .contains("不一致 2 处，还有 2 处没有裁定"),
        "{}",
        page.text(".state")
    );
    assert!(page.text("main").contains("超过 5 分"));
    let sealed = seal(leader, id).await;
    assert!(
        sealed.text("main").contains("2 处不一致没有裁定"),
        "{}",
        sealed.text("main")
    );

    // Both are closed now, and neither of the two may settle.
    let closed = twice.one.get(&scores).await;
    assert_eq!(closed.location(), format!("/selection/{id}"));
    assert_eq!(
        twice
            .one
            .get(&format!("/selection/{id}/compare"))
            .await
            .status,
        StatusCode::FORBIDDEN
    );

    let choices = page.attributes("select[name$=choice]", "name");
    assert_eq!(choices.len(), 2);
    let field = |at: usize, what: &str| choices[at].replace("choice", what);
    let (reason, value) = (field(0, "reason"), field(0, "value"));
    let (version, second_reason) = (field(0, "version"), field(1, "reason"));
    let mut fields = vec![
        ("op_id", "s1"),
        (choices[0].as_str(), "other"),
        (&value, "83"),
    ];
    fields.push((&version, "0"));
    let bare = leader
        .post(&format!("/selection/{id}/compare"), &fields)
        .await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        bare.text(".errsum").contains("理由"),
        "{}",
        bare.text(".errsum")
    );
    assert_eq!(bare.value(&value), "83", "what was typed stays");
    fields.extend([
        (reason.as_str(), "看了答卷"),
        (choices[1].as_str(), "first"),
    ]);
    fields.push((&second_reason, "第二遍录错"));
    let done = leader
        .post(&format!("/selection/{id}/compare"), &fields)
        .await;
    assert_eq!(done.location(), format!("/selection/{id}/compare"));
    // The same page sent by somebody else meanwhile: nothing is overwritten in silence.
    fields[0].1 = "s2";
    let stale = leader
        .post(&format!("/selection/{id}/compare"), &fields)
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);

    seal(leader, id).await.location();
    let entrants =
        store::selection::entrants(twice.school.app.db.read(), id, &domain::access::Reach::All)
            .await
            .unwrap();
    let totals: Vec<i64> = entrants.iter().filter_map(|one| one.entry.total).collect();
    assert_eq!(totals[3], 7_650_000, "70 and the settled 83");
    let seals = store::selection::seals(twice.school.app.db.read(), id)
        .await
        .unwrap();
    assert_eq!(seals.len(), 1);
    let late = take(
        &marker(&twice.school, "late", "利嘉宏").await,
        id,
        Pass::First,
    )
    .await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text("main").contains("已经封存"));
}

#[tokio::test]
async fn plan_4_3_2_the_same_person_cannot_type_both_passes_under_two_posts() {
    let twice = opened_twice(|_| ()).await;
    let school = &twice.school;
    let account = store::identity::account_by_login(school.app.db.read(), "marker-one")
        .await
        .unwrap()
        .unwrap();
    let tx = school.app.db.begin().await.unwrap();
    let also = NewHolding {
        group: Some(school.group("会计专业组").await),
        ..NewHolding::school(account.id, Post::GroupLeader, "2024-09-01".parse().unwrap())
    };
    give_post(&tx, &also).await.unwrap();
    tx.commit().await.unwrap();
    let both = marker(school, "marker-one", "陶慧敏").await;
    take(&both, twice.id, Pass::First).await.location();
    let refused = take(&both, twice.id, Pass::Second).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    type_pass(&both, twice.id, FIRST).await;
    take(&twice.other, twice.id, Pass::Second).await.location();
    let lines: [&[&str]; 2] = [&["90 90", "85 85", "80 80", "70 81", "missed"], FIRST[1]];
    type_pass(&twice.other, twice.id, lines).await;
    // As group leader this person may look, but not settle what the person typed.
    let path = format!("/selection/{}/compare", twice.id);
    let page = both.get(&path).await;
    assert!(
        page.text("main").contains("你录过第一遍，不能裁定"),
        "{}",
        page.text("main")
    );
    let choice = twice
        .leader
        .get(&path)
        .await
        .attributes("select[name$=choice]", "name")[0]
        .clone();
    let reason = choice.replace("choice", "reason");
    let fields = [
        ("op_id", "own"),
        (choice.as_str(), "first"),
        (reason.as_str(), "我录的对"),
    ];
    let refused = both.post(&path, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let dean = school.sign_in_as("dean", "陆明远", |account, from| NewHolding {
        faculty: None,
        ..NewHolding::school(account, Post::AcademicAffairs, from)
    });
    assert_eq!(dean.await.post(&path, &fields).await.location(), path);
}

#[tokio::test]
async fn plan_4_3_2_500_conflicting_edits_of_one_mark_overwrite_nothing_in_silence() {
    let twice = opened_twice(|_| ()).await;
    let (one, id) = (&twice.one, twice.id);
    take(one, id, Pass::First).await.location();
    let form = one.get(&format!("/selection/{id}/scores")).await;
    let path = format!("/selection/{id}/scores");
    let mut kept = Vec::new();
    for edit in 0..500 {
        let line = format!("{}.{} 80", 40 + edit / 10, edit % 10);
        let mut fields = filled(&form, &[&line, "85 85", "80 80", "70 80", "missed"]);
        fields[0].1 = format!("edit-{edit}");
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(k, v)| (k.as_str(), v.as_str()))
            .collect();
        let answer = one.post(&path, &fields).await;
        match answer.status {
            StatusCode::SEE_OTHER => kept.push(edit),
            StatusCode::CONFLICT => assert!(answer.text(".grid").contains("现在存的是「40」")),
            other => panic!("edit {edit} answered {other}"),
        }
    }
    assert_eq!(
        kept,
        [0],
        "one of all the edits made on the same sheet is kept"
    );
}

#[tokio::test]
async fn plan_4_3_2_a_list_is_notice_to_the_end_of_its_last_day_then_final() {
    let twice = opened_twice(|_| ()).await;
    let (school, id) = (&twice.school, twice.id);
    let student = school.sign_in(Post::Student).await;
    let notice = format!("/selection/{id}/notice");
    assert_eq!(student.get(&notice).await.status, StatusCode::NOT_FOUND);
    twice.told().await;
    let round = round_of(school, id).await;
    assert_eq!(round.state, RoundState::Published);
    assert_eq!(round.notice_until, Some("2025-05-23".parse().unwrap()));
    let chosen = || async {
        store::selection::chosen(school.app.db.read(), round.project_id)
            .await
            .unwrap()
            .len()
    };
    assert_eq!(chosen().await, 0, "nobody registers from a notice");
    let page = student.get(&notice).await;
    assert_eq!(page.texts("tbody tr").len(), 5);
    assert!(
        page.html().contains("学*1") || page.html().contains("学**"),
        "{}",
        page.text("main")
    );
    assert!(!page.html().contains("学生会01") && !page.html().contains("75.0 分</td>"));

    // 23:59 on the last day is still inside.
    school
        .app
        .clock
        .advance(Duration::days(3) + Duration::hours(14) + Duration::minutes(29));
    assert_eq!(school.today().to_string(), "2025-05-23");
    let office = school.sign_in(Post::OfficeClerk).await;
    let early = decide(&office, id, "final").await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        early.text("main").contains("公示到 5月23日"),
        "{}",
        early.text("main")
    );
    school.app.clock.advance(Duration::minutes(1));
    let office = school.sign_in(Post::OfficeClerk).await;
    assert!(office.get("/").await.html().contains("选拔名单定案"));
    decide(&office, id, "final").await.location();
    assert_eq!(round_of(school, id).await.state, RoundState::Final);
    assert_eq!(chosen().await, 5);
    let student = school.sign_in(Post::Student).await;
    let over = student.get(&notice).await;
    assert!(
        over.text("main").is_empty() || !over.has("tbody tr"),
        "the names are no longer public"
    );
}
