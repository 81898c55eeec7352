//! The student's consent, its taking back, and what then stays back.

use axum::http::StatusCode;
use domain::ids::{ExportId, TemplateId};

use super::scene::{agree, asked, bring_all, registration, sign_in};
use crate::registration::{Scene, registered};

#[tokio::test]
async fn plan_6_3_a_student_consents_to_each_part_for_itself() {
    let scene = asked().await;
    let own = sign_in(&scene.school, scene.chosen[0]).await;
    let id = registration(&scene, scene.chosen[0]).await;
    let at = format!("/my/consent/{id}");
    let page = own.get(&at).await;
    assert!(
        page.text("main").contains("财务共享服务评价中心"),
        "{}",
        page.text("main")
    );
    let op = page.value("op_id");
    let half = own
        .post(&at, &[("op_id", &op), ("notice", "yes"), ("act", "agree")])
        .await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        half.text(".err")
            .contains("「向评价组织提供信息」还没有勾选"),
        "{}",
        half.text("main")
    );
    assert!(half.has("[name=notice][checked]"));
    assert_eq!(agree(&own, id).await.status, StatusCode::SEE_OTHER);
    let after = own.get(&at).await;
    assert!(after.text("main").contains("撤回同意"));
    let kept =
        store::people::consents_of(scene.school.app.db.read(), scene.project, scene.chosen[0])
            .await
            .unwrap();
    assert_eq!(kept.len(), 2);
    let text = store::people::text_of(scene.school.app.db.read(), &kept[0].text_sha256)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(text.number, 1);
    let stranger = sign_in(&scene.school, scene.chosen[1]).await;
    assert_eq!(stranger.get(&at).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn plan_6_3_consent_taken_back_after_sending_marks_the_row_tells_the_office_and_stops_the_file()
 {
    let scene = asked().await;
    for student in &scene.chosen[..3] {
        bring_all(&scene, *student).await;
    }
    assert_eq!(
        scene.submit(scene.first).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        scene.decide(scene.first, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    let template = registered(&scene).await;
    let export = fill(&scene, template, "one").await;
    let href = format!("/registration/exports/{export}");
    let sent = scene.office.post(&href, &[("reason", "上传平台")]).await;
    assert_eq!(sent.status, StatusCode::OK);

    let own = sign_in(&scene.school, scene.chosen[0]).await;
    let id = registration(&scene, scene.chosen[0]).await;
    let at = format!("/my/consent/{id}");
    let op = own.get(&at).await.value("op_id");
    let back = own
        .post(
            &at,
            &[("op_id", &op), ("act", "withdraw"), ("reason", "不想考了")],
        )
        .await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text("main"));

    let row = store::registration::row(scene.school.app.db.read(), id)
        .await
        .unwrap();
    assert!(row.held_at.is_some());
    let list = scene
        .office
        .get(&format!("/registration/lists/{}", scene.first))
        .await;
    assert!(
        list.text("main").contains("学生撤回了同意，不能再报送"),
        "{}",
        list.text("main")
    );
    let told = scene.office.get("/messages").await.text("main");
    assert!(
        told.contains("学生撤回了同意") && told.contains("已填进 1 份文件"),
        "{told}"
    );
    // The record of the sending stays, the file does not go out again.
    let stopped = scene.office.post(&href, &[("reason", "再上传")]).await;
    assert_eq!(stopped.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        stopped.text("main").contains("撤回了同意"),
        "{}",
        stopped.text("main")
    );
    assert_eq!(scene.office.get(&href).await.status, StatusCode::OK);
    let again = fill(&scene, template, "two").await;
    let record = store::registration::export(scene.school.app.db.read(), again)
        .await
        .unwrap();
    assert_eq!(record.rows, 2);
    // Given again, the row may be sent again.
    assert_eq!(agree(&own, id).await.status, StatusCode::SEE_OTHER);
    let row = store::registration::row(scene.school.app.db.read(), id)
        .await
        .unwrap();
    assert!(row.held_at.is_none());
}

/// Fill the platform's workbook with the approved rows; answers the export.
async fn fill(scene: &Scene, template: TemplateId, op: &str) -> ExportId {
    let at = format!("/registration/projects/{}/fill", scene.project);
    let template = template.to_string();
    let form = [
        ("op_id", op),
        ("template", template.as_str()),
        ("reason", "上传平台"),
    ];
    let ordered = scene.leader.post(&at, &form).await;
    assert_eq!(
        ordered.status,
        StatusCode::SEE_OTHER,
        "{}",
        ordered.text("main")
    );
    scene.school.run_jobs().await;
    let db = scene.school.app.db.read();
    let made = store::registration::exports(db, scene.project, store::Page::new(1, 1))
        .await
        .unwrap();
    made.items[0].id
}
