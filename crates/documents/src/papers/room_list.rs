//! 考场安排 (plan 4.3.2): the rooms of a test, and class by class who sits where. It hangs where everybody passes, so
//! names are covered.

use chrono::NaiveDate;
use serde::Serialize;

use super::engine::{Template, print};
use super::words::covered;
use super::{CheckCode, Sitting, Unprintable};

const TITLE: &str = "考场安排";

/// The list.
#[derive(Clone, Debug)]
pub struct RoomList {
    pub school: String,
    pub sitting: Sitting,
    pub rooms: Vec<ListedRoom>,
    pub classes: Vec<ClassSeats>,
    /// What one must know on the way: 08:40起凭学生证入场.
    pub rules: Vec<String>,
    pub code: Option<CheckCode>,
    pub printed_on: NaiveDate,
}

/// One room.
#[derive(Clone, Debug, Serialize)]
pub struct ListedRoom {
    /// 01.
    pub number: String,
    pub place: String,
    pub people: usize,
    /// Whose classes sit there.
    pub classes: Vec<String>,
}

/// The people of one class.
#[derive(Clone, Debug)]
pub struct ClassSeats {
    pub name: String,
    pub people: Vec<Seated>,
}

/// Where one sits; the paper covers the name.
#[derive(Clone, Debug)]
pub struct Seated {
    pub number: String,
    pub name: String,
    pub room: String,
    pub seat: String,
}

#[derive(Serialize)]
struct View<'a> {
    title: [String; 2],
    school: &'a str,
    heading: Vec<String>,
    rooms: Vec<RoomView<'a>>,
    people: usize,
    rules: &'a [String],
    classes: Vec<ClassView<'a>>,
    code: Option<&'a CheckCode>,
}

#[derive(Serialize)]
struct RoomView<'a> {
    number: &'a str,
    place: &'a str,
    people: usize,
    classes: String,
}

#[derive(Serialize)]
struct ClassView<'a> {
    name: &'a str,
    people: Vec<Person<'a>>,
}

#[derive(Serialize)]
struct Person<'a> {
    number: &'a str,
    name: String,
    seat: String,
}

fn view(list: &RoomList) -> Result<View<'_>, Unprintable> {
    if list.rooms.is_empty() {
        return Err(Unprintable::Empty(TITLE));
    }
    let room = |room: &'_ ListedRoom| room.classes.join("、");
    Ok(View {
        title: [list.sitting.subject.clone(), TITLE.to_owned()],
        school: &list.school,
        heading: list.sitting.date_and_hours(),
        people: list.rooms.iter().map(|room| room.people).sum(),
        rooms: list
            .rooms
            .iter()
            .map(|one| RoomView {
                number: &one.number,
                place: &one.place,
                people: one.people,
                classes: room(one),
            })
            .collect(),
        rules: &list.rules,
        classes: list
            .classes
            .iter()
            .filter(|class| !class.people.is_empty())
            .map(class_view)
            .collect(),
        code: list.code.as_ref(),
    })
}

fn class_view(class: &ClassSeats) -> ClassView<'_> {
    let person = |one: &'_ Seated| (covered(&one.name), format!("{}—{}", one.room, one.seat));
    ClassView {
        name: &class.name,
        people: class
            .people
            .iter()
            .map(|one| {
                let (name, seat) = person(one);
                Person {
                    number: &one.number,
                    name,
                    seat,
                }
            })
            .collect(),
    }
}

/// The list, to be hung.
pub fn room_list(list: &RoomList) -> Result<Vec<u8>, Unprintable> {
    print(Template::RoomList, &view(list)?, list.printed_on)
}

#[cfg(test)]
pub(super) fn laid(list: &RoomList) -> Result<super::Laid, Unprintable> {
    super::engine::laid(Template::RoomList, &view(list)?)
}
