//! The office's word on each row: approved, returned to the field, mended, taken back.

use axum::http::StatusCode;
use chrono::Duration;

use super::scene::Scene;
use crate::support::Page;

#[tokio::test]
async fn plan_6_3_rows_go_from_submission_over_a_return_to_approval() {
    let scene = Scene::new().await;
    let handed_in = scene.submit(scene.first).await;
    assert_eq!(
        handed_in.status,
        StatusCode::SEE_OTHER,
        "{}",
        handed_in.text("main")
    );
    let desk = scene.office.get("/").await;
    assert!(
        desk.text(".tbl").contains("23会计1班 报名表（3 人）"),
        "{}",
        desk.text(".tbl")
    );
    let page = scene
        .office
        .get(&format!("/registration/lists/{}/review", scene.first))
        .await;
    assert_eq!(page.text("#decide button"), "同意 3 人");
    assert_eq!(page.texts(".checks .value")[0], "3 / 3");

    let who = scene.chosen[0];
    let ticked = scene
        .office
        .post(
            &format!("/registration/lists/{}/review/foot", scene.first),
            &[("return", &who.to_string())],
        )
        .await;
    assert_eq!(ticked.text("#decide button"), "同意 2 人，退回 1 人");

    let without = scene.decide(scene.first, &[(who, "", "phone")]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        without
            .text(&format!("#reason-{who}-err"))
            .contains("请写明退回理由")
    );
    assert!(
        without.has(&format!("#row-{who} [name=return][checked]")),
        "the tick stays"
    );

    let reason = "手机号停机，请换常用的";
    let done = scene.decide(scene.first, &[(who, reason, "phone")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text("main"));
    assert_eq!(
        scene.states(scene.first).await,
        ["returned", "approved", "approved"]
    );
    let list = scene
        .leader
        .get(&format!("/registration/lists/{}", scene.first))
        .await;
    assert!(
        list.text(&format!("#row-{who}"))
            .contains(&format!("联系电话：{reason}"))
    );
    assert!(list.text(".msg.warn").contains(reason));
    assert!(
        scene
            .leader
            .get("/")
            .await
            .text(".tbl")
            .contains("改正退回的报名表")
    );

    let version = scene.version(scene.first).await;
    let mended = scene
        .leader
        .post(
            &format!("/registration/lists/{}/mend", scene.first),
            &[
                ("version", &version),
                ("op_id", "m"),
                ("student", &who.to_string()),
            ],
        )
        .await;
    assert_eq!(mended.status, StatusCode::SEE_OTHER);
    scene.submit(scene.first).await;
    assert_eq!(
        scene.states(scene.first).await,
        ["submitted", "approved", "approved"]
    );
    let again = scene
        .office
        .get(&format!("/registration/lists/{}/review", scene.first))
        .await;
    assert_eq!(again.text("#decide button"), "同意 1 人");
    assert!(
        again.text(".pane").contains("与上次提交相比 没有改动"),
        "{}",
        again.text(".pane")
    );
    assert!(
        again
            .attributes("#reasons option", "value")
            .contains(&reason.to_owned())
    );
    scene.decide(scene.first, &[]).await;
    assert_eq!(
        scene.states(scene.first).await,
        ["approved", "approved", "approved"]
    );
}

#[tokio::test]
async fn plan_6_3_the_next_submission_shows_what_changed() {
    let scene = Scene::new().await;
    scene.submit(scene.first).await;
    let who = scene.chosen[0];
    scene
        .decide(scene.first, &[(who, "是补考生，请勾上补考", "retake")])
        .await;
    let at = format!("/registration/lists/{}", scene.first);
    let page = scene.leader.get(&at).await;
    let (version, op, text) = (page.value("version"), page.value("op_id"), who.to_string());
    scene
        .leader
        .post(
            &at,
            &[
                ("version", &version),
                ("op_id", &op),
                ("row", &text),
                ("retake", &text),
            ],
        )
        .await;
    let version = scene.version(scene.first).await;
    scene
        .leader
        .post(
            &format!("{at}/mend"),
            &[("version", &version), ("op_id", "m"), ("student", &text)],
        )
        .await;
    scene.submit(scene.first).await;
    let page = scene.office.get(&format!("{at}/review")).await;
    assert_eq!(page.text(".pane h3 .note"), "改了 1 处");
    assert_eq!(page.text("del.was"), "否");
    assert_eq!(page.text("ins.now"), "是");
}

#[tokio::test]
async fn plan_6_3_a_decision_may_be_taken_back_until_the_next_person_opened_it() {
    let scene = Scene::new().await;
    scene.submit(scene.first).await;
    let who = scene.chosen[0];
    scene
        .decide(scene.first, &[(who, "照片不清", "photo")])
        .await;
    let desk = scene.office.get("/").await;
    let undo = desk.attribute(".msg form", "action").unwrap();
    assert!(undo.starts_with("/reviews/"), "{undo}");
    let back = scene.office.post(&undo, &[("op_id", "b")]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text("main"));
    assert_eq!(
        scene.states(scene.first).await,
        ["submitted", "submitted", "submitted"]
    );

    scene
        .decide(scene.first, &[(who, "照片不清", "photo")])
        .await;
    scene
        .leader
        .get(&format!("/registration/lists/{}", scene.first))
        .await;
    let late = scene.office.post(&undo, &[("op_id", "c")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        late.text("main").contains("下一位已经打开"),
        "{}",
        late.text("main")
    );
    assert_eq!(
        scene.states(scene.first).await,
        ["returned", "approved", "approved"]
    );
}

#[tokio::test]
async fn plan_6_3_a_decision_may_not_be_taken_back_after_ten_minutes() {
    let scene = Scene::new().await;
    scene.submit(scene.first).await;
    scene.decide(scene.first, &[]).await;
    let undo = scene
        .office
        .get("/")
        .await
        .attribute(".msg form", "action")
        .unwrap();
    scene.school.app.clock.advance(Duration::minutes(11));
    let late = scene.office.post(&undo, &[("op_id", "c")]).await;
    assert!(
        late.text("main").contains("已经过了 10 分钟"),
        "{}",
        late.text("main")
    );
}

#[tokio::test]
async fn what_was_handed_in_may_be_taken_back_before_it_is_opened() {
    let scene = Scene::new().await;
    scene.submit(scene.first).await;
    let kept = store::review::latest(
        scene.school.app.db.read(),
        domain::review::ReviewKind::RegistrationList,
        scene.first.get(),
    )
    .await
    .unwrap()
    .unwrap();
    let back = scene
        .leader
        .post(
            &format!("/reviews/{}/take-back", kept.id),
            &[("op_id", "t")],
        )
        .await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text("main"));
    assert_eq!(scene.states(scene.first).await, ["draft", "draft", "draft"]);
    assert_eq!(
        scene.submit(scene.first).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn the_whole_list_goes_back_for_one_reason_and_the_button_must_say_what_it_does() {
    let scene = Scene::new().await;
    scene.submit(scene.first).await;
    let at = format!("/registration/lists/{}/review", scene.first);
    let page = scene.office.get(&at).await;
    let version = page.value("version");
    let who = scene.chosen[0].to_string();
    let reason = format!("reason-{who}");
    let other = [
        ("version", version.as_str()),
        ("says", "0"),
        ("act", "approve"),
        ("return", &who),
        (reason.as_str(), "照片不清"),
    ];
    let refused = scene.office.post(&at, &other).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.text("#decide button"), "同意 2 人，退回 1 人");
    let empty = scene
        .office
        .post(
            &at,
            &[("version", &version), ("act", "return"), ("reason", "")],
        )
        .await;
    assert!(empty.text("#why-err").contains("请写明退回理由"));
    let back = scene
        .office
        .post(
            &at,
            &[
                ("version", &version),
                ("act", "return"),
                ("reason", "请按新模板重填"),
            ],
        )
        .await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert_eq!(
        scene.states(scene.first).await,
        ["returned", "returned", "returned"]
    );
}

#[tokio::test]
async fn plan_6_3_clean_lists_are_approved_together_after_one_look() {
    let scene = Scene::new().await;
    scene.submit(scene.first).await;
    scene.submit(scene.second).await;
    let desk = scene.office.get("/").await;
    let picks = desk.attributes("[data-pick]", "value");
    assert_eq!(picks.len(), 2);
    let all = desk.attribute("tr.group a", "href").unwrap();
    assert_eq!(all, "/reviews/together?kind=registration_list");
    let page = scene.office.get(&all).await;
    assert_eq!(page.text("form button.main"), "同意 2 件");
    assert!(
        page.texts("tbody tr")
            .iter()
            .all(|row| row.contains("首次提交"))
    );
    // One of them alone, as ticked on the desk.
    let one = format!("/reviews/together?review={}", picks[0]);
    assert_eq!(
        scene.office.get(&one).await.text("form button.main"),
        "同意 1 件"
    );

    let done = agree(&scene, &page).await;
    assert_eq!(done.location(), "/", "{}", done.text("main"));
    assert_eq!(scene.states(scene.second).await, ["approved", "approved"]);
    let again = agree(&scene, &page).await;
    assert_eq!(
        again.location(),
        "/",
        "the second sending is shown where the first one led"
    );
    let undo = scene.office.get("/").await;
    assert!(
        undo.has(".msg form[action$=take-back]"),
        "the last one may still be taken back"
    );
}

/// Send the page of several reviews as it stands.
async fn agree(scene: &Scene, page: &Page) -> Page {
    let names = page.attributes("form.panel input[type=hidden]", "name");
    let values = page.attributes("form.panel input[type=hidden]", "value");
    let form: Vec<(&str, &str)> = names
        .iter()
        .map(String::as_str)
        .zip(values.iter().map(String::as_str))
        .collect();
    scene.office.post("/reviews/together", &form).await
}

#[tokio::test]
async fn what_is_odd_stands_apart_and_a_change_meanwhile_agrees_to_nothing() {
    let scene = Scene::new().await;
    scene.submit(scene.first).await;
    scene.submit(scene.second).await;
    let page = scene
        .office
        .get("/reviews/together?kind=registration_list")
        .await;
    // Somebody decides one of them first: nothing of this page counts any more.
    scene.decide(scene.second, &[]).await;
    let late = agree(&scene, &page).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        scene.states(scene.first).await,
        ["submitted", "submitted", "submitted"]
    );
    // The other is decided by now: it stands apart, with the reason.
    let ids = page.attributes("input[name=review]", "value");
    let both = format!("/reviews/together?review={}&review={}", ids[0], ids[1]);
    let page = scene.office.get(&both).await;
    assert_eq!(page.text("form button.main"), "同意 1 件");
    assert_eq!(page.texts("[aria-labelledby=odd] li").len(), 1);
    // Another group's leader sees none of it.
    let other = scene.school.leader("物流专业组").await;
    assert_eq!(other.get(&both).await.status, StatusCode::NOT_FOUND);
    let nothing = scene.office.get("/reviews/together").await;
    assert_eq!(nothing.text(".empty h2"), "没有可以一并同意的");
}

#[tokio::test]
async fn the_pane_of_the_desk_decides_a_list() {
    let scene = Scene::new().await;
    scene.submit(scene.first).await;
    let desk = scene.office.get("/").await;
    let href = desk
        .attributes(".tbl td a", "href")
        .into_iter()
        .find(|href| href.contains("open="))
        .unwrap();
    let pane = scene.office.get(&href).await;
    assert_eq!(pane.text(".pane h2"), "23会计1班 报名表");
    assert_eq!(pane.text(".pane-foot button.main"), "同意 3 人");
    let names = ["from", "review", "version", "says", "op_id"];
    let hidden = names.map(|name| (name, pane.value(name)));
    let mut form: Vec<(&str, &str)> = hidden
        .iter()
        .map(|(key, value)| (*key, value.as_str()))
        .collect();
    let at = pane.attribute(".pane-foot", "action").unwrap();
    let mut empty = form.clone();
    empty.extend([("act", "return"), ("reason", "")]);
    let without = scene.office.post(&at, &empty).await;
    assert!(without.text("#why-err").contains("请写明退回理由"));
    form.push(("act", "approve"));
    let done = scene
        .office
        .post(&pane.attribute(".pane-foot", "action").unwrap(), &form)
        .await;
    assert_eq!(done.location(), "/");
    assert_eq!(
        scene.states(scene.first).await,
        ["approved", "approved", "approved"]
    );
}
