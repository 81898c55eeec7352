//! The second look at a marked paper: it counts once two people found the same.

use crate::ids::AccountId;
use crate::selection::Entered;

/// What two different people found alike, looking apart; `None` while no two agree.
pub fn agreed(found: &[(AccountId, Entered)]) -> Option<&Entered> {
    found.iter().enumerate().find_map(|(at, (one, entered))| {
        let later = found.iter().skip(at + 1);
        let mut alike = later.filter(|(other, same)| other != one && same.marks_alike(entered));
        alike.next().map(|_| entered)
    })
}
