//! Selection papers under lock (plan 4.3.2), through the pages.

use axum::http::StatusCode;
use domain::access::Post;
use domain::ids::RoundId;
use store::audit::AuditFilter;

use super::opened;
use crate::support::{Browser, Page, School};

const PDF: &[u8] = b"%PDF-1.7 the questions nobody may know %%EOF";

async fn lock_away(leader: &Browser, round: RoundId, name: &str, bytes: &[u8]) -> Page {
    let path = format!("/selection/{round}/papers");
    let op = leader.get(&path).await.value("op_id");
    leader
        .upload(&path, "试卷.pdf", bytes, &[("op_id", &op), ("name", name)])
        .await
}

async fn ask(asker: &Browser, paper: &str, from: &str, to: &str) -> Page {
    let form = asker.get(paper).await;
    let with = form.attributes("#with option", "value");
    let with = with.iter().find(|value| !value.is_empty()).unwrap();
    asker
        .post(
            &format!("{paper}/openings"),
            &[
                ("op_id", &form.value("op_id")),
                ("with", with),
                ("day", "2025-05-20"),
                ("from", from),
                ("to", to),
                ("reason", "印制第一次选拔试卷"),
            ],
        )
        .await
}

/// A paper that leader and clerk opened together; the address of the opening.
async fn open(
    school: &School,
    leader: &Browser,
    clerk: &Browser,
    round: RoundId,
) -> (String, String) {
    let paper = lock_away(leader, round, "A 卷", PDF).await.location();
    let asked = ask(leader, &paper, "09:00", "11:00").await;
    assert_eq!(
        asked.status,
        StatusCode::SEE_OTHER,
        "{}",
        asked.text("main")
    );
    let opening = store::selection::papers::openings(school.app.db.read(), &[id_of(&paper)])
        .await
        .unwrap()[0]
        .id;
    let opening = format!("/paper-openings/{opening}");
    let joined = clerk.post(&format!("{opening}/join"), &[]).await;
    assert_eq!(
        joined.status,
        StatusCode::SEE_OTHER,
        "{}",
        joined.text("main")
    );
    (paper, opening)
}

fn id_of(paper: &str) -> domain::ids::PaperId {
    paper.rsplit('/').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn plan_4_3_2_a_paper_is_opened_by_two_named_persons_and_every_opening_is_counted() {
    let (school, leader, round) = opened().await;
    let clerk = school.sign_in(Post::OfficeClerk).await;
    let paper = lock_away(&leader, round, "A 卷", PDF).await.location();
    ask(&leader, &paper, "09:00", "11:00").await;
    let opening = store::selection::papers::openings(school.app.db.read(), &[id_of(&paper)])
        .await
        .unwrap()[0]
        .id;
    let read = format!("/paper-openings/{opening}/read");
    // Alone nobody reads it, not even the one who locked it away.
    let alone = leader.post(&read, &[]).await;
    assert_eq!(alone.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(alone.text("main").contains("另一个人还没有到场"));
    let desk = clerk.get("/").await;
    assert!(
        desk.text("main").contains("一起启封试卷"),
        "{}",
        desk.text("main")
    );
    clerk
        .post(&format!("/paper-openings/{opening}/join"), &[])
        .await;
    let file = leader.post(&read, &[]).await;
    assert_eq!((file.status, file.bytes.as_slice()), (StatusCode::OK, PDF));
    clerk.post(&read, &[]).await;
    let page = clerk.get(&paper).await;
    assert!(page.text("main").contains("印制第一次选拔试卷"));
    assert_eq!(page.texts("[data-th=打开次数]"), ["2"]);
    let filter = AuditFilter {
        actions: vec!["read_paper".to_owned()],
        ..AuditFilter::default()
    };
    let log = store::audit::entries(school.app.db.read(), &filter, store::Page::new(1, 10))
        .await
        .unwrap();
    assert_eq!(log.total, 2);
    // Ended before its time, it is shut again for both.
    clerk
        .post(&format!("/paper-openings/{opening}/close"), &[])
        .await;
    let shut = leader.post(&read, &[]).await;
    assert!(
        shut.text("main").contains("已经结束"),
        "{}",
        shut.text("main")
    );
}

#[tokio::test]
async fn plan_4_3_2_the_file_is_nowhere_in_the_clear_and_no_other_way_leads_to_it() {
    let (school, leader, round) = opened().await;
    let paper = lock_away(&leader, round, "A 卷", PDF).await.location();
    let row = store::selection::papers::paper(school.app.db.read(), id_of(&paper))
        .await
        .unwrap();
    let kept = school.app.files.get(&row.sha256).await.unwrap();
    assert!(!kept.windows(9).any(|some| some == b"questions"));
    // Every route that takes a GET, asked for with this paper's number, answers something else.
    for listed in server::listed_routes(&school.app) {
        let path = listed.path.replace("{id}", &row.id.to_string());
        if listed.method == axum::http::Method::GET && !path.contains('{') {
            let page = leader.get(&path).await;
            assert!(
                !page.bytes.windows(9).any(|some| some == b"questions"),
                "{path}"
            );
        }
    }
    // A class teacher, a teacher of another group and the administrator hear nothing of it.
    for other in [
        school.sign_in(Post::Administrator).await,
        school.leader("电商专业组").await,
    ] {
        assert_eq!(other.get(&paper).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn plan_4_3_2_every_copy_is_followed_until_two_persons_destroy_it() {
    let (school, leader, round) = opened().await;
    let clerk = school.sign_in(Post::OfficeClerk).await;
    let (paper, opening) = open(&school, &leader, &clerk, round).await;
    let printed = leader
        .post(&format!("{opening}/print"), &[("count", "30")])
        .await;
    assert_eq!(printed.status, StatusCode::SEE_OTHER);
    let witness = leader
        .get(&paper)
        .await
        .attributes("#witness option", "value")[1]
        .clone();
    let moved = async |first: &str, last: &str, state: &str, more: &[(&str, &str)]| {
        let mut fields = vec![("first", first), ("last", last), ("state", state)];
        fields.extend_from_slice(more);
        leader.post(&format!("{paper}/copies"), &fields).await
    };
    let nobody = moved("1", "30", "handed_out", &[]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.text("main").contains("请写发给哪个考场"));
    moved("1", "28", "handed_out", &[("holder", "实训楼 402")]).await;
    moved("1", "27", "returned", &[]).await;
    moved("28", "28", "missing", &[]).await;
    let early = moved("28", "30", "destroyed", &[("witness", &witness)]).await;
    assert!(
        early.text("main").contains("第 28 份现在是「没有收回」"),
        "{}",
        early.text("main")
    );
    let alone = moved("1", "27", "destroyed", &[]).await;
    assert!(alone.text("main").contains("销毁要两个人在场"));
    moved("1", "27", "destroyed", &[("witness", &witness)]).await;
    let page = leader.get(&paper).await;
    let said = "共印 30 份：未发 2，发出 0，收回 0，没有收回 1，销毁 27";
    assert!(page.text("main").contains(said) || page.text("h1 + p").contains(said));
    let strange = moved("29", "31", "destroyed", &[("witness", &witness)]).await;
    assert!(strange.text("main").contains("没有编号 29 ～ 31"));
}

#[tokio::test]
async fn what_is_no_readable_pdf_is_refused_with_its_sentence() {
    let (_school, leader, round) = opened().await;
    for (bytes, sentence) in [
        (&b""[..], "还没有选文件"),
        (b"PK\x03\x04 a document", "不是 PDF"),
        (b"%PDF-1.7 cut off", "不完整"),
        (b"%PDF-1.7 /Encrypt 3 0 R %%EOF", "加了密码"),
    ] {
        let refused = lock_away(&leader, round, "A 卷", bytes).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text("body").contains(sentence), "{sentence}");
        assert_eq!(refused.value("name"), "A 卷");
    }
}

#[tokio::test]
async fn plan_4_3_2_only_the_newest_version_is_opened_and_only_in_its_window() {
    let (school, leader, round) = opened().await;
    let old = lock_away(&leader, round, "A 卷", PDF).await.location();
    lock_away(&leader, round, "A 卷", PDF).await;
    let refused = leader
        .post(
            &format!("{old}/openings"),
            &[("day", "2025-05-20"), ("from", "10:00"), ("to", "09:00")],
        )
        .await;
    let said = refused.text("body");
    for sentence in [
        "请选和你一起启封的人",
        "结束时间要晚于开始时间",
        "请写启封理由",
    ] {
        assert!(said.contains(sentence), "{sentence}: {said}");
    }
    let clerk = school.sign_in(Post::OfficeClerk).await;
    let with = clerk.get(&old).await;
    assert!(with.text("main").contains("已有第 2 版"));
}
