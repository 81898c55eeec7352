//! Guidance after a published selection (plan 4.3.1, 4.3.3, 4.3.4), through the pages.

use axum::http::StatusCode;
use domain::access::Post;

use super::{decide, scored, seal};
use crate::support::{Browser, Page, School};

/// A published round: 23会计1班 has one absent, 23会计2班 three who were not chosen.
async fn published() -> (School, Browser, Browser) {
    let (school, leader, round) = scored().await;
    let clerk = school.sign_in(Post::OfficeClerk).await;
    seal(&leader, round).await;
    for act in ["confirm", "publish"] {
        let done = decide(&clerk, round, act).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text("main"));
    }
    (school, leader, clerk)
}

async fn first_of(teacher: &Browser) -> String {
    let list = teacher.get("/guidance").await;
    list.attributes("tbody th a", "href")[0].clone()
}

async fn send(by: &Browser, page: &str, path: &str, fields: &[(&str, &str)]) -> Page {
    let form = by.get(page).await;
    let op = format!("{}-{path}", form.value("op_id"));
    let mut sent = vec![("op_id", op.as_str())];
    sent.extend_from_slice(fields);
    by.post(path, &sent).await
}

const TALK: [(&str, &str); 3] = [
    ("held_on", "2025-05-19"),
    ("kind", "not_chosen"),
    ("said", "说明了理由和第二次选拔的时间"),
];

#[tokio::test]
async fn plan_4_3_3_the_class_teacher_sees_the_own_students_not_chosen_and_notes_a_talk() {
    let (school, leader, _) = published().await;
    let teacher = school.teacher("23会计2班").await;
    assert_eq!(teacher.get("/guidance").await.texts("tbody tr").len(), 3);
    assert_eq!(leader.get("/guidance").await.texts("tbody tr").len(), 4);
    let person = first_of(&teacher).await;
    let empty = send(&teacher, &person, &format!("{person}/talks"), &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    for sentence in ["请写谈话日期", "请选谈话内容", "请写谈了什么"] {
        assert!(empty.text("body").contains(sentence), "{sentence}");
    }
    let noted = send(&teacher, &person, &format!("{person}/talks"), &TALK).await;
    assert_eq!(
        noted.status,
        StatusCode::SEE_OTHER,
        "{}",
        noted.text("main")
    );
    let page = teacher.get(&person).await;
    assert!(page.text("main").contains("第二次选拔的时间"));
    // A teacher of another class does not find the student.
    let other = school.teacher("23会计1班").await;
    assert_eq!(other.get(&person).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn plan_4_3_4_a_wish_needs_a_talk_and_a_way_of_its_own_needs_the_office() {
    let (school, _, clerk) = published().await;
    let teacher = school.teacher("23会计2班").await;
    let person = first_of(&teacher).await;
    let why = [("why", "家里希望毕业前拿到证书")];
    send(&teacher, &person, &format!("{person}/wish"), &why).await;
    let twice = send(&teacher, &person, &format!("{person}/wish"), &why).await;
    assert!(
        twice.text("main").contains("已经登记过"),
        "{}",
        twice.text("main")
    );
    assert!(teacher.get("/").await.text("main").contains("办理报考意愿"));
    let page = teacher.get(&person).await;
    let ask = page.attribute("form[action$=ask]", "action").unwrap();
    let way = [("path", "self_paid"), ("version", "1")];
    let early = send(&teacher, &person, &ask, &way).await;
    assert!(early.text("main").contains("还没有和这名学生谈过话"));
    send(&teacher, &person, &format!("{person}/talks"), &TALK).await;
    let asked = send(&teacher, &person, &ask, &way).await;
    assert_eq!(
        asked.status,
        StatusCode::SEE_OTHER,
        "{}",
        asked.text("main")
    );
    // On the desk of the office, with the talk in the pane; returned without a reason it comes back.
    let desk = clerk.get("/").await;
    assert!(desk.text("main").contains("审批报考意愿"));
    let open = desk.attribute("a[href^='/?open=']", "href").unwrap();
    let pane = clerk.get(&open).await;
    assert!(
        pane.text(".pane").contains("说明了理由"),
        "{}",
        pane.text(".pane")
    );
    let (review, version) = (pane.value("review"), pane.value("version"));
    let decision = ask.replace("/ask", "/decision");
    let form = [("review", review.as_str()), ("version", version.as_str())];
    let no_reason = clerk
        .post(&decision, &[form[0], form[1], ("act", "return")])
        .await;
    assert_eq!(no_reason.status, StatusCode::UNPROCESSABLE_ENTITY);
    let agreed = clerk
        .post(&decision, &[form[0], form[1], ("act", "approve")])
        .await;
    assert_eq!(
        agreed.status,
        StatusCode::SEE_OTHER,
        "{}",
        agreed.text("main")
    );
    assert!(teacher.get(&person).await.text("main").contains("已同意"));
    let project = person.split('/').nth(3).unwrap().parse().unwrap();
    let by_wish = store::guidance::registered_by_wish(school.app.db.read(), project)
        .await
        .unwrap();
    assert_eq!(by_wish.len(), 1);
}

#[tokio::test]
async fn plan_4_3_1_a_class_notes_its_activities_and_sees_the_own_ones() {
    let school = School::new().await;
    let teacher = school.teacher("23会计2班").await;
    let class = school.class("23会计2班").await.to_string();
    let other = school.class("23会计1班").await.to_string();
    let path = "/guidance/activities";
    let fields = |class| {
        [
            ("class", class),
            ("kind", "class_meeting"),
            ("held_on", "2025-05-12"),
            ("title", "学长学姐经验分享会"),
            ("people", "40"),
            ("said", ""),
        ]
    };
    let foreign = send(&teacher, path, path, &fields(&other)).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let noted = send(&teacher, path, path, &fields(&class)).await;
    assert_eq!(
        noted.status,
        StatusCode::SEE_OTHER,
        "{}",
        noted.text("main")
    );
    assert!(
        teacher
            .get(path)
            .await
            .text("main")
            .contains("学长学姐经验分享会")
    );
    let elsewhere = school.teacher("23会计1班").await;
    assert!(
        !elsewhere
            .get(path)
            .await
            .text("main")
            .contains("学长学姐经验分享会")
    );
}

#[tokio::test]
async fn plan_4_3_4_the_incident_plan_names_people_and_steps() {
    let school = School::new().await;
    let clerk = school.sign_in(Post::OfficeClerk).await;
    let path = "/guidance/incidents/power_or_network";
    let half = clerk
        .post(path, &[("act", "启用备用电源"), ("who", ""), ("phone", "")])
        .await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(half.text("body").contains("第 1 步：做什么和谁来做都要写"));
    let steps = [
        ("act", "启用备用电源"),
        ("who", "实训处 黄国栋"),
        ("phone", "13800000000"),
        ("act", ""),
        ("who", ""),
        ("phone", ""),
        ("act", "延长考试时间并记录"),
        ("who", "培训就业处 林静仪"),
        ("phone", ""),
    ];
    let saved = clerk.post(path, &steps).await;
    assert_eq!(
        saved.status,
        StatusCode::SEE_OTHER,
        "{}",
        saved.text("main")
    );
    let teacher = school.teacher("23会计1班").await;
    let plan = teacher.get("/guidance/incidents").await;
    assert!(plan.text("main").contains("实训处 黄国栋"));
    assert_eq!(plan.texts("tbody tr").len(), 2);
    assert_eq!(teacher.get(path).await.status, StatusCode::FORBIDDEN);
}
