//! The record of what was done: read in sentences, filtered, verified.

use axum::http::StatusCode;
use domain::access::Post;
use sea_orm::ConnectionTrait;

use crate::support::School;

async fn something_done(school: &School) {
    let id = school.students("23会计1班", 1).await[0];
    let clerk = school.sign_in(Post::OfficeClerk).await;
    clerk
        .post(
            &format!("/students/{id}/reveal"),
            &[("reason", "核对报名表")],
        )
        .await;
    clerk
        .post("/structure", &[("kind", "faculty"), ("name", "艺术系")])
        .await;
}

#[tokio::test]
async fn the_auditor_reads_what_was_done_in_sentences_and_filters_it() {
    let school = School::new().await;
    something_done(&school).await;
    let auditor = school.sign_in(Post::Auditor).await;
    let page = auditor.get("/audit").await;
    let lines = page.texts("ol.time li");
    assert_eq!(lines[0], "今天 09:30林静仪 新增系「艺术系」 第 2 行");
    assert!(
        lines[1].ends_with("的完整证件号码，理由：核对报名表 第 1 行"),
        "{lines:?}"
    );
    assert_eq!(
        auditor
            .get("/audit?act=create_faculty")
            .await
            .texts("ol.time li")
            .len(),
        1
    );
    assert_eq!(
        auditor.get("/audit?q=核对").await.texts("ol.time li").len(),
        1
    );
    assert_eq!(
        auditor
            .get("/audit?from=2025-05-20&to=2025-05-20")
            .await
            .texts("ol.time li")
            .len(),
        2
    );
    assert_eq!(
        auditor.get("/audit?to=2025-05-19").await.text(".empty h2"),
        "没有找到这样的操作"
    );
    let clerk = school.sign_in(Post::OfficeClerk).await;
    assert_eq!(clerk.get("/audit").await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        school
            .sign_in(Post::OfficeDirector)
            .await
            .get("/audit")
            .await
            .status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn the_chain_is_verified_on_the_page_and_an_altered_row_is_named() {
    let school = School::new().await;
    something_done(&school).await;
    let auditor = school.sign_in(Post::Auditor).await;
    assert!(
        auditor
            .get("/audit")
            .await
            .text("main")
            .contains("上次核验：还没有核验过")
    );
    auditor.post("/audit/verify", &[]).await;
    school.run_jobs().await;
    let page = auditor.get("/audit").await;
    assert!(
        page.text("main")
            .contains("今天 09:30 核验到第 3 行，首尾相接"),
        "{}",
        page.text("main")
    );

    let tx = school.app.db.begin().await.unwrap();
    tx.execute_unprepared(drop_guard(&tx)).await.unwrap();
    tx.execute_unprepared("UPDATE audit_entry SET reason = 'other' WHERE seq = 1")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    auditor.post("/audit/verify", &[]).await;
    school.run_jobs().await;
    let page = auditor.get("/audit").await;
    assert!(
        page.text("[role=alert]")
            .contains("第 1 行有问题，这一行被改过"),
        "{}",
        page.text("main")
    );
}

/// Somebody with the database in hand takes the guard away first.
fn drop_guard(tx: &store::Tx) -> &'static str {
    if tx.get_database_backend() == sea_orm::DbBackend::Postgres {
        "ALTER TABLE audit_entry DISABLE TRIGGER USER"
    } else {
        "DROP TRIGGER audit_entry_keeps_values"
    }
}
