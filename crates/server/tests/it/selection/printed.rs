//! Papers of a round: the notice, the sign-in sheets and the list of rooms, for those who see the whole round, recorded.

use super::*;
use crate::students::rows_of_record;

#[tokio::test]
async fn plan_4_3_2_the_notice_is_printed_by_those_who_see_the_whole_round_and_recorded() {
    let (school, leader, id) = scored().await;
    let teacher = school.teacher("23会计2班").await;
    let office = school.sign_in(Post::OfficeClerk).await;
    let path = format!("/selection/{id}/notice.pdf");
    assert_eq!(
        office.post(&path, &[]).await.status,
        StatusCode::NOT_FOUND,
        "no result yet"
    );
    seal(&leader, id).await.location();
    let draft = office.post(&path, &[]).await;
    assert_eq!(draft.status, StatusCode::OK);
    assert_eq!(draft.headers["content-type"], "application/pdf");
    assert!(draft.bytes.starts_with(b"%PDF-"));

    decide(&office, id, "confirm").await.location();
    decide(&office, id, "publish").await.location();
    let page = office.get(&format!("/selection/{id}")).await;
    assert!(page.html().contains(&path));
    let paper = office.post(&path, &[]).await;
    assert_eq!(paper.status, StatusCode::OK);
    assert!(paper.bytes != draft.bytes, "a draft calls itself one");
    assert!(
        paper.bytes == office.post(&path, &[]).await.bytes,
        "the same paper each time"
    );

    let own = teacher.get(&format!("/selection/{id}")).await;
    assert!(!own.html().contains("notice.pdf"));
    assert_eq!(teacher.post(&path, &[]).await.status, StatusCode::NOT_FOUND);
    let record = rows_of_record(&school, "print_notice").await;
    assert_eq!(record.len(), 3);
    assert!(record[0].after.as_deref().unwrap().contains("sha256"));
}

#[tokio::test]
async fn plan_4_3_2_sign_in_sheets_and_rooms_are_printed_once_seats_are_drawn() {
    let (school, leader, id) = opened().await;
    let papers = ["sign-in.pdf", "rooms.pdf"].map(|name| format!("/selection/{id}/{name}"));
    for path in &papers {
        assert_eq!(leader.post(path, &[]).await.status, StatusCode::NOT_FOUND);
    }
    let room = [("name", "实训楼 402"), ("capacity", "12"), ("spare", "1")];
    leader
        .post(&format!("/selection/{id}/rooms"), &room)
        .await
        .location();
    let seats = format!("/selection/{id}/seats");
    leader.post(&seats, &[]).await.location();
    let page = leader.get(&seats).await.html();
    let teacher = school.teacher("23会计2班").await;
    for path in &papers {
        assert!(page.contains(path.as_str()));
        let paper = leader.post(path, &[]).await;
        assert_eq!(paper.status, StatusCode::OK);
        assert!(paper.bytes.starts_with(b"%PDF-"));
        assert_eq!(teacher.post(path, &[]).await.status, StatusCode::NOT_FOUND);
    }
    for verb in ["print_sign_in_sheets", "print_room_list"] {
        assert_eq!(rows_of_record(&school, verb).await.len(), 1);
    }
}
