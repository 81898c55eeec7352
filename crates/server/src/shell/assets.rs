//! Style sheet, scripts and icons, embedded in the program and kept by browsers as long as they do not change.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use super::WebError;

#[derive(RustEmbed)]
#[folder = "../../assets/dist"]
struct Assets;

/// Changes whenever any asset does; part of every asset's address.
pub(crate) static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut names: Vec<_> = Assets::iter().collect();
    names.sort();
    let mut all = Sha256::new();
    for file in names.iter().filter_map(|name| Assets::get(name)) {
        all.update(file.metadata.sha256_hash());
    }
    HEXLOWER.encode(&all.finalize()).chars().take(12).collect()
});

/// One asset by name.
pub(super) async fn serve(Path(name): Path<String>) -> Response {
    kept(&name, "public, max-age=31536000, immutable")
}

/// What browsers ask for that were told of no icon; its address never changes, so it is kept for a day only.
pub(super) async fn favicon() -> Response {
    kept("favicon.svg", "public, max-age=86400")
}

fn kept(name: &str, how_long: &'static str) -> Response {
    let Some(file) = Assets::get(name) else {
        return WebError::Store(store::StoreError::NotFound).into_response();
    };
    let kind = file.metadata.mimetype().to_owned();
    let headers = [(CONTENT_TYPE, kind), (CACHE_CONTROL, how_long.to_owned())];
    (headers, file.data).into_response()
}
