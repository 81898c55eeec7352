//! `DingTalk` work notices (钉钉工作通知): an action card to one member. One person gets the same content once a day,
//! which is what makes sending again safe within that day.

use chrono::{DateTime, TimeDelta, Utc};
use domain::notices::{Receipt, SendError};
use futures::future::BoxFuture;
use serde_json::{Value, json};
use tokio::sync::Mutex;
use zeroize::Zeroizing;

use super::http::{Answer, Remote};
use super::wecom::token_of;
use super::{Channel, Outgoing, Settings, cut};

const NAME: &str = "钉钉";
const EARLY: TimeDelta = TimeDelta::minutes(5);

/// An application of the enterprise.
pub(super) struct DingApp {
    remote: Remote,
    app_key: String,
    app_secret: Zeroizing<String>,
    agent_id: u32,
    token: Mutex<Option<(Zeroizing<String>, DateTime<Utc>)>>,
}

impl DingApp {
    pub(super) fn open(settings: &Settings) -> Result<Self, SendError> {
        Ok(Self {
            remote: Remote::open(settings, NAME, false)?,
            app_key: settings.text("app_key").to_owned(),
            app_secret: settings.secret("app_secret"),
            agent_id: settings.number("agent_id"),
            token: Mutex::default(),
        })
    }

    async fn token(
        &self,
        now: DateTime<Utc>,
        spent: Option<&str>,
    ) -> Result<Zeroizing<String>, SendError> {
        let mut kept = self.token.lock().await;
        if let Some((token, until)) = kept.as_ref()
            && *until > now
            && spent != Some(token.as_str())
        {
            return Ok(token.clone());
        }
        let query = [
            ("appkey", self.app_key.as_str()),
            ("appsecret", self.app_secret.as_str()),
        ];
        let answer = self.remote.get("/gettoken", &query).await?;
        if answer.code != 0 {
            return Err(self.trouble(&answer));
        }
        let (token, lasts) = token_of(&answer.value).ok_or_else(|| SendError::Retry {
            after: None,
            why: format!("{NAME}没有给出访问凭证"),
        })?;
        *kept = Some((token.clone(), now + lasts - EARLY));
        Ok(token)
    }

    async fn hand_over(&self, out: &Outgoing) -> Result<Receipt, SendError> {
        let body = self.card(out);
        let token = self.token(out.at, None).await?;
        let mut answer = self.post(&token, &body).await?;
        if matches!(answer.code, 40_014 | 42_001) {
            let token = self.token(out.at, Some(&token)).await?;
            answer = self.post(&token, &body).await?;
        }
        if answer.code != 0 {
            return Err(self.trouble(&answer));
        }
        let task = answer.value.get("task_id").and_then(Value::as_i64);
        Ok(Receipt {
            remote_id: task.map(|task| task.to_string()),
        })
    }

    async fn post(&self, token: &str, body: &Value) -> Result<Answer, SendError> {
        let path = "/topapi/message/corpconversation/asyncsend_v2";
        self.remote
            .post(path, &[("access_token", token)], body)
            .await
    }

    fn card(&self, out: &Outgoing) -> Value {
        let text = format!("### {}\n\n{}", out.title, out.body.replace('\n', "\n\n"));
        json!({
            "agent_id": self.agent_id,
            "userid_list": out.to,
            "msg": {
                "msgtype": "action_card",
                "action_card": {
                    "title": cut(&out.title, 64),
                    "markdown": cut(&text, 1_000),
                    "single_title": "查看",
                    "single_url": cut(&out.link, 500),
                },
            },
        })
    }

    fn trouble(&self, answer: &Answer) -> SendError {
        let why = self.remote.refused(answer);
        match answer.code {
            -1 => SendError::Retry { after: None, why },
            88 | 90_002..=90_006 | 90_018 => SendError::Rest {
                wait: TimeDelta::minutes(1),
                limit: answer.code != 88,
                why,
            },
            33_012 | 60_121 => SendError::Permanent {
                address: true,
                why: format!("{NAME}里没有这个成员，或者不在应用的可见范围里"),
            },
            40_001 | 40_014 | 40_089 | 42_001 | 40_078 | 400_002 | 50_002 => SendError::Rest {
                wait: TimeDelta::minutes(10),
                limit: false,
                why,
            },
            _ => SendError::Permanent {
                address: false,
                why,
            },
        }
    }
}

impl Channel for DingApp {
    fn send<'a>(&'a self, out: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, SendError>> {
        Box::pin(self.hand_over(out))
    }
}
