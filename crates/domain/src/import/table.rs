//! What a table that comes in consists of.

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
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub key: &'static str,
    pub name: &'static str,
    pub aliases: &'static [&'static str],
    pub required: bool,
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
            key,
            name,
            aliases,
            kind,
            required: false,
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
    pub const fn at_most(mut self, characters: usize) -> Self {
        self.longest = characters;
        self
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
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
