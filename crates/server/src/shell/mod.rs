//! What every page stands on: routes with their permission, sessions, errors, layout, uploads, the clock.

mod act;
mod app;
mod assets;
mod choice;
mod clash;
mod client_address;
mod clock;
mod error;
mod error_page;
mod fields;
mod flash;
mod headers;
mod layout;
mod paging;
mod peer;
mod press;
mod render;
mod routes;
mod session;
mod upload;

pub(crate) use act::{Act, Begun, Done};
pub use app::{App, Config, listed_routes, router};
pub(crate) use clash::{Clashes, Said, overtaken};
pub use client_address::Network;
pub use clock::Clock;

pub(crate) use choice::{Chip, Choice};
pub use error::WebError;
pub(crate) use error::WebResult;
pub(crate) use fields::{Fields, Problem, Problems, op_id};
pub(crate) use flash::Flash;
pub(crate) use layout::{Layout, Nav};
pub(crate) use paging::{Pager, query_string};
pub(crate) use peer::Peer;
pub(crate) use press::printed;
pub(crate) use render::{PDF, XLSX, attachment, page, redirect, refused};
pub(crate) use routes::Routes;
pub use routes::{Access, Listed};
pub(crate) use session::{SessionCookie, Visitor, client, end_session, start_session};
pub(crate) use upload::{Upload, UploadUpTo};
