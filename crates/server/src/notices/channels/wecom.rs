//! `WeCom` application messages (企业微信应用消息): a text card to one member, with the service's own check for
//! duplicates on, so that a message whose answer was lost can be sent again.

use chrono::{DateTime, TimeDelta, Utc};
use domain::notices::{Receipt, SendError};
use futures::future::BoxFuture;
use serde_json::{Value, json};
use tokio::sync::Mutex;
use zeroize::Zeroizing;

use super::http::{Answer, Remote};
use super::{Channel, Outgoing, Settings, cut};

const NAME: &str = "企业微信";
/// The longest span in which the service knows a message again.
const KNOWN_FOR: u32 = 4 * 3600;
/// A token is renewed a little before it ends.
const EARLY: TimeDelta = TimeDelta::minutes(5);

/// An application of the enterprise.
pub(super) struct WecomApp {
    remote: Remote,
    corp_id: String,
    secret: Zeroizing<String>,
    agent_id: u32,
    token: Mutex<Option<(Zeroizing<String>, DateTime<Utc>)>>,
}

impl WecomApp {
    pub(super) fn open(settings: &Settings) -> Result<Self, SendError> {
        Ok(Self {
            remote: Remote::open(settings, NAME, false)?,
            corp_id: settings.text("corp_id").to_owned(),
            secret: settings.secret("secret"),
            agent_id: settings.number("agent_id"),
            token: Mutex::default(),
        })
    }

    /// The token kept, or a new one; `spent` is one that the service has just refused.
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
            ("corpid", self.corp_id.as_str()),
            ("corpsecret", self.secret.as_str()),
        ];
        let answer = self.remote.get("/cgi-bin/gettoken", &query).await?;
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
        self.receipt(&answer)
    }

    async fn post(&self, token: &str, body: &Value) -> Result<Answer, SendError> {
        self.remote
            .post("/cgi-bin/message/send", &[("access_token", token)], body)
            .await
    }

    fn card(&self, out: &Outgoing) -> Value {
        let said = if out.body.is_empty() {
            "请点开查看"
        } else {
            &out.body
        };
        json!({
            "touser": out.to,
            "msgtype": "textcard",
            "agentid": self.agent_id,
            "textcard": {
                "title": cut(&out.title, 128),
                "description": cut(&said.replace('<', "〈").replace('>', "〉"), 512),
                "url": cut(&out.link, 2048),
                "btntxt": "查看",
            },
            "enable_duplicate_check": 1,
            "duplicate_check_interval": KNOWN_FOR,
        })
    }

    fn receipt(&self, answer: &Answer) -> Result<Receipt, SendError> {
        if answer.code != 0 {
            return Err(self.trouble(answer));
        }
        let named = |field: &str| {
            let people = answer.value.get(field).and_then(Value::as_str);
            people.is_some_and(|people| !people.is_empty())
        };
        if named("invaliduser") || named("unlicenseduser") {
            return Err(nobody());
        }
        Ok(Receipt {
            remote_id: answer
                .value
                .get("msgid")
                .and_then(Value::as_str)
                .map(str::to_owned),
        })
    }

    fn trouble(&self, answer: &Answer) -> SendError {
        let why = self.remote.refused(answer);
        let rest = |wait, limit, why| SendError::Rest { wait, limit, why };
        match answer.code {
            -1 => SendError::Retry { after: None, why },
            45_009 => rest(
                TimeDelta::minutes(1),
                true,
                format!("{NAME}：接口调用次数到了上限"),
            ),
            45_033 => rest(
                TimeDelta::seconds(10),
                true,
                format!("{NAME}：同时发送的太多"),
            ),
            40_003 | 60_111 | 81_013 => nobody(),
            // Credentials, address of this server, the application itself: for the administrator.
            40_001 | 40_013 | 40_014 | 40_056 | 40_091 | 41_001 | 42_001 | 60_020 | 301_002 => {
                rest(TimeDelta::minutes(10), false, why)
            }
            _ => SendError::Permanent {
                address: false,
                why,
            },
        }
    }
}

fn nobody() -> SendError {
    SendError::Permanent {
        address: true,
        why: format!("{NAME}里没有这个成员，或者不在应用的可见范围里"),
    }
}

/// The token of an answer and how long it lasts.
pub(super) fn token_of(value: &Value) -> Option<(Zeroizing<String>, TimeDelta)> {
    let token = value.get("access_token")?.as_str()?;
    let lasts = value
        .get("expires_in")
        .and_then(Value::as_i64)
        .unwrap_or(7_200);
    (!token.is_empty()).then(|| {
        (
            token.to_owned().into(),
            TimeDelta::seconds(lasts.clamp(0, 7_200)),
        )
    })
}

impl Channel for WecomApp {
    fn send<'a>(&'a self, out: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, SendError>> {
        Box::pin(self.hand_over(out))
    }
}
