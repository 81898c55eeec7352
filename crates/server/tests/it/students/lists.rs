//! Students listed within reach, filtered, printed and exported.

use axum::http::StatusCode;
use domain::access::Post;

use super::{full_number, rows_of_record, sheet};
use crate::support::{Page as Shown, School};

#[tokio::test]
async fn plan_2_1_each_post_lists_the_students_it_is_about() {
    let school = School::new().await;
    school.students("23会计1班", 3).await;
    school.students("23会计2班", 2).await;
    school.students("23电商1班", 4).await;
    let count = |page: &Shown| page.texts("tbody tr").len();
    assert_eq!(
        count(
            &school
                .sign_in(Post::OfficeClerk)
                .await
                .get("/students")
                .await
        ),
        9
    );
    let leader = school.leader("会计专业组").await.get("/students").await;
    assert_eq!(count(&leader), 5);
    assert!(
        !leader.text("select[name=class]").contains("电商"),
        "a filter offers no foreign class"
    );
    assert_eq!(
        count(&school.teacher("23会计1班").await.get("/students").await),
        3
    );
    let administrator = school
        .sign_in(Post::Administrator)
        .await
        .get("/students")
        .await;
    assert_eq!(
        administrator.status,
        StatusCode::NOT_FOUND,
        "the administrator sees no student"
    );
}

#[tokio::test]
async fn the_filter_is_the_address_and_each_condition_goes_by_its_chip() {
    let school = School::new().await;
    school.students("23会计1班", 3).await;
    school.students("22会计1班", 2).await;
    let clerk = school.sign_in(Post::OfficeClerk).await;
    let page = clerk.get("/students?grade=2023&q=01&sort=-number").await;
    assert_eq!(page.texts("tbody tr").len(), 1);
    assert_eq!(page.texts(".chip"), ["年级：2023级", "学号或姓名：01"]);
    let wider = clerk
        .get(&page.attribute(".chip + .chip a", "href").unwrap())
        .await;
    assert_eq!(wider.texts("tbody tr").len(), 3);
    let numbers = wider.texts("tbody td[data-th]");
    assert!(
        numbers.windows(2).all(|pair| pair.first() > pair.last()),
        "{numbers:?}"
    );
    let nothing = clerk.get("/students?q=无此人").await;
    assert_eq!(nothing.text(".empty h2"), "没有找到这样的学生");
    assert_eq!(
        clerk
            .get("/students?class=99&grade=高一&page=x")
            .await
            .status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_long_list_comes_in_pages_as_long_as_the_device_likes() {
    let school = School::new().await;
    school.students("23会计1班", 60).await;
    school.students("23会计2班", 60).await;
    let clerk = school.sign_in(Post::OfficeClerk).await;
    let page = clerk.get("/students").await;
    assert_eq!(
        (
            page.texts("tbody tr").len(),
            page.text(".pager span").as_str()
        ),
        (100, "第 1 ～ 100 人，共 120 人")
    );
    assert_eq!(
        clerk.get("/students?page=2").await.texts("tbody tr").len(),
        20
    );
    assert_eq!(
        clerk.get("/students?per=50").await.texts("tbody tr").len(),
        50
    );
    let phone = clerk
        .request(axum::http::Method::GET, "/students")
        .header("user-agent", "Mozilla/5.0 (iPhone) Mobile/15E148")
        .body(axum::body::Body::empty())
        .unwrap();
    assert_eq!(clerk.send(phone).await.texts("tbody tr").len(), 30);
}

#[tokio::test]
async fn what_is_chosen_is_exported_masked_and_recorded_and_all_means_all_pages() {
    let school = School::new().await;
    let ids = school.students("23会计1班", 40).await;
    school.students("23会计2班", 80).await;
    let leader = school.leader("会计专业组").await;
    let (first, second) = (ids[0].to_string(), ids[1].to_string());
    let chosen = leader
        .post(
            "/students/acts",
            &[("act", "export"), ("id", &first), ("id", &second)],
        )
        .await;
    let rows = sheet(&chosen);
    assert_eq!(rows.len(), 5, "{rows:?}");
    assert_eq!(
        rows[2],
        [
            "学号",
            "姓名",
            "班级",
            "专业",
            "性别",
            "证件号码",
            "状态",
            "手机"
        ]
    );
    assert!(rows[3][5].starts_with("990***"), "{rows:?}");
    let all = leader
        .post(
            "/students/acts",
            &[("act", "export"), ("all", "1"), ("grade", "2023")],
        )
        .await;
    assert_eq!(sheet(&all).len(), 123);
    let record = rows_of_record(&school, "export_students").await;
    assert_eq!(record.len(), 2);
    assert!(
        record[0]
            .after
            .as_deref()
            .unwrap()
            .contains("年级=2023级，共 120 人")
    );
    let nobody = leader.post("/students/acts", &[("act", "export")]).await;
    assert_eq!(
        nobody.status,
        StatusCode::SEE_OTHER,
        "nobody chosen: back to the list"
    );
    let teacher = school.teacher("23会计1班").await;
    let refused = teacher
        .post("/students/acts", &[("act", "export"), ("all", "1")])
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_choice_does_not_reach_beyond_the_post() {
    let school = School::new().await;
    let own = school.students("23会计1班", 1).await[0].to_string();
    let other = school.students("23电商1班", 1).await[0].to_string();
    let leader = school.leader("会计专业组").await;
    let page = leader
        .post(
            "/students/acts",
            &[("act", "export"), ("id", &own), ("id", &other)],
        )
        .await;
    assert_eq!(sheet(&page).len(), 4, "only the own student");
}

#[tokio::test]
async fn the_printed_list_says_its_filter_who_printed_it_and_counts_its_sheets() {
    let school = School::new().await;
    school.students("23会计1班", 40).await;
    let teacher = school.teacher("23会计1班").await;
    let page = teacher.get("/students/print?grade=2023").await;
    assert_eq!(page.texts("section").len(), 2);
    assert_eq!(
        page.text(".filter-line"),
        "筛选条件：年级=2023级，共 40 人。证件号码已遮盖。"
    );
    let foot = page.text(".sheet-foot");
    assert!(foot.starts_with("打印：苏敏华 2025-05-20 09:30"), "{foot}");
    assert!(foot.ends_with("第 1 页，共 2 页"), "{foot}");
}

#[tokio::test]
async fn full_numbers_leave_only_for_a_reason_and_with_a_second_factor_just_shown() {
    let school = School::new().await;
    let id = school.students("23会计1班", 2).await[0];
    let clerk = school.sign_in(Post::OfficeClerk).await;
    let short = clerk
        .post("/students/export", &[("reason", "报"), ("class", "")])
        .await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.text("title").starts_with("错误："));
    let sent = clerk
        .post("/students/export", &[("reason", "报送市教育局核对学籍")])
        .await;
    assert_eq!(sheet(&sent)[3][5], full_number(&school, id).await);
    let record = rows_of_record(&school, "export_identity").await;
    assert_eq!(record[0].reason.as_deref(), Some("报送市教育局核对学籍"));
    school.app.clock.advance(chrono::Duration::minutes(11));
    let later = clerk.get("/students/export?grade=2023").await;
    assert_eq!(
        later.location(),
        "/second-factor?next=%2Fstudents%2Fexport%3Fgrade%3D2023"
    );
    let leader = school.leader("会计专业组").await;
    assert_eq!(
        leader.get("/students/export").await.status,
        StatusCode::FORBIDDEN
    );
}
