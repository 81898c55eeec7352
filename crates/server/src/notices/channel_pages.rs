//! The administrator's pages of the channels (plan 3.6): settings, a test, how each stands. Secrets go in and never come
//! out again.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::{Action, Permit, Place};
use domain::notices::{ChannelKind, What, address};
use store::StoreError;
use store::notices::{self as rows, channel_setting};

use super::actions::{self, ChannelForm, Faults};
use super::stands::{Stands, midnight};
use crate::shell::{
    App, Choice, Fields, Flash, Layout, Nav, Problem, Problems, Visitor, WebError, WebResult,
};
use crate::shell::{op_id, page, redirect, refused};

fn permit(visitor: &Visitor) -> WebResult<Permit> {
    Ok(visitor
        .actor
        .permit(Action::ManageChannels, &Place::SCHOOL)?)
}

/// The channel of an address, or no page.
pub(super) fn kind_of(text: &str) -> WebResult<ChannelKind> {
    text.parse().map_err(|_| StoreError::NotFound.into())
}

struct Row {
    kind: &'static str,
    label: &'static str,
    stands: Stands,
    sent: u64,
    open: u64,
    held: u64,
    given_up: u64,
}

#[derive(Template)]
#[template(path = "notices/channels.html")]
struct ChannelsPage {
    layout: Layout,
    rows: Vec<Row>,
}

pub(super) async fn list(State(app): State<App>, visitor: Visitor) -> WebResult<Response> {
    permit(&visitor)?;
    let now = app.clock.now();
    let known = rows::channels(app.db.read()).await?;
    let mut shown = Vec::new();
    for kind in ChannelKind::ALL {
        let counts = rows::counts(app.db.read(), *kind, midnight(now)).await?;
        shown.push(Row {
            kind: kind.value(),
            label: kind.label(),
            stands: Stands::of(known.iter().find(|row| row.kind == *kind), now),
            sent: counts.sent,
            open: counts.open,
            held: counts.held,
            given_up: counts.given_up,
        });
    }
    page(&ChannelsPage {
        layout: Layout::of(&app, &visitor, Nav::Channels).await?,
        rows: shown,
    })
}

/// One setting as the form shows it.
struct Asked {
    label: String,
    name: &'static str,
    hint: String,
    input: &'static str,
    autocomplete: &'static str,
    value: String,
    choices: Vec<Choice>,
    error: String,
}

#[derive(Template)]
#[template(path = "notices/channel.html")]
struct ChannelPage {
    layout: Layout,
    kind: &'static str,
    label: &'static str,
    stands: Stands,
    set_up: bool,
    enabled: bool,
    asked: Vec<Asked>,
    problems: Problems,
    address: String,
    address_hint: &'static str,
    version: i32,
    op_id: String,
    test_id: String,
}

fn asked(
    kind: ChannelKind,
    row: Option<&channel_setting::Model>,
    typed: Option<&BTreeMap<String, String>>,
    problems: &Problems,
) -> Vec<Asked> {
    let kept = |name: &str| {
        let value = row.and_then(|row| row.settings.get(name)?.as_str());
        value.map(str::to_owned)
    };
    let held = |name: &str| row.is_some_and(|row| row.secrets.get(name).is_some());
    kind.settings()
        .iter()
        .map(|setting| {
            let secret = setting.what == What::Secret;
            let value = match typed {
                _ if secret => String::new(),
                Some(typed) => typed.get(setting.name).cloned().unwrap_or_default(),
                None => kept(setting.name).unwrap_or_else(|| setting.usual.to_owned()),
            };
            Asked {
                label: if setting.required {
                    setting.label.to_owned()
                } else {
                    format!("{}（可不填）", setting.label)
                },
                name: setting.name,
                hint: if secret && held(setting.name) {
                    format!("已经保存，不填就不变。{}", setting.hint)
                } else {
                    setting.hint.to_owned()
                },
                input: if secret { "password" } else { "text" },
                autocomplete: if secret { "new-password" } else { "off" },
                value,
                choices: match setting.what {
                    What::Choice(choices) => choices
                        .iter()
                        .map(|(value, label)| Choice::new(value, label))
                        .collect(),
                    _ => Vec::new(),
                },
                error: problems.of(setting.name).to_owned(),
            }
        })
        .collect()
}

const fn address_hint(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::Mail => "收信的邮箱地址",
        ChannelKind::WecomApp | ChannelKind::DingApp => "企业通讯录里的成员账号",
        ChannelKind::WecomRobot | ChannelKind::DingRobot => "群里要提醒的人的手机号",
    }
}

async fn channel_page(
    app: &App,
    visitor: &Visitor,
    kind: ChannelKind,
    typed: Option<&ChannelForm>,
    problems: Problems,
) -> WebResult<ChannelPage> {
    let row = rows::channel(app.db.read(), kind).await?;
    Ok(ChannelPage {
        layout: Layout::of(app, visitor, Nav::Channels).await?,
        kind: kind.value(),
        label: kind.label(),
        stands: Stands::of(row.as_ref(), app.clock.now()),
        set_up: row.as_ref().is_some_and(|row| row.enabled),
        enabled: typed.map_or_else(
            || row.as_ref().is_none_or(|row| row.enabled),
            |typed| typed.enabled,
        ),
        asked: asked(
            kind,
            row.as_ref(),
            typed.map(|typed| &typed.values),
            &problems,
        ),
        problems,
        address: String::new(),
        address_hint: address_hint(kind),
        version: row.map_or(0, |row| row.version),
        op_id: op_id(),
        test_id: op_id(),
    })
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(kind): Path<String>,
) -> WebResult<Response> {
    permit(&visitor)?;
    let kind = kind_of(&kind)?;
    page(&channel_page(&app, &visitor, kind, None, Problems::default()).await?)
}

pub(super) async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Path(kind): Path<String>,
    fields: Fields,
) -> WebResult<Response> {
    let permit = permit(&visitor)?;
    let kind = kind_of(&kind)?;
    let values = kind.settings().iter().map(|setting| {
        let name = setting.name;
        (name.to_owned(), fields.text(name).to_owned())
    });
    let form = |values: BTreeMap<String, String>| ChannelForm {
        version: fields.text("version").parse().unwrap_or_default(),
        enabled: fields.text("enabled") == "1",
        values,
        op_id: fields.text("op_id").to_owned(),
    };
    let values: BTreeMap<String, String> = values.collect();
    match actions::save_channel(&app, &permit, kind, form(values.clone())).await? {
        Ok(()) => Ok(redirect(
            &format!("/channels/{}", kind.value()),
            Flash::ok(format!("{}的设置已保存", kind.label())),
        )),
        Err(faults) => {
            let typed = form(values);
            let shown = channel_page(&app, &visitor, kind, Some(&typed), said(faults)).await?;
            refused(&shown)
        }
    }
}

fn said(faults: Faults) -> Problems {
    let problems: Vec<Problem> = faults
        .into_iter()
        .map(|(field, text)| Problem::new(field, text))
        .collect();
    problems.into()
}

pub(super) async fn test(
    State(app): State<App>,
    visitor: Visitor,
    Path(kind): Path<String>,
    fields: Fields,
) -> WebResult<Response> {
    let permit = permit(&visitor)?;
    let kind = kind_of(&kind)?;
    let typed = fields.text("address");
    let fault = match address(kind, typed) {
        Ok(address) => {
            let op_id = fields.text("op_id");
            match actions::test_channel(&app, &permit, kind, &address, op_id).await {
                Ok(()) => {
                    return Ok(redirect(
                        &format!("/deliveries?channel={}", kind.value()),
                        Flash::ok("测试消息已交给渠道，刷新本页看结果"),
                    ));
                }
                Err(WebError::Refused(sentence)) => sentence,
                Err(other) => return Err(other),
            }
        }
        Err(why) => format!("发给谁：写的是「{typed}」，{why}"),
    };
    let problems = Problems::from(Problem::new("address", fault));
    let shown = channel_page(&app, &visitor, kind, None, problems).await?;
    refused(&ChannelPage {
        address: typed.to_owned(),
        ..shown
    })
}
