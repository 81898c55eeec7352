//! Lists from the selection, their checks, what the group completes and withdraws, handing in.

use axum::http::StatusCode;
use domain::access::Post;
use store::school::{self, StudentValues};

use super::scene::{Scene, publish};

#[tokio::test]
async fn plan_4_2_the_lists_hold_exactly_whom_the_selection_chose_and_nobody_twice() {
    let scene = Scene::published().await;
    let page = scene
        .leader
        .get(&format!("/registration/projects/{}", scene.project))
        .await;
    assert!(
        page.text(".acts").contains("生成报名表（5 人）"),
        "{}",
        page.text(".acts")
    );
    let desk = scene.leader.get("/").await;
    assert!(
        desk.text(".tbl").contains("生成报名表"),
        "{}",
        desk.text(".tbl")
    );

    let op = page.value("op_id");
    let at = format!("/registration/projects/{}/generate", scene.project);
    assert_eq!(
        scene.leader.post(&at, &[("op_id", &op)]).await.status,
        StatusCode::SEE_OTHER
    );
    let again = scene.leader.post(&at, &[("op_id", &op)]).await;
    assert_eq!(
        again.location(),
        format!("/registration/projects/{}", scene.project)
    );
    assert_eq!(
        scene.leader.post(&at, &[("op_id", "another")]).await.status,
        StatusCode::SEE_OTHER
    );

    let all = store::registration::rows_of_project(scene.school.app.db.read(), scene.project)
        .await
        .unwrap();
    let mut students: Vec<_> = all.iter().map(|one| one.student.id).collect();
    students.sort_unstable();
    let mut chosen = scene.chosen.clone();
    chosen.sort_unstable();
    assert_eq!(students, chosen);
    let index = scene.leader.get("/registration").await;
    assert_eq!(index.texts("tbody td.wide a"), ["23会计1班", "23会计2班"]);
}

#[tokio::test]
async fn plan_4_2_without_a_published_selection_there_is_no_list() {
    let school = crate::support::School::new().await;
    let (leader, project) = school.approved().await;
    let refused = leader
        .post(
            &format!("/registration/projects/{project}/generate"),
            &[("op_id", "x")],
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text("main").contains("选拔结果还没有定案"),
        "{}",
        refused.text("main")
    );
}

#[tokio::test]
async fn plan_6_3_a_fault_is_said_at_the_row_and_keeps_the_list_from_being_handed_in() {
    let scene = Scene::new().await;
    spoil_phone_and_major(&scene).await;
    let page = scene
        .leader
        .get(&format!("/registration/lists/{}", scene.first))
        .await;
    let row = page.text(&format!("#row-{}", scene.chosen[0]));
    assert!(
        row.contains("联系电话：没有联系电话，平台必填，请补上"),
        "{row}"
    );
    assert_eq!(
        page.attribute(&format!("#row-{} a.lnk", scene.chosen[0]), "href")
            .unwrap(),
        format!("/students/{}", scene.chosen[0])
    );
    assert!(
        page.text(".checks").contains("2 / 3"),
        "{}",
        page.text(".checks")
    );
    assert!(!page.text(".acts").contains("提交"));
    assert!(
        page.text(".msg.warn")
            .starts_with("还不能提交：1 人的信息要先改好")
    );
    let check = scene
        .leader
        .get(&format!("/registration/lists/{}/submit", scene.first))
        .await;
    assert!(!check.has("form .btn.main"), "no button before it can go");
    let row = check.text("[aria-labelledby=first] tbody tr");
    assert!(
        row.contains("联系电话：没有联系电话") && row.contains("林静仪（培训就业处干事）"),
        "{row}"
    );

    let version = scene.version(scene.first).await;
    let refused = scene
        .leader
        .post(
            &format!("/registration/lists/{}/submit", scene.first),
            &[("version", &version), ("op_id", "s")],
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text("main").contains("还有 1 人的信息有问题"),
        "{}",
        refused.text("main")
    );
}

/// The first of the chosen loses the telephone number.
async fn spoil_phone_and_major(scene: &Scene) {
    let app = &scene.school.app;
    let student = school::student(app.db.read(), scene.chosen[0])
        .await
        .unwrap();
    let open = |protected| {
        school::revealed(&app.keys, &student, protected)
            .unwrap()
            .map(|number| number.as_str().into())
    };
    let values = StudentValues {
        school_number: student.school_number.clone(),
        roll_number: open(school::Protected::Roll),
        name: student.name.clone(),
        sex: student.sex,
        nation: student.nation.clone(),
        birth_date: student.birth_date,
        id_type: student.id_type,
        id_number: open(school::Protected::Identity),
        class_id: student.class_id,
        state: student.state,
        phone: None,
        guardian_name: None,
        guardian_phone: None,
    };
    let tx = app.db.begin().await.unwrap();
    school::update_student(
        &tx,
        &app.keys,
        student.id,
        student.version,
        &values,
        scene.school.now(),
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn plan_6_3_the_group_completes_what_only_the_list_says() {
    let scene = Scene::new().await;
    let at = format!("/registration/lists/{}", scene.first);
    let page = scene.leader.get(&at).await;
    let (version, op, who) = (
        page.value("version"),
        page.value("op_id"),
        scene.chosen[1].to_string(),
    );
    let remark = format!("remark-{who}");
    let form = [
        ("version", version.as_str()),
        ("op_id", op.as_str()),
        ("row", who.as_str()),
        ("retake", who.as_str()),
        (remark.as_str(), "去年实操未过"),
    ];
    assert_eq!(scene.leader.post(&at, &form).await.location(), at);
    let page = scene.leader.get(&at).await;
    assert!(page.has(&format!("#row-{who} [name=retake][checked]")));
    assert_eq!(page.value(&remark), "去年实操未过");
    // Somebody else's older page does not overwrite it.
    let mut stale = form;
    stale[1].1 = "other";
    stale[4].1 = "先不报";
    let clash = scene.leader.post(&at, &stale).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    let rows = clash.texts(".errsum tbody tr");
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert!(
        rows[0].contains("备注") && rows[0].ends_with("去年实操未过先不报"),
        "{rows:?}"
    );
    assert_eq!(clash.value(&remark), "先不报", "what was typed stays");
    let page = scene.leader.get(&at).await;
    assert_eq!(page.value(&remark), "去年实操未过");
}

#[tokio::test]
async fn plan_4_3_3_who_gives_up_says_why_and_may_come_back() {
    let scene = Scene::new().await;
    let who = scene.chosen[2];
    let at = format!("/registration/lists/{}/withdraw/{who}", scene.first);
    let page = scene.leader.get(&at).await;
    let version = page.value("version");
    let refused = scene
        .leader
        .post(
            &at,
            &[("version", &version), ("op_id", "w1"), ("reason", " ")],
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.text("#reason-err"), "请写明为什么不报名");
    let done = scene
        .leader
        .post(
            &at,
            &[
                ("version", &version),
                ("op_id", "w2"),
                ("reason", "本人和家长决定不报名"),
            ],
        )
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(
        scene.states(scene.first).await,
        ["draft", "draft", "withdrawn"]
    );
    let page = scene
        .leader
        .get(&format!("/registration/lists/{}", scene.first))
        .await;
    assert!(
        page.text(&format!("#row-{who}"))
            .contains("本人和家长决定不报名")
    );
    let version = scene.version(scene.first).await;
    let back = format!("/registration/lists/{}/reinstate", scene.first);
    scene
        .leader
        .post(
            &back,
            &[
                ("version", &version),
                ("op_id", "w3"),
                ("student", &who.to_string()),
            ],
        )
        .await;
    assert_eq!(scene.states(scene.first).await, ["draft", "draft", "draft"]);
}

#[tokio::test]
async fn plan_4_3_3_a_second_round_adds_its_chosen_to_the_lists() {
    let scene = Scene::new().await;
    let more = scene.school.students("23会计1班", 0).await;
    assert!(more.is_empty());
    let all = store::school::students_by_id(scene.school.app.db.read(), &scene.chosen)
        .await
        .unwrap();
    let class = all[0].class_id;
    let filter = store::school::StudentFilter {
        class: Some(class),
        ..Default::default()
    };
    let page = store::Page::new(1, 50);
    let everybody = store::school::students(
        scene.school.app.db.read(),
        &filter,
        &domain::access::Reach::All,
        page,
    )
    .await
    .unwrap();
    let new = everybody
        .items
        .iter()
        .find(|one| !scene.chosen.contains(&one.student.id))
        .unwrap()
        .student
        .id;
    publish(&scene.school, scene.project, &[new].into()).await;
    assert_eq!(scene.generate().await.status, StatusCode::SEE_OTHER);
    assert_eq!(scene.states(scene.first).await.len(), 4);
    assert_eq!(scene.states(scene.second).await.len(), 2);
}

#[tokio::test]
async fn a_list_is_seen_by_its_own_people_and_prepared_by_its_own_group_alone() {
    let scene = Scene::new().await;
    let at = format!("/registration/lists/{}", scene.first);
    let teacher = scene.school.teacher("23会计1班").await;
    assert_eq!(teacher.get(&at).await.status, StatusCode::OK);
    assert_eq!(
        teacher
            .get(&format!("/registration/lists/{}", scene.second))
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        teacher.get("/registration").await.texts("tbody td.wide a"),
        ["23会计1班"]
    );
    let other = scene.school.leader("金融专业组").await;
    assert_eq!(other.get(&at).await.status, StatusCode::NOT_FOUND);
    let auditor = scene.school.sign_in(Post::Auditor).await;
    assert_eq!(
        auditor.get("/registration").await.status,
        StatusCode::NOT_FOUND
    );
    for post in ["submit", "mend", "reinstate"] {
        let refused = scene
            .office
            .post(
                &format!("{at}/{post}"),
                &[("version", "1"), ("student", "1")],
            )
            .await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{post}");
    }
    assert_eq!(
        scene.leader.get(&format!("{at}/review")).await.status,
        StatusCode::FORBIDDEN
    );
    let search = scene.leader.get("/registration/students?q=学生").await;
    assert_eq!(search.texts("tbody tr").len(), 5);
    assert!(
        !search.html().contains("990000200709"),
        "an identity number is shown whole"
    );
    assert_eq!(
        other
            .get("/registration/students")
            .await
            .texts("tbody tr")
            .len(),
        0
    );
}
