//! Pictures of people: looked at, turned upright, made no larger than asked for, and written anew, so that nothing
//! of the original travels on: no place, no camera, no hidden bytes (plan 6.3).

mod bundle;
mod drawn;
mod measure;
mod picture;
mod refused;
pub mod sandbox;
mod sniff;

use domain::registration::photo::Measure;

pub use bundle::{BundleRefused, Entry};
pub use drawn::drawn;
pub use picture::take;
pub use refused::Refused;

/// How large a picture may be before it is looked at.
const UPLOAD: usize = 10 << 20;
const SIDE: u32 = 8_000;
const PIXELS: u64 = 40_000_000;

/// A picture as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub jpeg: Vec<u8>,
    pub measure: Measure,
}
