//! 

pub mod entry;
