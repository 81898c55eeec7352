//! A project from its first line to the office's word, its gates and its page.

use axum::http::StatusCode;
use domain::access::Post;

use crate::support::School;
use crate::support::builders::{decide, submit};

#[tokio::test]
async fn plan_6_1_a_leader_opens_a_project_and_the_office_approves_it() {
    let school = School::new().await;
    let (leader, id) = school.draft().await;
    let page = leader.get(&format!("/projects/{id}")).await;
    assert_eq!(page.text("h1"), "财务共享服务（中级） 2025年6月考试");
    assert!(
        page.text(".state")
            .starts_with("第一步：联系评价组织。还差 1 项才能开始选拔和报名。"),
        "{}",
        page.text(".state")
    );
    assert!(page.text(".facts").contains("2025-01"));

    let check = leader.get(&format!("/projects/{id}/submit")).await;
    assert!(
        check
            .texts("form button")
            .contains(&"提交培训就业处审核".to_owned())
    );
    submit(&leader, id).await;
    let page = leader.get(&format!("/projects/{id}")).await;
    assert!(
        page.text(".msg.info").starts_with("已提交，等"),
        "{}",
        page.text(".msg.info")
    );
    assert!(page.text(".msg.info").contains("撤回"));

    let office = school.sign_in(Post::OfficeClerk).await;
    let done = decide(&office, id, &[("act", "approve")]).await;
    assert_eq!(
        (done.status, done.location().as_str()),
        (StatusCode::SEE_OTHER, "/")
    );
    let desk = office.get("/").await;
    assert!(
        desk.text(".msg.ok")
            .contains("已同意「财务共享服务（中级） 2025年6月考试」。")
    );
    assert_eq!(
        desk.attribute("[data-left]", "data-left").as_deref(),
        Some("600")
    );

    let page = leader.get(&format!("/projects/{id}")).await;
    assert!(
        page.text(".state").starts_with("第三步：学生报名。"),
        "{}",
        page.text(".state")
    );
    let past = page.texts(".time li");
    assert!(
        past[0].contains("林静仪 同意「财务共享服务（中级） 2025年6月考试」"),
        "{past:?}"
    );
    assert!(
        past.iter().any(|line| line.contains("周文博 新建项目")),
        "{past:?}"
    );
}

#[tokio::test]
async fn plan_6_1_a_return_carries_its_reason_to_the_field_and_the_next_submission_shows_what_changed()
 {
    let school = School::new().await;
    let (leader, id) = school.submitted().await;
    let office = school.sign_in(Post::OfficeClerk).await;
    let empty = decide(
        &office,
        id,
        &[("act", "return"), ("reason", " "), ("field", "exam_from")],
    )
    .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text("#why-err").contains("请写明退回理由"));
    assert_eq!(
        empty
            .attribute("#field option[selected]", "value")
            .as_deref(),
        Some("exam_from")
    );

    let reason = "考试开始日期与评价组织的通知不一致，请改成 6月15日";
    let done = decide(
        &office,
        id,
        &[
            ("act", "return"),
            ("reason", reason),
            ("field", "exam_from"),
        ],
    )
    .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let page = leader.get(&format!("/projects/{id}")).await;
    assert!(
        page.text(".msg.warn").contains(reason),
        "{}",
        page.text(".msg.warn")
    );
    assert!(page.texts(".time li")[0].ends_with(&format!("，理由：{reason}")));
    let desk = leader.get("/").await;
    assert!(
        desk.text(".tbl").contains("改正退回的项目"),
        "{}",
        desk.text(".tbl")
    );
    assert!(leader.get("/messages").await.status != StatusCode::INTERNAL_SERVER_ERROR);

    let form = leader.get(&format!("/projects/{id}/edit")).await;
    assert_eq!(form.text("#exam_from-err"), format!("退回理由：{reason}"));
    let hidden =
        ["op_id", "version", "title", "registration_deadline"].map(|name| (name, form.value(name)));
    let certificate = form
        .attribute("#certificate option[selected]", "value")
        .unwrap();
    let major = form.attribute("[name=majors]", "value").unwrap();
    let mut mended: Vec<(&str, &str)> = hidden
        .iter()
        .map(|(key, value)| (*key, value.as_str()))
        .collect();
    mended.extend([
        ("certificate", certificate.as_str()),
        ("level", "中级"),
        ("majors", &major),
        ("grade", "2023"),
        ("exam_from", "2025-06-15"),
        ("exam_to", "2025-06-15"),
        ("act", "check"),
    ]);
    let saved = leader.post(&format!("/projects/{id}/edit"), &mended).await;
    assert_eq!(saved.location(), format!("/projects/{id}/submit"));
    submit(&leader, id).await;

    let desk = office.get("/").await;
    let href = desk
        .attributes(".tbl td a", "href")
        .into_iter()
        .find(|href| href.contains("open="))
        .unwrap();
    let pane = office.get(&href).await;
    assert!(pane.text(".pane header").contains("第 2 次"));
    assert_eq!(pane.texts("del.was"), ["2025-06-14", "2025-06-14"]);
    assert_eq!(pane.texts("ins.now"), ["2025-06-15", "2025-06-15"]);
}

#[tokio::test]
async fn plan_6_1_a_form_comes_back_filled_in_with_its_faults_at_the_fields() {
    let school = School::new().await;
    school.plan().await;
    let certificate = school.certificate("财务共享服务", &["730301"]).await;
    let leader = school.leader("会计专业组").await;
    let major = school.major("730301").await;
    let page = leader
        .post(
            "/projects/new",
            &[
                ("op_id", "a"),
                ("certificate", &certificate.to_string()),
                ("level", "特级"),
                ("majors", &major.to_string()),
                ("grade", "2023"),
                ("exam_from", "2025年6月31日"),
                ("exam_to", "2025-06-14"),
                ("registration_deadline", "2025-05-01"),
                ("note", "评价组织王老师"),
            ],
        )
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text("title").starts_with("错误："));
    assert!(page.text("#level-err").contains("没有特级"));
    assert!(page.text("#exam_from-err").contains("6 月没有 31 日"));
    assert!(
        page.text("#registration_deadline-err")
            .contains("5月1日已过")
    );
    assert_eq!(page.value("exam_from"), "2025年6月31日");
    assert_eq!(page.text("#note"), "评价组织王老师");
    assert_eq!(
        page.attributes(".errsum a", "href"),
        ["#exam_from", "#level", "#registration_deadline"]
    );
    assert!(page.has("[name=majors][checked]"));
}

#[tokio::test]
async fn plan_6_1_a_draft_is_kept_without_the_deadline_but_not_handed_in() {
    let school = School::new().await;
    school.plan().await;
    let certificate = school.certificate("财务共享服务", &["730301"]).await;
    let leader = school.leader("会计专业组").await;
    let major = school.major("730301").await;
    let form = [
        ("op_id", "a"),
        ("certificate", &certificate.to_string()),
        ("level", "中级"),
        ("majors", &major.to_string()),
        ("grade", "2023"),
        ("exam_from", "2025-06-14"),
        ("exam_to", "2025-06-14"),
    ];
    let kept = leader.post("/projects/new", &form).await;
    let again = leader.post("/projects/new", &form).await;
    assert_eq!(
        kept.location(),
        again.location(),
        "one form makes one project"
    );
    let check = leader.get(&format!("{}/submit", kept.location())).await;
    assert_eq!(check.texts(".errsum a"), ["请填平台的报名截止日期"]);
    let refused = leader
        .post(
            &format!("{}/submit", kept.location()),
            &[("op_id", "b"), ("version", "1")],
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(leader.get("/projects").await.texts("tbody tr").len(), 1);
}

#[tokio::test]
async fn a_stale_form_is_refused_and_nothing_is_overwritten() {
    let school = School::new().await;
    let (leader, id) = school.draft().await;
    let form = leader.get(&format!("/projects/{id}/edit")).await;
    let certificate = form
        .attribute("#certificate option[selected]", "value")
        .unwrap();
    let major = form.attribute("[name=majors]", "value").unwrap();
    let send = async |op: &str, title: &str| {
        let form = [
            ("op_id", op),
            ("version", "1"),
            ("title", title),
            ("certificate", certificate.as_str()),
            ("level", "中级"),
            ("majors", &major),
            ("grade", "2023"),
            ("exam_from", "2025-06-14"),
            ("exam_to", "2025-06-14"),
            ("registration_deadline", "2025-05-24"),
        ];
        leader.post(&format!("/projects/{id}/edit"), &form).await
    };
    assert_eq!(send("x", "甲").await.status, StatusCode::SEE_OTHER);
    assert_eq!(send("y", "乙").await.status, StatusCode::CONFLICT);
    assert_eq!(
        leader.get(&format!("/projects/{id}")).await.text("h1"),
        "甲"
    );
}

#[tokio::test]
async fn plan_2_1_who_may_not_see_a_project_does_not_find_it_and_who_may_not_act_hears_who_can() {
    let school = School::new().await;
    let (_, id) = school.draft().await;
    let path = format!("/projects/{id}");
    let other = school.leader("物流专业组").await;
    assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND);
    let office = school.sign_in(Post::OfficeClerk).await;
    assert_eq!(office.get(&path).await.status, StatusCode::OK);
    let refused = office.get(&format!("{path}/edit")).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(
        refused.text("main").contains("周文博（专业组长）"),
        "{}",
        refused.text("main")
    );
    let teacher = school.teacher("23会计1班").await;
    assert_eq!(teacher.get(&path).await.status, StatusCode::OK);
    assert_eq!(teacher.get("/projects").await.texts("tbody tr").len(), 1);
    let elsewhere = school.teacher("22会计1班").await;
    assert_eq!(elsewhere.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(elsewhere.get("/projects").await.texts("tbody tr").len(), 0);
    assert_eq!(
        school
            .sign_in(Post::Administrator)
            .await
            .get(&path)
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn plan_6_3_a_gate_names_what_is_missing_and_who_can_meet_it() {
    let school = School::new().await;
    let (leader, id) = school.approved().await;
    let page = leader
        .get(&format!("/projects/{id}?step=registration"))
        .await;
    assert_eq!(page.text("#gate-t"), "关口三：上传平台之前");
    let open: Vec<String> = page
        .texts(".gate li")
        .into_iter()
        .filter(|line| line.starts_with("还差："))
        .collect();
    assert!(
        open[0].starts_with("还差： 选拔结果已公示并定案 · 还没有开始选拔；能办的人：周文博（你）")
            || open[0]
                .starts_with("还差：选拔结果已公示并定案 · 还没有开始选拔；能办的人：周文博（你）"),
        "{open:?}"
    );
    let unchecked = page
        .texts(".gate li")
        .into_iter()
        .filter(|line| line.starts_with("系统不核对："))
        .count();
    assert_eq!(unchecked, 3);
    assert!(
        !page.has(".gate input[type=checkbox]"),
        "nobody ticks a condition by hand"
    );
    assert!(
        page.texts(".tbl tr.cannot td.wide a").is_empty(),
        "what cannot start is no link"
    );
}

#[tokio::test]
async fn plan_2_1_a_leader_opens_a_gate_by_exception_with_a_reason_that_stays() {
    let school = School::new().await;
    let (leader, id) = school.submitted().await;
    assert_eq!(
        leader
            .get(&format!("/projects/{id}/exception?gate=contact"))
            .await
            .status,
        StatusCode::FORBIDDEN
    );
    let head = school.sign_in(Post::LeadingGroupHead).await;
    let ask = head
        .get(&format!("/projects/{id}/exception?gate=contact"))
        .await;
    assert_eq!(ask.text("h1"), "关口一：开始选拔和报名之前：按例外放行");
    let path = format!("/projects/{id}/exception");
    let short = head
        .post(
            &path,
            &[("op_id", "a"), ("gate", "contact"), ("reason", "急")],
        )
        .await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    let reason = "平台提前截止，审核意见周五补上";
    let done = head
        .post(
            &path,
            &[("op_id", "b"), ("gate", "contact"), ("reason", reason)],
        )
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let page = leader.get(&format!("/projects/{id}?step=contact")).await;
    assert!(
        page.text("#gate").contains(reason),
        "{}",
        page.text("#gate")
    );
    assert!(page.text("#gate .bd").starts_with("例外"));
    let office = school.sign_in(Post::OfficeClerk).await;
    decide(&office, id, &[("act", "approve")]).await;
    assert!(
        leader
            .get(&format!("/projects/{id}?step=contact"))
            .await
            .text("#gate")
            .contains(reason)
    );
}

#[tokio::test]
async fn a_project_prints_its_step_its_gate_and_what_happened() {
    let school = School::new().await;
    let (leader, id) = school.approved().await;
    let page = leader.get(&format!("/projects/{id}")).await;
    let print = page.attribute(".acts a[href*=print]", "href").unwrap();
    let paper = leader.get(&print).await;
    assert_eq!(paper.status, StatusCode::OK);
    assert!(paper.has("main.sheet") && !paper.has("nav"));
    assert!(paper.text("main").contains("审核项目") || paper.text("main").contains("关口"));
    assert!(paper.text(".sheet-foot").starts_with("打印：周文博"));
    assert!(
        paper.texts("table").len() == 3,
        "tasks, gate, what happened"
    );
    let other = school.leader("物流专业组").await;
    assert_eq!(other.get(&print).await.status, StatusCode::NOT_FOUND);
}
