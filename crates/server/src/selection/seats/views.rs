//! How rooms and seats look.

use std::collections::HashMap;

use askama::Template;
use chrono::{DateTime, Utc};
use domain::dates::time_words;
use domain::ids::EntryId;
use domain::selection::RoundState;
use store::selection::Entrant;
use store::selection::seats::{room, seat, seating};

use crate::selection::sight::Sight;
use crate::shell::{Fields, Layout, Problems, op_id};

/// One room with who sits in it.
struct RoomRow {
    id: String,
    name: String,
    capacity: i32,
    spare: i32,
    people: Vec<SeatRow>,
}

struct SeatRow {
    number: i32,
    school_number: String,
    name: String,
    class: String,
}

fn rooms_of(
    rooms: &[room::Model],
    seats: &HashMap<EntryId, seat::Model>,
    entrants: &[Entrant],
) -> Vec<RoomRow> {
    let in_room = |room: &room::Model| {
        let mut people: Vec<SeatRow> = entrants
            .iter()
            .filter_map(|one| {
                let seat = seats.get(&one.entry.id)?;
                (seat.room_id == room.id).then(|| SeatRow {
                    number: seat.number,
                    school_number: one.number.clone(),
                    name: one.name.clone(),
                    class: one.class.clone(),
                })
            })
            .collect();
        people.sort_by_key(|row| row.number);
        people
    };
    let row = |room: &room::Model| RoomRow {
        id: room.id.to_string(),
        name: room.name.clone(),
        capacity: room.capacity,
        spare: room.spare,
        people: in_room(room),
    };
    rooms.iter().map(row).collect()
}

#[derive(Template)]
#[template(path = "selection/seats/seats.html")]
pub(super) struct SeatsPage {
    layout: Layout,
    id: String,
    project: String,
    project_href: String,
    ordinal: String,
    rooms: Vec<RoomRow>,
    base: usize,
    usable: i32,
    seating: Option<seating::Model>,
    may: bool,
    /// The papers name everybody, so they are for those who see the whole round.
    papers: bool,
    entering: bool,
    typed: Fields,
    op_id: String,
    problems: Problems,
}

impl SeatsPage {
    pub(super) fn new(
        layout: Layout,
        sight: &Sight,
        (rooms, seats, seating): (
            &[room::Model],
            &HashMap<EntryId, seat::Model>,
            Option<seating::Model>,
        ),
        entrants: &[Entrant],
    ) -> Self {
        Self {
            layout,
            id: sight.round.id.to_string(),
            project: sight.project.title.clone(),
            project_href: format!("/projects/{}", sight.project.id),
            ordinal: sight.ordinal(),
            base: entrants.iter().filter(|one| one.entry.in_base).count(),
            usable: rooms.iter().map(|room| room.capacity - room.spare).sum(),
            rooms: rooms_of(rooms, seats, entrants),
            papers: sight.whole && seating.is_some(),
            seating,
            may: false,
            entering: sight.round.state == RoundState::Entering,
            typed: Fields::default(),
            op_id: op_id(),
            problems: Problems::default(),
        }
    }

    pub(super) fn for_reader(mut self, may_prepare: bool) -> Self {
        self.may = may_prepare && self.entering;
        self
    }

    pub(super) fn typed(mut self, fields: &Fields, problems: Problems) -> Self {
        self.typed = fields.clone();
        self.problems = problems;
        self
    }
}

#[derive(Template)]
#[template(path = "selection/seats/print.html")]
pub(super) struct PrintPage {
    asset_version: String,
    school: String,
    project: String,
    ordinal: String,
    test_on: String,
    rooms: Vec<RoomRow>,
    printed: String,
}

impl PrintPage {
    pub(super) fn new(
        (asset_version, school): (String, String),
        sight: &Sight,
        (rooms, seats): (&[room::Model], &HashMap<EntryId, seat::Model>),
        entrants: &[Entrant],
        (by, now): (&str, DateTime<Utc>),
    ) -> Self {
        let mut rooms = rooms_of(rooms, seats, entrants);
        rooms.retain(|room| !room.people.is_empty());
        Self {
            asset_version,
            school,
            project: sight.project.title.clone(),
            ordinal: sight.ordinal(),
            test_on: sight.round.test_on.map_or_else(
                || "待定".to_owned(),
                |day| day.format("%Y年%-m月%-d日").to_string(),
            ),
            rooms,
            printed: format!("{by}，{}", time_words(now, now)),
        }
    }
}
