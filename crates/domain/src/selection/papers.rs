//! Selection papers under lock (plan 4.3.2): two named persons open a paper together inside a window, and every
//! numbered copy is counted until it is destroyed.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};

use crate::ids::AccountId;
use crate::states::states;

/// The longest time a paper may lie open.
const LONGEST: TimeDelta = TimeDelta::hours(12);

/// The most copies one opening may print: more than the largest base of a school.
pub const MOST_COPIES: u32 = 2_000;

states! {
    /// Where one numbered copy is.
    CopyState {
        Printed = "printed", "已印，未发";
        HandedOut = "handed_out", "已发出";
        Returned = "returned", "已收回";
        Missing = "missing", "没有收回";
        Destroyed = "destroyed", "已销毁";
    }
}

impl CopyState {
    /// What may become of a copy next. A missing one may still turn up; a destroyed one is the end.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Printed => &[Self::HandedOut, Self::Destroyed],
            Self::HandedOut => &[Self::Returned, Self::Missing],
            Self::Returned => &[Self::Destroyed],
            Self::Missing => &[Self::Returned],
            Self::Destroyed => &[],
        }
    }

    /// Whether a copy may go from here to there.
    pub fn may_become(self, to: Self) -> bool {
        self.next().contains(&to)
    }
}

/// The time in which a paper may be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
}

/// Why a window or an opening is not taken; `Display` is the sentence people read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOpened {
    #[error("结束时间要晚于开始时间，请改结束时间")]
    Backwards,
    #[error("结束时间已经过了，请写一个还没有到的时间")]
    Past,
    #[error("启封时间最长 12 小时，请分开申请")]
    TooLong,
    #[error("启封要两个人一起，另一个人不能是自己。请换一个人")]
    SamePerson,
    #[error("这次启封指定了另外两个人，你不在其中。需要时请重新申请启封")]
    NotNamed,
    #[error("还没有到启封时间，到时候再来")]
    TooEarly,
    #[error("启封时间已经过了。还需要时，请重新申请启封")]
    TooLate,
    #[error("这次启封已经结束。还需要时，请重新申请启封")]
    Closed,
    #[error("另一个人还没有到场确认，现在不能打开试卷")]
    Alone,
}

impl Window {
    /// A window that can still be used.
    pub fn new(
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Self, NotOpened> {
        if to <= from {
            return Err(NotOpened::Backwards);
        }
        if to <= now {
            return Err(NotOpened::Past);
        }
        if to - from > LONGEST {
            return Err(NotOpened::TooLong);
        }
        Ok(Self { from, to })
    }
}

/// One opening: the person who asked, the person named beside, and whether that one came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    pub window: Window,
    pub first: AccountId,
    pub second: AccountId,
    /// When the second person confirmed to be there.
    pub joined_at: Option<DateTime<Utc>>,
    /// When one of the two ended it before its time.
    pub closed_at: Option<DateTime<Utc>>,
}

/// How an opening stands at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpeningState {
    /// The window has not begun, or the second person is not there yet.
    Asked,
    /// Both are there, inside the window.
    Open,
    /// Ended by one of the two, or by the clock.
    Over,
}

impl OpeningState {
    /// The word people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Asked => "等另一个人到场",
            Self::Open => "已启封",
            Self::Over => "已结束",
        }
    }
}

impl Opening {
    /// An opening asked for by one person together with another one.
    pub fn new(window: Window, first: AccountId, second: AccountId) -> Result<Self, NotOpened> {
        if first == second {
            return Err(NotOpened::SamePerson);
        }
        Ok(Self {
            window,
            first,
            second,
            joined_at: None,
            closed_at: None,
        })
    }

    /// How it stands now.
    pub fn state(&self, now: DateTime<Utc>) -> OpeningState {
        if self.closed_at.is_some() || now >= self.window.to {
            OpeningState::Over
        } else if self.joined_at.is_some() && now >= self.window.from {
            OpeningState::Open
        } else {
            OpeningState::Asked
        }
    }

    /// The second person confirms to be there: only that one, only inside the window.
    pub fn join(self, who: AccountId, now: DateTime<Utc>) -> Result<Self, NotOpened> {
        if who == self.first {
            return Err(NotOpened::SamePerson);
        }
        if who != self.second {
            return Err(NotOpened::NotNamed);
        }
        self.in_time(now)?;
        Ok(Self {
            joined_at: Some(self.joined_at.unwrap_or(now)),
            ..self
        })
    }

    /// Whether this person may have the paper before the eyes now.
    pub fn may_read(&self, who: AccountId, now: DateTime<Utc>) -> Result<(), NotOpened> {
        if who != self.first && who != self.second {
            return Err(NotOpened::NotNamed);
        }
        self.in_time(now)?;
        if self.joined_at.is_none() {
            return Err(NotOpened::Alone);
        }
        Ok(())
    }

    fn in_time(&self, now: DateTime<Utc>) -> Result<(), NotOpened> {
        if self.closed_at.is_some() {
            Err(NotOpened::Closed)
        } else if now < self.window.from {
            Err(NotOpened::TooEarly)
        } else if now >= self.window.to {
            Err(NotOpened::TooLate)
        } else {
            Ok(())
        }
    }
}

/// How many copies of a paper are where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    pub held: u32,
    pub out: u32,
    pub returned: u32,
    pub missing: u32,
    pub destroyed: u32,
}

impl Balance {
    /// Count the copies.
    pub fn of(copies: impl IntoIterator<Item = CopyState>) -> Self {
        let mut balance = Self::default();
        for state in copies {
            let place = match state {
                CopyState::Printed => &mut balance.held,
                CopyState::HandedOut => &mut balance.out,
                CopyState::Returned => &mut balance.returned,
                CopyState::Missing => &mut balance.missing,
                CopyState::Destroyed => &mut balance.destroyed,
            };
            *place += 1;
        }
        balance
    }

    /// Copies ever printed.
    pub const fn printed(&self) -> u32 {
        self.held + self.out + self.returned + self.missing + self.destroyed
    }

    /// Every copy is destroyed: nothing is left to be accounted for.
    pub const fn is_settled(&self) -> bool {
        self.printed() == self.destroyed
    }
}

impl fmt::Display for Balance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "共印 {} 份：未发 {}，发出 {}，收回 {}，没有收回 {}，销毁 {}",
            self.printed(),
            self.held,
            self.out,
            self.returned,
            self.missing,
            self.destroyed
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SETTER: AccountId = AccountId::new(1);
    const OFFICE: AccountId = AccountId::new(2);
    const OTHER: AccountId = AccountId::new(3);

    fn at(time: &str) -> DateTime<Utc> {
        format!("2025-04-23T{time}:00Z").parse().unwrap()
    }

    fn asked() -> Opening {
        let window = Window::new(at("00:30"), at("02:30"), at("00:00")).unwrap();
        Opening::new(window, SETTER, OFFICE).unwrap()
    }

    #[test]
    fn plan_4_3_2_a_paper_opens_only_for_two_named_persons_inside_the_window() {
        let opening = asked();
        assert_eq!(opening.may_read(SETTER, at("01:00")), Err(NotOpened::Alone));
        assert_eq!(
            opening.join(SETTER, at("01:00")),
            Err(NotOpened::SamePerson)
        );
        assert_eq!(opening.join(OTHER, at("01:00")), Err(NotOpened::NotNamed));
        assert_eq!(opening.join(OFFICE, at("00:29")), Err(NotOpened::TooEarly));
        assert_eq!(opening.join(OFFICE, at("02:30")), Err(NotOpened::TooLate));
        let open = opening.join(OFFICE, at("00:30")).unwrap();
        for (who, time, expected) in [
            (SETTER, "01:00", Ok(())),
            (OFFICE, "02:29", Ok(())),
            (OTHER, "01:00", Err(NotOpened::NotNamed)),
            (SETTER, "02:30", Err(NotOpened::TooLate)),
        ] {
            assert_eq!(open.may_read(who, at(time)), expected, "{who} at {time}");
        }
        assert_eq!(open.state(at("01:00")), OpeningState::Open);
        let closed = Opening {
            closed_at: Some(at("01:10")),
            ..open
        };
        assert_eq!(closed.may_read(SETTER, at("01:11")), Err(NotOpened::Closed));
        assert_eq!(closed.state(at("01:11")), OpeningState::Over);
    }

    #[test]
    fn plan_4_3_2_nobody_opens_a_paper_with_himself_or_in_an_impossible_window() {
        let window = asked().window;
        assert_eq!(
            Opening::new(window, SETTER, SETTER),
            Err(NotOpened::SamePerson)
        );
        for (from, to, expected) in [
            ("02:00", "01:00", NotOpened::Backwards),
            ("01:00", "01:00", NotOpened::Backwards),
            ("00:10", "00:20", NotOpened::Past),
            ("01:00", "13:01", NotOpened::TooLong),
        ] {
            assert_eq!(Window::new(at(from), at(to), at("00:30")), Err(expected));
        }
    }

    proptest! {
        #[test]
        fn plan_4_3_2_every_copy_stays_counted(steps in prop::collection::vec((0_usize..12, 0_usize..2), 0..200)) {
            let mut copies = [CopyState::Printed; 12];
            for (copy, choice) in steps {
                let next = copies[copy].next();
                if let Some(to) = next.get(choice) {
                    prop_assert!(copies[copy].may_become(*to));
                    copies[copy] = *to;
                }
                let balance = Balance::of(copies.iter().copied());
                prop_assert_eq!(balance.printed(), 12);
                prop_assert_eq!(balance.is_settled(), copies.iter().all(|one| *one == CopyState::Destroyed));
            }
        }

        #[test]
        fn no_copy_is_without_an_end(start in 0_usize..5) {
            let mut state = CopyState::ALL[start];
            for _ in 0..8 {
                match state.next().first() {
                    // A printed copy that is not handed out is destroyed; every other has one way.
                    Some(next) => state = *next,
                    None => break,
                }
            }
            prop_assert_eq!(state, CopyState::Destroyed);
        }
    }
}
