//! The class teacher's page: who is missing what, three taps to remind, filling in, paper.

use axum::http::StatusCode;

use super::scene::{WHITE, asked, bring_all, portrait, registration, sign_in};

#[tokio::test]
async fn plan_6_3_a_class_teacher_reminds_in_three_taps_and_not_twice_in_four_hours() {
    let scene = asked().await;
    let teacher = scene.school.teacher("23会计1班").await;
    // Two have an account, the third gets a slip.
    let one = sign_in(&scene.school, scene.chosen[0]).await;
    sign_in(&scene.school, scene.chosen[1]).await;
    // 1: open.
    let list = teacher.get("/my-class").await.location();
    let page = teacher.get(&list).await;
    assert!(
        page.text("h1").contains("还有 3 人没交齐"),
        "{}",
        page.text("main")
    );
    assert!(page.text("main").contains("没有账号，用纸条"));
    let chosen = page.attributes("[name=who][checked]", "value");
    assert_eq!(chosen.len(), 2);
    // 2: 提醒.
    let query: String = chosen.iter().map(|id| format!("who={id}&")).collect();
    let ask = teacher.get(&format!("{list}/remind?{query}")).await;
    assert!(
        ask.text("h1").contains("确认提醒 2 人"),
        "{}",
        ask.text("main")
    );
    assert!(
        ask.text("main")
            .contains("你好。「财务共享服务（中级）」报名还差："),
        "{}",
        ask.text("main")
    );
    // 3: 发送.
    let mut form = vec![("op_id".to_owned(), ask.value("op_id"))];
    form.extend(
        ask.attributes("[name=who]", "value")
            .into_iter()
            .map(|id| ("who".to_owned(), id)),
    );
    let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    let at = format!("{list}/remind");
    assert_eq!(teacher.post(&at, &form).await.location(), list);
    let inbox = one.get("/messages").await.text("main");
    assert!(
        inbox.contains("核对报名信息") && inbox.contains("请家长签同意书"),
        "{inbox}"
    );

    let page = teacher.get(&list).await;
    assert!(page.attributes("[name=who][checked]", "value").is_empty());
    assert!(
        page.text("main").contains("今天 09:30 提醒过"),
        "{}",
        page.text("main")
    );
    let again = teacher
        .post(
            &at,
            &[("op_id", "again"), ("who", &scene.chosen[0].to_string())],
        )
        .await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let asked = teacher.get(&format!("{list}/remind?{query}")).await;
    assert!(
        asked.text("main").contains("以后才能再提醒"),
        "{}",
        asked.text("main")
    );
}

#[tokio::test]
async fn plan_6_3_a_class_teacher_fills_in_for_a_student_and_it_is_recorded_as_such() {
    let scene = asked().await;
    let student = scene.chosen[0];
    let teacher = scene.school.teacher("23会计1班").await;
    let at = format!("/my-class/{}/students/{student}", scene.first);
    let page = teacher.get(&at).await;
    assert!(page.text("main").contains("还差"), "{}", page.text("main"));
    let version = page.value("version");
    let form = [
        ("op_id", "fill"),
        ("version", version.as_str()),
        ("guardian_name", "陈国强"),
        ("guardian_phone", "13900002210"),
        ("act", "confirm"),
    ];
    assert_eq!(teacher.post(&at, &form).await.location(), at);
    let id = registration(&scene, student).await;
    let row = store::registration::row(scene.school.app.db.read(), id)
        .await
        .unwrap();
    let confirmed = row.data.confirmed.unwrap();
    assert!(!confirmed.own);
    assert_eq!(confirmed.by, "苏敏华");
    let photo = teacher
        .upload(
            &format!("{at}/photo"),
            "a.jpg",
            &portrait(1, WHITE),
            &[("op_id", "photo")],
        )
        .await;
    assert_eq!(photo.location(), at);
    let bare = teacher
        .post(&format!("{at}/consent"), &[("op_id", "paper")])
        .await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let paper = [
        ("op_id", "paper"),
        ("signer", "陈国强"),
        ("relation", "父亲"),
        ("both", "yes"),
    ];
    assert_eq!(
        teacher
            .post(&format!("{at}/consent"), &paper)
            .await
            .location(),
        at
    );
    let page = teacher.get(&at).await;
    assert!(
        page.text(".sub").contains("还差 1 项"),
        "{}",
        page.text("main")
    );
    assert!(
        page.text("main")
            .contains("学生还没有签同意书（能办的人：学生本人）"),
        "{}",
        page.text("main")
    );
    // Who cannot sign in signs on paper.
    let own = [("op_id", "own"), ("party", "student"), ("both", "yes")];
    assert_eq!(
        teacher
            .post(&format!("{at}/consent"), &own)
            .await
            .location(),
        at
    );
    let page = teacher.get(&at).await;
    assert!(
        page.text(".sub").contains("都交齐了"),
        "{}",
        page.text("main")
    );
}

#[tokio::test]
async fn a_class_teacher_sees_the_own_class_only_and_others_do_not_help() {
    let scene = asked().await;
    let other = scene.school.teacher("23会计2班").await;
    let at = format!("/my-class/{}", scene.first);
    for path in [
        at.clone(),
        format!("{at}/remind"),
        format!("{at}/students/{}", scene.chosen[0]),
    ] {
        assert_eq!(
            other.get(&path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let slips = other.post(&format!("{at}/slips"), &[]).await;
    assert_eq!(slips.status, StatusCode::NOT_FOUND);
    // A student of another class is not there through the own list either.
    let teacher = scene.school.teacher("23会计1班").await;
    let strange = teacher
        .get(&format!("{at}/students/{}", scene.chosen[3]))
        .await;
    assert_eq!(strange.status, StatusCode::NOT_FOUND);
    let leader = scene.school.leader("会计专业组").await;
    assert_eq!(leader.get(&at).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_class_that_brought_everything_says_so() {
    let scene = asked().await;
    for student in &scene.chosen[..3] {
        bring_all(&scene, *student).await;
    }
    let teacher = scene.school.teacher("23会计1班").await;
    let page = teacher.get(&format!("/my-class/{}", scene.first)).await;
    assert!(
        page.text("h1").contains("3 人都交齐了"),
        "{}",
        page.text("main")
    );
    let slips = teacher
        .post(&format!("/my-class/{}/slips", scene.first), &[])
        .await;
    assert_eq!(slips.status, StatusCode::UNPROCESSABLE_ENTITY);
}
