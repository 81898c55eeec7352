//! Pages and redirects as answers.

use askama::Template;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::response::{Html, IntoResponse, Response};

use super::{Flash, WebResult};

/// The page.
pub(crate) fn page(template: &impl Template) -> WebResult<Response> {
    Ok(Html(template.render()?).into_response())
}

/// The form again, filled in, with what has to be mended.
pub(crate) fn refused(template: &impl Template) -> WebResult<Response> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(template.render()?)).into_response())
}

/// On to another page, with a line that tells what was done.
pub(crate) fn redirect(to: &str, flash: impl Into<Option<Flash>>) -> Response {
    let mut response = (StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response();
    if let Some(cookie) = flash.into().and_then(|flash| flash.cookie()) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// A file to keep, never shown inside a page of ours (ux-security B5).
pub(crate) fn attachment(name: &str, media: &'static str, bytes: Vec<u8>) -> Response {
    let encoded: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
    // `+` means a blank only in forms; a file name has to say %20.
    let disposition = format!(
        "attachment; filename*=UTF-8''{}",
        encoded.replace('+', "%20")
    );
    (
        [
            (CONTENT_TYPE, media.to_owned()),
            (CONTENT_DISPOSITION, disposition),
        ],
        bytes,
    )
        .into_response()
}

/// Media type of the papers we print.
pub(crate) const PDF: &str = "application/pdf";

/// Media type of the workbooks we write.
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
