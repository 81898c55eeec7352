//! A `WeCom` group robot (企业微信群机器人): names the person in the group and says that there is something to see.

use chrono::TimeDelta;
use domain::notices::{Receipt, SendError};
use futures::future::BoxFuture;
use serde_json::json;
use zeroize::Zeroizing;

use super::http::Remote;
use super::{Channel, Outgoing, Settings, cut, discreet};

const NAME: &str = "企业微信群机器人";

/// The robot of one group.
pub(super) struct WecomRobot {
    remote: Remote,
    key: Zeroizing<String>,
}

impl WecomRobot {
    pub(super) fn open(settings: &Settings) -> Result<Self, SendError> {
        Ok(Self {
            remote: Remote::open(settings, NAME, true)?,
            key: settings.secret("key"),
        })
    }

    async fn hand_over(&self, out: &Outgoing) -> Result<Receipt, SendError> {
        let body = json!({
            "msgtype": "text",
            "text": { "content": cut(&discreet(out), 2048), "mentioned_mobile_list": [out.to] },
        });
        let query = [("key", self.key.as_str())];
        let answer = self
            .remote
            .post("/cgi-bin/webhook/send", &query, &body)
            .await?;
        let why = self.remote.refused(&answer);
        match answer.code {
            0 => Ok(Receipt::default()),
            -1 => Err(SendError::Retry { after: None, why }),
            45_009 => Err(SendError::Rest {
                wait: TimeDelta::minutes(1),
                limit: true,
                why: format!("{NAME}：每分钟 20 条已到上限"),
            }),
            93_000 | 93_008 | 40_058 => Err(SendError::Rest {
                wait: TimeDelta::minutes(10),
                limit: false,
                why,
            }),
            _ => Err(SendError::Permanent {
                address: false,
                why,
            }),
        }
    }
}

impl Channel for WecomRobot {
    fn send<'a>(&'a self, out: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, SendError>> {
        Box::pin(self.hand_over(out))
    }
}
