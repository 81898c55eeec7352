//! Papers: plain data in, a PDF out that is the same byte for byte whenever it is made again.
//!
//! A paper is a struct in the words of the school, a template beside it (`*.typ`) and a function here. The data
//! reach the template as JSON and are never part of its source, so nothing that somebody typed is ever run.

mod check_code;
mod engine;
mod fonts;
mod notice;
mod registration_review;
mod room_list;
mod seating_chart;
mod sign_in_sheet;
mod sitting;
mod unprintable;
mod words;

pub use check_code::CheckCode;
pub use fonts::make_ready;
pub use notice::{ChosenOfClass, Contact, Next, Notice, notice};
pub use registration_review::{
    Check, Found, OpenPoint, Outside, RegistrationReview, Step, registration_review,
};
pub use room_list::{ClassSeats, ListedRoom, RoomList, Seated, room_list};
pub use seating_chart::{Corners, Seat, SeatingChart, SeatingCharts, Spot, seating_charts};
pub use sign_in_sheet::{Expected, SignInRoom, SignInSheets, sign_in_sheets};
pub use sitting::{Period, Sitting};
pub use unprintable::Unprintable;

/// The document and what typst said about it.
#[cfg(test)]
type Laid = (typst_layout::PagedDocument, Vec<String>);

#[cfg(test)]
mod tests;
