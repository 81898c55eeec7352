//! Asking for a route as each post in each standing, and what every answer must keep to.

use std::collections::BTreeMap;

use axum::http::{Method, StatusCode};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use domain::access::Post;
use server::Listed;
use sha2::{Digest, Sha256};
use store::audit::{self, AuditFilter};
use store::identity::{NewSession, start_session};

use super::school::{Relation, Seeded, Standing};
use crate::support::{Browser, Page};

/// Acts that leave no row in the record, and why.
const QUIET: [&str; 4] = [
    // Kept in the browser alone.
    "/me/keys",
    // The session is gone, which the record of sign-ins shows well enough.
    "/sign-out",
    // What a person has read is nobody else's business.
    "/messages/read",
    "/messages/{id}/read",
];

/// An answer and whether it left a row in the record.
pub(super) struct Asked {
    pub(super) page: Page,
    pub(super) recorded: bool,
}

/// The browsers of all posts.
pub(super) struct Walk<'a> {
    seeded: &'a Seeded,
    router: axum::Router,
    browsers: BTreeMap<(Post, Standing), Browser>,
    sessions: u32,
}

impl<'a> Walk<'a> {
    pub(super) async fn new(seeded: &'a Seeded) -> Self {
        let router = server::router(&seeded.school.app);
        Self {
            seeded,
            router,
            browsers: BTreeMap::new(),
            sessions: 0,
        }
    }

    pub(super) async fn sign_in_anew(&mut self, post: Post) {
        self.start(post, Standing::InOffice).await;
    }

    async fn start(&mut self, post: Post, standing: Standing) {
        self.sessions += 1;
        let (token, now) = (format!("walk-{}", self.sessions), self.seeded.school.now());
        let session = NewSession {
            token_hash: HEXLOWER.encode(&Sha256::digest(token.as_bytes())),
            account_id: self.seeded.account(post, standing),
            created_at: now,
            expires_at: now + chrono::Duration::hours(8),
            second_factor_at: (standing != Standing::NoFactor).then_some(now),
            client: "walk".into(),
        };
        let tx = self.seeded.school.app.db.begin().await.unwrap();
        start_session(&tx, &session).await.unwrap();
        tx.commit().await.unwrap();
        let browser = Browser::new(self.router.clone()).with_cookie("sid", &token);
        self.browsers.insert((post, standing), browser);
    }

    /// The answer of a route to each post as one row, posts with the same row together.
    pub(super) async fn rows(&mut self, route: &Listed) -> Vec<(String, Vec<&'static str>)> {
        let mut rows: Vec<(String, Vec<&'static str>)> = Vec::new();
        for post in Post::ALL {
            let mut answers = Vec::new();
            for (relation, standing) in [
                (Relation::Own, Standing::InOffice),
                (Relation::Other, Standing::InOffice),
                (Relation::Own, Standing::Over),
                (Relation::Own, Standing::Off),
                (Relation::Own, Standing::NoFactor),
            ] {
                answers.push(self.answer(route, post, relation, standing).await);
            }
            let row = format!(
                "{} {} | {} {} {}",
                answers[0], answers[1], answers[2], answers[3], answers[4]
            );
            match rows.iter_mut().find(|(known, _)| *known == row) {
                Some((_, posts)) => posts.push(post.code()),
                None => rows.push((row, vec![post.code()])),
            }
        }
        rows
    }

    async fn answer(
        &mut self,
        route: &Listed,
        post: Post,
        relation: Relation,
        standing: Standing,
    ) -> &'static str {
        let path = self.seeded.sample(route.path, relation);
        // An act may end the session, and one that is refused for its account is removed.
        if route.method != Method::GET
            || standing == Standing::Off
            || !self.browsers.contains_key(&(post, standing))
        {
            self.start(post, standing).await;
        }
        let asked = self.ask_in(&route.method, &path, post, standing).await;
        let what = format!("{} {path} as {post} {standing:?}", route.method);
        if route.method != Method::GET {
            self.browsers.remove(&(post, standing));
        }
        let word = word(&asked.page, &what);
        self.holds_no_number(&asked.page, &what);
        let did = route.method != Method::GET
            && word == "done"
            && told(&asked.page).is_none_or(|kind| kind == "ok");
        if did && !QUIET.contains(&route.path) {
            assert!(
                asked.recorded,
                "{what} went through and left no row in the record"
            );
        }
        if matches!(word, "refused" | "no" | "hidden") {
            assert!(
                !asked.recorded,
                "{what} was refused and yet left a row in the record"
            );
        }
        word
    }

    pub(super) async fn ask(&mut self, method: &Method, path: &str, post: Post) -> Asked {
        self.ask_in(method, path, post, Standing::InOffice).await
    }

    async fn ask_in(
        &mut self,
        method: &Method,
        path: &str,
        post: Post,
        standing: Standing,
    ) -> Asked {
        let db = &self.seeded.school.app.db;
        let browser = &self.browsers[&(post, standing)];
        let before = audit::head(db.read()).await.unwrap().seq;
        let page = match *method {
            Method::GET => browser.get(path).await,
            // Two different new passwords: refused before any hash is computed.
            // A form's own number each time, so that none is taken for the same form sent again.
            _ => {
                let op_id = format!("walk-{before}-{path}-{post}-{standing:?}-{}", self.sessions);
                browser
                    .post(path, &[("op_id", &op_id), ("new", "a"), ("again", "b")])
                    .await
            }
        };
        let after = audit::head(db.read()).await.unwrap().seq;
        Asked {
            page,
            recorded: after > before,
        }
    }

    /// No full identity or roll number stands on any page (the answer to a reveal has a test of its own).
    fn holds_no_number(&self, page: &Page, what: &str) {
        let html = page.html();
        for number in &self.seeded.secrets {
            assert!(
                !html.contains(number.as_str()),
                "{what} shows a full number"
            );
        }
    }

    /// Nor in the record of what was done.
    pub(super) async fn record_holds_no_number(&self) {
        let db = self.seeded.school.app.db.read();
        let all = audit::entries(db, &AuditFilter::default(), store::Page::new(1, 1_000))
            .await
            .unwrap();
        for entry in all.items {
            let text = format!("{entry:?}");
            assert!(
                self.seeded
                    .secrets
                    .iter()
                    .all(|number| !text.contains(number.as_str())),
                "{text}"
            );
        }
    }
}

/// The kind of the line that travels with a redirect.
fn told(page: &Page) -> Option<String> {
    let cookies = page
        .headers
        .get_all("set-cookie")
        .iter()
        .filter_map(|line| line.to_str().ok());
    let flash = cookies
        .filter_map(|line| line.strip_prefix("flash="))
        .find_map(|line| line.split(';').next())?;
    let bytes = BASE64URL_NOPAD.decode(flash.as_bytes()).ok()?;
    let flash: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
    flash.get("kind")?.as_str().map(str::to_owned)
}

fn word(page: &Page, what: &str) -> &'static str {
    match page.status {
        StatusCode::OK => "ok",
        StatusCode::SEE_OTHER if page.location().starts_with("/sign-in?") => "sign-in",
        StatusCode::SEE_OTHER if page.location().starts_with("/second-factor?") => "factor",
        StatusCode::SEE_OTHER => "done",
        StatusCode::FORBIDDEN => "no",
        StatusCode::NOT_FOUND => "hidden",
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::CONFLICT | StatusCode::BAD_REQUEST => {
            "refused"
        }
        other => panic!("{what} answered {other}"),
    }
}
