//! Seats of the selection test (plan 4.3.2): the same seed gives the same seats, and classmates do not sit side by
//! side where that can be helped.

use std::collections::{BTreeMap, VecDeque};

use sha2::{Digest, Sha256};

use crate::ids::{ClassId, EntryId};

/// A room with its machines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    pub name: String,
    /// Machines in the room.
    pub capacity: u32,
    /// Machines kept free for one that breaks down.
    pub spare: u32,
}

impl Room {
    /// Machines that may be given to candidates.
    pub const fn usable(&self) -> u32 {
        self.capacity.saturating_sub(self.spare)
    }
}

/// Somebody who gets a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sitter {
    pub entry: EntryId,
    pub class: ClassId,
}

/// One seat: the room by its place in the list, the number from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    pub entry: EntryId,
    pub room: usize,
    pub number: u32,
}

/// Who sits where, and how far the rule for neighbours could be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seating {
    pub seats: Vec<Seat>,
    /// Pairs of classmates on neighbouring numbers of one room.
    pub classmates: u32,
}

/// Why nobody gets a seat.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSeated {
    #[error("还没有考场。请先添加考场和机位数")]
    NoRoom,
    #[error("基数里没有要排座的学生")]
    Nobody,
    #[error("考生 {people} 人，可用机位只有 {usable} 个，还差 {} 个。请添加考场，或减少备用机位", people - usable)]
    TooFew { people: u32, usable: u32 },
}

/// Give everybody a seat. Rooms are filled evenly by their usable machines; the order is drawn from the seed.
pub fn arrange(sitters: &[Sitter], rooms: &[Room], seed: &str) -> Result<Seating, NotSeated> {
    let people = u32::try_from(sitters.len()).unwrap_or(u32::MAX);
    let usable: u32 = rooms.iter().map(Room::usable).sum();
    if rooms.is_empty() {
        return Err(NotSeated::NoRoom);
    }
    if people == 0 {
        return Err(NotSeated::Nobody);
    }
    if people > usable {
        return Err(NotSeated::TooFew { people, usable });
    }
    let mut queues = drawn(sitters, seed);
    let mut seating = Seating {
        seats: Vec::with_capacity(sitters.len()),
        classmates: 0,
    };
    for (room, load) in loads(people, usable, rooms).into_iter().enumerate() {
        let mut last = None;
        for number in 1..=load {
            let Some(sitter) = next_apart_from(&mut queues, last) else {
                break;
            };
            seating.classmates += u32::from(last == Some(sitter.class));
            last = Some(sitter.class);
            seating.seats.push(Seat {
                entry: sitter.entry,
                room,
                number,
            });
        }
    }
    Ok(seating)
}

/// How many people each room takes: its share by usable machines, what is left over one each from the front.
fn loads(people: u32, usable: u32, rooms: &[Room]) -> Vec<u32> {
    let share = |room: &Room| u64::from(people) * u64::from(room.usable()) / u64::from(usable);
    let mut loads: Vec<u32> = rooms
        .iter()
        .map(|room| u32::try_from(share(room)).unwrap_or_default())
        .collect();
    let mut left = people - loads.iter().sum::<u32>();
    while left > 0 {
        for (load, room) in loads.iter_mut().zip(rooms) {
            if left > 0 && *load < room.usable() {
                *load += 1;
                left -= 1;
            }
        }
    }
    loads
}

/// The people of each class in the order drawn from the seed.
fn drawn(sitters: &[Sitter], seed: &str) -> BTreeMap<ClassId, VecDeque<Sitter>> {
    let mut keyed: Vec<(Vec<u8>, Sitter)> = sitters
        .iter()
        .map(|sitter| (lot(seed, sitter.entry), *sitter))
        .collect();
    keyed.sort_by(|a, b| a.0.cmp(&b.0));
    let mut queues: BTreeMap<ClassId, VecDeque<Sitter>> = BTreeMap::new();
    for (_, sitter) in keyed {
        queues.entry(sitter.class).or_default().push_back(sitter);
    }
    queues
}

fn lot(seed: &str, entry: EntryId) -> Vec<u8> {
    Sha256::digest(format!("seat|{seed}|{entry}")).to_vec()
}

/// Somebody of the class with most people left that is not the class just seated: taking from the largest class
/// keeps as few classmates as possible for the end.
fn next_apart_from(
    queues: &mut BTreeMap<ClassId, VecDeque<Sitter>>,
    last: Option<ClassId>,
) -> Option<Sitter> {
    let largest = |avoid: Option<ClassId>| {
        queues
            .iter()
            .filter(|(class, queue)| !queue.is_empty() && Some(**class) != avoid)
            // Of equal ones the first by id, so that the same seed gives the same seats.
            .max_by(|a, b| a.1.len().cmp(&b.1.len()).then(b.0.cmp(a.0)))
            .map(|(class, _)| *class)
    };
    let class = largest(last).or_else(|| largest(None))?;
    queues.get_mut(&class)?.pop_front()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn room(capacity: u32, spare: u32) -> Room {
        Room {
            name: format!("{capacity} 机位"),
            capacity,
            spare,
        }
    }

    fn people(classes: &[usize]) -> Vec<Sitter> {
        let of = |(class, size): (usize, &usize)| {
            let class = ClassId::new(i64::try_from(class).unwrap() + 1);
            vec![class; *size]
        };
        let classes: Vec<ClassId> = classes.iter().enumerate().flat_map(of).collect();
        let sitter = |(number, class): (usize, ClassId)| Sitter {
            entry: EntryId::new(i64::try_from(number).unwrap() + 1),
            class,
        };
        classes.into_iter().enumerate().map(sitter).collect()
    }

    #[test]
    fn plan_4_3_2_too_few_machines_are_said_before_anybody_is_seated() {
        assert_eq!(arrange(&people(&[3]), &[], "a"), Err(NotSeated::NoRoom));
        assert_eq!(arrange(&[], &[room(40, 2)], "a"), Err(NotSeated::Nobody));
        let refused = arrange(&people(&[39]), &[room(40, 2)], "a").unwrap_err();
        assert!(refused.to_string().contains("还差 1 个"), "{refused}");
    }

    #[test]
    fn plan_4_3_2_rooms_are_filled_evenly() {
        let seating = arrange(&people(&[30, 30]), &[room(40, 0), room(40, 0)], "s").unwrap();
        let in_room = |room| {
            seating
                .seats
                .iter()
                .filter(|seat| seat.room == room)
                .count()
        };
        assert_eq!((in_room(0), in_room(1)), (30, 30));
    }

    proptest! {
        #[test]
        fn plan_4_3_2_everybody_sits_once_and_classmates_only_where_it_cannot_be_helped(
            sizes in prop::collection::vec(0_usize..30, 1..6),
            seed in "[a-z]{4}",
        ) {
            let sitters = people(&sizes);
            prop_assume!(!sitters.is_empty());
            let total = sitters.len();
            let rooms = [room(u32::try_from(total).unwrap(), 0)];
            let seating = arrange(&sitters, &rooms, &seed).unwrap();
            prop_assert_eq!(&seating, &arrange(&sitters, &rooms, &seed).unwrap());
            let numbers: BTreeSet<u32> = seating.seats.iter().map(|seat| seat.number).collect();
            let seated: BTreeSet<EntryId> = seating.seats.iter().map(|seat| seat.entry).collect();
            prop_assert_eq!((numbers.len(), seated.len()), (total, total));
            // In one row the largest class needs everybody else between its people.
            let largest = sizes.iter().max().copied().unwrap_or_default();
            let bound = (largest + largest).saturating_sub(total + 1);
            prop_assert_eq!(usize::try_from(seating.classmates).unwrap(), bound);
        }

        #[test]
        fn no_room_takes_more_than_its_machines(
            capacities in prop::collection::vec((1_u32..50, 0_u32..4), 1..6),
            classes in prop::collection::vec(0_usize..20, 1..6),
        ) {
            let rooms: Vec<Room> = capacities.into_iter().map(|(all, spare)| room(all, spare)).collect();
            let sitters = people(&classes);
            let usable: u32 = rooms.iter().map(Room::usable).sum();
            prop_assume!(!sitters.is_empty() && sitters.len() <= usize::try_from(usable).unwrap());
            let seating = arrange(&sitters, &rooms, "x").unwrap();
            prop_assert_eq!(seating.seats.len(), sitters.len());
            for seat in seating.seats {
                prop_assert!(seat.number <= rooms[seat.room].usable());
            }
        }
    }
}
