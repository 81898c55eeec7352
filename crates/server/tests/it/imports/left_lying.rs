//! Imports that nobody finished are given up after a fortnight, and whoever began them is told.

use axum::http::StatusCode;
use chrono::Duration;
use domain::access::Post;

use super::Office;
use super::files::{csv, person};

#[tokio::test]
async fn an_unfinished_import_is_given_up_after_a_fortnight_and_a_finished_one_stays() {
    let office = Office::new().await;
    let (done, _) = office.check("写好的.csv", &csv(&[person(1)])).await;
    office.write(&done).await;
    let (open, page) = office
        .check("没写完.csv", &csv(&[person(2).with("手机", "12")]))
        .await;
    assert!(
        page.text("main").contains("这份文件可保留到 6月3日"),
        "{}",
        page.text("main")
    );
    let app = &office.school.app;
    app.clock.advance(Duration::days(14) - Duration::minutes(1));
    server::go_round(app).await.unwrap();
    let clerk = office.school.sign_in(Post::OfficeClerk).await;
    assert!(clerk.get("/").await.text(".tbl").contains("没写完.csv"));

    app.clock.advance(Duration::minutes(2));
    server::go_round(app).await.unwrap();
    server::go_round(app).await.unwrap();
    let clerk = office.school.sign_in(Post::OfficeClerk).await;
    assert!(!clerk.get("/").await.text("main").contains("没写完.csv"));
    let list = clerk.get("/imports").await;
    assert!(list.text("main").contains("写好的.csv"));
    assert!(!list.text("main").contains("没写完.csv"));
    let inbox = clerk.get("/messages").await.texts(".time li");
    let told = inbox
        .iter()
        .filter(|one| one.contains("「没写完.csv」的导入 14 天没有完成，系统已放弃"));
    assert_eq!(told.count(), 1, "{inbox:?}");
    let again = clerk.get(&format!("{open}/check")).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text("main").contains("这次导入已放弃"));
}
