//! The public notice of a result (plan 4.2, 4.3.2): the arithmetic in one sentence, how to object and until when,
//! and the chosen by class and number, without marks and ranks.

use chrono::NaiveDate;
use domain::selection::{Binding, Edge, Summary, Terms, Ties};
use serde::Serialize;

use super::engine::{Template, print};
use super::words::{covered, day, ordinal};
use super::{CheckCode, Period, Unprintable};

/// What the notice says.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Who was tested: 2023级会计事务专业.
    pub cohort: String,
    /// 财务共享服务.
    pub certificate: String,
    pub level: String,
    /// 1 for the first selection.
    pub round: u32,
    /// Name of the plan version, without its brackets.
    pub plan: String,
    pub tested_on: Option<NaiveDate>,
    pub terms: Terms,
    pub summary: Summary,
    /// The days in which objections are taken, where the plan wants a public notice.
    pub open: Option<Period>,
    /// Who takes them.
    pub objections_to: String,
    /// In how many days they are answered.
    pub answer_days: u32,
    pub next: Next,
    pub contact: Option<Contact>,
    pub issuer: String,
    pub dated: NaiveDate,
    pub classes: Vec<ChosenOfClass>,
    /// Nothing changes any more; until then the paper calls itself a draft.
    pub frozen: bool,
}

/// What those who were not chosen may do (plan 4.3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    Nothing,
    /// Another selection; the day is told later.
    Possible,
    On(NaiveDate),
}

/// Whom to ask.
#[derive(Clone, Debug, Serialize)]
pub struct Contact {
    pub name: String,
    pub phone: Option<String>,
}

/// A class with those of it who were chosen, as number and full name; the paper covers the names.
#[derive(Clone, Debug)]
pub struct ChosenOfClass {
    pub name: String,
    pub base: u32,
    pub chosen: Vec<(String, String)>,
}

impl Notice {
    /// SHA-256 over the student numbers in the order of the list.
    pub fn check_code(&self) -> CheckCode {
        let people = self.classes.iter().flat_map(|class| &class.chosen);
        CheckCode::of_lines(people.map(|(number, _)| number.as_str()))
    }

    /// Broken by sense, never inside a word.
    fn title(&self) -> [String; 3] {
        let round = if self.round == 1 {
            String::new()
        } else {
            ordinal(self.round)
        };
        [
            format!("关于{}", self.cohort),
            format!("{}职业技能等级证书（{}）", self.certificate, self.level),
            format!("报考资格{round}选拔结果的公示"),
        ]
    }

    fn paragraphs(&self) -> Vec<String> {
        let round = if self.round == 1 {
            String::new()
        } else {
            ordinal(self.round)
        };
        let on = self
            .tested_on
            .map(|on| format!("于{}", day(on)))
            .unwrap_or_default();
        vec![
            format!(
                "根据《{}》，学校{on}组织报考资格{round}选拔测试，现公示如下。",
                self.plan
            ),
            self.arithmetic(),
            self.objections(),
        ]
    }

    /// 公示期为2025年3月26日至3月28日。对结果有异议的，可在公示期内向培训就业处书面提出，学校在5天内答复。
    fn objections(&self) -> String {
        let (open, within) = self.open.map_or_else(Default::default, |open| {
            (format!("公示期为{}。", open.words()), "在公示期内")
        });
        format!(
            "{open}对结果有异议的，可{within}向{}书面提出，学校在{}天内答复。{}",
            self.objections_to,
            self.answer_days,
            self.next_words()
        )
    }

    /// 选拔基数320人，按60%确定名额192个；实考311人，缺考9人；第192名71.5分，同分3人按实操成绩取1人，入选192人，未入选119人。
    fn arithmetic(&self) -> String {
        let Summary {
            base,
            ratio,
            quota,
            sat,
            absent,
            chosen,
            not_chosen,
            retained,
            ..
        } = self.summary;
        let places = match quota.binding {
            Binding::Ratio => format!("确定名额{}个", quota.places),
            limit @ (Binding::Approved | Binding::Seats) => {
                format!(
                    "为{}个，{}更少，确定名额{}个",
                    quota.by_ratio,
                    limit.label(),
                    quota.places
                )
            }
        };
        let cut = self
            .summary
            .cut
            .map_or_else(String::new, |cut| format!("第{chosen}名{cut}分，"));
        let ties = self
            .summary
            .edge
            .map_or_else(String::new, |edge| self.ties(edge));
        let kept = if retained > 0 {
            format!("更正成绩后保留{retained}人，")
        } else {
            String::new()
        };
        format!(
            "选拔基数{base}人，按{ratio}{places}；实考{sat}人，缺考{absent}人；{cut}{ties}入选{chosen}人，{kept}未入选{not_chosen}人。"
        )
    }

    /// What decided among equal totals at the last place.
    fn ties(&self, edge: Edge) -> String {
        let names = self.terms.names();
        let keys: Vec<String> = self
            .terms
            .rule
            .tie_keys
            .iter()
            .map(|key| names.name(&key).to_owned())
            .collect();
        let by_keys = match keys.as_slice() {
            [] => String::new(),
            [one] => format!("按{one}成绩"),
            several => format!("依次按{}成绩", several.join("、")),
        };
        let Edge {
            same_total,
            same_total_chosen,
            level,
            places_left,
            ..
        } = edge;
        if level == 0 {
            return format!("同分{same_total}人{by_keys}取{same_total_chosen}人，");
        }
        let still = if by_keys.is_empty() {
            format!("同分{level}人")
        } else {
            format!("同分{same_total}人{by_keys}比较后仍有{level}人相同")
        };
        match &self.terms.rule.ties {
            Ties::None => format!("{still}，按规则都不入选，"),
            Ties::All => format!("{still}，按规则都入选，"),
            Ties::Draw { seed } => format!("{still}，抽签取{places_left}人（种子{seed}），"),
        }
    }

    fn next_words(&self) -> String {
        let next = ordinal(self.round + 1);
        match self.next {
            Next::Nothing => String::new(),
            Next::Possible => format!("未入选学生可参加{next}选拔，时间另行通知。"),
            Next::On(on) => format!("未入选学生可参加{}举行的{next}选拔。", day(on)),
        }
    }
}

#[derive(Serialize)]
struct View<'a> {
    title: [String; 3],
    paragraphs: Vec<String>,
    contact: Option<&'a Contact>,
    issuer: &'a str,
    dated: String,
    code: Option<CheckCode>,
    chosen: usize,
    classes: Vec<ClassView<'a>>,
}

#[derive(Serialize)]
struct ClassView<'a> {
    name: &'a str,
    base: u32,
    chosen: Vec<Person<'a>>,
}

#[derive(Serialize)]
struct Person<'a> {
    number: &'a str,
    name: String,
}

impl<'a> View<'a> {
    fn of(notice: &'a Notice) -> Self {
        let person = |(number, name): &'a (String, String)| Person {
            number,
            name: covered(name),
        };
        let some = notice
            .classes
            .iter()
            .filter(|class| !class.chosen.is_empty());
        let classes: Vec<ClassView<'a>> = some
            .map(|class| ClassView {
                name: &class.name,
                base: class.base,
                chosen: class.chosen.iter().map(person).collect(),
            })
            .collect();
        Self {
            title: notice.title(),
            paragraphs: notice.paragraphs(),
            contact: notice.contact.as_ref(),
            issuer: &notice.issuer,
            dated: day(notice.dated),
            code: notice.frozen.then(|| notice.check_code()),
            chosen: classes.iter().map(|class| class.chosen.len()).sum(),
            classes,
        }
    }
}

/// The notice as it hangs on the board.
pub fn notice(notice: &Notice) -> Result<Vec<u8>, Unprintable> {
    print(Template::Notice, &View::of(notice), notice.dated)
}

#[cfg(test)]
pub(super) fn laid(notice: &Notice) -> Result<super::Laid, Unprintable> {
    super::engine::laid(Template::Notice, &View::of(notice))
}
