//! What waits for a person: the areas are asked, nothing is kept.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::ReviewId;

use crate::shell::{App, Visitor, WebResult};

/// One thing that waits for a person's act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Waiting {
    /// What to do, as the group's heading: 审核报名表, 审核项目, 确认选拔结果 …
    pub(crate) act: &'static str,
    /// What it is about: 23会计3班 报名表（26 人）.
    pub(crate) title: String,
    /// The second line: certificate, level, last act.
    pub(crate) note: String,
    /// Where it is done.
    pub(crate) href: String,
    /// Who handed it over.
    pub(crate) from: String,
    /// Since when it waits.
    pub(crate) since: DateTime<Utc>,
    /// Until when, if there is a deadline (end of that day).
    pub(crate) due: Option<NaiveDate>,
    /// The review it is a step of, for the pane on the desk.
    pub(crate) review: Option<ReviewId>,
}

/// Everything that waits for the visitor, one line an area; the desk puts it in order.
pub(crate) async fn waiting_for(app: &App, visitor: &Visitor) -> WebResult<Vec<Waiting>> {
    let mut all = crate::review::waiting(app, visitor).await?;
    all.extend(crate::projects::waiting(app, visitor).await?);
    all.extend(crate::selection::waiting(app, visitor).await?);
    all.extend(crate::complaints::waiting(app, visitor).await?);
    all.extend(crate::imports::waiting(app, visitor).await?);
    all.extend(crate::registration::waiting(app, visitor).await?);
    all.extend(crate::guidance::waiting(app, visitor).await?);
    all.extend(crate::notices::waiting(app, visitor).await?);
    all.extend(crate::people::waiting(app, visitor).await?);
    Ok(super::order::ordered(all))
}

/// How many that is, for the menu of every page: counted where that spares reading.
pub(crate) async fn waiting_count(app: &App, visitor: &Visitor) -> WebResult<usize> {
    let reviews = crate::review::waiting_count(app, visitor).await?;
    let projects = crate::projects::waiting(app, visitor).await?.len();
    let rounds = crate::selection::waiting(app, visitor).await?.len();
    let appeals = crate::complaints::waiting(app, visitor).await?.len();
    let imports = crate::imports::waiting(app, visitor).await?.len();
    let wishes = crate::guidance::waiting(app, visitor).await?.len();
    let channels = crate::notices::waiting(app, visitor).await?.len();
    let people = crate::people::waiting(app, visitor).await?.len();
    Ok(reviews + projects + rounds + appeals + imports + wishes + channels + people)
}
