//! The pages: channels for the administrator, what was sent for the office, one's own addresses for everybody.

use domain::access::Post;
use domain::notices::{ChannelKind, DeliveryState, Size};
use store::notices::channel;

use super::at;
use super::fake::{Does, Fake};
use crate::support::{Page, School};

const WECOM: ChannelKind = ChannelKind::WecomApp;

async fn fake(school: &School) -> std::sync::Arc<Fake> {
    Fake::start(
        WECOM,
        WECOM.limits(Size::default()),
        &school.app.clock,
        |_| Does::Answers,
    )
    .await
}

fn settings<'a>(page: &Page, url: &'a str, secret: &'a str) -> Vec<(&'static str, String)> {
    vec![
        ("version", page.value("version")),
        ("op_id", page.value("op_id")),
        ("corp_id", "ww1".into()),
        ("agent_id", "7".into()),
        ("secret", secret.into()),
        ("accounts", "200".into()),
        ("by_login", "no".into()),
        ("base_url", url.into()),
        ("timeout", "5".into()),
        ("enabled", "1".into()),
    ]
}

fn borrowed<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}

#[tokio::test]
async fn plan_3_6_the_administrator_sets_a_channel_up_tries_it_and_never_sees_its_secret_again() {
    let school = School::new().await;
    let fake = fake(&school).await;
    let admin = school.sign_in(Post::Administrator).await;
    assert!(admin.get("/channels").await.text("main").contains("未设置"));
    let blank = admin.get("/channels/wecom_app").await;
    let bad = settings(&blank, "http://wecom.example", "");
    let refused = admin.post("/channels/wecom_app", &borrowed(&bad)).await;
    assert_eq!(refused.status, 422);
    assert_eq!(
        refused.texts(".errsum li").len(),
        2,
        "{:?}",
        refused.texts(".errsum li")
    );
    assert!(refused.text("title").starts_with("错误："));
    assert_eq!(refused.value("base_url"), "http://wecom.example");
    let good = settings(&blank, &fake.url, "hush-hush");
    assert_eq!(
        admin
            .post("/channels/wecom_app", &borrowed(&good))
            .await
            .status,
        303
    );
    assert_eq!(
        admin
            .post("/channels/wecom_app", &borrowed(&good))
            .await
            .status,
        303,
        "sent twice, done once"
    );
    let kept = channel(school.app.db.read(), WECOM).await.unwrap().unwrap();
    assert_eq!(kept.version, 1);
    assert!(!format!("{kept:?}").contains("hush-hush"));
    let page = admin.get("/channels/wecom_app").await;
    assert!(!page.html().contains("hush-hush"));
    assert!(page.text("main").contains("已经保存，不填就不变"));
    // The secret stays when the field is left empty; an old form is told so.
    let again = settings(&page, &fake.url, "");
    assert_eq!(
        admin
            .post("/channels/wecom_app", &borrowed(&again))
            .await
            .status,
        303
    );
    let mut stale = again.clone();
    stale[1].1 = "another".into();
    assert_eq!(
        admin
            .post("/channels/wecom_app", &borrowed(&stale))
            .await
            .status,
        409
    );
    // A test message.
    let test = [("op_id", "t1"), ("address", "linjingyi")];
    assert_eq!(
        admin
            .post(
                "/channels/wecom_app/test",
                &[("op_id", "t0"), ("address", "林")]
            )
            .await
            .status,
        422
    );
    let to = admin
        .post("/channels/wecom_app/test", &test)
        .await
        .location();
    assert_eq!(to, "/deliveries?channel=wecom_app");
    admin.post("/channels/wecom_app/test", &test).await;
    school.send(WECOM).await;
    assert_eq!(fake.arrived().len(), 1);
    assert!(fake.arrived()[0].text.contains("测试消息"));
    let sent = admin.get(&to).await;
    assert!(
        sent.text("tbody").contains("已发出"),
        "{}",
        sent.text("tbody")
    );
    assert!(admin.get("/channels").await.text("tbody").contains("正常"));
    let auditor = school.sign_in(Post::Auditor).await.get("/audit").await;
    assert!(
        auditor
            .text("main")
            .contains("设置通知渠道「企业微信应用消息」")
    );
    assert!(!auditor.html().contains("hush-hush"));
}

#[tokio::test]
async fn plan_3_6_the_office_sees_what_did_not_arrive_prints_it_and_sends_it_again() {
    let school = School::new().await;
    let fake = Fake::start(
        WECOM,
        WECOM.limits(Size::default()),
        &school.app.clock,
        |n| {
            if n == 1 {
                Does::Refuses(40_058)
            } else {
                Does::Answers
            }
        },
    )
    .await;
    school.channel(WECOM, at(&fake.url)).await;
    let people = school.reachable(WECOM, 2, |n| format!("member{n}")).await;
    school
        .post_out(WECOM, &people[..1], |n| format!("member{n}"), 1)
        .await;
    school.send(WECOM).await;
    let office = school.sign_in(Post::OfficeClerk).await;
    let list = office.get("/deliveries?state=given_up").await;
    assert!(list.text("tbody").contains("收信人0") && list.text("tbody").contains("errcode 40058"));
    assert!(
        !list.html().contains("请登录查看"),
        "the text is the person's own"
    );
    assert!(
        office
            .get("/deliveries?q=%E6%94%B6%E4%BF%A1%E4%BA%BA1")
            .await
            .has(".empty")
    );
    let paper = office.get("/deliveries/print?state=given_up").await;
    assert_eq!(
        paper.text(".filter-line"),
        "筛选条件：状态：未送达，共 1 条"
    );
    let action = list.attribute("tbody form", "action").unwrap();
    let op = list.value("op_id");
    assert_eq!(office.post(&action, &[("op_id", &op)]).await.status, 303);
    assert_eq!(
        office.post(&action, &[("op_id", &op)]).await.status,
        303,
        "once is enough"
    );
    school.send(WECOM).await;
    assert_eq!(fake.arrived().len(), 1);
    assert_eq!(school.outbox(Some(DeliveryState::Sent)).await.len(), 1);
    assert_eq!(
        office.post(&action, &[("op_id", "other")]).await.status,
        422,
        "it has arrived"
    );
    let teacher = school.teacher("23会计1班").await;
    assert_eq!(teacher.get("/deliveries").await.status, 403);
}

#[tokio::test]
async fn an_address_counts_when_its_code_came_back_and_only_the_right_one() {
    let school = School::new().await;
    let teacher = school.teacher("23会计1班").await;
    assert!(teacher.get("/me/notices").await.has(".empty"));
    let fake = fake(&school).await;
    school.channel(WECOM, at(&fake.url)).await;
    let page = teacher.get("/me/notices").await;
    assert!(page.text("main").contains("没有填写"));
    let bad = [("version", "0"), ("address", "@all"), ("digest", "1")];
    let refused = teacher.post("/me/notices/wecom_app", &bad).await;
    assert_eq!(
        (refused.status.as_u16(), refused.value("address").as_str()),
        (422, "@all")
    );
    let good = [("version", "0"), ("address", "suminhua"), ("digest", "1")];
    assert_eq!(
        teacher.post("/me/notices/wecom_app", &good).await.status,
        303
    );
    assert_eq!(
        teacher.post("/me/notices/wecom_app", &good).await.status,
        409,
        "an old form"
    );
    assert!(
        teacher
            .get("/me/notices")
            .await
            .text("main")
            .contains("待确认")
    );
    school.send(WECOM).await;
    let text = fake.arrived()[0].text.clone();
    let code: String = text
        .split("确认码 ")
        .nth(1)
        .unwrap()
        .chars()
        .take(6)
        .collect();
    let wrong = if code == "000000" { "111111" } else { "000000" };
    let confirm = "/me/notices/wecom_app/confirm";
    assert_eq!(teacher.post(confirm, &[("code", wrong)]).await.status, 422);
    assert_eq!(teacher.post(confirm, &[("code", &code)]).await.status, 303);
    assert!(
        teacher
            .get("/me/notices")
            .await
            .text("main")
            .contains("已确认")
    );
    // Other wishes for the same address need no new code.
    let version = teacher.get("/me/notices").await.value("version");
    let more = [
        ("version", version.as_str()),
        ("address", "suminhua"),
        ("at_once", "1"),
    ];
    assert_eq!(
        teacher.post("/me/notices/wecom_app", &more).await.status,
        303
    );
    assert!(
        teacher
            .get("/me/notices")
            .await
            .text("main")
            .contains("已确认")
    );
    assert_eq!(
        teacher
            .post("/me/notices/wecom_app/remove", &[])
            .await
            .status,
        303
    );
    assert!(
        teacher
            .get("/me/notices")
            .await
            .text("main")
            .contains("没有填写")
    );
    assert_eq!(
        teacher.post("/me/notices/mail", &good).await.status,
        404,
        "the school has no mail"
    );
}

#[tokio::test]
async fn a_code_cannot_be_guessed_and_strangers_are_not_flooded_with_codes() {
    let school = School::new().await;
    school.channel(WECOM, at("http://127.0.0.1:1")).await;
    let teacher = school.teacher("23会计1班").await;
    for (version, n) in (0..5).enumerate() {
        let form = [
            ("version", version.to_string()),
            ("address", format!("member{n}")),
        ];
        let form = [
            (form[0].0, form[0].1.as_str()),
            (form[1].0, form[1].1.as_str()),
        ];
        assert_eq!(
            teacher.post("/me/notices/wecom_app", &form).await.status,
            303
        );
    }
    let form = [("version", "5"), ("address", "member6")];
    let refused = teacher.post("/me/notices/wecom_app", &form).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text(".errsum").contains("一小时内最多改 5 次"));
    for _ in 0..5 {
        teacher
            .post("/me/notices/wecom_app/confirm", &[("code", "1")])
            .await;
    }
    let page = teacher
        .post("/me/notices/wecom_app/confirm", &[("code", "1")])
        .await;
    assert!(
        page.text(".errsum").contains("输错了 5 次"),
        "{}",
        page.text(".errsum")
    );
}
