//! 

pub mod file;
