//! 签到表 (plan 4.3.2, 6.5): twenty to a page, each page counted and signed for by two invigilators.

use chrono::NaiveDate;
use serde::Serialize;

use super::engine::{Template, print};
use super::{Sitting, Unprintable};

const TITLE: &str = "考生签到表";

/// The sheets of one or more rooms, each beginning on a new page.
#[derive(Clone, Debug)]
pub struct SignInSheets {
    pub school: String,
    pub rooms: Vec<SignInRoom>,
    pub printed_on: NaiveDate,
}

/// One room.
#[derive(Clone, Debug)]
pub struct SignInRoom {
    pub sitting: Sitting,
    /// 第01考场.
    pub room: String,
    pub place: String,
    /// What the numbers are: 准考证号 or 学号.
    pub number_is: String,
    pub people: Vec<Expected>,
}

/// Who is expected, in the order of the seats.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Expected {
    pub seat: String,
    pub number: String,
    pub name: String,
    pub class: String,
    /// The last four digits of the identity number, where identity is checked by them.
    pub last_four: Option<String>,
}

#[derive(Serialize)]
struct View<'a> {
    title: &'static str,
    school: &'a str,
    rooms: Vec<RoomView<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct RoomView<'a> {
    name: &'a str,
    heading: Vec<String>,
    number_is: &'a str,
    people: &'a [Expected],
}

fn view(sheets: &SignInSheets) -> Result<View<'_>, Unprintable> {
    if sheets.rooms.iter().all(|room| room.people.is_empty()) {
        return Err(Unprintable::Empty(TITLE));
    }
    let heading = |room: &SignInRoom| {
        let sitting = &room.sitting;
        let place = [&sitting.subject, &room.room, &room.place];
        place.into_iter().cloned().chain(sitting.when()).collect()
    };
    Ok(View {
        title: TITLE,
        school: &sheets.school,
        rooms: sheets
            .rooms
            .iter()
            .filter(|room| !room.people.is_empty())
            .map(|one| RoomView {
                name: &one.room,
                heading: heading(one),
                number_is: &one.number_is,
                people: &one.people,
            })
            .collect(),
    })
}

/// The sheets, ready to be signed.
pub fn sign_in_sheets(sheets: &SignInSheets) -> Result<Vec<u8>, Unprintable> {
    print(Template::SignInSheet, &view(sheets)?, sheets.printed_on)
}

#[cfg(test)]
pub(super) fn laid(sheets: &SignInSheets) -> Result<super::Laid, Unprintable> {
    super::engine::laid(Template::SignInSheet, &view(sheets)?)
}
