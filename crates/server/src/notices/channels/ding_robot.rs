//! A `DingTalk` group robot (钉钉群机器人) that asks for a signature: HMAC-SHA-256 over the time and the secret.

use chrono::TimeDelta;
use data_encoding::BASE64;
use domain::notices::{Receipt, SendError};
use futures::future::BoxFuture;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::http::Remote;
use super::{Channel, Outgoing, Settings, cut, discreet, unusable};

const NAME: &str = "钉钉群机器人";

/// The robot of one group.
pub(super) struct DingRobot {
    remote: Remote,
    access_token: Zeroizing<String>,
    secret: Zeroizing<String>,
}

impl DingRobot {
    pub(super) fn open(settings: &Settings) -> Result<Self, SendError> {
        Ok(Self {
            remote: Remote::open(settings, NAME, true)?,
            access_token: settings.secret("access_token"),
            secret: settings.secret("secret"),
        })
    }

    async fn hand_over(&self, out: &Outgoing) -> Result<Receipt, SendError> {
        let timestamp = out.at.timestamp_millis().to_string();
        let sign = signature(&timestamp, &self.secret)?;
        let query = [
            ("access_token", self.access_token.as_str()),
            ("timestamp", &timestamp),
            ("sign", &sign),
        ];
        let text = format!("@{} {}", out.to, discreet(out));
        let body = json!({
            "msgtype": "text",
            "text": { "content": cut(&text, 2048) },
            "at": { "atMobiles": [out.to], "isAtAll": false },
        });
        let answer = self.remote.post("/robot/send", &query, &body).await?;
        let why = self.remote.refused(&answer);
        match answer.code {
            0 => Ok(Receipt::default()),
            -1 => Err(SendError::Retry { after: None, why }),
            // Whoever passes 20 a minute is shut out for ten minutes.
            130_101 | 410_100 => Err(SendError::Rest {
                wait: TimeDelta::minutes(10),
                limit: true,
                why: format!("{NAME}：每分钟 20 条已到上限"),
            }),
            310_000 | 300_001 | 400_013 | 400_101 | 400_102 => Err(SendError::Rest {
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

fn signature(timestamp: &str, secret: &str) -> Result<String, SendError> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(secret.as_bytes()).map_err(unusable)?;
    mac.update(format!("{timestamp}\n{secret}").as_bytes());
    Ok(BASE64.encode(&mac.finalize().into_bytes()))
}

impl Channel for DingRobot {
    fn send<'a>(&'a self, out: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, SendError>> {
        Box::pin(self.hand_over(out))
    }
}

#[cfg(test)]
mod tests {
    use super::signature;

    #[test]
    fn the_signature_covers_time_and_secret() {
        // python3: base64(hmac_sha256("this is secret", "1577262236757\nthis is secret"))
        assert_eq!(
            signature("1577262236757", "this is secret").unwrap(),
            "hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM="
        );
    }
}
