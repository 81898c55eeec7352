//! A message service on this machine that keeps count of what it was given and misbehaves on purpose.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use chrono::{DateTime, TimeDelta, Utc};
use domain::notices::{ChannelKind, Limit, Whose};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use server::Clock;
use tokio::net::TcpListener;

/// What the service does with one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Does {
    Answers,
    /// Takes the message and hangs up.
    TakesAndDrops,
    /// Takes the message and answers after the other side has lost patience.
    TakesAndSleeps,
    TakesAndSaysNonsense,
    TakesAndBreaks,
    /// Takes nothing: busy, unavailable, over its limit, token ended.
    Unavailable,
    Refuses(i64),
}

/// A message that arrived.
#[derive(Clone, Debug)]
pub(crate) struct Arrived {
    /// The mark of the message, out of its link.
    pub(crate) mark: String,
    pub(crate) text: String,
}

#[derive(Default)]
struct Kept {
    requests: usize,
    tokens: usize,
    tries: VecDeque<(DateTime<Utc>, String)>,
    known: BTreeMap<String, DateTime<Utc>>,
    arrived: Vec<Arrived>,
    passed: Vec<String>,
    urls: Vec<String>,
}

pub(crate) struct Fake {
    pub(crate) url: String,
    kind: ChannelKind,
    limits: Vec<Limit>,
    clock: Clock,
    does: Box<dyn Fn(usize) -> Does + Send + Sync>,
    kept: Mutex<Kept>,
}

impl Fake {
    pub(crate) async fn start(
        kind: ChannelKind,
        limits: Vec<Limit>,
        clock: &Clock,
        does: impl Fn(usize) -> Does + Send + Sync + 'static,
    ) -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let fake = Arc::new(Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            kind,
            limits,
            clock: clock.clone(),
            does: Box::new(does),
            kept: Mutex::default(),
        });
        let router = Router::new().fallback(answer).with_state(fake.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        fake
    }

    pub(crate) fn arrived(&self) -> Vec<Arrived> {
        self.kept.lock().unwrap().arrived.clone()
    }

    pub(crate) fn tokens(&self) -> usize {
        self.kept.lock().unwrap().tokens
    }

    pub(crate) fn urls(&self) -> Vec<String> {
        self.kept.lock().unwrap().urls.clone()
    }

    /// The limits that were passed, as the service saw it.
    pub(crate) fn passed(&self) -> Vec<String> {
        self.kept.lock().unwrap().passed.clone()
    }

    /// Counts the try against the published limits.
    fn count(&self, to: &str) {
        let now = self.clock.now();
        let mut kept = self.kept.lock().unwrap();
        for limit in &self.limits {
            let counts = |(at, who): &&(DateTime<Utc>, String)| {
                *at > now - limit.within && (limit.whose == Whose::Channel || who == to)
            };
            let used = kept.tries.iter().rev().filter(counts).count();
            if used >= usize::try_from(limit.most).unwrap() {
                let words = format!("{to} at {now}: {used} within {}", limit.within);
                kept.passed.push(words);
            }
        }
        kept.tries.push_back((now, to.to_owned()));
        let oldest = now - self.limits.iter().map(|limit| limit.within).max().unwrap();
        while kept.tries.front().is_some_and(|(at, _)| *at <= oldest) {
            kept.tries.pop_front();
        }
    }

    /// Delivers it to the person, unless the service knows it from before.
    fn take(&self, to: &str, body: &Value) {
        let now = self.clock.now();
        let text = body.to_string();
        let mut kept = self.kept.lock().unwrap();
        let forgets = match self.kind {
            ChannelKind::WecomApp => {
                assert_eq!(body["enable_duplicate_check"], 1);
                let seconds = body["duplicate_check_interval"].as_i64().unwrap();
                assert!(seconds <= 4 * 3600);
                Some(TimeDelta::seconds(seconds))
            }
            ChannelKind::DingApp => Some(TimeDelta::hours(24)),
            _ => None,
        };
        let key = format!("{to} {text}");
        if let (Some(forgets), Some(before)) = (forgets, kept.known.get(&key))
            && *before > now - forgets
        {
            return;
        }
        kept.known.insert(key, now);
        // The link is the last thing with a number sign; a card's headings have some too.
        let mark = text.rsplit('#').next().unwrap_or_default();
        let mark = mark
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '.')
            .next()
            .unwrap();
        let arrived = Arrived {
            mark: mark.to_owned(),
            text,
        };
        kept.arrived.push(arrived);
    }
}

fn whom(body: &Value) -> String {
    [
        &body["touser"],
        &body["userid_list"],
        &body["text"]["mentioned_mobile_list"][0],
        &body["at"]["atMobiles"][0],
    ]
    .into_iter()
    .find_map(Value::as_str)
    .unwrap()
    .to_owned()
}

async fn answer(
    State(fake): State<Arc<Fake>>,
    Query(query): Query<BTreeMap<String, String>>,
    request: Request,
) -> Response {
    let path = request.uri().path().to_owned();
    if path.ends_with("/gettoken") {
        let mut kept = fake.kept.lock().unwrap();
        kept.tokens += 1;
        let token = format!("token-{}", kept.tokens);
        return Json(json!({ "errcode": 0, "access_token": token, "expires_in": 7200 }))
            .into_response();
    }
    let url = request.uri().to_string();
    let bytes = request.into_body().collect().await.unwrap().to_bytes();
    let body: Value = serde_json::from_slice(&bytes).unwrap();
    let to = whom(&body);
    let number = {
        let mut kept = fake.kept.lock().unwrap();
        kept.requests += 1;
        kept.urls.push(url);
        kept.requests
    };
    let does = (fake.does)(number);
    // A token that has ended is not a matter of the message.
    let stale = query
        .get("access_token")
        .is_some_and(|token| token == "token-1" && does == Does::Refuses(42_001));
    if stale {
        return Json(json!({ "errcode": 42_001, "errmsg": "access_token expired" }))
            .into_response();
    }
    fake.count(&to);
    if let Does::Refuses(code) = does
        && code != 42_001
    {
        return Json(json!({ "errcode": code, "errmsg": "refused" })).into_response();
    }
    if to.starts_with("nobody") {
        return Json(json!({ "errcode": 0, "errmsg": "ok", "invaliduser": to })).into_response();
    }
    if does == Does::Unavailable {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    fake.take(&to, &body);
    match does {
        Does::TakesAndDrops => {
            let broken = futures::stream::once(async { Err::<Vec<u8>, _>(std::io::Error::other("gone")) });
            Body::from_stream(broken).into_response()
        }
        Does::TakesAndSleeps => {
            tokio::time::sleep(Duration::from_millis(1_600)).await;
            Json(json!({ "errcode": 0 })).into_response()
        }
        Does::TakesAndSaysNonsense => "<html>Bad Gateway</html>".into_response(),
        Does::TakesAndBreaks => (StatusCode::BAD_GATEWAY, "").into_response(),
        Does::Answers | Does::Unavailable | Does::Refuses(_) => {
            Json(json!({ "errcode": 0, "errmsg": "ok", "msgid": format!("m{number}"), "task_id": number })).into_response()
        }
    }
}
