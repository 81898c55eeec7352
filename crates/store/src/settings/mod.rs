//! What the school has set.

pub mod setting;
