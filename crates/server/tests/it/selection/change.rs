//! Limits and the day of a round: changed with a reason while scores come in, never after the seal (plan 4.2).

use axum::http::StatusCode;
use domain::access::Post;

use super::opened;

#[tokio::test]
async fn plan_4_2_limits_and_the_day_change_with_a_reason_and_two_at_once_are_set_side_by_side() {
    let (school, leader, id) = opened().await;
    let path = format!("/selection/{id}/change");
    let page = leader.get(&format!("/selection/{id}")).await;
    assert!(page.attributes("main a", "href").contains(&path));
    let form = leader.get(&path).await;
    let (op, version, before) = (
        form.value("op_id"),
        form.value("version"),
        form.value("before"),
    );
    let typed = |op: &str, approved: &str, reason: &str| {
        [
            ("op_id", op.to_owned()),
            ("version", version.clone()),
            ("before", before.clone()),
            ("test_on", "2025-05-28".to_owned()),
            ("approved", approved.to_owned()),
            ("seats", String::new()),
            ("reason", reason.to_owned()),
        ]
    };
    let send = async |fields: [(&str, String); 7]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        leader.post(&path, &fields).await
    };
    let silent = send(typed(&op, "4", "")).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(silent.text("#reason-err"), "理由：请写为什么改，如文件号");
    assert_eq!(silent.value("approved"), "4");

    let done = send(typed(&op, "4", "年度计划 3 号文")).await;
    assert_eq!(
        done.location(),
        format!("/selection/{id}"),
        "{}",
        done.text("main")
    );
    assert_eq!(
        send(typed(&op, "4", "年度计划 3 号文")).await.location(),
        done.location()
    );
    let page = leader.get(&format!("/selection/{id}")).await;
    assert!(
        page.text(".state").contains("批准人数更少，取 4 个名额"),
        "{}",
        page.text(".state")
    );

    let clash = send(typed("another", "3", "又改了")).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    assert_eq!(
        clash.texts(".errsum tbody th, .errsum tbody td"),
        ["批准人数", "--", "4", "3"]
    );
    let auditor = school.sign_in(Post::Auditor).await;
    let record = auditor
        .get("/audit?act=change_selection")
        .await
        .texts(".time li");
    assert_eq!(record.len(), 1);
    assert!(
        record[0].contains("批准人数") && record[0].contains("理由：年度计划 3 号文"),
        "{record:?}"
    );
    let office = school.sign_in(Post::OfficeClerk).await;
    assert_eq!(office.get(&path).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn plan_4_3_2_after_the_seal_no_limit_changes() {
    let (school, leader, id) = opened().await;
    let tx = school.app.db.begin().await.unwrap();
    let round = store::selection::locked(&tx, id).await.unwrap();
    let computed = store::selection::Computed {
        by: round.created_by,
        seal: "seal".into(),
        summary: serde_json::json!({}),
        verdicts: Vec::new(),
    };
    store::selection::compute(&tx, round, computed, school.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let path = format!("/selection/{id}/change");
    let page = leader.get(&path).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = [
        ("op_id", "x"),
        ("version", "2"),
        ("approved", "1"),
        ("reason", "改"),
    ];
    let refused = leader.post(&path, &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text("main").contains("已经封存"),
        "{}",
        refused.text("main")
    );
}
