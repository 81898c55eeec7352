//! From the people to the office and back: who lacks something stays back alone, what came back goes to whom can
//! mend it, and what was mended comes back.

use axum::http::StatusCode;

use super::scene::{
    WHITE, asked, bring_all, hand_in_form, portrait, registration, sign_in, upload,
};

#[tokio::test]
async fn plan_6_3_a_missing_consent_keeps_back_the_row_and_not_the_list() {
    let scene = asked().await;
    let submit = format!("/registration/lists/{}/submit", scene.first);
    let nobody = scene.leader.get(&submit).await;
    assert!(
        nobody.text("body").contains("先留下 3 人") && !nobody.has("button.main"),
        "{}",
        nobody.text("body")
    );
    bring_all(&scene, scene.chosen[0]).await;
    bring_all(&scene, scene.chosen[1]).await;
    let page = scene
        .leader
        .get(&format!("/registration/lists/{}", scene.first))
        .await;
    assert!(
        page.text(".state").contains("2 人可以提交；1 人还没交齐"),
        "{}",
        page.text(".state")
    );
    let check = scene.leader.get(&submit).await;
    assert!(
        check.text("body").contains("先留下 1 人"),
        "{}",
        check.text("main")
    );
    assert_eq!(
        scene.submit(scene.first).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        scene.states(scene.first).await,
        ["submitted", "submitted", "draft"]
    );
    assert_eq!(
        scene.decide(scene.first, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        scene.states(scene.first).await,
        ["approved", "approved", "draft"]
    );
    // The gate counts who is missing.
    let project = scene
        .leader
        .get(&format!("/projects/{}", scene.project))
        .await;
    assert!(
        project.text("main").contains("还差 3 人"),
        "{}",
        project.text("main")
    );
    // The third comes later, alone.
    bring_all(&scene, scene.chosen[2]).await;
    assert_eq!(
        scene.submit(scene.first).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        scene.decide(scene.first, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(scene.states(scene.first).await, ["approved"; 3]);
}

#[tokio::test]
async fn plan_6_3_a_row_whose_consent_was_taken_back_under_review_cannot_be_approved() {
    let scene = asked().await;
    for student in &scene.chosen[..3] {
        bring_all(&scene, *student).await;
    }
    scene.submit(scene.first).await;
    let own = sign_in(&scene.school, scene.chosen[0]).await;
    let id = registration(&scene, scene.chosen[0]).await;
    let back = own
        .post(
            &format!("/my/consent/{id}"),
            &[("op_id", "w"), ("act", "withdraw")],
        )
        .await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    let review = scene
        .office
        .get(&format!("/registration/lists/{}/review", scene.first))
        .await;
    assert!(
        review.text("main").contains("学生撤回了同意"),
        "{}",
        review.text("main")
    );
    let all = scene.decide(scene.first, &[]).await;
    assert_eq!(all.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        all.text("main").contains("撤回了同意，不能同意"),
        "{}",
        all.text("main")
    );
    let one = scene
        .decide(scene.first, &[(scene.chosen[0], "学生撤回了同意", "other")])
        .await;
    assert_eq!(one.status, StatusCode::SEE_OTHER);
    assert_eq!(
        scene.states(scene.first).await,
        ["returned", "approved", "approved"]
    );
}

#[tokio::test]
async fn plan_6_3_returned_rows_go_to_whom_can_mend_them_and_come_back_mended() {
    let scene = asked().await;
    let teacher = scene.school.teacher("23会计1班").await;
    for student in &scene.chosen[..3] {
        bring_all(&scene, *student).await;
    }
    scene.submit(scene.first).await;
    let returns = [
        (scene.chosen[0], "电话打不通，请换一个", "phone"),
        (scene.chosen[1], "照片有反光，请重拍", "photo"),
        (scene.chosen[2], "出生日期和证件不一致", "birth_date"),
    ];
    assert_eq!(
        scene.decide(scene.first, &returns).await.status,
        StatusCode::SEE_OTHER
    );

    let one = sign_in(&scene.school, scene.chosen[0]).await;
    assert_eq!(one.get("/my").await.text(".todo h2"), "联系电话要改一下");
    assert!(
        one.get("/messages")
            .await
            .text("main")
            .contains("电话打不通")
    );
    let id = registration(&scene, scene.chosen[0]).await;
    assert_eq!(hand_in_form(&one, id).await.status, StatusCode::SEE_OTHER);
    let two = sign_in(&scene.school, scene.chosen[1]).await;
    assert_eq!(two.get("/my").await.text(".todo h2"), "证件照要改一下");
    let id = registration(&scene, scene.chosen[1]).await;
    upload(&two, &format!("/my/photo/{id}"), &portrait(77, WHITE)).await;
    assert_eq!(
        scene.states(scene.first).await,
        ["draft", "draft", "returned"]
    );

    // The roll is the class teacher's.
    let list = teacher.get(&format!("/my-class/{}", scene.first)).await;
    assert!(
        list.text("main").contains("出生日期：出生日期和证件不一致"),
        "{}",
        list.text("main")
    );
    let three = sign_in(&scene.school, scene.chosen[2]).await;
    assert!(three.get("/my").await.text("main").contains("由老师改"));
    let at = format!(
        "/my-class/{}/students/{}/mended",
        scene.first, scene.chosen[2]
    );
    assert_eq!(
        teacher.post(&at, &[("op_id", "m")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(scene.states(scene.first).await, ["draft"; 3]);

    let desk = scene.leader.get("/").await.text("main");
    assert!(desk.contains("核对并提交报名表"), "{desk}");
    assert!(
        scene
            .leader
            .get("/messages")
            .await
            .text("main")
            .contains("退回的都改好了")
    );
    assert_eq!(
        scene.submit(scene.first).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        scene.decide(scene.first, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(scene.states(scene.first).await, ["approved"; 3]);
}
