//! A JSON service over HTTP: what certainly did not arrive is told apart from what may have.

use std::sync::Once;
use std::time::Duration;

use chrono::TimeDelta;
use domain::notices::SendError;
use reqwest::redirect::Policy;
use reqwest::{Client, Request, Response, StatusCode};
use serde_json::Value;

use super::{Settings, unusable};

/// An answer longer than this is none of theirs.
const MOST_BYTES: usize = 64 * 1024;

static RING: Once = Once::new();

/// A service at its address.
pub(super) struct Remote {
    client: Client,
    base: String,
    name: &'static str,
}

/// Where an answer's `errcode` leads.
pub(super) struct Answer {
    pub(super) code: i64,
    pub(super) value: Value,
}

impl Remote {
    /// `fresh`: a new connection for each message, for services where a broken one leaves us in doubt for good.
    pub(super) fn open(
        settings: &Settings,
        name: &'static str,
        fresh: bool,
    ) -> Result<Self, SendError> {
        RING.call_once(|| {
            // Already chosen when the program has done so at its start.
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        let base = settings.text("base_url").to_owned();
        let mut builder = Client::builder()
            .timeout(settings.patience())
            .connect_timeout(settings.patience().min(Duration::from_secs(5)))
            .redirect(Policy::none())
            .user_agent("OneX");
        if fresh {
            builder = builder.pool_max_idle_per_host(0);
        }
        // What is on this machine is never behind a proxy.
        if base.starts_with("http://") {
            builder = builder.no_proxy();
        }
        let client = builder
            .build()
            .map_err(|error| unusable(error.without_url()))?;
        Ok(Self { client, base, name })
    }

    fn url(&self, path: &str, query: &[(&str, &str)]) -> String {
        let mut fields = form_urlencoded::Serializer::new(String::new());
        fields.extend_pairs(query);
        format!("{}{path}?{}", self.base, fields.finish())
    }

    /// Ask for something without any effect: whatever goes wrong, nothing was sent.
    pub(super) async fn get(
        &self,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<Answer, SendError> {
        let request = self.client.get(self.url(path, query)).build();
        self.ask(request).await.map_err(|error| match error {
            SendError::Unknown { why } => SendError::Retry { after: None, why },
            other => other,
        })
    }

    /// Hand a message over.
    pub(super) async fn post(
        &self,
        path: &str,
        query: &[(&str, &str)],
        body: &Value,
    ) -> Result<Answer, SendError> {
        self.ask(self.client.post(self.url(path, query)).json(body).build())
            .await
    }

    async fn ask(&self, request: reqwest::Result<Request>) -> Result<Answer, SendError> {
        let request = request.map_err(|error| unusable(error.without_url()))?;
        let response = match self.client.execute(request).await {
            Ok(response) => response,
            Err(error) => return Err(self.broken(error)),
        };
        self.status(response.status())?;
        self.read(response).await
    }

    /// The addresses of these services hold secrets: they are taken out before anything is said or logged.
    fn broken(&self, error: reqwest::Error) -> SendError {
        let (connect, timeout) = (error.is_connect(), error.is_timeout());
        tracing::warn!(error = %error.without_url(), service = self.name, "a message service did not answer");
        if connect {
            return SendError::Retry {
                after: None,
                why: format!("连接不上{}", self.name),
            };
        }
        SendError::Unknown {
            why: if timeout {
                format!("{}没有在规定时间内应答", self.name)
            } else {
                format!("和{}的连接中断了", self.name)
            },
        }
    }

    fn status(&self, status: StatusCode) -> Result<(), SendError> {
        if status.is_success() {
            return Ok(());
        }
        let why = format!("{}应答 HTTP {}", self.name, status.as_u16());
        Err(match status {
            StatusCode::TOO_MANY_REQUESTS => SendError::Rest {
                wait: TimeDelta::minutes(1),
                limit: true,
                why,
            },
            StatusCode::SERVICE_UNAVAILABLE => SendError::Retry { after: None, why },
            status if status.is_server_error() => SendError::Unknown { why },
            _ => unusable(why),
        })
    }

    async fn read(&self, mut response: Response) -> Result<Answer, SendError> {
        let mut bytes = Vec::new();
        while let Some(some) = response.chunk().await.map_err(|error| self.broken(error))? {
            bytes.extend_from_slice(&some);
            if bytes.len() > MOST_BYTES {
                return Err(self.senseless());
            }
        }
        let value: Value = serde_json::from_slice(&bytes).map_err(|_| self.senseless())?;
        let code = value.get("errcode").and_then(Value::as_i64);
        let code = code.ok_or_else(|| self.senseless())?;
        Ok(Answer { code, value })
    }

    fn senseless(&self) -> SendError {
        SendError::Unknown {
            why: format!("看不懂{}的应答", self.name),
        }
    }

    /// What is refused for a reason we have no better words for.
    pub(super) fn refused(&self, answer: &Answer) -> String {
        let said = answer.value.get("errmsg").and_then(Value::as_str);
        let said: String = said
            .unwrap_or_default()
            .chars()
            .filter(|c| !c.is_control())
            .take(120)
            .collect();
        format!("{}没有接受（errcode {}：{said}）", self.name, answer.code)
    }
}
