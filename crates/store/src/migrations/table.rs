//! A new table with its keys and indexes, written from top to bottom as it stands in the schema.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, integer, string_len, string_len_null, text,
    timestamp_with_time_zone, timestamp_with_time_zone_null,
};

use super::{index, references, unique};

/// Codes of the domain (a state, a post, a kind) are short words.
const CODE_LENGTH: u32 = 32;

pub(super) struct NewTable {
    name: &'static str,
    statement: TableCreateStatement,
    indexes: Vec<(Kind, &'static [&'static str])>,
}

enum Kind {
    Unique,
    Plain,
}

impl NewTable {
    /// A table of numbered rows, as nearly all are.
    pub(super) fn numbered(name: &'static str) -> Self {
        Self::keyless(name).col(big_pk_auto("id"))
    }

    /// A table whose key its columns say: a hash, a name, or a pair (`key`).
    pub(super) fn keyless(name: &'static str) -> Self {
        Self {
            name,
            statement: super::table(name),
            indexes: Vec::new(),
        }
    }

    pub(super) fn col(mut self, column: impl IntoColumnDef) -> Self {
        self.statement.col(column);
        self
    }

    /// The row of another table that this one belongs to.
    pub(super) fn refers(self, column: &'static str, to: &'static str) -> Self {
        self.col(big_integer(column)).foreign(column, to, "id")
    }

    pub(super) fn may_refer(self, column: &'static str, to: &'static str) -> Self {
        self.col(big_integer_null(column)).foreign(column, to, "id")
    }

    /// The file, by the hash of its bytes.
    pub(super) fn file(self, column: &'static str) -> Self {
        self.col(text(column)).foreign(column, "file", "sha256")
    }

    /// What two people may change at once carries its version; the later one hears of the earlier.
    pub(super) fn version(self) -> Self {
        self.col(integer("version"))
    }

    pub(super) fn key(mut self, columns: &[&'static str]) -> Self {
        let mut key = Index::create();
        for column in columns {
            key.col(*column);
        }
        self.statement.primary_key(&mut key);
        self
    }

    pub(super) fn unique(mut self, columns: &'static [&'static str]) -> Self {
        self.indexes.push((Kind::Unique, columns));
        self
    }

    pub(super) fn index(mut self, columns: &'static [&'static str]) -> Self {
        self.indexes.push((Kind::Plain, columns));
        self
    }

    pub(super) fn foreign(
        mut self,
        column: &'static str,
        to: &'static str,
        key: &'static str,
    ) -> Self {
        self.statement
            .foreign_key(&mut references(self.name, column, to, key));
        self
    }

    async fn create(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        manager.create_table(self.statement).await?;
        for (kind, columns) in self.indexes {
            match kind {
                Kind::Unique => unique(manager, self.name, columns).await?,
                Kind::Plain => index(manager, self.name, columns).await?,
            }
        }
        Ok(())
    }
}

/// Create the tables in this order: what is referred to stands before what refers to it.
pub(super) async fn create(
    manager: &SchemaManager<'_>,
    tables: impl IntoIterator<Item = NewTable>,
) -> Result<(), DbErr> {
    for table in tables {
        table.create(manager).await?;
    }
    Ok(())
}

pub(super) fn code(name: &'static str) -> ColumnDef {
    string_len(name, CODE_LENGTH)
}

pub(super) fn code_null(name: &'static str) -> ColumnDef {
    string_len_null(name, CODE_LENGTH)
}

pub(super) fn time(name: &'static str) -> ColumnDef {
    timestamp_with_time_zone(name)
}

pub(super) fn time_null(name: &'static str) -> ColumnDef {
    timestamp_with_time_zone_null(name)
}
