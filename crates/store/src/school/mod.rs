//! Structure, students, snapshots of the roll (plan 2.1, 3).

pub mod class;
pub mod faculty;
pub mod group;
pub mod major;
pub mod snapshot;
pub mod snapshot_entry;
pub mod student;
