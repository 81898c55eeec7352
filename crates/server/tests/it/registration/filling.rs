//! The platform's blank workbook: registered, mapped, filled from approved rows, taken out with a reason.

use std::io::{Cursor, Read};

use axum::http::StatusCode;
use calamine::{Data, Reader, Xlsx};
use domain::access::Post;
use domain::ids::TemplateId;
use zip::ZipArchive;

use super::scene::{HEADERS, Scene, blank};

/// Registers the blank workbook and settles its mapping, with the site as a constant.
pub(crate) async fn registered(scene: &Scene) -> TemplateId {
    let page = scene
        .leader
        .upload(
            "/registration/templates",
            "平台模板.xlsx",
            &blank(&HEADERS),
            &[],
        )
        .await;
    let at = page.location();
    let page = scene.leader.get(&at).await;
    assert!(page.text("tbody").contains("初级、中级、高级"));
    assert!(
        page.text(".aside").contains("考核站点*"),
        "required without a value: {}",
        page.text(".aside")
    );
    let sources = [
        "sequence",
        "name",
        "id_number",
        "roll_number",
        "phone",
        "level",
        "constant",
        "is_retake",
    ];
    let names: Vec<String> = (1..=8).map(|number| format!("source-{number}")).collect();
    let mut form: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(sources).collect();
    form.push(("op_id", "map"));
    let refused = scene.leader.post(&at, &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused
            .text(".errsum")
            .contains("「考核站点*」选了统一的值"),
        "{}",
        refused.text(".errsum")
    );
    form.push(("constant-7", "示范职业技术学校考点"));
    assert_eq!(
        scene.leader.post(&at, &form).await.location(),
        "/registration/templates"
    );
    at.rsplit('/').next().unwrap().parse().unwrap()
}

async fn filled(scene: &Scene, template: TemplateId) -> String {
    let at = format!("/registration/projects/{}/fill", scene.project);
    let template = template.to_string();
    let form = [
        ("op_id", "fill"),
        ("template", template.as_str()),
        ("reason", "上传平台报名"),
        ("recipient", ""),
    ];
    let order = scene.leader.post(&at, &form).await;
    assert!(
        order.location().starts_with("/jobs/"),
        "{}",
        order.location()
    );
    let twice = scene.leader.post(&at, &form).await;
    assert_eq!(twice.location(), order.location());
    scene.school.run_jobs().await;
    let page = scene.leader.get(&at).await;
    page.attribute("#made ~ ul a, .aside .rows a", "href")
        .unwrap()
}

#[tokio::test]
async fn plan_6_3_approved_rows_fill_the_platforms_own_workbook() {
    let scene = Scene::new().await;
    scene.submit(scene.first).await;
    scene
        .decide(scene.first, &[(scene.chosen[0], "照片不清", "photo")])
        .await;
    scene.submit(scene.second).await;
    scene.decide(scene.second, &[]).await;
    let template = registered(&scene).await;
    let export = filled(&scene, template).await;
    let page = scene.leader.get(&export).await;
    assert_eq!(page.text("h1"), "财务共享服务（中级）_报名_20250520.xlsx");
    assert_eq!(page.text("#look ~ .note, .panel-head .note"), "0 处");
    let none = scene.leader.post(&export, &[("reason", " ")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let file = scene
        .leader
        .post(&export, &[("reason", "上传平台报名")])
        .await;
    assert_eq!(file.status, StatusCode::OK);

    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file.bytes.clone())).unwrap();
    assert_eq!(book.sheet_names(), ["考生信息", "字典"]);
    let sheet = book.worksheet_range("考生信息").unwrap();
    let approved = store::registration::approved(scene.school.app.db.read(), scene.project)
        .await
        .unwrap();
    assert_eq!(approved.len(), 4);
    for one in &approved {
        let row = sheet
            .rows()
            .find(|row| {
                row[1] == Data::String(one.student.name.clone())
                    && is_of(scene_number(&scene, one), row)
            })
            .unwrap();
        assert!(
            row.iter()
                .take(8)
                .all(|cell| matches!(cell, Data::String(_))),
            "values are text: {row:?}"
        );
        assert_eq!(row[5], Data::String("中级".into()));
        assert_eq!(row[6], Data::String("示范职业技术学校考点".into()));
        assert_eq!(row[7], Data::String("否".into()));
    }
    assert_eq!(
        sheet
            .rows()
            .skip(2)
            .filter(|row| row[1] != Data::Empty)
            .count(),
        4
    );
    let mut parts = ZipArchive::new(Cursor::new(file.bytes)).unwrap();
    let mut text = String::new();
    parts
        .by_name("xl/worksheets/sheet1.xml")
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    assert_eq!(
        text.matches("<dataValidation ").count(),
        2,
        "the drop-downs stay"
    );
    assert!(text.contains("<mergeCell "), "the merges stay");
}

fn scene_number(scene: &Scene, one: &store::registration::RowOf) -> String {
    let number = store::school::revealed(
        &scene.school.app.keys,
        &one.student,
        store::school::Protected::Identity,
    );
    number.unwrap().unwrap().to_string()
}

fn is_of(number: String, row: &[Data]) -> bool {
    row[2] == Data::String(number)
}

#[tokio::test]
async fn plan_6_3_a_filled_file_says_when_its_rows_have_changed() {
    let scene = Scene::new().await;
    scene.submit(scene.first).await;
    scene.decide(scene.first, &[]).await;
    let template = registered(&scene).await;
    let export = filled(&scene, template).await;
    assert!(
        !scene
            .leader
            .get(&export)
            .await
            .text("main")
            .contains("名单又变了")
    );
    let who = scene.chosen[0];
    let at = format!("/registration/lists/{}/withdraw/{who}", scene.first);
    let version = scene.version(scene.first).await;
    scene
        .leader
        .post(
            &at,
            &[("version", &version), ("op_id", "w"), ("reason", "转学")],
        )
        .await;
    assert!(
        scene
            .leader
            .get(&export)
            .await
            .text("main")
            .contains("名单又变了")
    );
    let page = scene
        .leader
        .get(&format!("/registration/projects/{}", scene.project))
        .await;
    assert!(
        page.text(".aside").contains("名单又变了"),
        "{}",
        page.text(".aside")
    );
}

#[tokio::test]
async fn plan_6_3_a_new_version_keeps_what_was_settled_and_says_what_changed() {
    let scene = Scene::new().await;
    registered(&scene).await;
    let same = scene
        .leader
        .upload(
            "/registration/templates",
            "又一次.xlsx",
            &blank(&HEADERS),
            &[],
        )
        .await;
    assert!(
        scene
            .leader
            .get(&same.location())
            .await
            .text("h1")
            .starts_with("平台模板")
    );
    let mut headers = HEADERS.to_vec();
    headers.remove(4);
    headers.push("民族");
    let page = scene
        .leader
        .upload(
            "/registration/templates",
            "新版.xlsx",
            &blank(&headers),
            &[("name", "平台模板")],
        )
        .await;
    let page = scene.leader.get(&page.location()).await;
    let compared = page.text(".aside .kv");
    assert_eq!(compared, "新增的列民族去掉的列联系电话*", "{compared}");
    assert_eq!(page.value("constant-6"), "示范职业技术学校考点");
}

#[tokio::test]
async fn a_file_that_is_no_template_gets_its_sentence_beside_the_field() {
    let scene = Scene::published().await;
    for (bytes, words) in [
        (b"%PDF-1.7".to_vec(), "这是 PDF，不是表格"),
        (Vec::new(), "文件是空的"),
        (blank(&["甲", "乙"]), "没有找到表头"),
    ] {
        let page = scene
            .leader
            .upload(
                "/registration/templates",
                "模板.xlsx",
                &bytes,
                &[("name", "平台")],
            )
            .await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            page.text("#file-err").contains(words),
            "{}",
            page.text("#file-err")
        );
        assert_eq!(page.value("name"), "平台", "what was typed stays");
    }
}

#[tokio::test]
async fn only_those_who_may_fill_get_the_file_and_each_taking_is_recorded() {
    let scene = Scene::new().await;
    scene.submit(scene.first).await;
    scene.decide(scene.first, &[]).await;
    let template = registered(&scene).await;
    let export = filled(&scene, template).await;
    let teacher = scene.school.teacher("23会计1班").await;
    assert_eq!(teacher.get(&export).await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        teacher.get("/registration/templates").await.status,
        StatusCode::FORBIDDEN
    );
    let other = scene.school.leader("金融专业组").await;
    assert_eq!(other.get(&export).await.status, StatusCode::NOT_FOUND);
    let director = scene.school.sign_in(Post::OfficeDirector).await;
    assert_eq!(
        director.post(&export, &[("reason", "核对")]).await.status,
        StatusCode::OK
    );
    scene
        .school
        .app
        .clock
        .advance(chrono::Duration::minutes(11));
    let stale = scene.leader.get(&export).await;
    assert!(
        stale.location().starts_with("/second-factor"),
        "{}",
        stale.location()
    );

    let record = store::audit::entries(
        scene.school.app.db.read(),
        &store::audit::AuditFilter::default(),
        store::Page::new(1, 100),
    )
    .await
    .unwrap();
    let taken = record
        .items
        .iter()
        .find(|entry| entry.action == "download_filled_template")
        .unwrap();
    assert_eq!(taken.reason.as_deref(), Some("核对"));
    for action in [
        "order_filled_template",
        "fill_template",
        "map_platform_template",
    ] {
        assert!(
            record.items.iter().any(|entry| entry.action == action),
            "{action}"
        );
    }
    assert!(
        record
            .items
            .iter()
            .all(|entry| !format!("{entry:?}").contains("990000200709"))
    );
}
