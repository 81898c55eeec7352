//! Rooms and seats of the selection test (plan 4.3.2), through the pages.

use axum::http::StatusCode;

use super::{opened, scored, seal};

#[tokio::test]
async fn plan_4_3_2_everybody_of_the_base_gets_a_seat_and_the_lists_print_by_room() {
    let (_school, leader, round) = opened().await;
    let seats = format!("/selection/{round}/seats");
    let none = leader.post(&seats, &[]).await;
    assert!(none.text("main").contains("还没有考场"));
    for (name, capacity, spare) in [("实训楼 402", "6", "1"), ("实训楼 403", "5", "1")] {
        let added = leader
            .post(
                &format!("/selection/{round}/rooms"),
                &[("name", name), ("capacity", capacity), ("spare", spare)],
            )
            .await;
        assert_eq!(
            added.status,
            StatusCode::SEE_OTHER,
            "{}",
            added.text("main")
        );
    }
    let drawn = leader.post(&seats, &[]).await;
    assert_eq!(
        drawn.status,
        StatusCode::SEE_OTHER,
        "{}",
        drawn.text("main")
    );
    let page = leader.get(&seats).await;
    // 9 of 10 count: the suspended one has no seat.
    assert_eq!(page.texts("tbody tr").len(), 9);
    let sheet = leader.get(&format!("{seats}/print")).await;
    assert_eq!(
        sheet.texts("h1"),
        ["实训楼 402 考场名单", "实训楼 403 考场名单"]
    );
    assert_eq!(sheet.texts("tbody tr").len(), 9);
    // A room less, and nobody has a seat until they are drawn again.
    let room = page.attributes("button[name=room]", "value")[0].clone();
    leader
        .post(
            &format!("/selection/{round}/rooms/remove"),
            &[("room", &room)],
        )
        .await;
    assert!(leader.get(&seats).await.texts("tbody tr").is_empty());
    let few = leader.post(&seats, &[]).await;
    assert!(
        few.text("main").contains("还差 5 个"),
        "{}",
        few.text("main")
    );
}

#[tokio::test]
async fn a_wrong_room_comes_back_filled_in_and_sealed_seats_stay() {
    let (_school, leader, round) = scored().await;
    let rooms = format!("/selection/{round}/rooms");
    let wrong = leader
        .post(
            &rooms,
            &[("name", ""), ("capacity", "many"), ("spare", "0")],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.value("capacity"), "many");
    let room = [("name", "实训楼 402"), ("capacity", "10"), ("spare", "0")];
    leader.post(&rooms, &room).await;
    let twice = leader.post(&rooms, &room).await;
    assert!(twice.text("main").contains("已有考场"));
    seal(&leader, round).await;
    let late = leader.post(&format!("/selection/{round}/seats"), &[]).await;
    assert!(late.text("main").contains("成绩已经封存"));
}
