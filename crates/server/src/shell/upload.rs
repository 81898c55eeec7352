//! A form with a file. The bytes are looked at by nobody here: workbooks are read in the limited child
//! process (ux-security 0.2), other kinds by their own inspection.

use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;

use super::{Fields, WebError};

/// Largest file taken, in bytes.
const LARGEST: usize = 10 * 1024 * 1024;

/// A form with one file field named `file`.
#[derive(Debug)]
pub(crate) struct Upload {
    /// The name the file had on the sender's machine: text only, never a path.
    pub(crate) file_name: String,
    /// Its content; empty when none was chosen.
    pub(crate) bytes: Bytes,
    /// The other fields.
    pub(crate) fields: Fields,
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = WebError;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebError> {
        let mut form = Multipart::from_request(request, state)
            .await
            .map_err(|_| WebError::refused("没有收到文件。请回到上一页，选好文件再上传"))?;
        let (mut file_name, mut bytes, mut pairs) = (String::new(), Bytes::new(), Vec::new());
        while let Some(field) = form.next_field().await.map_err(too_large)? {
            let name = field.name().unwrap_or_default().to_owned();
            if name == "file" {
                file_name = clean_name(field.file_name().unwrap_or_default());
                bytes = field.bytes().await.map_err(too_large)?;
            } else {
                pairs.push((name, field.text().await.map_err(too_large)?));
            }
        }
        if bytes.len() > LARGEST {
            return Err(WebError::refused(TOO_LARGE));
        }
        Ok(Self {
            file_name,
            bytes,
            fields: Fields::new(pairs),
        })
    }
}

const TOO_LARGE: &str = "文件超过 10 MB。请删去用不到的工作表和图片，或分成几份再上传";

#[expect(clippy::needless_pass_by_value, reason = "handed to map_err")]
fn too_large(cause: MultipartError) -> WebError {
    if cause.status() == StatusCode::PAYLOAD_TOO_LARGE {
        WebError::refused(TOO_LARGE)
    } else {
        WebError::refused("文件没有传完。请检查网络后再上传一次")
    }
}

/// The file's own name without path, control or direction characters, at most 120 characters.
fn clean_name(given: &str) -> String {
    let name = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let reversing = |c: char| matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    name.chars()
        .filter(|c| !c.is_control() && !reversing(*c))
        .take(120)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::clean_name;

    #[test]
    fn a_file_name_is_text_and_never_a_path() {
        assert_eq!(clean_name("..\\..\\etc/名册.xlsx"), "名册.xlsx");
        assert_eq!(clean_name("a\u{202e}xslx.exe\0"), "axslx.exe");
        assert_eq!(clean_name(&"长".repeat(300)).chars().count(), 120);
    }
}
