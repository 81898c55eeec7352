//! Names that nobody bears: common surnames and characters of given names, put together by chance.

use domain::values::Sex;

use super::super::chance::Chance;

const SURNAMES: &str = "陈李黄张梁林何刘吴罗杨周郑叶曾冯谢邓苏蔡许潘江卢钟钱蒋袁温莫廖赖彭魏邱朱唐曹韦覃甘招冼区关麦简伍霍黎余";
const COMPOUND: [&str; 3] = ["欧阳", "司徒", "上官"];
const BOYS: &str =
    "俊杰浩宇子轩志鹏文博家豪伟明振宏凯泽铭睿昊天佳乐嘉诚逸凡思远建国永强启航晓峰楚翔致和";
const GIRLS: &str =
    "诗琪婉婷雅文慧琳梓晴佳怡嘉宝雨桐子涵晓彤静怡欣妍紫萱思颖海棠可儿语嫣春燕秋月若兰芷晴楚瑶";

/// Characters outside the first plane and rarer ones of the first: every font, file and form must carry them.
const RARE: [char; 6] = ['𬭎', '㛃', '䶮', '喆', '堃', '玥'];

/// Names of other peoples, with the dot between their parts.
const DOTTED: [(&str, &str, Sex); 6] = [
    ("迪丽娜尔·艾山", "维吾尔族", Sex::Female),
    ("阿依古丽·买买提", "维吾尔族", Sex::Female),
    ("巴特尔·苏和", "蒙古族", Sex::Male),
    ("扎西·次仁", "藏族", Sex::Male),
    ("叶尔兰·哈力克", "哈萨克族", Sex::Male),
    ("古丽娜孜·阿布都热合曼", "维吾尔族", Sex::Female),
];

const NATIONS: [&str; 5] = ["壮族", "瑶族", "苗族", "土家族", "回族"];

/// A name with the nation that goes with it.
pub(super) struct Named {
    pub(super) name: String,
    pub(super) nation: &'static str,
    pub(super) sex: Sex,
}

/// The name of the student who comes `nth` in the school.
pub(super) fn named(nth: usize, chance: &mut Chance) -> Named {
    if nth % 211 == 97
        && let Some((name, nation, sex)) = DOTTED.get(nth / 211)
    {
        return Named {
            name: (*name).to_owned(),
            nation,
            sex: *sex,
        };
    }
    let sex = if chance.below(100) < 44 {
        Sex::Male
    } else {
        Sex::Female
    };
    let nation = match chance.below(25) {
        0 => chance.pick(&NATIONS).copied().unwrap_or("汉族"),
        _ => "汉族",
    };
    let mut name = surname(chance);
    let rare = if nth % 53 == 17 {
        RARE.get((nth / 53) % RARE.len()).copied()
    } else {
        None
    };
    name.extend(character(sex, chance));
    name.extend(rare.or_else(|| {
        (chance.below(8) > 0)
            .then(|| character(sex, chance))
            .flatten()
    }));
    Named { name, nation, sex }
}

/// The name of a parent who shares the student's surname.
pub(super) fn guardian(student: &str, chance: &mut Chance) -> String {
    let sex = if chance.below(2) == 0 {
        Sex::Male
    } else {
        Sex::Female
    };
    let mut name = match COMPOUND
        .iter()
        .find(|surname| student.starts_with(**surname))
    {
        Some(surname) => (*surname).to_owned(),
        None => student.chars().take(1).collect(),
    };
    name.extend(character(sex, chance));
    name.extend(character(sex, chance));
    name
}

fn surname(chance: &mut Chance) -> String {
    if chance.below(70) == 0 {
        return chance
            .pick(&COMPOUND)
            .copied()
            .unwrap_or_default()
            .to_owned();
    }
    one_of(SURNAMES, chance)
        .map(String::from)
        .unwrap_or_default()
}

fn character(sex: Sex, chance: &mut Chance) -> Option<char> {
    one_of(if sex == Sex::Male { BOYS } else { GIRLS }, chance)
}

fn one_of(characters: &str, chance: &mut Chance) -> Option<char> {
    let characters: Vec<char> = characters.chars().collect();
    chance.pick(&characters).copied()
}
