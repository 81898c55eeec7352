//! Limits on guessing: per address here, per account in its record (ux-security B4). A school sits behind one
//! address, so the limit is generous; it stops machines, not people.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;

use chrono::{DateTime, Duration, Utc};

const WINDOW: Duration = Duration::minutes(1);
const TRIES: u32 = 300;
/// Addresses remembered before old windows are dropped.
const REMEMBERED: usize = 10_000;

/// Sign-in tries per address within the current minute.
#[derive(Debug, Default)]
pub(crate) struct Throttle(Mutex<HashMap<IpAddr, (DateTime<Utc>, u32)>>);

impl Throttle {
    /// Counts a try; `false` when the address has had its share of this minute.
    pub(crate) fn admits(&self, from: IpAddr, now: DateTime<Utc>) -> bool {
        let mut seen = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if seen.len() > REMEMBERED {
            seen.retain(|_, (since, _)| *since + WINDOW > now);
        }
        let (since, tries) = seen.entry(from).or_insert((now, 0));
        if *since + WINDOW <= now {
            (*since, *tries) = (now, 0);
        }
        *tries += 1;
        *tries <= TRIES
    }
}

/// How long an account waits after so many wrong passwords: nothing up to five, then 1, 2, 4 … 15 minutes.
pub(crate) fn wait_after(failures: i32) -> Option<Duration> {
    const FREE: i32 = 5;
    const LONGEST: i64 = 15;
    let over = u32::try_from(failures.checked_sub(FREE)?).ok()?;
    Some(Duration::minutes(
        1_i64.checked_shl(over).unwrap_or(LONGEST).clamp(1, LONGEST),
    ))
}

#[cfg(test)]
mod tests {
    use chrono::{Duration, Utc};

    use super::{TRIES, Throttle, wait_after};

    #[test]
    fn waiting_grows_and_ends_at_a_quarter_of_an_hour() {
        let minutes: Vec<_> = (3..12)
            .map(|n| wait_after(n).map(|wait| wait.num_minutes()))
            .collect();
        assert_eq!(
            minutes,
            [
                None,
                None,
                Some(1),
                Some(2),
                Some(4),
                Some(8),
                Some(15),
                Some(15),
                Some(15)
            ]
        );
        assert_eq!(
            wait_after(i32::MAX).map(|wait| wait.num_minutes()),
            Some(15)
        );
    }

    #[test]
    fn an_address_has_its_share_of_each_minute() {
        let (throttle, now, from) = (
            Throttle::default(),
            chrono::DateTime::<Utc>::UNIX_EPOCH,
            [127, 0, 0, 1].into(),
        );
        assert!((0..TRIES).all(|_| throttle.admits(from, now)));
        assert!(!throttle.admits(from, now));
        assert!(throttle.admits([10, 0, 0, 1].into(), now));
        assert!(throttle.admits(from, now + Duration::minutes(1)));
    }
}
