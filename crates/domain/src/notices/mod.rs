//! Telling people (plan 3.6, 6.7): what goes out at once and what waits for the digest, through which channel,
//! how much a channel bears, and what becomes of a message that did not go through.

mod channel;
mod delivery;
mod digest;
mod limits;
mod setting;
mod state;
#[cfg(test)]
mod tests;
mod times;

pub use channel::{NotAnAddress, address};
pub use delivery::{MOST_ATTEMPTS, Next, Receipt, SendError, Tried, backoff};
pub use digest::{Digest, DigestLine, digest};
pub use limits::{Limit, Meter, Size, Whose};
pub use setting::{Setting, What, check};
pub use state::{ChannelKind, ContactState, DeliveryState, NoticeKind};
pub use times::{HalfDay, NoticeRules, Part};
