//! The page as the program serves it.

use std::fmt::Write as _;
use std::path::Path;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{COOKIE, HOST};
use axum::http::{Request, StatusCode};
use server::{App, Clock, Config};
use store::{Db, Files, Keys};
use tower::ServiceExt;

use super::school::{DATABASE, NOW, TOKEN};
use super::{Question, middle, question};
use crate::Outcome;
use crate::measure::say;

/// Answers microseconds, rows, bytes; leaves the page in the folder for the reference.
pub(crate) fn work(folder: &Path, name: &str) -> Outcome {
    let asked = question(name)?;
    tokio::runtime::Runtime::new()?.block_on(async {
        let router = server::router(&open(folder).await?);
        let page = get(&router, &asked).await?;
        std::fs::write(folder.join("page.html"), &page)?;
        let micros = middle(async || get(&router, &asked).await).await?;
        let rows = String::from_utf8(page.clone())?.matches("<tr><td").count();
        say(&format!("{micros} {rows} {}", page.len()));
        Ok(())
    })
}

async fn open(folder: &Path) -> Outcome<App> {
    let config = Config {
        data: folder.to_owned(),
        public_url: "http://onex.test".into(),
        second_factor: true,
        demo: None,
        program: std::env::current_exe()?,
        trusted_proxies: Vec::new(),
    };
    Ok(App::new(
        Db::open_file(&folder.join(DATABASE)).await?,
        Keys::open_or_create(&folder.join("keys"))?,
        Files::open(&folder.join("files"))?,
        Clock::fixed(NOW.parse()?),
        config,
    ))
}

async fn get(router: &Router, asked: &Question) -> Outcome<Vec<u8>> {
    let request = Request::get(address(asked))
        .header(HOST, "onex.test")
        .header(COOKIE, format!("sid={TOKEN}"))
        .body(Body::empty())?;
    let response = router.clone().oneshot(request).await?;
    if response.status() != StatusCode::OK {
        return Err(format!("the page answered {}", response.status()).into());
    }
    Ok(to_bytes(response.into_body(), usize::MAX).await?.to_vec())
}

fn address(asked: &Question) -> String {
    let project = asked.project.map(|id| id.to_string()).unwrap_or_default();
    let mut text = String::new();
    for byte in asked.text.bytes() {
        // Writing to a string cannot fail.
        let _ = write!(text, "%{byte:02X}");
    }
    format!(
        "/registration/students?project={project}&state={}&q={text}",
        asked.state
    )
}
