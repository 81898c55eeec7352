//! Walking the chain, and what came of it the last time.

use chrono::{DateTime, Utc};
use domain::dates::time_words;
use serde::{Deserialize, Serialize};
use store::audit::{self, Fault, Verdict};
use store::settings;

use crate::shell::{App, WebError, WebResult};

/// The kind of the job.
pub(crate) const VERIFY: &str = "audit.verify";
/// Where its result is kept.
const KEPT: &str = "audit_verified";

/// What the last verification found.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Verified {
    at: DateTime<Utc>,
    /// The last row that was walked, or the first that does not hold.
    seq: i64,
    /// What is wrong with that row.
    fault: Option<String>,
}

/// Walk the whole chain and keep the verdict.
pub(crate) async fn verify(app: &App) -> WebResult<serde_json::Value> {
    let verified = match audit::verify(app.db.read(), None).await? {
        Verdict::Intact { head } => Verified {
            at: app.clock.now(),
            seq: head.seq,
            fault: None,
        },
        Verdict::Broken { seq, fault } => Verified {
            at: app.clock.now(),
            seq,
            fault: Some(fault_words(fault).to_owned()),
        },
    };
    let kept = serde_json::to_value(&verified).map_err(WebError::internal)?;
    let tx = app.db.begin().await?;
    settings::set(&tx, KEPT, &kept.to_string()).await?;
    tx.commit().await?;
    Ok(kept)
}

const fn fault_words(fault: Fault) -> &'static str {
    match fault {
        Fault::Missing => "这一行不见了",
        Fault::Altered => "这一行被改过",
        Fault::OutOfChain => "这一行接不上前一行",
        Fault::Cut => "末尾的行被截去",
        Fault::Rewritten => "这一行不是当时记下的那一行",
    }
}

/// The last verification in words, and whether the chain held.
pub(super) async fn last(app: &App) -> WebResult<(bool, String)> {
    let kept = settings::get(app.db.read(), KEPT).await?;
    let Some(verified) = kept.and_then(|text| serde_json::from_str::<Verified>(&text).ok()) else {
        return Ok((true, "还没有核验过".to_owned()));
    };
    let when = time_words(verified.at, app.clock.now());
    Ok(match verified.fault {
        None => (
            true,
            format!("{when} 核验到第 {} 行，首尾相接，没有改动", verified.seq),
        ),
        Some(fault) => (
            false,
            format!(
                "{when} 核验：第 {} 行有问题，{fault}。请保留现场，联系系统管理员",
                verified.seq
            ),
        ),
    })
}
