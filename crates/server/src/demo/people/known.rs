//! The students whom the screens tell of: their numbers, names and what became of them.

use domain::values::Sex;

/// What the test of the first selection brought a student of the pictures, totals in tenths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Fate {
    /// Chosen or not with this total and, where it breaks a tie, this average of the major's courses.
    Total(i32, Option<i32>),
    /// Among the chosen, whatever the total.
    Chosen,
    /// Sat and was not chosen, whatever the total.
    NotChosen,
    /// Did not come.
    Absent,
    /// Not in the base at all.
    Outside,
}

/// One of them.
pub(in super::super) struct Known {
    pub(in super::super) number: &'static str,
    pub(super) name: &'static str,
    pub(super) sex: Sex,
    pub(in super::super) fate: Fate,
}

const fn boy(number: &'static str, name: &'static str, fate: Fate) -> Known {
    Known {
        number,
        name,
        sex: Sex::Male,
        fate,
    }
}

const fn girl(number: &'static str, name: &'static str, fate: Fate) -> Known {
    Known {
        number,
        name,
        sex: Sex::Female,
        fate,
    }
}

/// In the order of their numbers.
pub(in super::super) const KNOWN: [Known; 23] = [
    girl("2023010108", "潘慧琳", Fate::Total(955, None)),
    girl("2023010114", "郑雅文", Fate::Total(970, None)),
    boy("2023010216", "万志鹏", Fate::Absent),
    boy("2023010231", "汤子谦", Fate::Total(965, None)),
    boy("2023010301", "陈思远", Fate::Chosen),
    boy("2023010302", "冯嘉宝", Fate::Chosen),
    girl("2023010304", "关晓彤", Fate::NotChosen),
    girl("2023010305", "何子涵", Fate::Chosen),
    girl("2023010307", "黄诗琪", Fate::Chosen),
    boy("2023010308", "江浩然", Fate::Chosen),
    boy("2023010309", "邹逸凡", Fate::Total(715, Some(824))),
    girl("2023010311", "李雨桐", Fate::Outside),
    girl("2023010312", "廖婉婷", Fate::Chosen),
    boy("2023010315", "欧阳子健", Fate::Absent),
    boy("2023010412", "赖俊熙", Fate::Total(725, Some(612))),
    boy("2023010518", "龚文杰", Fate::Total(715, Some(786))),
    boy("2023010601", "白俊铭", Fate::Chosen),
    girl("2023010605", "方诗琪", Fate::NotChosen),
    boy("2023010611", "梁栩然", Fate::Chosen),
    girl("2023010627", "方晓琪", Fate::Total(720, None)),
    girl("2023010733", "袁梓晴", Fate::Total(715, Some(801))),
    girl("2023010803", "孔梓萱", Fate::Chosen),
    girl("2023010822", "申佳怡", Fate::Total(710, Some(905))),
];

/// The student of the pictures who bears this number.
pub(super) fn known(number: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.number == number)
}
