//! Papers are laid out beside the requests, few at a time: each takes a processor for some tenths of a second.

use std::sync::Arc;

use documents::papers::Unprintable;

use super::{App, WebError, WebResult};

/// How many papers are laid out at once.
pub(super) const AT_ONCE: usize = 2;

/// The bytes of a paper, or the sentence why there are none.
pub(crate) async fn printed(
    app: &App,
    paper: impl FnOnce() -> Result<Vec<u8>, Unprintable> + Send + 'static,
) -> WebResult<Vec<u8>> {
    let turn = Arc::clone(&app.printing).acquire_owned();
    let turn = turn.await.map_err(WebError::internal)?;
    let work = move || {
        // Kept until the paper is done, even when nobody waits for it any more.
        let _turn = turn;
        paper()
    };
    let made = tokio::task::spawn_blocking(work).await;
    made.map_err(WebError::internal)?.map_err(|why| match why {
        Unprintable::Template(_) => WebError::internal(why),
        Unprintable::NoGlyph(_) | Unprintable::Empty(_) => WebError::refused(why.to_string()),
    })
}
