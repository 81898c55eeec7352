//! What browser somebody is signed in with, in words a person recognises: the program's own string helps nobody.

/// Looked for in this order: each one also carries the names of those below.
const PROGRAMS: [(&str, &str); 9] = [
    ("wxwork", "企业微信"),
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("QQBrowser", "QQ 浏览器"),
    ("Edg", "Edge 浏览器"),
    ("Firefox", "Firefox 浏览器"),
    ("Chrome", "Chrome 浏览器"),
    ("CriOS", "Chrome 浏览器"),
    ("Safari", "Safari 浏览器"),
];

const MACHINES: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("HarmonyOS", "鸿蒙手机"),
    ("Android", "安卓手机"),
    ("Windows", "Windows 电脑"),
    ("Mac OS X", "苹果电脑"),
    ("Linux", "Linux 电脑"),
];

/// "Windows 电脑上的 Edge 浏览器".
pub(super) fn browser_words(client: &str) -> String {
    let find = |all: &[(&str, &'static str)]| {
        let found = all.iter().find(|(mark, _)| client.contains(mark));
        found.map(|(_, words)| *words)
    };
    match (find(&MACHINES), find(&PROGRAMS)) {
        (Some(machine), Some(program)) => format!("{machine}上的{}", spaced(program)),
        (None, Some(program)) => program.to_owned(),
        (Some(machine), None) => format!("{machine}上的其他程序"),
        (None, None) => "其他程序".to_owned(),
    }
}

/// A blank before Latin letters, none before Chinese ones.
fn spaced(words: &str) -> String {
    if words.starts_with(|first: char| first.is_ascii()) {
        format!(" {words}")
    } else {
        words.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::browser_words;

    #[test]
    fn people_recognise_what_they_are_signed_in_with() {
        let table = [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
                "Windows 电脑上的 Edge 浏览器",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
                "iPhone上的 Safari 浏览器",
            ),
            (
                "Mozilla/5.0 (Linux; Android 13; V2199A) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116.0 Mobile Safari/537.36 wxwork/4.1.22 MicroMessenger/7.0.1",
                "安卓手机上的企业微信",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
                "Linux 电脑上的 Firefox 浏览器",
            ),
            ("curl/8.5", "其他程序"),
            ("", "其他程序"),
        ];
        for (client, words) in table {
            assert_eq!(browser_words(client), words, "{client}");
        }
    }
}
