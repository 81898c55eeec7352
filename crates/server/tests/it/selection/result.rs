//! More of the same, in a file of its own.

use super::*;

#[tokio::test]
async fn a_wrong_cell_says_what_is_wrong_and_everything_typed_stays() {
    let (_school, leader, id) = opened().await;
    let page = type_scores(
        &leader,
        id,
        "23会计1班",
        &["七十 80", "100.5 80", "78.5 8", "60 缓考", "missed"],
    )
    .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let errors = page.texts(".errsum li");
    assert_eq!(errors.len(), 3, "{errors:?}");
    assert!(errors[0].contains("理论：写的是「七十」"), "{errors:?}");
    assert!(errors[2].contains("标了缓考，却有成绩"), "{errors:?}");
    let cells = page.attributes(".grid input[inputmode]", "value");
    assert_eq!(&cells[..4], ["七十", "80", "100.5", "80"]);
    let nothing = leader.get(&format!("/selection/{id}")).await;
    assert!(
        nothing.text(".state").contains("已录 0 / 9"),
        "nothing half written"
    );
}

#[tokio::test]
async fn a_stale_sheet_shows_both_and_a_second_sending_shows_the_first_result() {
    let (_school, leader, id) = opened().await;
    let path = format!("/selection/{id}/scores");
    let form = leader.get(&sheet(&leader, id, "23会计1班").await).await;
    let lines = ["90 90", "85 85", "80 80", "70 80", "missed"];
    let fields = filled(&form, &lines);
    let send = |fields: Vec<(String, String)>| {
        let (leader, path) = (&leader, &path);
        async move {
            let fields: Vec<(&str, &str)> = fields
                .iter()
                .map(|(k, v)| (k.as_str(), v.as_str()))
                .collect();
            leader.post(path, &fields).await
        }
    };
    let first = send(fields.clone()).await.location();
    assert_eq!(send(fields.clone()).await.location(), first);
    let mut overtaken = filled(&form, &["11 11", "85 85", "80 80", "70 80", "missed"]);
    overtaken[0].1 = "another-form".into();
    let conflict = send(overtaken).await;
    assert_eq!(conflict.status, StatusCode::CONFLICT);
    assert!(
        conflict.text(".grid").contains("现在存的是「90」"),
        "{}",
        conflict.text(".grid")
    );
    assert_eq!(
        conflict.attributes(".grid input[inputmode]", "value")[0],
        "11"
    );
    // Looked at both: the next save counts.
    let decided = filled(&conflict, &["11 11", "85 85", "80 80", "70 80", "missed"]);
    assert_eq!(send(decided).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn plan_4_3_2_nobody_seals_in_silence_who_has_no_score() {
    let (_school, leader, id) = opened().await;
    type_scores(
        &leader,
        id,
        "23会计1班",
        &["90 90", "85 ", " ", "70 80", "missed"],
    )
    .await
    .location();
    let path = format!("/selection/{id}/seal");
    let form = leader.get(&path).await;
    assert!(
        form.text("main").contains("没有成绩，也没有说明6 人"),
        "{}",
        form.text("main")
    );
    let fields = [
        ("op_id", form.value("op_id")),
        ("version", form.value("version")),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let refused = leader.post(&path, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text("title").starts_with("错误："));
    // A score that came after the page was made: what was looked at is what is sealed.
    type_scores(
        &leader,
        id,
        "23会计2班",
        &["80 70", "60 60", "55 55", "50 50"],
    )
    .await
    .location();
    let mut late = fields.clone();
    late.push(("missing_ok", "1"));
    assert_eq!(leader.post(&path, &late).await.status, StatusCode::CONFLICT);
    seal(&leader, id).await.location();
}

#[tokio::test]
async fn plan_4_3_2_what_is_sealed_is_closed_and_its_hash_stands_in_the_record() {
    let (school, leader, id) = scored().await;
    let form = leader.get(&sheet(&leader, id, "23会计1班").await).await;
    seal(&leader, id).await.location();
    let fields = filled(&form, &["10 10", "10 10", "10 10", "10 10", "10 10"]);
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(k, v)| (k.as_str(), v.as_str()))
        .collect();
    let refused = leader
        .post(&format!("/selection/{id}/scores"), &fields)
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text("main").contains("已经封存"));
    assert_eq!(
        leader.get(&format!("/selection/{id}/scores")).await.status,
        StatusCode::SEE_OTHER
    );
    let hash = round_of(&school, id).await.seal_hash.unwrap();
    let filter = store::audit::AuditFilter {
        object: Some(("selection_round".into(), id.get())),
        ..Default::default()
    };
    let record = store::audit::entries(school.app.db.read(), &filter, store::Page::new(1, 99))
        .await
        .unwrap();
    let acts: Vec<&str> = record
        .items
        .iter()
        .rev()
        .map(|entry| entry.action.as_str())
        .collect();
    assert_eq!(
        acts,
        [
            "open_selection",
            "record_scores",
            "record_scores",
            "seal_scores"
        ]
    );
    assert!(record.items[0].after.as_ref().unwrap().contains(&hash));
}

#[tokio::test]
async fn plan_4_3_2_a_score_changed_behind_the_seal_shows_and_stops_the_confirmation() {
    let (school, leader, id) = scored().await;
    seal(&leader, id).await.location();
    let office = school.sign_in(Post::OfficeClerk).await;
    let before = office.get(&format!("/selection/{id}/rule")).await;
    assert!(
        before.text("main").contains("与存档一致"),
        "{}",
        before.text("main")
    );
    let form = office.get(&format!("/selection/{id}/confirm")).await;
    let tx = school.app.db.begin().await.unwrap();
    let entrants = store::selection::entrants(&tx, id, &domain::access::Reach::All)
        .await
        .unwrap();
    let entry = store::selection::entry::ActiveModel {
        id: Set(entrants[8].entry.id),
        scores: Set(serde_json::json!({ "theory": 1000, "practical": 1000 })),
        ..Default::default()
    };
    store::selection::entry::Entity::update(entry)
        .exec(&tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let page = office.get(&format!("/selection/{id}")).await;
    assert!(
        page.text(".msg.error").contains("与存档不一致"),
        "{}",
        page.text("main")
    );
    assert!(
        office
            .get(&format!("/selection/{id}/rule"))
            .await
            .has(".checks .fail")
    );
    let refused = office
        .post(
            &format!("/selection/{id}/confirm"),
            &[
                ("op_id", &form.value("op_id")),
                ("version", &form.value("version")),
            ],
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(round_of(&school, id).await.state, RoundState::Computed);
}

#[tokio::test]
async fn a_confirmation_of_an_older_page_is_stale_and_each_step_waits_for_the_one_before() {
    let (school, leader, id) = scored().await;
    let office = school.sign_in(Post::OfficeClerk).await;
    assert_eq!(
        office.get(&format!("/selection/{id}/confirm")).await.status,
        StatusCode::SEE_OTHER
    );
    seal(&leader, id).await.location();
    let fields = |op: &'static str, version: &'static str| [("op_id", op), ("version", version)];
    let path = format!("/selection/{id}/confirm");
    assert_eq!(
        office.post(&path, &fields("a", "1")).await.status,
        StatusCode::CONFLICT
    );
    assert_eq!(
        office
            .post(&format!("/selection/{id}/publish"), &fields("b", "2"))
            .await
            .status,
        StatusCode::CONFLICT
    );
    let done = office.post(&path, &fields("c", "2")).await.location();
    assert_eq!(office.post(&path, &fields("c", "2")).await.location(), done);
    assert_eq!(
        office.post(&path, &fields("d", "2")).await.status,
        StatusCode::CONFLICT
    );
}

#[tokio::test]
async fn plan_2_1_each_act_belongs_to_its_post() {
    let (school, leader, id) = scored().await;
    let other = school.leader("金融专业组").await;
    let clerk = school.sign_in(Post::OfficeClerk).await;
    let head = school.sign_in(Post::LeadingGroupHead).await;
    let project = round_of(&school, id).await.project_id;
    let paths = ["", "/scores", "/seal", "/rule", "/print", "/export"]
        .map(|end| format!("/selection/{id}{end}"));
    for path in &paths {
        assert_eq!(
            other.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
        assert_eq!(
            school
                .visitor()
                .get(path)
                .await
                .location()
                .split('?')
                .next(),
            Some("/sign-in"),
            "{path}"
        );
    }
    for (who, path) in [
        (&clerk, format!("/selection/{id}/scores")),
        (&clerk, format!("/selection/{id}/seal")),
        (&clerk, format!("/projects/{project}/selection/new")),
        (&head, format!("/selection/{id}/confirm")),
        (&leader, format!("/selection/{id}/confirm")),
        (&leader, format!("/selection/{id}/publish")),
    ] {
        assert_eq!(who.get(&path).await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(
            who.post(&path, &[("op_id", "x"), ("version", "1")])
                .await
                .status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
    assert_eq!(
        other
            .get(&format!("/projects/{project}/selection/new"))
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        clerk.get(&format!("/selection/{id}")).await.status,
        StatusCode::OK
    );
}
