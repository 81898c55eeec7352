//! One student: looked at for a reason, changed, added, found by number.

use axum::http::StatusCode;
use domain::access::Post;
use store::school::{Protected, revealed, student};

use super::{full_number, rows_of_record};
use crate::support::{Page as Shown, School};

#[tokio::test]
async fn a_full_number_is_shown_once_for_a_reason_and_everybody_can_see_who_looked() {
    let school = School::new().await;
    let id = school.students("23会计1班", 1).await[0];
    let number = full_number(&school, id).await;
    let (path, reveal) = (format!("/students/{id}"), format!("/students/{id}/reveal"));
    let clerk = school.sign_in(Post::OfficeClerk).await;
    assert!(!clerk.get(&path).await.html().contains(&number));
    let without = clerk.post(&reveal, &[("reason", "")]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!without.html().contains(&number));
    let shown = clerk.post(&reveal, &[("reason", "核对报名表")]).await;
    assert!(shown.html().contains(&number));
    let teacher = school.teacher("23会计1班").await;
    let page = teacher.get(&path).await;
    assert!(!page.html().contains(&number));
    assert!(
        page.text("[aria-labelledby=looks]").contains("林静仪 查看"),
        "{}",
        page.text("[aria-labelledby=looks]")
    );
    assert!(
        page.text("[aria-labelledby=looks]")
            .contains("理由：核对报名表")
    );
    assert_eq!(
        teacher
            .post(&reveal, &[("reason", "核对报名表")])
            .await
            .status,
        StatusCode::FORBIDDEN
    );
    let other = school.teacher("23电商1班").await;
    assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_looks_at_more_than_twenty_full_numbers_an_hour() {
    let school = School::new().await;
    let ids = school.students("23会计1班", 21).await;
    let clerk = school.sign_in(Post::OfficeClerk).await;
    for id in &ids[..20] {
        assert_eq!(
            clerk
                .post(
                    &format!("/students/{id}/reveal"),
                    &[("reason", "核对报名表")]
                )
                .await
                .status,
            StatusCode::OK
        );
    }
    let path = format!("/students/{}/reveal", ids[20]);
    let refused = clerk.post(&path, &[("reason", "核对报名表")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text("main").contains("一小时内已看过 20 个"),
        "{}",
        refused.text("main")
    );
    school.app.clock.advance(chrono::Duration::minutes(61));
    let clerk = school.sign_in(Post::OfficeClerk).await;
    assert_eq!(
        clerk.post(&path, &[("reason", "核对报名表")]).await.status,
        StatusCode::OK
    );
}

fn form<'a>(changes: &[(&'a str, &'a str)], base: &'a Shown) -> Vec<(&'a str, String)> {
    let fields = [
        "op_id",
        "version",
        "before",
        "name",
        "class",
        "school_number",
        "id_type",
        "id_number",
        "sex",
        "birth_date",
        "nation",
        "state",
        "roll_number",
        "phone",
        "guardian_name",
        "guardian_phone",
        "reason",
    ];
    let chosen =
        |name: &str| base.attribute(&format!("select[name={name}] option[selected]"), "value");
    fields
        .into_iter()
        .map(|name| {
            let changed = changes
                .iter()
                .find(|(field, _)| *field == name)
                .map(|(_, value)| (*value).to_owned());
            (
                name,
                changed
                    .or_else(|| chosen(name))
                    .unwrap_or_else(|| base.value(name)),
            )
        })
        .collect()
}

fn pairs<'a>(fields: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
    fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}

#[tokio::test]
async fn a_change_is_told_on_the_students_page_and_sent_twice_it_counts_once() {
    let school = School::new().await;
    let id = school.students("23会计1班", 1).await[0];
    let clerk = school.sign_in(Post::OfficeClerk).await;
    let edit = format!("/students/{id}/edit");
    let blank = clerk.get(&edit).await;
    let fields = form(&[("state", "休学"), ("reason", "家长申请")], &blank);
    let saved = clerk.post(&edit, &pairs(&fields)).await;
    assert_eq!(
        saved.location(),
        format!("/students/{id}"),
        "{}",
        saved.text("main")
    );
    assert_eq!(
        clerk.post(&edit, &pairs(&fields)).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(rows_of_record(&school, "edit_student").await.len(), 1);
    let page = clerk.get(&format!("/students/{id}")).await;
    let told = page.text("[aria-labelledby=changes]");
    assert!(
        told.contains("状态由「在读」改为「休学」，理由：家长申请"),
        "{told}"
    );
    let student = student(school.app.db.read(), id).await.unwrap();
    assert!(
        revealed(&school.app.keys, &student, Protected::Identity)
            .unwrap()
            .is_some(),
        "the number stays"
    );
}

#[tokio::test]
async fn a_refused_form_comes_back_filled_in_with_a_sentence_at_each_field() {
    let school = School::new().await;
    let id = school.students("23会计1班", 1).await[0];
    let clerk = school.sign_in(Post::OfficeClerk).await;
    let edit = format!("/students/{id}/edit");
    let blank = clerk.get(&edit).await;
    let fields = form(
        &[("name", ""), ("birth_date", "2008-02-30"), ("phone", "138")],
        &blank,
    );
    let page = clerk.post(&edit, &pairs(&fields)).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text("title").starts_with("错误：修改学生"));
    assert_eq!(page.texts(".errsum li a").len(), 3);
    assert_eq!(
        page.attributes(".errsum li a", "href"),
        ["#birth_date", "#name", "#phone"]
    );
    assert_eq!(page.text("#birth_date-err"), "出生日期：2 月没有 30 日");
    assert_eq!(page.value("birth_date"), "2008-02-30");
    assert!(rows_of_record(&school, "edit_student").await.is_empty());
}

#[tokio::test]
async fn a_stale_save_shows_what_stands_there_now_beside_what_was_typed() {
    let school = School::new().await;
    let id = school.students("23会计1班", 1).await[0];
    let clerk = school.sign_in(Post::OfficeClerk).await;
    let edit = format!("/students/{id}/edit");
    let (mine, theirs) = (clerk.get(&edit).await, clerk.get(&edit).await);
    let before = mine.value("phone");
    let before = if before.is_empty() {
        "--".to_owned()
    } else {
        before
    };
    clerk
        .post(&edit, &pairs(&form(&[("phone", "13900001111")], &theirs)))
        .await;
    let clash = clerk
        .post(&edit, &pairs(&form(&[("phone", "13900002222")], &mine)))
        .await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    assert_eq!(
        clash.texts(".errsum tbody td"),
        [before.as_str(), "13900001111", "13900002222"]
    );
    let decided = clerk.post(&edit, &pairs(&form(&[], &clash))).await;
    assert_eq!(
        decided.status,
        StatusCode::SEE_OTHER,
        "{}",
        decided.text("main")
    );
    assert_eq!(
        student(school.app.db.read(), id).await.unwrap().phone,
        Some("13900002222".parse().unwrap())
    );
}

#[tokio::test]
async fn a_new_student_gets_the_next_number_of_the_class_and_nobody_is_registered_twice() {
    let school = School::new().await;
    let class = school.class("24会计2班").await.to_string();
    let clerk = school.sign_in(Post::OfficeClerk).await;
    let blank = clerk.get("/students/new").await;
    let fields = form(
        &[
            ("name", "陈思远"),
            ("class", &class),
            ("id_number", "990000200706250032"),
            ("sex", ""),
        ],
        &blank,
    );
    let made = clerk.post("/students/new", &pairs(&fields)).await;
    let page = clerk.get(&made.location()).await;
    assert!(
        page.text(".sub")
            .starts_with("2024010201 · 24会计2班 · 在读"),
        "{}",
        page.text(".sub")
    );
    assert!(page.text("dl").contains("男"), "sex comes from the number");
    let twice = form(
        &[
            ("name", "另一人"),
            ("class", &class),
            ("id_number", "990000200706250032"),
        ],
        &blank,
    );
    let mut twice = pairs(&twice);
    twice[0].1 = "another-form";
    let refused = clerk.post("/students/new", &twice).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused
            .text("#id_number-err")
            .contains("已经登记给另一名学生"),
        "{}",
        refused.text("main")
    );
}

#[tokio::test]
async fn a_student_is_found_by_identity_number_without_it_ever_standing_in_an_address() {
    let school = School::new().await;
    let id = school.students("23会计1班", 1).await[0];
    let number = full_number(&school, id).await;
    let teacher = school.teacher("23会计1班").await;
    assert_eq!(
        teacher
            .post("/students/find", &[("number", &number)])
            .await
            .location(),
        format!("/students/{id}")
    );
    assert_eq!(rows_of_record(&school, "find_by_identity").await.len(), 1);
    let other = school.teacher("23电商1班").await;
    assert_eq!(
        other
            .post("/students/find", &[("number", &number)])
            .await
            .location(),
        "/search"
    );
    assert!(
        teacher
            .get("/search")
            .await
            .attributes("form", "action")
            .contains(&"/students/find".to_owned())
    );
}
