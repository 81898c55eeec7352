//! The values the field is made of. Their fields are private and `FromStr` is the only way in, so
//! that a value once made is right everywhere; it forgives spaces and full-width letters.

mod date;
mod grade;
mod id_number;
mod id_type;
mod phone;
mod ratio;
mod score;
mod secret;
mod sex;
mod student_state;
pub mod text;

pub use date::{Day, NotADate, PartOfDay};
pub use grade::{Grade, NotAGrade};
pub use id_number::{IdNumber, NotAnIdNumber, mask};
pub use id_type::{IdType, NotAnIdType};
pub use phone::{NotAPhone, Phone};
pub use ratio::{NotARatio, Ratio};
pub use score::{NotAScore, Score};
pub use secret::Secret;
pub use sex::{NotASex, Sex};
pub use student_state::{NotAState, StudentState};
