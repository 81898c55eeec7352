//! What a table that comes in consists of.

use std::borrow::Cow;

/// The place of a column in its [`Table`]. An area names its fields once as constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Field(pub usize);

/// How the cells of a column are cleaned before they are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Names and other words.
    Words,
    /// Codes, years, marks, phone numbers: no space inside, signs narrowed.
    Code,
    /// An identity or roll number: a code that is masked wherever it is shown and that a numeric
    /// cell cannot hold.
    Secret,
    /// A day, in any of the usual ways to write it.
    Date,
}

/// One column: our key, the field's own name, and the other names schools give it.
#[derive(Clone, Debug)]
pub struct Column {
    pub key: Cow<'static, str>,
    pub name: Cow<'static, str>,
    pub aliases: &'static [&'static str],
    /// Other names that are only known when the table is made.
    pub more_names: Vec<String>,
    pub required: bool,
    /// A day may be written without its day or with two digits of its year: the area knows the rest.
    pub partial: bool,
    pub kind: Kind,
    /// The longest text that makes sense, in characters.
    pub longest: usize,
}

impl Column {
    pub const fn new(
        key: &'static str,
        name: &'static str,
        aliases: &'static [&'static str],
        kind: Kind,
    ) -> Self {
        Self {
            key: Cow::Borrowed(key),
            name: Cow::Borrowed(name),
            aliases,
            more_names: Vec::new(),
            kind,
            required: false,
            partial: false,
            longest: 50,
        }
    }

    /// The file must have the column and every row a value in it.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    #[must_use]
    pub const fn partial(mut self) -> Self {
        self.partial = true;
        self
    }

    #[must_use]
    pub const fn at_most(mut self, characters: usize) -> Self {
        self.longest = characters;
        self
    }

    /// A column whose names come from data, such as a part of a test.
    pub(crate) fn named(key: String, name: String, more_names: Vec<String>, kind: Kind) -> Self {
        Self {
            key: Cow::Owned(key),
            name: Cow::Owned(name),
            more_names,
            ..Self::new("", "", &[], kind)
        }
    }

    /// Its own name first.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> + '_ {
        std::iter::once(self.name.as_ref())
            .chain(self.aliases.iter().copied())
            .chain(self.more_names.iter().map(String::as_str))
    }
}

/// A table that comes in: its name and its columns, which [`Field`]s count.
#[derive(Clone, Debug)]
pub struct Table {
    pub name: &'static str,
    pub columns: Vec<Column>,
}

impl Table {
    pub fn new(name: &'static str, columns: Vec<Column>) -> Self {
        Self { name, columns }
    }

    pub fn column(&self, field: Field) -> Option<&Column> {
        self.columns.get(field.0)
    }

    pub fn field(&self, key: &str) -> Option<Field> {
        self.columns
            .iter()
            .position(|column| column.key == key)
            .map(Field)
    }
}
