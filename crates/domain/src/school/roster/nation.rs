//! 民族: the names of GB/T 3304, with and without their last character.

const NATIONS: [&str; 58] = [
    "汉族",
    "蒙古族",
    "回族",
    "藏族",
    "维吾尔族",
    "苗族",
    "彝族",
    "壮族",
    "布依族",
    "朝鲜族",
    "满族",
    "侗族",
    "瑶族",
    "白族",
    "土家族",
    "哈尼族",
    "哈萨克族",
    "傣族",
    "黎族",
    "傈僳族",
    "佤族",
    "畲族",
    "高山族",
    "拉祜族",
    "水族",
    "东乡族",
    "纳西族",
    "景颇族",
    "柯尔克孜族",
    "土族",
    "达斡尔族",
    "仫佬族",
    "羌族",
    "布朗族",
    "撒拉族",
    "毛南族",
    "仡佬族",
    "锡伯族",
    "阿昌族",
    "普米族",
    "塔吉克族",
    "怒族",
    "乌孜别克族",
    "俄罗斯族",
    "鄂温克族",
    "德昂族",
    "保安族",
    "裕固族",
    "京族",
    "塔塔尔族",
    "独龙族",
    "鄂伦春族",
    "赫哲族",
    "门巴族",
    "珞巴族",
    "基诺族",
    "其他",
    "外国血统",
];

/// The name as the list has it; `None` where the list has none like it.
pub(super) fn nation(written: &str) -> Option<&'static str> {
    if let Some(known) = NATIONS.iter().find(|known| **known == written) {
        return Some(known);
    }
    if let Some(whole) = NATIONS
        .iter()
        .find(|known| known.strip_suffix('族') == Some(written))
    {
        return Some(whole);
    }
    // 01-汉族 and 01 are its code with and without the name.
    let code = written.trim_end_matches(|c: char| !c.is_ascii_digit());
    let rest = written
        .strip_prefix(code)?
        .trim_start_matches(['-', '.', '、', ' ', '_', '－']);
    let by_code = match code.parse::<usize>().ok()? {
        97 => Some(&"其他"),
        98 => Some(&"外国血统"),
        number @ 1..=56 => NATIONS.get(number - 1),
        _ => None,
    }
    .copied()?;
    (rest.is_empty() || rest == by_code || by_code.strip_suffix('族') == Some(rest))
        .then_some(by_code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nation_is_written_whole() {
        assert_eq!(nation("汉"), Some("汉族"));
        assert_eq!(nation("土家族"), Some("土家族"));
        assert_eq!(nation("01-汉族"), Some("汉族"));
        assert_eq!(nation("08"), Some("壮族"));
        assert_eq!(nation("97"), Some("其他"));
        assert_eq!(nation("01-壮族"), None);
        assert_eq!(nation("火星"), None);
    }
}
