//! Seats, sign-in sheets and the list of rooms.

use super::reading::Sheets;
use super::{name, on};
use crate::papers::{
    ClassSeats, Corners, Expected, ListedRoom, RoomList, Seat, Seated, SeatingChart, SeatingCharts,
    SignInRoom, SignInSheets, Sitting, Spot, Unprintable, room_list, seating_chart, sign_in_sheet,
};

const MARGIN: f64 = 18.0 * 72.0 / 25.4;

fn sitting() -> Sitting {
    Sitting {
        subject: "财务共享服务（中级）选拔测试".to_owned(),
        on: Some(on("2025-03-21")),
        hours: Some(("09:00:00".parse().unwrap(), "11:00:00".parse().unwrap())),
    }
}

pub(super) fn sheets(people: usize) -> SignInSheets {
    let expected = |at: usize| Expected {
        seat: format!("{:02}", at + 1),
        number: format!("202301{:04}", at + 1),
        name: name(at),
        class: format!("23会计{}班", at % 8 + 1),
        last_four: at.is_multiple_of(2).then(|| "116X".to_owned()),
    };
    SignInSheets {
        school: "示范职业技术学校".to_owned(),
        rooms: vec![SignInRoom {
            sitting: sitting(),
            room: "第01考场".to_owned(),
            place: "实训楼402".to_owned(),
            number_is: "学号".to_owned(),
            people: (0..people).map(expected).collect(),
        }],
        printed_on: on("2025-03-20"),
    }
}

#[test]
fn plan_6_5_each_page_of_a_sign_in_sheet_is_counted_and_signed_for() {
    let sheets = sheets(45);
    let laid = Sheets::of(sign_in_sheet::laid(&sheets));
    laid.is_sound(MARGIN);
    assert_eq!(laid.pages.len(), 3);
    for (page, count) in [(0, 20), (1, 20), (2, 5)] {
        let text = laid.page(page);
        for words in [
            "考生签到表",
            "第01考场",
            "实训楼402",
            "2025年3月21日09:00—11:00",
            "监考员签名",
            "学号",
            "证件后四位",
        ] {
            assert!(text.contains(words), "{words} on page {page}");
        }
        assert!(text.contains(&format!("本页应到{count}人")));
        assert!(text.contains(&format!("第{}页共3页", page + 1)));
    }
    for one in &sheets.rooms[0].people {
        for words in [&one.seat, &one.number, &one.name, &one.class] {
            laid.says(words);
        }
    }
    laid.says("116X");
}

#[test]
fn a_day_that_is_not_known_is_left_out() {
    let mut sheets = sheets(3);
    (sheets.rooms[0].sitting.on, sheets.rooms[0].sitting.hours) = (None, None);
    let laid = Sheets::of(sign_in_sheet::laid(&sheets));
    laid.says("选拔测试第01考场实训楼402座位学号");
}

#[test]
fn no_cell_of_a_sign_in_sheet_spills() {
    let mut sheets = sheets(20);
    for (at, one) in sheets.rooms[0].people.iter_mut().enumerate() {
        one.name = "阿卜杜热依木·麦麦提伊敏".repeat(at % 2 + 1);
        one.class = "2023级大数据与会计（中外合作办学）实验1班".to_owned();
        one.number = "G20230101140011223344".to_owned();
    }
    let mut second = sheets.rooms[0].clone();
    second.room = "第02考场".to_owned();
    sheets.rooms.push(second);
    let laid = Sheets::of(sign_in_sheet::laid(&sheets));
    laid.is_sound(MARGIN);
    assert_eq!(laid.pages.len(), 2);
    assert!(laid.page(0).contains("签到表第01考场") && laid.page(1).contains("签到表第02考场"));
}

fn chart(rows: usize, columns: usize) -> SeatingChart {
    let spot = |at: usize| match at % 12 {
        10 => Spot::Spare {
            seat: format!("备用{:02}", at / 12 + 1),
        },
        11 => Spot::Unused,
        _ => Spot::Taken(Seat {
            seat: format!("{:02}", at + 1),
            name: name(at),
            class: format!("23会计{}班", at % 8 + 1),
            number: format!("202301{:04}", at + 1),
        }),
    };
    SeatingChart {
        sitting: sitting(),
        room: "第01考场".to_owned(),
        place: "实训楼402".to_owned(),
        rows: (0..rows)
            .map(|row| {
                (0..columns)
                    .map(|column| spot(row * columns + column))
                    .collect()
            })
            .collect(),
        aisles: vec![2, 4, 6, columns],
        corners: Corners {
            front_left: "前门".to_owned(),
            front_right: "服务器、监控主机".to_owned(),
            back_left: "后门".to_owned(),
            back_right: "摄像机2台（前左、后右）".to_owned(),
        },
        seed: "250321-01".to_owned(),
        apart: 40,
        code: None,
    }
}

fn charts(rooms: Vec<SeatingChart>) -> SeatingCharts {
    SeatingCharts {
        school: "示范职业技术学校".to_owned(),
        rooms,
        printed_on: on("2025-03-20"),
    }
}

#[test]
fn plan_6_5_a_seating_chart_shows_every_seat_once_and_the_rule_for_neighbours() {
    let mut ragged = chart(6, 8);
    ragged.rows[5].truncate(3);
    let charts = charts(vec![chart(6, 8), ragged]);
    let laid = Sheets::of(seating_chart::laid(&charts));
    laid.is_sound(MARGIN);
    assert_eq!(laid.pages.len(), 2);
    let page = laid.page(0);
    for words in [
        "考场座次表",
        "应考40人备用机4台",
        "讲台（监考席）",
        "前门",
        "服务器、监控主机",
        "后门",
        "摄像机2台",
        "座次由种子250321-01生成",
        "40座全部满足",
        "草稿",
        "备用01",
        "不用",
    ] {
        assert!(page.contains(words), "{words}");
    }
    for spot in charts.rooms[0].rows.iter().flatten() {
        if let Spot::Taken(seat) = spot {
            for words in [&seat.seat, &seat.name, &seat.class, &seat.number] {
                assert!(page.contains(words.as_str()), "{words}");
            }
        }
    }
}

#[test]
fn a_room_of_any_size_stays_on_one_page() {
    for (rows, columns) in [(1, 1), (2, 12), (10, 10), (12, 6), (8, 12)] {
        let mut one = chart(rows, columns);
        one.rows[0][0] = Spot::Taken(Seat {
            seat: "101".to_owned(),
            name: "阿卜杜热依木·麦麦提伊敏".to_owned(),
            class: "23大数据与会计（实验）1班".to_owned(),
            number: "G2023010114001122".to_owned(),
        });
        let laid = Sheets::of(seating_chart::laid(&charts(vec![one])));
        assert_eq!(laid.pages.len(), 1, "{rows} × {columns}");
        laid.is_sound(MARGIN);
    }
}

#[test]
fn plan_4_3_2_the_list_of_rooms_leads_everybody_to_the_seat() {
    let classes = (1..=8).map(|class| ClassSeats {
        name: format!("23会计{class}班"),
        people: (0..40)
            .map(|at| Seated {
                number: format!("2301{class:02}{:02}", at + 1),
                name: name(at),
                room: format!("{:02}", at % 8 + 1),
                seat: format!("{:02}", at + 1),
            })
            .collect(),
    });
    let rooms = (1..=8).map(|room| ListedRoom {
        number: format!("{room:02}"),
        place: format!("实训楼40{room}"),
        people: 40,
        classes: vec!["23会计1班".to_owned(), "23会计2班".to_owned()],
    });
    let list = RoomList {
        school: "示范职业技术学校".to_owned(),
        sitting: sitting(),
        rooms: rooms.collect(),
        classes: classes.collect(),
        rules: vec!["08:40起凭学生证入场，09:15后不得入场。".to_owned()],
        code: None,
        printed_on: on("2025-03-20"),
    };
    let laid = Sheets::of(room_list::laid(&list));
    laid.is_sound(MARGIN);
    for words in [
        "财务共享服务（中级）选拔测试",
        "考场安排",
        "2025年3月21日星期五",
        "09:00—11:00",
        "实训楼408",
        "共8个考场320人",
        "08:40起凭学生证入场",
        "23010840𬭎＊䶮08—40",
        "草稿",
    ] {
        laid.says(words);
    }
    assert!(!laid.text().contains("欧阳若兰"));
    assert!(laid.pages.len() <= 5);
}

#[test]
fn an_empty_room_is_not_printed() {
    assert!(matches!(
        sign_in_sheet::laid(&sheets(0)),
        Err(Unprintable::Empty(_))
    ));
    assert!(matches!(
        seating_chart::laid(&charts(Vec::new())),
        Err(Unprintable::Empty(_))
    ));
    assert!(matches!(
        seating_chart::laid(&charts(vec![chart(0, 0)])),
        Err(Unprintable::Empty(_))
    ));
}
