//! The same fact in the words of a column's drop-down list: 身份证 and 居民身份证, 汉 and 汉族.

use super::Field;

const ID_TYPES: &[&[&str]] = &[
    &[
        "居民身份证",
        "身份证",
        "中华人民共和国居民身份证",
        "二代身份证",
        "第二代居民身份证",
    ],
    &["港澳居民来往内地通行证", "港澳通行证", "港澳居民通行证"],
    &["台湾居民来往大陆通行证", "台胞证", "台湾居民通行证"],
    &["护照", "中国护照"],
];
const SEXES: &[&[&str]] = &[&["男", "男性"], &["女", "女性"]];
const ANSWERS: &[&[&str]] = &[&["是", "补考"], &["否", "非补考", "不是"]];
const LEVELS: &[&[&str]] = &[&["初级", "初"], &["中级", "中"], &["高级", "高"]];

/// The word of the list that says what `value` says; `None` if the list has none.
pub fn fit<'a>(
    field: Field,
    value: &str,
    allowed: impl IntoIterator<Item = &'a str> + Clone,
) -> Option<&'a str> {
    let value = value.trim();
    let same = |word: &&str| word.trim() == value;
    allowed.clone().into_iter().find(same).or_else(|| {
        allowed
            .into_iter()
            .find(|word| alike(field, value, word.trim()))
    })
}

/// `1-男` and `A.居民身份证（18位）` are 男 and 居民身份证 with what a platform hangs on them.
fn without_code(word: &str) -> &str {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    let bare = match rest.strip_prefix(['-', '_', '.', '、', ':', '：', ' ', '－', '—']) {
        Some(bare) if rest.len() < word.len() && !bare.trim().is_empty() => bare,
        _ => word,
    };
    let bare = bare.split(['（', '(']).next().unwrap_or(bare).trim();
    if bare.is_empty() { word } else { bare }
}

fn alike(field: Field, value: &str, word: &str) -> bool {
    let word = without_code(word);
    if word == value {
        return true;
    }
    let groups = match field {
        Field::IdType => ID_TYPES,
        Field::Sex => SEXES,
        Field::IsRetake => ANSWERS,
        Field::Level => LEVELS,
        Field::Nation => return value.trim_end_matches('族') == word.trim_end_matches('族'),
        _ => return false,
    };
    groups
        .iter()
        .any(|group| group.contains(&value) && group.contains(&word))
}
