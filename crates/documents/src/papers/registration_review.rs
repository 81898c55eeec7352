//! 报名审核表 (plan 4.2, 6.3): what the machine checked with counts above, what people say below, every open point
//! with person and date.

use chrono::NaiveDate;
use domain::dates::day_words;
use serde::Serialize;

use super::engine::{Template, print};
use super::words::{covered, day};
use super::{CheckCode, Period, Unprintable};

const TITLE: &str = "职业技能等级证书报名审核表";

/// The sheet of one project's registration.
#[derive(Clone, Debug)]
pub struct RegistrationReview {
    pub school: String,
    /// The project's number, and how often its lists were handed in.
    pub number: String,
    pub run: u32,
    pub code: Option<CheckCode>,
    /// 财务共享服务（中级）.
    pub certificate: String,
    pub exam: Period,
    pub group: String,
    /// 会计事务 2023级.
    pub majors: String,
    pub classes: usize,
    /// Places of the selection; `None` where nothing was selected.
    pub quota: Option<u32>,
    pub registered: usize,
    pub given_up: usize,
    pub checks: Vec<Check>,
    pub open: Vec<OpenPoint>,
    pub steps: Vec<Step>,
    pub outside: Outside,
    pub printed_on: NaiveDate,
}

/// One thing the system looked at.
#[derive(Clone, Debug)]
pub struct Check {
    pub item: String,
    /// What it was measured by.
    pub basis: String,
    pub found: Found,
}

/// What it found.
#[derive(Clone, Debug)]
pub enum Found {
    /// So many people passed, so many did not.
    Counted { passed: usize, failed: usize },
    /// Something that is not counted: 至2026年8月31日.
    Stated { fits: bool, words: String },
}

/// What is still to be done, with who does it and until when.
#[derive(Clone, Debug)]
pub struct OpenPoint {
    /// Class, school number and full name of the student it is about; the paper covers the name.
    pub about: Option<(String, String, String)>,
    pub what: String,
    pub by: Option<String>,
    pub until: Option<NaiveDate>,
}

impl OpenPoint {
    /// "23会计5班 23010517 林＊琳：照片底色不合格，责任人侯志强，4月8日前".
    fn words(&self, printed_on: NaiveDate) -> String {
        let mut words = self
            .about
            .as_ref()
            .map(|(class, number, name)| format!("{class} {number} {}：", covered(name)))
            .unwrap_or_default();
        words.push_str(&self.what);
        if let Some(by) = &self.by {
            words.push_str("，责任人");
            words.push_str(by);
        }
        if let Some(until) = self.until {
            words.push('，');
            words.push_str(&day_words(until, printed_on));
            words.push('前');
        }
        words
    }
}

/// One station of the chain; the last is signed by whoever decides.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// One or two lines: 培训就业处, 审核.
    pub title: Vec<String>,
    pub opinion: String,
    /// 组长签名.
    pub signer: String,
    /// Whether a seal belongs to the signature.
    pub seal: bool,
    /// What the system kept of the decision: who and when.
    pub recorded: Option<String>,
}

/// What city and province answered; an empty one is a line to write on.
#[derive(Clone, Debug, Default)]
pub struct Outside {
    pub sent: Option<NaiveDate>,
    pub city: Option<String>,
    pub province: Option<String>,
    pub receipt: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct View<'a> {
    title: &'static str,
    school: &'a str,
    number: &'a str,
    run: u32,
    code: Option<&'a CheckCode>,
    certificate: &'a str,
    exam: String,
    group: &'a str,
    majors: &'a str,
    classes: usize,
    quota: Option<u32>,
    registered: usize,
    given_up: usize,
    checks: Vec<CheckView<'a>>,
    open: Vec<String>,
    steps: &'a [Step],
    outside: OutsideView<'a>,
}

#[derive(Serialize)]
struct OutsideView<'a> {
    sent: Option<String>,
    city: Option<&'a str>,
    province: Option<&'a str>,
    receipt: Option<&'a str>,
}

#[derive(Serialize)]
struct CheckView<'a> {
    item: &'a str,
    basis: &'a str,
    passed: usize,
    failed: usize,
    said: Option<&'a str>,
    state: &'static str,
    word: &'static str,
}

impl<'a> CheckView<'a> {
    fn of(check: &'a Check) -> Self {
        let (passed, failed, said) = match &check.found {
            Found::Counted { passed, failed } => (*passed, *failed, None),
            Found::Stated { words, .. } => (0, 0, Some(words.as_str())),
        };
        let (state, word) = match check.found {
            Found::Counted { failed: 0, .. } | Found::Stated { fits: true, .. } => {
                ("passed", "通过")
            }
            Found::Counted { .. } => ("open", "待办"),
            Found::Stated { fits: false, .. } => ("broken", "不符"),
        };
        Self {
            item: &check.item,
            basis: &check.basis,
            passed,
            failed,
            said,
            state,
            word,
        }
    }
}

impl<'a> View<'a> {
    fn of(review: &'a RegistrationReview) -> Self {
        Self {
            title: TITLE,
            school: &review.school,
            number: &review.number,
            run: review.run,
            code: review.code.as_ref(),
            certificate: &review.certificate,
            exam: review.exam.words(),
            group: &review.group,
            majors: &review.majors,
            classes: review.classes,
            quota: review.quota,
            registered: review.registered,
            given_up: review.given_up,
            checks: review.checks.iter().map(CheckView::of).collect(),
            open: review
                .open
                .iter()
                .map(|point| point.words(review.printed_on))
                .collect(),
            steps: &review.steps,
            outside: OutsideView {
                sent: review.outside.sent.map(day),
                city: review.outside.city.as_deref(),
                province: review.outside.province.as_deref(),
                receipt: review.outside.receipt.as_deref(),
            },
        }
    }
}

/// The sheet, ready to be signed.
pub fn registration_review(review: &RegistrationReview) -> Result<Vec<u8>, Unprintable> {
    print(
        Template::RegistrationReview,
        &View::of(review),
        review.printed_on,
    )
}

#[cfg(test)]
pub(super) fn laid(review: &RegistrationReview) -> Result<super::Laid, Unprintable> {
    super::engine::laid(Template::RegistrationReview, &View::of(review))
}
