//! 

pub mod job;
