//! The student's own page: where I am, what I must do, my data and who looked at it.

use axum::http::StatusCode;
use domain::access::Post;

use super::scene::{WHITE, agree, asked, hand_in_form, portrait, registration, sign_in, upload};

#[tokio::test]
async fn a_student_lands_on_the_own_page_and_is_led_through_one_thing_after_the_other() {
    let scene = asked().await;
    let student = scene.chosen[0];
    let own = sign_in(&scene.school, student).await;
    assert_eq!(own.get("/").await.location(), "/my");
    let page = own.get("/my").await;
    assert!(page.html().len() < 50 << 10, "{} bytes", page.html().len());
    assert!(!page.has("script"));
    assert_eq!(page.text(".dots .now b"), "报名");
    assert!(
        page.text("#result").contains("录取"),
        "{}",
        page.text("main")
    );
    assert_eq!(page.text(".todo h2"), "核对报名信息");
    assert!(
        page.text(".todo .note").contains("3 件"),
        "{}",
        page.text(".todo")
    );
    let id = registration(&scene, student).await;
    assert_eq!(hand_in_form(&own, id).await.status, StatusCode::SEE_OTHER);
    assert_eq!(own.get("/my").await.text(".todo h2"), "上传照片");
    upload(&own, &format!("/my/photo/{id}"), &portrait(1, WHITE)).await;
    assert_eq!(own.get("/my").await.text(".todo h2"), "签同意书");
    agree(&own, id).await;
    let done = own.get("/my").await;
    assert!(!done.has(".card.todo"));
    assert!(
        done.text("main").contains("等班主任和专业组核对"),
        "{}",
        done.text("main")
    );
}

#[tokio::test]
async fn plan_6_3_what_we_hold_is_never_asked_again_and_a_draft_is_kept() {
    let scene = asked().await;
    let student = scene.chosen[0];
    let own = sign_in(&scene.school, student).await;
    let id = registration(&scene, student).await;
    let at = format!("/my/form/{id}");
    let page = own.get(&at).await;
    // The telephone is held: it is text, masked, and its field stands behind 换了号码 alone.
    assert!(
        page.text("form.card.form").contains("138****2210"),
        "{}",
        page.text("main")
    );
    assert!(!page.html().contains("13800002210"));
    assert_eq!(page.attributes("input[name=phone]", "value"), [""]);
    assert!(!page.has("input[name=name]") && !page.has("input[name=id_number]"));

    let op = page
        .attribute("form.card.form [name=op_id]", "value")
        .unwrap();
    let version = page.value("version");
    let draft = [
        ("op_id", op.as_str()),
        ("version", version.as_str()),
        ("guardian_name", "陈国强"),
        ("remark", "左手写字"),
        ("act", "draft"),
    ];
    assert_eq!(own.post(&at, &draft).await.location(), at);
    let page = own.get(&at).await;
    assert_eq!(
        page.attribute("input[name=guardian_name]", "value")
            .unwrap(),
        "陈国强"
    );
    assert!(page.text("textarea[name=remark]").contains("左手写字"));
    // A stale page does not write over it.
    let stale = own
        .post(
            &at,
            &draft.map(|(k, v)| if k == "op_id" { (k, "other") } else { (k, v) }),
        )
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);

    let op = page
        .attribute("form.card.form [name=op_id]", "value")
        .unwrap();
    let version = page.value("version");
    let wrong = [
        ("op_id", op.as_str()),
        ("version", version.as_str()),
        ("guardian_phone", "12"),
        ("act", "confirm"),
    ];
    let refused = own.post(&at, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text("title").starts_with("错误："));
    assert_eq!(
        refused
            .attribute("input[name=guardian_phone]", "value")
            .unwrap(),
        "12"
    );
}

#[tokio::test]
async fn plan_6_3_a_wrong_roll_is_told_to_the_class_teacher_and_not_changed_here() {
    let scene = asked().await;
    let student = scene.chosen[0];
    let own = sign_in(&scene.school, student).await;
    let teacher = scene.school.teacher("23会计1班").await;
    let id = registration(&scene, student).await;
    let at = format!("/my/form/{id}/correction");
    let empty = own.post(&at, &[("op_id", "a")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = [
        ("op_id", "b"),
        ("field", "birth_date"),
        ("said", "应为 9月11日"),
    ];
    assert_eq!(own.post(&at, &form).await.status, StatusCode::SEE_OTHER);
    assert!(
        teacher
            .get("/")
            .await
            .text("main")
            .contains("核对学生提出的更正")
    );
    let page = teacher.get("/corrections").await;
    assert!(
        page.text("main").contains("应为 9月11日"),
        "{}",
        page.text("main")
    );
    let action = page.attribute("main form", "action").unwrap();
    let (op, version) = (page.value("op_id"), page.value("version"));
    let silent = teacher
        .post(&action, &[("op_id", &op), ("act", "kept")])
        .await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let other = scene.school.teacher("23会计2班").await;
    let said = [
        ("op_id", op.as_str()),
        ("version", version.as_str()),
        ("act", "kept"),
        ("answer", "户口簿是 9月1日"),
    ];
    assert_eq!(
        other.post(&action, &said).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        teacher.post(&action, &said).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(
        own.get(&format!("/my/form/{id}"))
            .await
            .text("main")
            .contains("户口簿是 9月1日")
    );
    assert!(own.get("/messages").await.text("main").contains("核对无误"));
}

#[tokio::test]
async fn a_student_sees_who_looked_at_the_number_and_why_and_nobody_elses_page() {
    let scene = asked().await;
    let student = scene.chosen[0];
    let own = sign_in(&scene.school, student).await;
    let office = scene.school.sign_in(Post::OfficeClerk).await;
    let at = format!("/students/{student}/reveal");
    let seen = office.post(&at, &[("reason", "核对报名信息")]).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.text("main"));
    let page = own.get("/my/data").await;
    let text = page.text("main");
    assert!(
        text.contains("林静仪") && text.contains("核对报名信息"),
        "{text}"
    );
    assert!(
        own.get("/my")
            .await
            .text("main")
            .contains("证件号码被查看 1 次")
    );
    let theirs = registration(&scene, scene.chosen[1]).await;
    for path in ["form", "photo", "consent"] {
        let page = own.get(&format!("/my/{path}/{theirs}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(office.get("/my").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn plan_4_3_3_who_was_not_chosen_reads_the_reason_and_the_next_chance() {
    let scene = asked().await;
    let all = store::school::students(
        scene.school.app.db.read(),
        &store::school::StudentFilter::default(),
        &domain::access::Reach::All,
        store::Page::new(1, 100),
    )
    .await
    .unwrap();
    let left_out = all
        .items
        .iter()
        .map(|one| one.student.id)
        .find(|id| !scene.chosen.contains(id))
        .unwrap();
    let own = sign_in(&scene.school, left_out).await;
    let page = own.get("/my").await;
    let text = page.text("main");
    assert!(
        text.contains("未录取") && text.contains("参加第二次选拔"),
        "{text}"
    );
    assert!(text.contains("申请复核或申诉"));
    assert!(!page.has(".card.todo"));
}
