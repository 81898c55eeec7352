//! Sign-in sheets and the list of rooms of the selection test as papers (plan 4.3.2).

use std::collections::{BTreeSet, HashMap};

use axum::extract::{Path, State};
use axum::response::Response;
use documents::papers::{
    self, ClassSeats, Expected, ListedRoom, RoomList, Seated, SignInRoom, SignInSheets, Sitting,
};
use domain::access::Action;
use domain::ids::{EntryId, RoundId};
use store::StoreError;
use store::selection::Entrant;
use store::selection::seats::{self as rows, room, seat};

use crate::selection::actions::record_paper;
use crate::selection::sight::Sight;
use crate::shell::{App, PDF, Visitor, WebResult, attachment, printed};

/// The rooms of a round and who sits where, for those who see the whole round.
struct Drawn {
    sight: Sight,
    rooms: Vec<room::Model>,
    seats: HashMap<EntryId, seat::Model>,
    entrants: Vec<Entrant>,
}

impl Drawn {
    async fn of(app: &App, visitor: &Visitor, id: RoundId) -> WebResult<Self> {
        let sight = Sight::of(app, visitor, id).await?;
        let db = app.db.read();
        if !sight.whole || rows::seating(db, id).await?.is_none() {
            return Err(StoreError::NotFound.into());
        }
        Ok(Self {
            rooms: rows::rooms(db, id).await?,
            seats: rows::seats(db, id).await?,
            entrants: sight.entrants(app).await?,
            sight,
        })
    }

    fn sitting(&self) -> Sitting {
        Sitting {
            subject: format!("{} {}", self.sight.project.title, self.sight.ordinal()),
            on: self.sight.round.test_on,
            hours: None,
        }
    }

    /// The rooms with their two-digit numbers.
    fn numbered(&self) -> impl Iterator<Item = (String, &room::Model)> {
        let number = |(number, room)| (format!("{number:02}"), room);
        (1..).zip(&self.rooms).map(number)
    }

    /// The people of a room by seat.
    fn people(&self, room: &room::Model) -> Vec<(&seat::Model, &Entrant)> {
        let in_room = |one: &'_ &Entrant| self.seats.get(&one.entry.id).map(|seat| seat.room_id);
        let mut people: Vec<(&seat::Model, &Entrant)> = self
            .entrants
            .iter()
            .filter(|one| in_room(one) == Some(room.id))
            .filter_map(|one| Some((self.seats.get(&one.entry.id)?, one)))
            .collect();
        people.sort_by_key(|(seat, _)| seat.number);
        people
    }
}

fn seat_words(seat: &seat::Model) -> String {
    format!("{:02}", seat.number)
}

pub(super) async fn sign_in(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
) -> WebResult<Response> {
    let drawn = Drawn::of(&app, &visitor, id).await?;
    let expected = |(seat, one): (&seat::Model, &Entrant)| Expected {
        seat: seat_words(seat),
        number: one.number.clone(),
        name: one.name.clone(),
        class: one.class.clone(),
        last_four: None,
    };
    let room = |(number, room): (String, &room::Model)| SignInRoom {
        sitting: drawn.sitting(),
        room: format!("第{number}考场"),
        place: room.name.clone(),
        number_is: "学号".to_owned(),
        people: drawn.people(room).into_iter().map(expected).collect(),
    };
    let sheets = SignInSheets {
        school: store::settings::school_name(app.db.read()).await?,
        rooms: drawn.numbered().map(room).collect(),
        printed_on: app.clock.today(),
    };
    let bytes = printed(&app, move || papers::sign_in_sheets(&sheets)).await?;
    given_out(
        &app,
        &visitor,
        &drawn,
        ("print_sign_in_sheets", "签到表"),
        bytes,
    )
    .await
}

pub(super) async fn rooms(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
) -> WebResult<Response> {
    let drawn = Drawn::of(&app, &visitor, id).await?;
    let list = RoomList {
        school: store::settings::school_name(app.db.read()).await?,
        sitting: drawn.sitting(),
        rooms: drawn.numbered().map(|one| listed(&drawn, one)).collect(),
        classes: classes(&drawn),
        rules: Vec::new(),
        code: None,
        printed_on: app.clock.today(),
    };
    let bytes = printed(&app, move || papers::room_list(&list)).await?;
    given_out(
        &app,
        &visitor,
        &drawn,
        ("print_room_list", "考场安排"),
        bytes,
    )
    .await
}

fn listed(drawn: &Drawn, (number, room): (String, &room::Model)) -> ListedRoom {
    let people = drawn.people(room);
    let here: BTreeSet<&str> = people.iter().map(|(_, one)| one.class.as_str()).collect();
    let mut classes: Vec<String> = Vec::new();
    // In the order of the roll, where classes stand by their number.
    for one in &drawn.entrants {
        if here.contains(one.class.as_str()) && classes.last() != Some(&one.class) {
            classes.push(one.class.clone());
        }
    }
    ListedRoom {
        number,
        place: room.name.clone(),
        people: people.len(),
        classes,
    }
}

fn classes(drawn: &Drawn) -> Vec<ClassSeats> {
    let numbers: HashMap<_, String> = drawn
        .numbered()
        .map(|(number, room)| (room.id, number))
        .collect();
    let mut classes: Vec<ClassSeats> = Vec::new();
    for one in &drawn.entrants {
        let Some(seat) = drawn.seats.get(&one.entry.id) else {
            continue;
        };
        if classes.last().is_none_or(|class| class.name != one.class) {
            classes.push(ClassSeats {
                name: one.class.clone(),
                people: Vec::new(),
            });
        }
        if let Some(class) = classes.last_mut() {
            class.people.push(Seated {
                number: one.number.clone(),
                name: one.name.clone(),
                room: numbers.get(&seat.room_id).cloned().unwrap_or_default(),
                seat: seat_words(seat),
            });
        }
    }
    classes
}

/// Record that the paper was printed, then hand it out.
async fn given_out(
    app: &App,
    visitor: &Visitor,
    drawn: &Drawn,
    (verb, name): (&'static str, &str),
    bytes: Vec<u8>,
) -> WebResult<Response> {
    let sight = &drawn.sight;
    let permit = visitor.actor.permit(Action::ViewSelection, &sight.place)?;
    let of = (&sight.round, &sight.project);
    record_paper(app, &permit, verb, of, (drawn.seats.len(), &bytes)).await?;
    let file = format!("{} {}{name}.pdf", sight.project.title, sight.ordinal());
    Ok(attachment(&file, PDF, bytes))
}
