//! The outbox (plan 3.6, 6.7): channels, people's addresses, what goes out and every try to send it.

pub mod attempt;
pub mod channel_setting;
mod channels;
mod claimed;
pub mod contact;
mod contacts;
pub mod delivery;
mod listed;
mod outbox;

pub use channels::{channel, channels, problem, rest, save_channel};
pub use claimed::claim;
pub use contacts::{contact_of, contacts_of, contacts_of_all, remove_contact, save_contact};
pub use listed::{Counts, DeliveryFilter, counts, deliveries, delivery_row};
pub use outbox::{
    Done, NewDelivery, expired, forget_attempts, give_up, lapsed, queue, record, send_again,
};
