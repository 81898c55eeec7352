//! The life of a round: base, scores, seal, computed result, confirmation, publication; who may not.

mod appeals;
mod change;
mod guidance;
mod looked_at;
mod papers;
mod printed;
mod result;
mod scene;
mod seats;
mod twice;

use axum::http::StatusCode;
use domain::access::Post;
use domain::plan::PlanParameters;
use domain::selection::RoundState;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IdenStatic, Iterable, Set};
use server::{Access, listed_routes};

use crate::support::{Page, School};
pub(crate) use scene::opened;
use scene::{
    approved, approved_with, decide, filled, open_round, round_of, scored, seal, sheet, type_scores,
};

#[tokio::test]
async fn plan_4_2_a_round_goes_from_its_base_to_a_published_list() {
    let (school, leader, id) = scored().await;
    let page = leader.get(&format!("/selection/{id}")).await;
    let state = page.text(".state");
    assert!(
        state.contains("基数 9 人 × 60% = 5 个名额。已录 9 / 9，缺考 1。"),
        "{state}"
    );
    let check = leader.get(&format!("/selection/{id}/seal")).await;
    assert!(
        check.text("main").contains("成绩录全8 人"),
        "{}",
        check.text("main")
    );
    assert_eq!(
        seal(&leader, id).await.location(),
        format!("/selection/{id}")
    );

    let page = leader.get(&format!("/selection/{id}")).await;
    let sentence = page.text(".state");
    assert_eq!(
        sentence,
        "基数 9 人 × 60% = 5 个名额。第 5 名 75.0 分。录取 5 人，未录取 3 人，缺考 1 人。"
    );
    assert!(
        page.text(".sub").contains("2024 版方案第 4.2 条"),
        "{}",
        page.text(".sub")
    );
    assert!(page.text("tr.cut").contains("分数线 75.0 分"));
    assert!(
        page.texts("td")
            .contains(&"第 5 名，正好是分数线 75.0 分".to_owned()),
        "{:?}",
        page.texts("td")
    );
    assert_eq!(round_of(&school, id).await.state, RoundState::Computed);

    let office = school.sign_in(Post::OfficeClerk).await;
    let confirm = office.get(&format!("/selection/{id}/confirm")).await;
    assert!(
        confirm.text("main").contains("确认录取 5 人"),
        "{}",
        confirm.text("main")
    );
    assert!(confirm.text("main").contains("与存档一致"));
    let project = round_of(&school, id).await.project_id;
    decide(&office, id, "confirm").await.location();
    assert_eq!(
        store::selection::chosen(school.app.db.read(), project)
            .await
            .unwrap(),
        []
    );
    decide(&office, id, "publish").await.location();

    let chosen = store::selection::chosen(school.app.db.read(), project)
        .await
        .unwrap();
    assert_eq!(chosen.len(), 5);
    assert_eq!(
        chosen
            .iter()
            .map(|one| one.rank.unwrap())
            .collect::<Vec<_>>(),
        [1, 2, 3, 4, 5]
    );
    let page = office.get(&format!("/selection/{id}")).await;
    assert!(
        page.text(".flow").contains("定案"),
        "{}",
        page.text(".flow")
    );
    assert!(!page.has("h2#whatif"));
}

#[tokio::test]
async fn plan_4_2_publication_tells_the_leader_and_the_class_teachers_who_see_their_class_only() {
    let (school, leader, id) = scored().await;
    let teacher = school.teacher("23会计2班").await;
    seal(&leader, id).await.location();
    let before = teacher.get(&format!("/selection/{id}")).await;
    assert_eq!(before.status, StatusCode::OK);
    assert!(before.text("main").contains("结果还没有公示"));
    assert!(
        !before.html().contains("75.0"),
        "the cut is not told before it is published"
    );
    assert_eq!(
        teacher.get(&format!("/selection/{id}/export")).await.status,
        StatusCode::NOT_FOUND
    );

    let office = school.sign_in(Post::OfficeClerk).await;
    decide(&office, id, "confirm").await.location();
    decide(&office, id, "publish").await.location();
    let account = store::identity::accounts(school.app.db.read(), "", store::Page::new(1, 50))
        .await
        .unwrap();
    let mut told = Vec::new();
    for person in account.items {
        let inbox = store::messages::inbox(school.app.db.read(), person.id, store::Page::new(1, 9))
            .await
            .unwrap();
        told.extend(inbox.items.into_iter().map(|message| message.body));
    }
    told.sort();
    assert_eq!(
        told,
        [
            "23会计2班 录取 1 人，名单和理由见结果页",
            "录取 5 人。下一步：按班生成报名表"
        ]
    );

    let page = teacher.get(&format!("/selection/{id}?all=1")).await;
    let html = page.html();
    assert!(
        html.contains("23会计2班") && !html.contains("23会计1班"),
        "{}",
        page.text("main")
    );
    assert!(
        !page.has("svg.chart title"),
        "the spread of the others is not theirs to see"
    );
    assert_eq!(
        teacher.get(&format!("/selection/{id}/print")).await.status,
        StatusCode::NOT_FOUND
    );
    let stranger = school.teacher("23金融1班").await;
    assert_eq!(
        stranger.get(&format!("/selection/{id}")).await.status,
        StatusCode::NOT_FOUND
    );
    assert!(
        !stranger
            .get("/selection")
            .await
            .html()
            .contains("财务共享服务（中级）")
    );
}

#[tokio::test]
async fn plan_4_2_the_roll_and_the_rule_are_fixed_when_the_round_is_opened() {
    let (school, leader, id) = opened().await;
    let tx = school.app.db.begin().await.unwrap();
    tx.execute_unprepared("UPDATE student SET state = 'suspended'")
        .await
        .unwrap();
    tx.execute_unprepared("DELETE FROM roll_snapshot_entry WHERE 1 = 0")
        .await
        .unwrap();
    let plan = store::plan::version::ActiveModel {
        name: Set("2025 版方案".into()),
        in_force_from: Set("2025-05-01".parse().unwrap()),
        parameters: Set(PlanParameters {
            ratio: "10%".parse().unwrap(),
            ..PlanParameters::default()
        }),
        ..Default::default()
    };
    plan.insert(&tx).await.unwrap();
    tx.commit().await.unwrap();
    let page = leader.get(&format!("/selection/{id}")).await;
    assert!(
        page.text(".state").contains("基数 9 人 × 60% = 5 个名额"),
        "{}",
        page.text(".state")
    );
    let rule = leader.get(&format!("/selection/{id}/rule")).await;
    let text = rule.text("main");
    for word in [
        "2024 版方案第 4.2 条",
        "60%，向下取整",
        "理论 50%、实操 50%",
        "共 10 人",
        "由系统计算，不能填写",
    ] {
        assert!(text.contains(word), "{word} in {text}");
    }
}

#[tokio::test]
async fn plan_4_2_limits_are_typed_and_the_one_that_binds_is_named() {
    let school = School::new().await;
    let project = approved(&school).await;
    let leader = school.leader("会计专业组").await;
    let path = format!("/projects/{project}/selection/new");
    let form = leader.get(&path).await;
    assert!(
        form.text(".aside").contains("休学 1"),
        "{}",
        form.text(".aside")
    );
    let op = form.value("op_id");
    let wrong = leader
        .post(
            &path,
            &[
                ("op_id", &op),
                ("approved", "很多"),
                ("seats", "0"),
                ("test_on", "明天"),
            ],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text("title").starts_with("错误："));
    assert_eq!(
        (
            wrong.value("approved"),
            wrong.value("test_on"),
            wrong.value("op_id")
        ),
        ("很多".into(), "明天".into(), op.clone())
    );
    assert_eq!(wrong.texts(".errsum li").len(), 3);
    let done = leader
        .post(&path, &[("op_id", &op), ("approved", "7"), ("seats", "4")])
        .await;
    let page = leader.get(&done.location()).await;
    assert!(
        page.text(".state")
            .contains("= 5 个名额，机位数更少，取 4 个名额"),
        "{}",
        page.text(".state")
    );
    // The same form once more leads to the same round, another one to the sentence why not.
    let again = leader
        .post(&path, &[("op_id", &op), ("approved", "7"), ("seats", "4")])
        .await;
    assert_eq!(again.location(), done.location());
    let second = leader.post(&path, &[("op_id", "another")]).await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(second.text("main").contains("已经有第一次选拔"));
}

#[tokio::test]
async fn plan_6_1_no_round_before_the_project_is_approved() {
    let school = School::new().await;
    let project = approved(&school).await;
    let tx = school.app.db.begin().await.unwrap();
    tx.execute_unprepared("UPDATE project SET state = 'in_review'")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let leader = school.leader("会计专业组").await;
    let path = format!("/projects/{project}/selection/new");
    let form = leader.get(&path).await;
    assert!(
        form.text(".msg.warn").contains("还不能开始选拔"),
        "{}",
        form.text(".msg.warn")
    );
    assert!(form.has("button[disabled]"));
    let refused = leader.post(&path, &[("op_id", "x")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text("main").contains("培训就业处"),
        "{}",
        refused.text("main")
    );
}
