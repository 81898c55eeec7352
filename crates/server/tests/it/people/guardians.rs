//! A guardian's link and code: nothing is shown before the code is right, guesses are few, one use for one consent.

use axum::http::StatusCode;

use super::scene::{asked, guardian_agrees, registration, slip};

#[tokio::test]
async fn plan_6_3_a_guardian_consents_by_link_and_code_and_may_take_it_back() {
    let scene = asked().await;
    let student = scene.chosen[0];
    let name = store::school::student(scene.school.app.db.read(), student)
        .await
        .unwrap()
        .name;
    let teacher = scene.school.teacher("23会计1班").await;
    let (link, code) = slip(&teacher, &scene, student).await;
    let visitor = scene.school.visitor();
    let first = visitor.get(&link).await;
    assert_eq!(first.status, StatusCode::OK);
    assert!(!first.html().contains(&name) && !first.html().contains("23会计1班"));
    let wrong = visitor.post(&link, &[("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!wrong.html().contains(&name));
    assert!(
        wrong.text(".err").contains("还可以试 4 次"),
        "{}",
        wrong.text("main")
    );

    let opened = visitor.post(&link, &[("code", &code)]).await;
    assert!(opened.text("h1").contains(&name), "{}", opened.text("main"));
    let bare = visitor
        .post(&link, &[("code", &code), ("act", "agree")])
        .await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(bare.texts(".errsum li").len(), 4, "{}", bare.text("main"));
    let agreed = guardian_agrees(&scene, (&link, &code)).await;
    assert!(
        agreed.text(".msg").contains("陈国强今天 09:30 已同意"),
        "{}",
        agreed.text("main")
    );
    // One use: a second answer changes nothing.
    let form = [
        ("code", code.as_str()),
        ("act", "refuse"),
        ("signer", "别人"),
        ("relation", "母亲"),
    ];
    let again = visitor.post(&link, &form).await;
    assert!(
        again.text(".msg").contains("陈国强今天 09:30 已同意"),
        "{}",
        again.text("main")
    );
    let kept = store::people::consents_of(scene.school.app.db.read(), scene.project, student)
        .await
        .unwrap();
    assert_eq!(kept.len(), 2);

    let back = visitor
        .post(&link, &[("code", &code), ("act", "withdraw")])
        .await;
    assert!(
        back.text(".msg").contains("已撤回同意"),
        "{}",
        back.text("main")
    );
    let told = teacher.get("/messages").await.text("main");
    assert!(told.contains("家长撤回了同意"), "{told}");
    let id = registration(&scene, student).await;
    let row = store::registration::row(scene.school.app.db.read(), id)
        .await
        .unwrap();
    assert!(row.held_at.is_some());
}

#[tokio::test]
async fn five_wrong_codes_end_a_link_and_a_newer_slip_ends_the_older() {
    let scene = asked().await;
    let teacher = scene.school.teacher("23会计1班").await;
    let (old, old_code) = slip(&teacher, &scene, scene.chosen[0]).await;
    let (link, code) = slip(&teacher, &scene, scene.chosen[0]).await;
    let visitor = scene.school.visitor();
    let ended = visitor.post(&old, &[("code", &old_code)]).await;
    assert!(
        ended.text("h1").contains("已经不能用了"),
        "{}",
        ended.text("main")
    );
    let other = if code == "111111" { "222222" } else { "111111" };
    for _ in 0..5 {
        visitor.post(&link, &[("code", other)]).await;
    }
    let locked = visitor.post(&link, &[("code", &code)]).await;
    assert!(
        locked.text("h1").contains("已经不能用了"),
        "{}",
        locked.text("main")
    );
    let unknown = visitor.get("/consent/no-such-address").await;
    assert!(unknown.text("h1").contains("已经不能用了"));
}

#[tokio::test]
async fn a_link_opens_its_own_student_only_and_ends_with_its_days() {
    let scene = asked().await;
    let teacher = scene.school.teacher("23会计1班").await;
    let (one, one_code) = slip(&teacher, &scene, scene.chosen[0]).await;
    let (two, two_code) = slip(&teacher, &scene, scene.chosen[1]).await;
    let visitor = scene.school.visitor();
    if one_code != two_code {
        let crossed = visitor.post(&one, &[("code", &two_code)]).await;
        assert_eq!(crossed.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    scene.school.app.clock.advance(chrono::Duration::days(15));
    let late = visitor.post(&two, &[("code", &two_code)]).await;
    assert!(
        late.text("h1").contains("已经不能用了"),
        "{}",
        late.text("main")
    );
}

#[tokio::test]
async fn a_guardian_who_refuses_is_heard_and_the_row_stays_back() {
    let scene = asked().await;
    let teacher = scene.school.teacher("23会计1班").await;
    let (link, code) = slip(&teacher, &scene, scene.chosen[0]).await;
    let form = [
        ("code", code.as_str()),
        ("act", "refuse"),
        ("signer", "陈国强"),
        ("relation", "父亲"),
    ];
    let page = scene.school.visitor().post(&link, &form).await;
    assert!(
        page.text(".msg").contains("选了不同意"),
        "{}",
        page.text("main")
    );
    let list = teacher.get(&format!("/my-class/{}", scene.first)).await;
    assert!(
        list.text("main").contains("家长没有同意，不能报送"),
        "{}",
        list.text("main")
    );
}
