//! Students: listed within reach, printed, exported, looked at, changed; the structure they belong to.

use std::io::Cursor;

use axum::http::StatusCode;
use calamine::{Reader, Xlsx};
use domain::access::Post;
use domain::ids::StudentId;
use store::audit::{self, AuditFilter, entry};
use store::school::{Protected, revealed, student};
use store::Page;

use crate::support::{Page as Shown, School};

async fn rows_of_record(school: &School, action: &str) -> Vec<entry::Model> {
    let filter = AuditFilter { actions: vec![action.to_owned()], ..AuditFilter::default() };
    audit::entries(school.app.db.read(), &filter, Page::new(1, 100)).await.unwrap().items
}

async fn full_number(school: &School, id: StudentId) -> String {
    let student = student(school.app.db.read(), id).await.unwrap();
    revealed(&school.app.keys, &student, Protected::Identity).unwrap().unwrap().to_string()
}

fn sheet(page: &Shown) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(page.bytes.clone())).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[tokio::test]
async fn plan_2_1_each_post_lists_the_students_it_is_about() {
    let school = School::new().await;
    school.students("23会计1班", 3).await;
    school.students("23会计2班", 2).await;
    school.students("23电商1班", 4).await;
    let count = |page: &Shown| page.texts("tbody tr").len();
    assert_eq!(count(&school.sign_in(Post::OfficeClerk).await.get("/students").await), 9);
    let leader = school.leader("会计专业组").await.get("/students").await;
    assert_eq!(count(&leader), 5);
    assert!(!leader.text("select[name=class]").contains("电商"), "a filter offers no foreign class");
    assert_eq!(count(&school.teacher("23会计1班").await.get("/students").await), 3);
    let administrator = school.sign_in(Post::Administrator).await.get("/students").await;
    assert_eq!(administrator.status, StatusCode::NOT_FOUND, "the administrator sees no student");
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
    let wider = clerk.get(&page.attribute(".chip + .chip a", "href").unwrap()).await;
    assert_eq!(wider.texts("tbody tr").len(), 3);
    let numbers = wider.texts("tbody td[data-th]");
    assert!(numbers.windows(2).all(|pair| pair.first() > pair.last()), "{numbers:?}");
    let nothing = clerk.get("/students?q=无此人").await;
    assert_eq!(nothing.text(".empty h2"), "没有找到这样的学生");
    assert_eq!(clerk.get("/students?class=99&grade=高一&page=x").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_long_list_comes_in_pages_as_long_as_the_device_likes() {
    let school = School::new().await;
    school.students("23会计1班", 60).await;
    school.students("23会计2班", 60).await;
    let clerk = school.sign_in(Post::OfficeClerk).await;
    let page = clerk.get("/students").await;
    assert_eq!((page.texts("tbody tr").len(), page.text(".pager span").as_str()), (100, "第 1 ～ 100 人，共 120 人"));
    assert_eq!(clerk.get("/students?page=2").await.texts("tbody tr").len(), 20);
    assert_eq!(clerk.get("/students?per=50").await.texts("tbody tr").len(), 50);
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
    let chosen = leader.post("/students/acts", &[("act", "export"), ("id", &first), ("id", &second)]).await;
    let rows = sheet(&chosen);
    assert_eq!(rows.len(), 5, "{rows:?}");
    assert_eq!(rows[2], ["学号", "姓名", "班级", "专业", "性别", "证件号码", "状态", "手机"]);
    assert!(rows[3][5].starts_with("990***"), "{rows:?}");
    let all = leader.post("/students/acts", &[("act", "export"), ("all", "1"), ("grade", "2023")]).await;
    assert_eq!(sheet(&all).len(), 123);
    let record = rows_of_record(&school, "export_students").await;
    assert_eq!(record.len(), 2);
    assert!(record[0].after.as_deref().unwrap().contains("年级=2023级，共 120 人"));
    let nobody = leader.post("/students/acts", &[("act", "export")]).await;
    assert_eq!(nobody.status, StatusCode::SEE_OTHER, "nobody chosen: back to the list");
    let teacher = school.teacher("23会计1班").await;
    let refused = teacher.post("/students/acts", &[("act", "export"), ("all", "1")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_choice_does_not_reach_beyond_the_post() {
    let school = School::new().await;
    let own = school.students("23会计1班", 1).await[0].to_string();
    let other = school.students("23电商1班", 1).await[0].to_string();
    let leader = school.leader("会计专业组").await;
    let page = leader.post("/students/acts", &[("act", "export"), ("id", &own), ("id", &other)]).await;
    assert_eq!(sheet(&page).len(), 4, "only the own student");
}

#[tokio::test]
async fn the_printed_list_says_its_filter_who_printed_it_and_counts_its_sheets() {
    let school = School::new().await;
    school.students("23会计1班", 40).await;
    let teacher = school.teacher("23会计1班").await;
    let page = teacher.get("/students/print?grade=2023").await;
    assert_eq!(page.texts("section").len(), 2);
    assert_eq!(page.text(".filter-line"), "筛选条件：年级=2023级，共 40 人。证件号码已遮盖。");
    let foot = page.text(".sheet-foot");
    assert!(foot.starts_with("打印：苏敏华 2025-05-20 09:30"), "{foot}");
    assert!(foot.ends_with("第 1 页，共 2 页"), "{foot}");
}

#[tokio::test]
async fn full_numbers_leave_only_for_a_reason_and_with_a_second_factor_just_shown() {
    let school = School::new().await;
    let id = school.students("23会计1班", 2).await[0];
    let clerk = school.sign_in(Post::OfficeClerk).await;
    let short = clerk.post("/students/export", &[("reason", "报"), ("class", "")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.text("title").starts_with("错误："));
    let sent = clerk.post("/students/export", &[("reason", "报送市教育局核对学籍")]).await;
    assert_eq!(sheet(&sent)[3][5], full_number(&school, id).await);
    let record = rows_of_record(&school, "export_identity").await;
    assert_eq!(record[0].reason.as_deref(), Some("报送市教育局核对学籍"));
    school.app.clock.advance(chrono::Duration::minutes(11));
    let later = clerk.get("/students/export?grade=2023").await;
    assert_eq!(later.location(), "/second-factor?next=%2Fstudents%2Fexport%3Fgrade%3D2023");
    let leader = school.leader("会计专业组").await;
    assert_eq!(leader.get("/students/export").await.status, StatusCode::FORBIDDEN);
}

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
    assert!(page.text("[aria-labelledby=looks]").contains("林静仪 查看"), "{}", page.text("[aria-labelledby=looks]"));
    assert!(page.text("[aria-labelledby=looks]").contains("理由：核对报名表"));
    assert_eq!(teacher.post(&reveal, &[("reason", "核对报名表")]).await.status, StatusCode::FORBIDDEN);
    let other = school.teacher("23电商1班").await;
    assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_looks_at_more_than_twenty_full_numbers_an_hour() {
    let school = School::new().await;
    let ids = school.students("23会计1班", 21).await;
    let clerk = school.sign_in(Post::OfficeClerk).await;
    for id in &ids[..20] {
        assert_eq!(clerk.post(&format!("/students/{id}/reveal"), &[("reason", "核对报名表")]).await.status, StatusCode::OK);
    }
    let path = format!("/students/{}/reveal", ids[20]);
    let refused = clerk.post(&path, &[("reason", "核对报名表")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text("main").contains("一小时内已看过 20 个"), "{}", refused.text("main"));
    school.app.clock.advance(chrono::Duration::minutes(61));
    let clerk = school.sign_in(Post::OfficeClerk).await;
    assert_eq!(clerk.post(&path, &[("reason", "核对报名表")]).await.status, StatusCode::OK);
}

fn form<'a>(changes: &[(&'a str, &'a str)], base: &'a Shown) -> Vec<(&'a str, String)> {
    let fields = [
        "op_id", "version", "name", "class", "school_number", "id_type", "id_number", "sex", "birth_date", "nation",
        "state", "roll_number", "phone", "guardian_name", "guardian_phone", "reason",
    ];
    let chosen = |name: &str| base.attribute(&format!("select[name={name}] option[selected]"), "value");
    fields
        .into_iter()
        .map(|name| {
            let changed = changes.iter().find(|(field, _)| *field == name).map(|(_, value)| (*value).to_owned());
            (name, changed.or_else(|| chosen(name)).unwrap_or_else(|| base.value(name)))
        })
        .collect()
}

fn pairs<'a>(fields: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
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
    assert_eq!(saved.location(), format!("/students/{id}"), "{}", saved.text("main"));
    assert_eq!(clerk.post(&edit, &pairs(&fields)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(rows_of_record(&school, "edit_student").await.len(), 1);
    let page = clerk.get(&format!("/students/{id}")).await;
    let told = page.text("[aria-labelledby=changes]");
    assert!(told.contains("状态由「在读」改为「休学」，理由：家长申请"), "{told}");
    let student = student(school.app.db.read(), id).await.unwrap();
    assert!(revealed(&school.app.keys, &student, Protected::Identity).unwrap().is_some(), "the number stays");
}

#[tokio::test]
async fn a_refused_form_comes_back_filled_in_with_a_sentence_at_each_field() {
    let school = School::new().await;
    let id = school.students("23会计1班", 1).await[0];
    let clerk = school.sign_in(Post::OfficeClerk).await;
    let edit = format!("/students/{id}/edit");
    let blank = clerk.get(&edit).await;
    let fields = form(&[("name", ""), ("birth_date", "2008-02-30"), ("phone", "138")], &blank);
    let page = clerk.post(&edit, &pairs(&fields)).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text("title").starts_with("错误：修改学生"));
    assert_eq!(page.texts(".errsum li a").len(), 3);
    assert_eq!(page.attributes(".errsum li a", "href"), ["#birth_date", "#name", "#phone"]);
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
    clerk.post(&edit, &pairs(&form(&[("phone", "13900001111")], &theirs))).await;
    let clash = clerk.post(&edit, &pairs(&form(&[("phone", "13900002222")], &mine))).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    assert_eq!(clash.texts(".errsum tbody td"), ["手机", "13900001111", "13900002222"]);
    let decided = clerk.post(&edit, &pairs(&form(&[], &clash))).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.text("main"));
    assert_eq!(student(school.app.db.read(), id).await.unwrap().phone, Some("13900002222".parse().unwrap()));
}

#[tokio::test]
async fn a_new_student_gets_the_next_number_of_the_class_and_nobody_is_registered_twice() {
    let school = School::new().await;
    let class = school.class("24会计2班").await.to_string();
    let clerk = school.sign_in(Post::OfficeClerk).await;
    let blank = clerk.get("/students/new").await;
    let fields = form(&[("name", "陈思远"), ("class", &class), ("id_number", "990000200706250032"), ("sex", "")], &blank);
    let made = clerk.post("/students/new", &pairs(&fields)).await;
    let page = clerk.get(&made.location()).await;
    assert!(page.text(".sub").starts_with("2024010201 · 24会计2班 · 在读"), "{}", page.text(".sub"));
    assert!(page.text("dl").contains("男"), "sex comes from the number");
    let twice = form(&[("name", "另一人"), ("class", &class), ("id_number", "990000200706250032")], &blank);
    let mut twice = pairs(&twice);
    twice[0].1 = "another-form";
    let refused = clerk.post("/students/new", &twice).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text("#id_number-err").contains("已经登记给另一名学生"), "{}", refused.text("main"));
}

#[tokio::test]
async fn a_student_is_found_by_identity_number_without_it_ever_standing_in_an_address() {
    let school = School::new().await;
    let id = school.students("23会计1班", 1).await[0];
    let number = full_number(&school, id).await;
    let teacher = school.teacher("23会计1班").await;
    assert_eq!(teacher.post("/students/find", &[("number", &number)]).await.location(), format!("/students/{id}"));
    assert_eq!(rows_of_record(&school, "find_by_identity").await.len(), 1);
    let other = school.teacher("23电商1班").await;
    assert_eq!(other.post("/students/find", &[("number", &number)]).await.location(), "/search");
    assert!(teacher.get("/search").await.attributes("form", "action").contains(&"/students/find".to_owned()));
}

#[tokio::test]
async fn one_box_finds_students_classes_and_clauses_within_reach() {
    let school = School::new().await;
    school.students("23会计1班", 2).await;
    school.students("23电商1班", 2).await;
    let clerk = school.sign_in(Post::OfficeClerk).await;
    assert!(clerk.get("/search?q=4.2").await.text("[aria-labelledby=clauses]").contains("按比例选拔"));
    assert_eq!(clerk.get("/search?q=23会计1").await.texts("[aria-labelledby=classes] li").len(), 1);
    assert_eq!(clerk.get("/search?q=学生").await.texts("[aria-labelledby=students] tbody tr").len(), 4);
    let leader = school.leader("会计专业组").await;
    assert_eq!(leader.get("/search?q=学生").await.texts("[aria-labelledby=students] tbody tr").len(), 2);
    assert!(!leader.get("/search?q=电商").await.has("[aria-labelledby=classes]"));
    assert_eq!(clerk.get("/search?q=%25%25").await.text(".empty h2"), "没有找到", "% is no wildcard");
}

#[tokio::test]
async fn plan_2_1_the_office_names_the_parts_of_the_school_and_sees_who_leads_each_class() {
    let school = School::new().await;
    school.students("23会计1班", 2).await;
    school.teacher("23会计1班").await;
    let clerk = school.sign_in(Post::OfficeClerk).await;
    let page = clerk.get("/structure").await;
    let row = page.texts("tbody tr").into_iter().find(|row| row.starts_with("23会计1班")).unwrap();
    assert_eq!(row, "23会计1班2023级苏敏华2改名");
    let major = school.major("730301").await.to_string();
    let class = [("kind", "class"), ("name", "23会计3班"), ("grade", "2023"), ("parent", major.as_str())];
    assert_eq!(clerk.post("/structure", &class).await.location(), "/structure");
    let again = clerk.post("/structure", &class).await;
    assert_eq!(again.text("#class-name-err"), "班级名称：「23会计3班」已经有了，请换一个");
    let id = school.class("23会计3班").await;
    let path = format!("/structure/class/{id}");
    assert_eq!(clerk.post(&path, &[("name", "23会计（高考）班")]).await.location(), "/structure");
    assert_eq!(school.class("23会计（高考）班").await, id);
    assert_eq!(rows_of_record(&school, "rename_class").await.len(), 1);
    assert_eq!(clerk.get("/structure/class/9999").await.status, StatusCode::NOT_FOUND);
    assert_eq!(clerk.get("/structure/planet/1").await.status, StatusCode::NOT_FOUND);
    let leader = school.leader("会计专业组").await;
    assert_eq!(leader.get("/structure").await.status, StatusCode::FORBIDDEN);
}
