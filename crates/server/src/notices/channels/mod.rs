//! The ways out, behind one trait. Each knows the published words of its service; none knows limits, retries or rows.

mod ding;
mod ding_robot;
mod http;
mod mail;
mod wecom;
mod wecom_robot;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::notices::{ChannelKind, Receipt, SendError, Size, What};
use futures::future::BoxFuture;
use serde_json::Value;
use store::Keys;
use store::crypto::Cell;
use store::notices::channel_setting;
use tokio::sync::Mutex;
use zeroize::Zeroizing;

use crate::shell::WebResult;

/// A message as it goes out. The same message tried again is the same to the byte: the services know it by that.
#[derive(Clone, Debug)]
pub(super) struct Outgoing {
    /// Names this sending of this message, and no other one.
    pub(super) mark: String,
    pub(super) to: String,
    pub(super) title: String,
    pub(super) body: String,
    /// The whole address of the page it is about.
    pub(super) link: String,
    /// Now, for what expires.
    pub(super) at: DateTime<Utc>,
}

/// One service.
pub(super) trait Channel: Send + Sync {
    /// Send one message to one person.
    fn send<'a>(&'a self, out: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, SendError>>;
}

/// The settings of a channel with their secrets opened.
pub(super) struct Settings {
    pub(super) kind: ChannelKind,
    plain: BTreeMap<String, String>,
    secret: BTreeMap<String, Zeroizing<String>>,
}

impl Settings {
    /// Open the secrets of a channel's row.
    pub(super) fn of(keys: &Keys, row: &channel_setting::Model) -> WebResult<Self> {
        let texts = |json: &Value| -> BTreeMap<String, String> {
            let fields = json.as_object().into_iter().flatten();
            fields
                .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
                .collect()
        };
        let mut secret = BTreeMap::new();
        for (name, sealed) in texts(&row.secrets) {
            let opened = keys.open(cell(&seal_row(row.kind, &name)), &sealed)?;
            secret.insert(name, opened);
        }
        Ok(Self {
            kind: row.kind,
            plain: texts(&row.settings),
            secret,
        })
    }

    /// The value of a setting, the usual one where none was kept.
    pub(super) fn text(&self, name: &str) -> &str {
        let usual = || {
            let known = self.kind.settings().iter().find(|one| one.name == name);
            known.map_or("", |one| one.usual)
        };
        self.plain.get(name).map_or_else(usual, String::as_str)
    }

    fn secret(&self, name: &str) -> Zeroizing<String> {
        self.secret.get(name).cloned().unwrap_or_default()
    }

    fn number(&self, name: &str) -> u32 {
        self.text(name).parse().unwrap_or_default()
    }

    fn patience(&self) -> std::time::Duration {
        std::time::Duration::from_secs(self.number("timeout").max(1).into())
    }

    /// The figures of limits that differ from school to school.
    pub(super) fn size(&self) -> Size {
        let usual = Size::default();
        let number = |name, usual| Some(self.number(name)).filter(|n| *n > 0).unwrap_or(usual);
        Size {
            accounts: number("accounts", usual.accounts),
            per_minute: number("per_minute", usual.per_minute),
            per_day: number("per_day", usual.per_day),
        }
    }
}

/// What names a secret's row for its seal.
pub(super) fn seal_row(kind: ChannelKind, name: &str) -> String {
    format!("{}/{name}", kind.value())
}

/// The place a channel's secret is sealed for.
pub(super) fn cell(row: &str) -> Cell<'_> {
    Cell {
        table: "channel_setting",
        column: "secrets",
        row,
    }
}

/// The names of the settings that are kept sealed.
pub(super) fn secrets(kind: ChannelKind) -> impl Iterator<Item = &'static str> {
    kind.settings()
        .iter()
        .filter(|one| one.what == What::Secret)
        .map(|one| one.name)
}

fn opened(settings: &Settings) -> Result<Arc<dyn Channel>, SendError> {
    Ok(match settings.kind {
        ChannelKind::Mail => Arc::new(mail::Mail::open(settings)?),
        ChannelKind::WecomApp => Arc::new(wecom::WecomApp::open(settings)?),
        ChannelKind::WecomRobot => Arc::new(wecom_robot::WecomRobot::open(settings)?),
        ChannelKind::DingApp => Arc::new(ding::DingApp::open(settings)?),
        ChannelKind::DingRobot => Arc::new(ding_robot::DingRobot::open(settings)?),
    })
}

/// The services as they were opened last: connections and access tokens are kept for as long as the settings are.
#[derive(Default)]
pub(crate) struct Outlets(Mutex<BTreeMap<ChannelKind, Opened>>);

/// A service with the version of the settings it was opened with.
type Opened = (i32, Arc<dyn Channel>);

impl Outlets {
    /// The service of these settings.
    pub(super) async fn outlet(
        &self,
        settings: &Settings,
        version: i32,
    ) -> Result<Arc<dyn Channel>, SendError> {
        let mut open = self.0.lock().await;
        if let Some((known, outlet)) = open.get(&settings.kind)
            && *known == version
        {
            return Ok(Arc::clone(outlet));
        }
        let outlet = opened(settings)?;
        open.insert(settings.kind, (version, Arc::clone(&outlet)));
        Ok(outlet)
    }
}

/// What a robot says in a group: that there is something, never what; others read along.
fn discreet(out: &Outgoing) -> String {
    format!("有一条新通知，请登录查看：{}", out.link)
}

/// Cut to so many bytes, as the services count, with a mark that something is missing.
fn cut(text: &str, bytes: usize) -> String {
    if text.len() <= bytes {
        return text.to_owned();
    }
    let room = bytes.saturating_sub('…'.len_utf8());
    let mut end = 0;
    for (place, c) in text.char_indices() {
        if place + c.len_utf8() > room {
            break;
        }
        end = place + c.len_utf8();
    }
    format!("{}…", text.get(..end).unwrap_or_default())
}

/// A settings fault that only the administrator can mend.
fn unusable(why: impl std::fmt::Display) -> SendError {
    SendError::Rest {
        wait: chrono::TimeDelta::minutes(10),
        limit: false,
        why: format!("设置用不了：{why}"),
    }
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn a_text_is_cut_between_characters_and_within_its_bytes() {
        assert_eq!(cut("待办三件", 12), "待办三件");
        assert_eq!(cut("待办三件", 11), "待办…");
        for bytes in 3..40 {
            let text = cut("Ab待办c三件🙂和其他", bytes);
            assert!(text.len() <= bytes, "{text} in {bytes}");
        }
    }
}
