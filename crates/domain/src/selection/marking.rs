//! Who may type what when marks are entered twice (plan 4.3.2): two passes by different people, and a
//! third person where they differ.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::ids::AccountId;
use crate::states::states;

/// How marks come into a round; a parameter of the plan version, copied into the round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Marking {
    /// Twice, by different people, and compared.
    #[default]
    Double,
    /// Once.
    Single,
}

impl Marking {
    pub const fn label(self) -> &'static str {
        match self {
            Self::Double => "两人各录一遍，不一致由第三人裁定",
            Self::Single => "录一遍",
        }
    }

    /// What rounds have that were opened before marks were entered twice.
    pub(super) const fn of_old() -> Self {
        Self::Single
    }
}

states! {
    /// One of the two independent entries of a round's marks (plan 4.3.2).
    Pass {
        First = "first", "第一遍";
        Second = "second", "第二遍";
    }
}

/// Why a person may not enter, see or settle marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MarkingRefused {
    #[error("你录的是{}，另一遍要由别的老师录；两遍都录全以前互相看不到", .0.label())]
    OtherPass(Pass),
    #[error("先选定录哪一遍，才能看到和录入成绩")]
    NotChosen,
    #[error("两遍都已录全，成绩不能再改；不一致的由没有录分的人裁定")]
    Closed,
    #[error("两遍还没有都录全，现在还不能比对和裁定")]
    NotComplete,
    #[error("你录过{}，不能裁定。请没有录分的专业组长、系主任或教务处裁定", .0.label())]
    NotThird(Pass),
}

/// Who entered which pass of a round. One account stands in one pass only, whatever its posts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markers(BTreeMap<AccountId, Pass>);

impl FromIterator<(AccountId, Pass)> for Markers {
    fn from_iter<I: IntoIterator<Item = (AccountId, Pass)>>(markers: I) -> Self {
        let mut kept = BTreeMap::new();
        for (account, pass) in markers {
            kept.entry(account).or_insert(pass);
        }
        Self(kept)
    }
}

impl Markers {
    /// The pass an account took part in.
    pub fn pass_of(&self, account: AccountId) -> Option<Pass> {
        self.0.get(&account).copied()
    }

    /// The people of a pass.
    pub fn of(&self, pass: Pass) -> impl Iterator<Item = AccountId> + '_ {
        self.0
            .iter()
            .filter(move |(_, own)| **own == pass)
            .map(|(account, _)| *account)
    }

    /// Whether the account may take a pass on: its own again, or any while it has none.
    pub fn may_take(&self, account: AccountId, pass: Pass) -> Result<(), MarkingRefused> {
        match self.pass_of(account) {
            Some(own) if own != pass => Err(MarkingRefused::OtherPass(own)),
            Some(_) | None => Ok(()),
        }
    }

    /// Whether the account may look at a pass while it is open: nobody looks before having chosen it.
    pub fn may_see(&self, account: AccountId, pass: Pass) -> Result<(), MarkingRefused> {
        self.may_take(account, pass)?;
        self.pass_of(account)
            .map(|_| ())
            .ok_or(MarkingRefused::NotChosen)
    }

    /// Whether the account is the third person.
    pub fn may_settle(&self, account: AccountId) -> Result<(), MarkingRefused> {
        match self.pass_of(account) {
            Some(own) => Err(MarkingRefused::NotThird(own)),
            None => Ok(()),
        }
    }
}
