//! 报名审核表 as a paper.

use axum::http::StatusCode;
use domain::access::Post;

use super::scene::Scene;
use crate::students::rows_of_record;

#[tokio::test]
async fn plan_6_3_the_review_sheet_is_printed_for_the_whole_project_and_recorded() {
    let scene = Scene::published().await;
    let path = format!("/registration/projects/{}/review.pdf", scene.project);
    let page = format!("/registration/projects/{}", scene.project);
    assert!(!scene.office.get(&page).await.html().contains(&path));
    let none = scene.office.post(&path, &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text("main").contains("还没有报名表"));

    scene.generate().await.location();
    assert!(scene.office.get(&page).await.html().contains(&path));
    let sheet = scene.office.post(&path, &[]).await;
    assert_eq!(sheet.status, StatusCode::OK);
    assert_eq!(sheet.headers["content-type"], "application/pdf");
    assert!(sheet.bytes.starts_with(b"%PDF-"));
    assert_eq!(scene.leader.post(&path, &[]).await.status, StatusCode::OK);

    let teacher = scene.school.teacher("23会计1班").await;
    assert!(!teacher.get(&page).await.html().contains(&path));
    assert_ne!(teacher.post(&path, &[]).await.status, StatusCode::OK);
    let admin = scene.school.sign_in(Post::Administrator).await;
    assert_ne!(admin.post(&path, &[]).await.status, StatusCode::OK);
    assert_eq!(
        rows_of_record(&scene.school, "print_registration_review")
            .await
            .len(),
        2
    );
}
