//! Scores of a round by the same wizard, into the same record as typing them (plan 4.3.2).

use axum::http::StatusCode;
use domain::access::Reach;
use domain::ids::RoundId;

use super::Office;
use crate::selection::opened;

struct Marker {
    office: Office,
    round: RoundId,
    /// School numbers of the base.
    numbers: Vec<String>,
}

async fn marker() -> Marker {
    let (school, leader, round) = opened().await;
    let entrants = store::selection::entrants(school.app.db.read(), round, &Reach::All)
        .await
        .unwrap();
    let numbers = entrants.into_iter().map(|one| one.number).collect();
    Marker {
        office: Office {
            school,
            clerk: leader,
        },
        round,
        numbers,
    }
}

impl Marker {
    fn file(&self, rows: &[(usize, &str, &str, &str)]) -> Vec<u8> {
        let mut text = "学号,姓名,理论成绩,实操成绩,备注".to_owned();
        for (at, theory, practical, remark) in rows {
            let number = self.numbers.get(*at).map_or("9999999999", String::as_str);
            text.push_str(&format!("\n{number},,{theory},{practical},{remark}"));
        }
        text.into_bytes()
    }

    async fn check(&self, name: &str, bytes: &[u8]) -> String {
        let path = format!("/imports/upload/scores?round={}", self.round);
        let op_id = self.office.clerk.get(&path).await.value("op_id");
        let sent = self
            .office
            .clerk
            .upload(&path, name, bytes, &[("op_id", &op_id)])
            .await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text("main"));
        sent.location().replace("/check", "")
    }

    async fn entered(&self) -> Vec<String> {
        let db = self.office.school.app.db.read();
        let entrants = store::selection::entrants(db, self.round, &Reach::All)
            .await
            .unwrap();
        let said = |one: &store::selection::Entrant| {
            format!("{} {:?}", one.entry.scores, one.entry.absence)
        };
        entrants.iter().take(3).map(said).collect()
    }
}

#[tokio::test]
async fn plan_4_3_2_scores_come_in_as_a_file_and_can_be_taken_back() {
    let marker = marker().await;
    let from = marker
        .office
        .clerk
        .get(&format!("/imports/new?kind=scores&round={}", marker.round))
        .await;
    assert!(
        from.text("main").contains("选拔成绩"),
        "{}",
        from.text("main")
    );
    let before = marker.entered().await;
    let file = marker.file(&[
        (0, "78.5", "80", ""),
        (1, "", "", "缺考"),
        (99, "60", "60", ""),
    ]);
    let import = marker.check("成绩.csv", &file).await;
    let page = marker.office.clerk.get(&format!("{import}/check")).await;
    assert_eq!(
        Office::counts(&page),
        ["1", "0", "2"],
        "a number nobody has is not dropped in silence"
    );
    assert!(
        page.text("tbody").contains("名册里没有这个号码"),
        "{}",
        page.text("tbody")
    );
    let result = marker.office.write(&import).await;
    assert_eq!(result.text("h1"), "已导入 2 行");
    let after = marker.entered().await;
    assert!(
        after[0].contains("\"theory\":785") && after[0].contains("\"practical\":800"),
        "{after:?}"
    );
    assert!(after[1].contains("Missed"), "{after:?}");
    let changed = marker.file(&[(0, "79", "80", "")]);
    let second = marker.check("改.csv", &changed).await;
    let look = marker
        .office
        .clerk
        .get(&format!("{second}/check?list=look"))
        .await;
    assert!(
        look.text("tbody").contains("保留 78.5 改为 79"),
        "an entered score asks first: {}",
        look.text("tbody")
    );
    marker.office.send(&result, "form[action$=undo]", &[]).await;
    assert_eq!(marker.entered().await, before);
}

#[tokio::test]
async fn plan_4_3_2_sealed_scores_take_no_file() {
    let marker = marker().await;
    let all: Vec<_> = (0..marker.numbers.len())
        .map(|at| (at, "70", "70", ""))
        .collect();
    let import = marker.check("成绩.csv", &marker.file(&all)).await;
    let result = marker.office.write(&import).await;
    let late = marker
        .check("迟到.csv", &marker.file(&[(0, "99", "99", "")]))
        .await;
    let look = marker
        .office
        .clerk
        .get(&format!("{late}/check?list=look"))
        .await;
    marker
        .office
        .send(&look, "#clashes", &[("act", "new")])
        .await;
    let seal = marker
        .office
        .clerk
        .get(&format!("/selection/{}/seal", marker.round))
        .await;
    let op_id = seal.value("op_id");
    let fields = [
        ("op_id", op_id.as_str()),
        ("version", &seal.value("version")),
    ];
    let sealed = marker
        .office
        .clerk
        .post(&format!("/selection/{}/seal", marker.round), &fields)
        .await;
    assert_eq!(
        sealed.status,
        StatusCode::SEE_OTHER,
        "{}",
        sealed.text("main")
    );
    let job = marker.office.confirm(&late).await;
    marker.office.school.run_jobs().await;
    let stopped = marker.office.clerk.get(&job).await;
    assert!(
        stopped.text("main").contains("成绩单已经封存"),
        "{}",
        stopped.text("main")
    );
    assert!(marker.entered().await[0].contains("\"theory\":700"));
    let undo = marker.office.send(&result, "form[action$=undo]", &[]).await;
    let page = marker.office.clerk.get(&undo.location()).await;
    assert!(
        page.text("main")
            .contains("不能再撤销，因为：成绩单已经封存"),
        "{}",
        page.text("main")
    );
}

#[tokio::test]
async fn plan_2_1_another_groups_leader_brings_no_scores_in() {
    let marker = marker().await;
    let import = marker
        .check("成绩.csv", &marker.file(&[(0, "70", "70", "")]))
        .await;
    let other = marker.office.school.leader("金融专业组").await;
    let upload = format!("/imports/upload/scores?round={}", marker.round);
    for path in [
        upload.as_str(),
        &format!("{import}/check"),
        &format!("{import}/confirm"),
    ] {
        let page = other.get(path).await;
        assert!(
            matches!(page.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND),
            "{path} {}",
            page.status
        );
    }
    assert!(
        !other
            .get("/imports")
            .await
            .text("main")
            .contains("成绩.csv")
    );
}
