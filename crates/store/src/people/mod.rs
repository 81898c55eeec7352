//! What the people bring to a registration themselves: portraits, consents, guardians' links, words about a wrong
//! roll, reminders (plan 6.3).

pub mod consent;
pub mod consent_text;
mod consents;
pub mod correction;
mod corrections;
pub mod guardian_link;
mod links;
pub mod photo;
pub mod photo_batch;
mod photos;
pub mod reminder;
mod reminders;

pub use consents::{
    NewConsent, consents_of, consents_of_student, end_consent, record_consents, standing, text,
    text_of,
};
pub use corrections::{
    NewCorrection, add_correction, answer_correction, correction, corrections_of, open_corrections,
};
pub use links::{NewLink, add_link, code_failed, link, link_by_hash, links_of, opened, used};
pub use photos::{
    NewPhoto, add_batch, add_photo, batch, end_batch, photo_of, photo_with_hash, photos_of,
};
pub use reminders::{last_reminders, record_reminders};
