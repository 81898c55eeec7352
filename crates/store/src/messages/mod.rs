//! 

pub mod message;
