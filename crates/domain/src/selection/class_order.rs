//! Class names in the order people expect: 1班, 2班, 10班.

use std::cmp::Ordering;

/// Compare two names with runs of digits read as numbers.
pub fn natural_order(one: &str, other: &str) -> Ordering {
    let (mut left, mut right) = (one, other);
    loop {
        let ((a, rest_a), (b, rest_b)) = (piece(left), piece(right));
        if a.is_empty() || b.is_empty() {
            // Equal up to spelling (01 and 1): the text itself decides, so that the order is total.
            return a.cmp(b).then_with(|| one.cmp(other));
        }
        let order = match (number(a), number(b)) {
            (Some(a), Some(b)) => a.len().cmp(&b.len()).then_with(|| a.cmp(b)),
            (Some(_) | None, _) => a.cmp(b),
        };
        if order.is_ne() {
            return order;
        }
        (left, right) = (rest_a, rest_b);
    }
}

/// The leading run of digits, or one character.
fn piece(text: &str) -> (&str, &str) {
    let digits = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let end = if digits > 0 {
        digits
    } else {
        text.chars().next().map_or(0, char::len_utf8)
    };
    text.split_at(end)
}

/// Digits without leading zeros: longer is larger.
fn number(piece: &str) -> Option<&str> {
    piece
        .starts_with(|c: char| c.is_ascii_digit())
        .then(|| piece.trim_start_matches('0'))
}
