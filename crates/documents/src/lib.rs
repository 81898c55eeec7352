//! Paper: bytes in, checked rows out; plain data in, bytes out.

pub mod papers;
pub mod photos;
pub mod sandbox;
pub mod sheets;
pub mod template;
