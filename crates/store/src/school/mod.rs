//! Structure, students and snapshots of the roll (plan 2.1, 3).

pub mod class;
pub mod faculty;
pub mod group;
mod known;
pub mod major;
mod reach;
pub mod snapshot;
pub mod snapshot_entry;
mod snapshots;
mod structure;
mod structure_written;
pub mod student;
mod students;
mod students_written;

pub use known::known;
pub use reach::{classes_within, groups_within, students_within};
pub use snapshots::{roll_counts, snapshot, snapshot_entries, take_snapshot};
pub use structure::{
    Structure, class, class_id, faculty_id, group, group_id, major, major_id, structure,
};
pub use structure_written::{
    classes_named, rename_class, rename_faculty, rename_group, rename_major,
};
pub use students::{
    Listed, StudentFilter, StudentOrder, counts_by_class, counts_by_state, revealed, student,
    student_by_hash, student_by_number, students, students_by_id,
};
pub(crate) use students_written::spoken;
pub use students_written::{
    Protected, StudentValues, add_students, insert_students, remove_student, set_contacts,
    update_student,
};
