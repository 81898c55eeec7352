//! Walk the whole chain and name the first row that does not hold.

use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use super::{Anchor, chain, entry};
use crate::StoreResult;

/// Rows held in memory at once.
const STRIDE: u64 = 2_000;

/// What the walk found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every row holds.
    Intact {
        /// The end of the chain, to be anchored.
        head: Anchor,
    },
    /// The first row that does not hold.
    Broken {
        /// Its number.
        seq: i64,
        /// What is wrong with it.
        fault: Fault,
    },
}

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The row is not there although later ones are.
    Missing,
    /// The row's fields do not give its hash.
    Altered,
    /// The row does not follow the one before it.
    OutOfChain,
    /// The chain ends before the anchor: rows at the end were cut off.
    Cut,
    /// The row is whole but not the one that was anchored: the chain was written anew.
    Rewritten,
}

/// Verify every row, and that the anchor, if one is given, is still part of the chain.
pub async fn verify(db: &impl ConnectionTrait, anchor: Option<&Anchor>) -> StoreResult<Verdict> {
    let mut last = Anchor::genesis();
    loop {
        let rows = entry::Entity::find()
            .filter(entry::COLUMN.seq.gt(last.seq))
            .order_by_asc(entry::Column::Seq)
            .limit(STRIDE)
            .all(db)
            .await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if let Some((seq, fault)) = fault(&row, &last, anchor) {
                return Ok(Verdict::Broken { seq, fault });
            }
            last = Anchor {
                seq: row.seq,
                hash: row.hash,
            };
        }
    }
    Ok(match anchor {
        Some(anchor) if anchor.seq > last.seq => Verdict::Broken {
            seq: last.seq + 1,
            fault: Fault::Cut,
        },
        Some(_) | None => Verdict::Intact { head: last },
    })
}

fn fault(row: &entry::Model, last: &Anchor, anchor: Option<&Anchor>) -> Option<(i64, Fault)> {
    if row.seq != last.seq + 1 {
        return Some((last.seq + 1, Fault::Missing));
    }
    if chain::hash(row) != row.hash {
        return Some((row.seq, Fault::Altered));
    }
    if row.prev_hash != last.hash {
        return Some((row.seq, Fault::OutOfChain));
    }
    let rewritten = anchor.is_some_and(|anchor| anchor.seq == row.seq && anchor.hash != row.hash);
    rewritten.then_some((row.seq, Fault::Rewritten))
}
