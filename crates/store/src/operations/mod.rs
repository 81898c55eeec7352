//! 

pub mod operation;
