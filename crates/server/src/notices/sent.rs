//! What was sent to whom and what came of it, for the office and the administrator (plan 3.6, 6.7): the title, never
//! the text.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use domain::access::{Action, Place};
use domain::dates::{on_the_wall, time_words};
use domain::ids::{AccountId, DeliveryId};
use domain::notices::{ChannelKind, DeliveryState};
use domain::values::Day;
use serde::{Deserialize, Serialize};
use store::notices::{self as rows, DeliveryFilter, delivery};
use store::{Page, identity};

use super::actions;
use crate::shell::{App, Choice, Fields, Flash, Layout, Nav, Pager, Visitor, WebResult};
use crate::shell::{op_id, page, query_string, redirect};

const ROWS: u64 = 100;
/// Rows of a printed sheet, and the most that are printed.
const PER_SHEET: usize = 24;
const MOST_PRINTED: u64 = 1_000;

/// The filter as the address carries it.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct SentQuery {
    #[serde(default)]
    channel: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    q: String,
    #[serde(default, skip_serializing)]
    page: String,
}

impl SentQuery {
    fn filter(&self) -> DeliveryFilter {
        DeliveryFilter {
            channel: self.channel.parse().ok(),
            state: self.state.parse().ok(),
            account: None,
            text: self.q.trim().to_owned(),
            from: day(&self.from).map(start_of),
            before: day(&self.to).and_then(|day| day.succ_opt()).map(start_of),
        }
    }

    fn is_set(&self) -> bool {
        [&self.channel, &self.state, &self.from, &self.to, &self.q]
            .iter()
            .any(|part| !part.trim().is_empty())
    }

    /// The filter as a sentence, for the printed list.
    fn sentence(&self, total: usize) -> String {
        let filter = self.filter();
        let mut parts = Vec::new();
        parts.extend(filter.channel.map(|kind| format!("渠道：{}", kind.label())));
        parts.extend(filter.state.map(|state| format!("状态：{}", state.label())));
        parts.extend(day(&self.from).map(|day| format!("从 {day}")));
        parts.extend(day(&self.to).map(|day| format!("到 {day}")));
        parts.extend(
            Some(&filter.text)
                .filter(|text| !text.is_empty())
                .map(|text| format!("含「{text}」")),
        );
        if parts.is_empty() {
            parts.push("全部".to_owned());
        }
        format!("{}，共 {total} 条", parts.join("；"))
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    text.parse::<Day>().ok().map(Day::date)
}

fn start_of(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc() - TimeDelta::hours(8)
}

struct Row {
    id: String,
    when: String,
    datetime: String,
    who: String,
    channel: &'static str,
    kind: &'static str,
    title: String,
    badge: &'static str,
    state: &'static str,
    why: String,
    again: bool,
}

impl Row {
    fn of(
        one: &delivery::Model,
        names: &BTreeMap<AccountId, String>,
        may: bool,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id: one.id.to_string(),
            when: time_words(one.created_at, now),
            datetime: on_the_wall(one.created_at)
                .format("%Y-%m-%dT%H:%M")
                .to_string(),
            who: names.get(&one.account_id).cloned().unwrap_or_default(),
            channel: one.channel.label(),
            kind: one.kind.label(),
            title: one.title.clone(),
            badge: one.state.badge(),
            state: one.state.label(),
            why: why(one, now),
            again: may && one.state == DeliveryState::GivenUp,
        }
    }
}

/// The reason, and when it goes on.
fn why(one: &delivery::Model, now: DateTime<Utc>) -> String {
    let said = one.error.clone().unwrap_or_default();
    match one.state {
        DeliveryState::Sent => one
            .done_at
            .map(|at| time_words(at, now))
            .unwrap_or_default(),
        DeliveryState::Held | DeliveryState::Failed => {
            format!("{said}，{} 再发", time_words(one.next_at, now))
        }
        DeliveryState::Queued if one.next_at > now => {
            format!("{} 发", time_words(one.next_at, now))
        }
        DeliveryState::Queued
        | DeliveryState::Sending
        | DeliveryState::GivenUp
        | DeliveryState::Suppressed => said,
    }
}

async fn shown(app: &App, visitor: &Visitor, found: &[delivery::Model]) -> WebResult<Vec<Row>> {
    let may = visitor.actor.may(Action::SendAgain, &Place::SCHOOL);
    let people: Vec<AccountId> = found.iter().map(|one| one.account_id).collect();
    let names = identity::accounts_by_id(app.db.read(), &people).await?;
    let names = names.into_iter().map(|one| (one.id, one.name)).collect();
    let now = app.clock.now();
    Ok(found
        .iter()
        .map(|one| Row::of(one, &names, may, now))
        .collect())
}

#[derive(Template)]
#[template(path = "notices/sent.html")]
struct SentPage {
    layout: Layout,
    query: SentQuery,
    filtered: bool,
    print_href: String,
    channels: Vec<Choice>,
    states: Vec<Choice>,
    rows: Vec<Row>,
    pager: Pager,
    op_id: String,
}

pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<SentQuery>,
) -> WebResult<Response> {
    visitor
        .actor
        .permit(Action::ViewDeliveries, &Place::SCHOOL)?;
    let wanted = Page::new(query.page.parse().unwrap_or(1), ROWS);
    let found = rows::deliveries(app.db.read(), &query.filter(), wanted).await?;
    let address = query_string(&query)?;
    page(&SentPage {
        layout: Layout::of(&app, &visitor, Nav::Deliveries).await?,
        filtered: query.is_set(),
        print_href: format!("/deliveries/print?{address}"),
        channels: ChannelKind::ALL
            .iter()
            .map(|kind| Choice::new(kind.value(), kind.label()))
            .collect(),
        states: DeliveryState::ALL
            .iter()
            .map(|state| Choice::new(state.value(), state.label()))
            .collect(),
        rows: shown(&app, &visitor, &found.items).await?,
        pager: Pager::new(wanted, found.total, format!("/deliveries?{address}")),
        query,
        op_id: op_id(),
    })
}

struct Sheet {
    number: usize,
    rows: Vec<(usize, Row)>,
}

#[derive(Template)]
#[template(path = "notices/sent_print.html")]
struct PrintPage {
    asset_version: String,
    school: String,
    filter: String,
    total: usize,
    sheets: Vec<Sheet>,
    printed: String,
}

pub(super) async fn print(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<SentQuery>,
) -> WebResult<Response> {
    visitor
        .actor
        .permit(Action::ViewDeliveries, &Place::SCHOOL)?;
    let wanted = Page::new(1, MOST_PRINTED);
    let found = rows::deliveries(app.db.read(), &query.filter(), wanted).await?;
    let total = found.items.len();
    let mut numbered = (1..)
        .zip(shown(&app, &visitor, &found.items).await?)
        .peekable();
    let mut sheets = Vec::new();
    while numbered.peek().is_some() || sheets.is_empty() {
        sheets.push(Sheet {
            number: sheets.len() + 1,
            rows: numbered.by_ref().take(PER_SHEET).collect(),
        });
    }
    let layout = Layout::of(&app, &visitor, Nav::Deliveries).await?;
    let stamp = on_the_wall(app.clock.now()).format("%Y-%m-%d %H:%M");
    page(&PrintPage {
        asset_version: layout.asset_version,
        school: layout.school,
        filter: query.sentence(total),
        total,
        sheets,
        printed: format!("{}　{stamp}", visitor.actor.name()),
    })
}

pub(super) async fn again(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<DeliveryId>,
    fields: Fields,
) -> WebResult<Response> {
    let permit = visitor.actor.permit(Action::SendAgain, &Place::SCHOOL)?;
    actions::send_again(&app, &permit, id, fields.text("op_id")).await?;
    Ok(redirect(
        "/deliveries",
        Flash::ok("已重新排队，刷新本页看结果"),
    ))
}
