//! A form with a file. The bytes are looked at by nobody here: workbooks are read in the limited child
//! process (ux-security 0.2), other kinds by their own inspection.

use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;

use super::{Fields, WebError};

/// A form with one file field named `file` of at most 10 MB.
pub(crate) type Upload = UploadUpTo<10>;

/// The same with another limit in MB; its route says so too ([`super::Routes::post_large`]).
#[derive(Debug)]
pub(crate) struct UploadUpTo<const MB: usize> {
    /// The name the file had on the sender's machine: text only, never a path.
    pub(crate) file_name: String,
    /// Its content; empty when none was chosen.
    pub(crate) bytes: Bytes,
    /// The other fields.
    pub(crate) fields: Fields,
}

impl<S: Send + Sync, const MB: usize> FromRequest<S> for UploadUpTo<MB> {
    type Rejection = WebError;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebError> {
        let mut form = Multipart::from_request(request, state)
            .await
            .map_err(|_| WebError::refused("没有收到文件。请回到上一页，选好文件再上传"))?;
        let (mut file_name, mut bytes, mut pairs) = (String::new(), Bytes::new(), Vec::new());
        while let Some(field) = form
            .next_field()
            .await
            .map_err(|cause| too_large::<MB>(&cause))?
        {
            let name = field.name().unwrap_or_default().to_owned();
            if name == "file" {
                file_name = clean_name(field.file_name().unwrap_or_default());
                bytes = field
                    .bytes()
                    .await
                    .map_err(|cause| too_large::<MB>(&cause))?;
            } else {
                pairs.push((
                    name,
                    field
                        .text()
                        .await
                        .map_err(|cause| too_large::<MB>(&cause))?,
                ));
            }
        }
        if bytes.len() > MB << 20 {
            return Err(WebError::refused(too_large_words(MB)));
        }
        Ok(Self {
            file_name,
            bytes,
            fields: Fields::new(pairs),
        })
    }
}

/// Said of rosters, workbooks and pictures alike.
fn too_large_words(mb: usize) -> String {
    format!("文件超过 {mb} MB，这里最多收 {mb} MB。表格请分成几份，照片请缩小后再上传")
}

fn too_large<const MB: usize>(cause: &MultipartError) -> WebError {
    if cause.status() == StatusCode::PAYLOAD_TOO_LARGE {
        WebError::refused(too_large_words(MB))
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
