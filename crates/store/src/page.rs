//! One page of a list, counted and fetched in the same way everywhere.

use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, PaginatorTrait, QuerySelect, Select};

use crate::StoreResult;

/// Which page of a list: numbers start at 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    number: u64,
    size: u64,
}

impl Page {
    /// The `number`th page of `size` rows; both are at least 1, and a page never exceeds 1,000 rows.
    pub fn new(number: u64, size: u64) -> Self {
        Self {
            number: number.clamp(1, 1_000_000_000),
            size: size.clamp(1, 1_000),
        }
    }

    /// Its number, from 1.
    pub const fn number(self) -> u64 {
        self.number
    }

    /// Rows a page.
    pub const fn size(self) -> u64 {
        self.size
    }

    /// Rows before this page.
    pub const fn offset(self) -> u64 {
        (self.number - 1) * self.size
    }
}

/// The rows of one page and how many there are on all pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paged<T> {
    /// The rows of this page.
    pub items: Vec<T>,
    /// Rows on all pages.
    pub total: u64,
}

impl<T> Paged<T> {
    /// The same page with each row turned into something else.
    pub fn map<U>(self, turn: impl FnMut(T) -> U) -> Paged<U> {
        Paged {
            items: self.items.into_iter().map(turn).collect(),
            total: self.total,
        }
    }
}

/// Count and fetch one page of an ordered query.
pub async fn fetch<E, M>(
    db: &impl ConnectionTrait,
    query: Select<E>,
    page: Page,
) -> StoreResult<Paged<M>>
where
    E: EntityTrait<Model = M>,
    M: FromQueryResult + Sized + Send + Sync,
{
    let total = query.clone().count(db).await?;
    let items = query
        .limit(page.size())
        .offset(page.offset())
        .all(db)
        .await?;
    Ok(Paged { items, total })
}
