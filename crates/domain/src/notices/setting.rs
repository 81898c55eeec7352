//! The settings of each channel as data: what the administrator's form asks, and what it must look like.

use std::collections::BTreeMap;

use super::{ChannelKind, address};

/// What a setting holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Text,
    /// Kept sealed and never shown again.
    Secret,
    /// An address of a service; without TLS only on this machine.
    Url,
    Email,
    Number {
        least: u32,
        most: u32,
    },
    Choice(&'static [(&'static str, &'static str)]),
}

/// One setting of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    pub name: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub what: What,
    /// What stands in a new form.
    pub usual: &'static str,
    pub required: bool,
}

const fn needed(
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    what: What,
    usual: &'static str,
) -> Setting {
    Setting {
        name,
        label,
        hint,
        what,
        usual,
        required: true,
    }
}

const fn optional(
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    what: What,
) -> Setting {
    Setting {
        name,
        label,
        hint,
        what,
        usual: "",
        required: false,
    }
}

const WECOM: Setting = needed(
    "base_url",
    "服务地址",
    "企业微信的接口地址，一般不用改",
    What::Url,
    "https://qyapi.weixin.qq.com",
);
const DING: Setting = needed(
    "base_url",
    "服务地址",
    "钉钉的接口地址，一般不用改",
    What::Url,
    "https://oapi.dingtalk.com",
);
const PATIENCE: Setting = needed(
    "timeout",
    "最多等几秒",
    "服务没有应答时，等这么久就算没有应答",
    What::Number { least: 1, most: 60 },
    "10",
);
const BY_LOGIN: Setting = needed(
    "by_login",
    "教职工的成员账号",
    "与本系统账号相同时，没有自己填写的人按本系统账号发送",
    What::Choice(&[("no", "各人自己填写"), ("yes", "与本系统账号相同")]),
    "no",
);

const MAIL: [Setting; 10] = [
    needed(
        "host",
        "发信服务器",
        "如 smtp.school.example",
        What::Text,
        "",
    ),
    needed(
        "port",
        "端口",
        "加密连接一般是 465，STARTTLS 一般是 587",
        What::Number {
            least: 1,
            most: 65_535,
        },
        "465",
    ),
    needed(
        "security",
        "加密",
        "不加密只用于本机的发信服务",
        What::Choice(&[
            ("tls", "加密连接（TLS）"),
            ("starttls", "先连接再加密（STARTTLS）"),
            ("none", "不加密"),
        ]),
        "tls",
    ),
    optional("user", "账号", "不用登录的服务器可不填", What::Text),
    optional(
        "password",
        "密码或授权码",
        "加密保存，不再显示",
        What::Secret,
    ),
    needed("from", "发信地址", "收信人看到的地址", What::Email, ""),
    optional(
        "from_name",
        "发信人名称",
        "如「示范职业技术学校 培训就业处」",
        What::Text,
    ),
    needed(
        "per_minute",
        "每分钟最多几封",
        "按发信服务的规定填写，超过的稍后再发",
        What::Number {
            least: 1,
            most: 6_000,
        },
        "30",
    ),
    needed(
        "per_day",
        "每天最多几封",
        "按发信服务的规定填写，超过的稍后再发",
        What::Number {
            least: 1,
            most: 1_000_000,
        },
        "2000",
    ),
    PATIENCE,
];

const WECOM_APP: [Setting; 7] = [
    needed(
        "corp_id",
        "企业 ID",
        "管理后台「我的企业」里的企业 ID",
        What::Text,
        "",
    ),
    needed(
        "agent_id",
        "应用的 AgentId",
        "自建应用详情里的数字",
        What::Number {
            least: 1,
            most: u32::MAX,
        },
        "",
    ),
    needed(
        "secret",
        "应用的 Secret",
        "加密保存，不再显示",
        What::Secret,
        "",
    ),
    needed(
        "accounts",
        "账号上限数",
        "管理后台显示的账号上限；每天最多发「账号上限 × 200」人次",
        What::Number {
            least: 1,
            most: 1_000_000,
        },
        "200",
    ),
    BY_LOGIN,
    WECOM,
    PATIENCE,
];

const WECOM_ROBOT: [Setting; 3] = [
    needed(
        "key",
        "机器人的 key",
        "Webhook 地址里 key= 后面的部分；加密保存，不再显示",
        What::Secret,
        "",
    ),
    WECOM,
    PATIENCE,
];

const DING_APP: [Setting; 6] = [
    needed(
        "app_key",
        "应用的 AppKey",
        "开发者后台应用凭证里的 AppKey（Client ID）",
        What::Text,
        "",
    ),
    needed(
        "app_secret",
        "应用的 AppSecret",
        "加密保存，不再显示",
        What::Secret,
        "",
    ),
    needed(
        "agent_id",
        "应用的 AgentId",
        "应用凭证里的数字",
        What::Number {
            least: 1,
            most: u32::MAX,
        },
        "",
    ),
    BY_LOGIN,
    DING,
    PATIENCE,
];

const DING_ROBOT: [Setting; 4] = [
    needed(
        "access_token",
        "机器人的 access_token",
        "Webhook 地址里 access_token= 后面的部分；加密保存，不再显示",
        What::Secret,
        "",
    ),
    needed(
        "secret",
        "加签密钥",
        "安全设置选「加签」时给的 SEC 开头的密钥；加密保存，不再显示",
        What::Secret,
        "",
    ),
    DING,
    PATIENCE,
];

impl ChannelKind {
    /// What its form asks, in order.
    pub const fn settings(self) -> &'static [Setting] {
        match self {
            Self::Mail => &MAIL,
            Self::WecomApp => &WECOM_APP,
            Self::WecomRobot => &WECOM_ROBOT,
            Self::DingApp => &DING_APP,
            Self::DingRobot => &DING_ROBOT,
        }
    }
}

/// What was given, cleaned, or what is wrong with which setting. A secret left empty stays as it is, when there is one.
pub fn check(
    kind: ChannelKind,
    given: &BTreeMap<String, String>,
    has_secret: impl Fn(&str) -> bool,
) -> Result<BTreeMap<String, String>, Vec<(&'static str, String)>> {
    let (mut kept, mut faults) = (BTreeMap::new(), Vec::new());
    for setting in kind.settings() {
        let text = given.get(setting.name).map_or("", |text| text.trim());
        if text.is_empty() {
            let held = setting.what == What::Secret && has_secret(setting.name);
            if setting.required && !held {
                faults.push((setting.name, format!("{}：请填写", setting.label)));
            }
            continue;
        }
        match value(setting.what, text) {
            Ok(value) => {
                kept.insert(setting.name.to_owned(), value);
            }
            Err(why) => faults.push((
                setting.name,
                format!(
                    "{}：写的是「{}」，{why}",
                    setting.label,
                    shown(setting, text)
                ),
            )),
        }
    }
    let plain = kept
        .get("security")
        .is_some_and(|security| security == "none");
    let away = kept.get("host").is_some_and(|host| !is_here(host));
    if plain && away {
        let why = "不加密只能用于本机的发信服务（127.0.0.1 或 localhost），请选一种加密";
        faults.push(("security", format!("加密：{why}")));
    }
    if faults.is_empty() {
        Ok(kept)
    } else {
        Err(faults)
    }
}

fn shown<'a>(setting: &Setting, text: &'a str) -> &'a str {
    if setting.what == What::Secret {
        "…"
    } else {
        text
    }
}

fn value(what: What, text: &str) -> Result<String, String> {
    if text.chars().any(char::is_control) || text.chars().count() > 500 {
        return Err("请写成一行，最多 500 字".to_owned());
    }
    match what {
        What::Text | What::Secret => Ok(text.to_owned()),
        What::Email => address(ChannelKind::Mail, text).map_err(|why| why.to_string()),
        What::Url => url(text),
        What::Number { least, most } => text
            .parse::<u32>()
            .ok()
            .filter(|number| (least..=most).contains(number))
            .map(|number| number.to_string())
            .ok_or_else(|| format!("请写 {least} 到 {most} 之间的整数")),
        What::Choice(choices) => choices
            .iter()
            .find(|(value, _)| *value == text)
            .map(|(value, _)| (*value).to_owned())
            .ok_or_else(|| "请从列出的几项中选".to_owned()),
    }
}

/// Only `https://`, except on this machine: what goes out holds the school's secrets.
fn url(text: &str) -> Result<String, String> {
    let text = text.trim_end_matches('/');
    let (safe, rest) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
        (Some(rest), _) => (true, rest),
        (None, Some(rest)) => (false, rest),
        (None, None) => return Err("请以 https:// 开头".to_owned()),
    };
    let host = rest.split('/').next().unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._:[]".contains(c);
    if host.is_empty() || !host.chars().all(plain) || rest.contains(['?', '#', '@', ' ']) {
        return Err("请写完整的服务地址，如 https://qyapi.weixin.qq.com".to_owned());
    }
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
        _ => host,
    };
    if !safe && !is_here(name) {
        return Err("不加密的地址只能是本机，请以 https:// 开头".to_owned());
    }
    Ok(text.to_owned())
}

fn is_here(host: &str) -> bool {
    matches!(host, "127.0.0.1" | "localhost" | "[::1]" | "::1")
}
