//! What a header of a platform's template says besides its name, and when two headers are the same.

use crate::import::heading;

/// Whether the platform marks the column as one that must be filled: 姓名*, 姓名（必填）.
pub fn is_required(header: &str) -> bool {
    header.chars().any(heading::is_star)
        || (header.contains("必填") && !header.contains("非必填") && !header.contains("不必填"))
}

/// The header without stars, spaces and full-width forms, in lower case.
pub fn plain(header: &str) -> String {
    heading::plain(header)
}

/// Whether a person means the same column by both texts.
pub fn same_header(left: &str, right: &str) -> bool {
    plain(left) == plain(right) || {
        let (left, right) = (heading::bare(&plain(left)), heading::bare(&plain(right)));
        !left.is_empty() && left == right
    }
}
