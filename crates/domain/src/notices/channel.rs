//! Addresses people have on a channel.

use super::ChannelKind;

/// What is wrong with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAddress {
    #[error("请写完整的邮箱地址，如 linjy@school.example")]
    Mail,
    #[error("请写企业通讯录里的成员账号，只有字母、数字和 . _ - @，最多 64 位")]
    Member,
    #[error("请写在群里的手机号，11 位数字")]
    Mobile,
}

/// An address as it is kept, or what is wrong with it.
pub fn address(kind: ChannelKind, typed: &str) -> Result<String, NotAnAddress> {
    let text = typed.trim();
    match kind {
        ChannelKind::Mail => mail(text).ok_or(NotAnAddress::Mail),
        ChannelKind::WecomApp | ChannelKind::DingApp => member(text).ok_or(NotAnAddress::Member),
        ChannelKind::WecomRobot | ChannelKind::DingRobot => {
            mobile(text).ok_or(NotAnAddress::Mobile)
        }
    }
}

fn mail(text: &str) -> Option<String> {
    let (name, host) = text.rsplit_once('@')?;
    let plain = |part: &str| {
        part.chars()
            .all(|c| c.is_ascii_graphic() && !"<>()[],;:\\\"@".contains(c))
    };
    let dots = |part: &str| !part.starts_with('.') && !part.ends_with('.') && !part.contains("..");
    let good = !name.is_empty()
        && name.len() <= 64
        && text.len() <= 254
        && plain(name)
        && dots(name)
        && host.contains('.')
        && dots(host)
        && host
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-');
    good.then(|| format!("{name}@{}", host.to_ascii_lowercase()))
}

fn member(text: &str) -> Option<String> {
    // "@all" would be everybody.
    let good = (1..=64).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "._-@".contains(c));
    good.then(|| text.to_owned())
}

fn mobile(text: &str) -> Option<String> {
    let good =
        text.len() == 11 && text.starts_with('1') && text.chars().all(|c| c.is_ascii_digit());
    good.then(|| text.to_owned())
}
