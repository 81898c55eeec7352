//! The parts of the school named by the office, and the search over everything.

use axum::http::StatusCode;
use domain::access::Post;

use super::rows_of_record;
use crate::support::School;

#[tokio::test]
async fn one_box_finds_students_classes_and_clauses_within_reach() {
    let school = School::new().await;
    school.students("23会计1班", 2).await;
    school.students("23电商1班", 2).await;
    let clerk = school.sign_in(Post::OfficeClerk).await;
    assert!(
        clerk
            .get("/search?q=4.2")
            .await
            .text("[aria-labelledby=clauses]")
            .contains("按比例选拔")
    );
    assert_eq!(
        clerk
            .get("/search?q=23会计1")
            .await
            .texts("[aria-labelledby=classes] li")
            .len(),
        1
    );
    assert_eq!(
        clerk
            .get("/search?q=学生")
            .await
            .texts("[aria-labelledby=students] tbody tr")
            .len(),
        4
    );
    let leader = school.leader("会计专业组").await;
    assert_eq!(
        leader
            .get("/search?q=学生")
            .await
            .texts("[aria-labelledby=students] tbody tr")
            .len(),
        2
    );
    assert!(
        !leader
            .get("/search?q=电商")
            .await
            .has("[aria-labelledby=classes]")
    );
    assert_eq!(
        clerk.get("/search?q=%25%25").await.text(".empty h2"),
        "没有找到",
        "% is no wildcard"
    );
}

#[tokio::test]
async fn plan_2_1_the_office_names_the_parts_of_the_school_and_sees_who_leads_each_class() {
    let school = School::new().await;
    school.students("23会计1班", 2).await;
    school.teacher("23会计1班").await;
    let clerk = school.sign_in(Post::OfficeClerk).await;
    let page = clerk.get("/structure").await;
    let row = page
        .texts("tbody tr")
        .into_iter()
        .find(|row| row.starts_with("23会计1班"))
        .unwrap();
    assert_eq!(row, "23会计1班2023级苏敏华2改名");
    let major = school.major("730301").await.to_string();
    let class = [
        ("kind", "class"),
        ("name", "23会计3班"),
        ("grade", "2023"),
        ("parent", major.as_str()),
    ];
    assert_eq!(
        clerk.post("/structure", &class).await.location(),
        "/structure"
    );
    let again = clerk.post("/structure", &class).await;
    assert_eq!(
        again.text("#class-name-err"),
        "班级名称：「23会计3班」已经有了，请换一个"
    );
    let id = school.class("23会计3班").await;
    let path = format!("/structure/class/{id}");
    assert_eq!(
        clerk
            .post(&path, &[("name", "23会计（高考）班")])
            .await
            .location(),
        "/structure"
    );
    assert_eq!(school.class("23会计（高考）班").await, id);
    assert_eq!(rows_of_record(&school, "rename_class").await.len(), 1);
    assert_eq!(
        clerk.get("/structure/class/9999").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        clerk.get("/structure/planet/1").await.status,
        StatusCode::NOT_FOUND
    );
    let leader = school.leader("会计专业组").await;
    assert_eq!(leader.get("/structure").await.status, StatusCode::FORBIDDEN);
}
