//! What a list offers and what it is narrowed to: the data of `p::select`, `p::filter` and `p::conditions`.

use std::fmt::Display;

/// An option of a list: what is sent and what is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
}

impl Choice {
    pub(crate) fn new(value: impl Display, label: impl Display) -> Self {
        Self {
            value: value.to_string(),
            label: label.to_string(),
        }
    }

    /// The words for what is chosen.
    pub(crate) fn label_of<'a>(choices: &'a [Self], value: &str) -> Option<&'a str> {
        let chosen = choices.iter().find(|choice| choice.value == value)?;
        Some(&chosen.label)
    }
}

/// A condition that a list is narrowed by, and the address of the list without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chip {
    /// "班级：23会计3班"
    pub(crate) text: String,
    pub(crate) without: String,
}
