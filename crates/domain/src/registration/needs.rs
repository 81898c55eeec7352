//! What each student must bring before his row may go on: the form looked through, a portrait, his own consent and
//! a guardian's (plan 6.3). What is missing keeps back the one row, never the list.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::consent::{Answers, ConsentKind, Party, Stand};
use super::fault::Field;
use super::photo::PhotoFault;
use crate::states::states;

states! {
    /// One thing a row needs.
    Need {
        Form = "form", "核对报名信息";
        Photo = "photo", "证件照";
        StudentConsent = "student_consent", "学生同意书";
        GuardianConsent = "guardian_consent", "家长同意书";
    }
}

impl Need {
    /// Who can bring it.
    pub const fn by(self) -> &'static str {
        match self {
            Self::Form | Self::Photo => "学生本人或班主任",
            Self::StudentConsent => "学生本人",
            Self::GuardianConsent => "家长",
        }
    }

    /// The consent it is, and whose.
    pub const fn party(self) -> Option<Party> {
        match self {
            Self::StudentConsent => Some(Party::Student),
            Self::GuardianConsent => Some(Party::Guardian),
            Self::Form | Self::Photo => None,
        }
    }
}

/// What a version of the plan asks for. Whatever is absent in the stored record is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Needs {
    pub form: bool,
    pub photo: bool,
    pub student_consent: bool,
    pub guardian_consent: bool,
    /// Days a guardian's link stays open.
    pub link_days: u32,
}

impl Default for Needs {
    fn default() -> Self {
        Self {
            form: true,
            photo: true,
            student_consent: true,
            guardian_consent: true,
            link_days: 14,
        }
    }
}

impl Needs {
    /// A plan that leaves all of it to paper.
    pub const NONE: Self = Self {
        form: false,
        photo: false,
        student_consent: false,
        guardian_consent: false,
        link_days: 14,
    };

    /// Whether anything at all is asked for here.
    pub const fn asks_anything(&self) -> bool {
        self.form || self.photo || self.student_consent || self.guardian_consent
    }

    /// Whether this is asked of somebody born that day. Who is of age speaks for himself; below fourteen a guardian
    /// is asked whatever the plan says (个人信息保护法 31).
    pub fn asks(&self, need: Need, age: Age) -> bool {
        match need {
            Need::Form => self.form,
            Need::Photo => self.photo,
            Need::StudentConsent => self.student_consent,
            Need::GuardianConsent => match age {
                Age::Child => true,
                Age::Minor => self.guardian_consent,
                Age::Adult => false,
            },
        }
    }
}

/// How old somebody is, as far as the law asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// 不满 14 周岁
    Child,
    Minor,
    Adult,
}

impl Age {
    /// On a day; whose birth date is not known counts as a minor.
    pub fn on(day: NaiveDate, born: Option<NaiveDate>) -> Self {
        let Some(born) = born else {
            return Self::Minor;
        };
        let turned = (day.month(), day.day()) >= (born.month(), born.day());
        match day.year() - born.year() - i32::from(!turned) {
            ..14 => Self::Child,
            14..18 => Self::Minor,
            _ => Self::Adult,
        }
    }
}

/// What there is of one student.
#[derive(Clone, Debug)]
pub struct Brought {
    pub age: Age,
    /// The form was looked through and handed in.
    pub confirmed: bool,
    pub photo: Portrait,
    pub answers: Answers,
}

/// How the portrait stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Portrait {
    None,
    Refused(PhotoFault),
    Good,
}

/// One thing a row lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lack {
    pub need: Need,
    /// The whole sentence: 照片不合格：蓝底，要换白底.
    pub sentence: String,
    /// Somebody said no, or took the consent back.
    pub refused: bool,
}

impl Lack {
    /// Where it is shown.
    pub const fn field(&self) -> Field {
        match self.need {
            Need::Photo => Field::Photo,
            Need::Form | Need::StudentConsent | Need::GuardianConsent => Field::Other,
        }
    }
}

/// What a row lacks, in the order it is brought.
pub fn lacks(needs: &Needs, brought: &Brought) -> Vec<Lack> {
    Need::ALL
        .iter()
        .filter(|need| needs.asks(**need, brought.age))
        .filter_map(|need| lack(*need, brought))
        .collect()
}

fn lack(need: Need, brought: &Brought) -> Option<Lack> {
    let plain = |sentence: &str| Lack {
        need,
        sentence: sentence.to_owned(),
        refused: false,
    };
    match need {
        Need::Form => (!brought.confirmed).then(|| plain("还没有核对报名信息")),
        Need::Photo => match &brought.photo {
            Portrait::Good => None,
            Portrait::None => Some(plain("还没有证件照")),
            Portrait::Refused(why) => Some(plain(&format!("照片不合格：{why}"))),
        },
        Need::StudentConsent => consent(need, Party::Student, brought),
        Need::GuardianConsent => consent(need, Party::Guardian, brought),
    }
}

/// Both parts are needed: having read the notice, and, apart from it, handing the data over.
fn consent(need: Need, party: Party, brought: &Brought) -> Option<Lack> {
    let who = party.label();
    let stands: Vec<Stand> = ConsentKind::ALL
        .iter()
        .map(|kind| brought.answers.stand(party, *kind))
        .collect();
    let has = |stand| stands.contains(&stand);
    let (sentence, refused) = if has(Stand::Withdrawn) {
        (format!("{who}撤回了同意，不能再报送"), true)
    } else if has(Stand::Refused) {
        (format!("{who}没有同意，不能报送"), true)
    } else if has(Stand::Open) {
        (format!("{who}还没有签同意书"), false)
    } else {
        return None;
    };
    Some(Lack {
        need,
        sentence,
        refused,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brought() -> Brought {
        let mut answers = Answers::default();
        for party in Party::ALL {
            for kind in ConsentKind::ALL {
                answers.set(*party, *kind, Stand::Given);
            }
        }
        Brought {
            age: Age::Minor,
            confirmed: true,
            photo: Portrait::Good,
            answers,
        }
    }

    fn said(brought: &Brought) -> Vec<String> {
        lacks(&Needs::default(), brought)
            .into_iter()
            .map(|lack| lack.sentence)
            .collect()
    }

    #[test]
    fn plan_6_3_who_brought_everything_lacks_nothing() {
        assert!(said(&brought()).is_empty());
        let nothing = Brought {
            age: Age::Minor,
            confirmed: false,
            photo: Portrait::None,
            answers: Answers::default(),
        };
        assert_eq!(
            said(&nothing),
            [
                "还没有核对报名信息",
                "还没有证件照",
                "学生还没有签同意书",
                "家长还没有签同意书"
            ]
        );
        assert!(lacks(&Needs::NONE, &nothing).is_empty());
    }

    #[test]
    fn plan_6_3_a_consent_taken_back_or_refused_is_said_apart() {
        let mut back = brought();
        back.answers
            .set(Party::Guardian, ConsentKind::Provide, Stand::Withdrawn);
        assert_eq!(said(&back), ["家长撤回了同意，不能再报送"]);
        back.answers
            .set(Party::Guardian, ConsentKind::Provide, Stand::Refused);
        assert_eq!(said(&back), ["家长没有同意，不能报送"]);
        back.answers
            .set(Party::Guardian, ConsentKind::Provide, Stand::Open);
        assert_eq!(said(&back), ["家长还没有签同意书"]);
    }

    #[test]
    fn a_guardian_is_asked_below_eighteen_and_always_below_fourteen() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = day("2025-05-20");
        for (born, age) in [
            ("2011-05-21", Age::Child),
            ("2011-05-20", Age::Minor),
            ("2007-05-21", Age::Minor),
            ("2007-05-20", Age::Adult),
            ("2008-02-29", Age::Minor),
        ] {
            assert_eq!(Age::on(today, Some(day(born))), age, "{born}");
        }
        assert_eq!(Age::on(today, None), Age::Minor);
        let nobody = Brought {
            answers: Answers::default(),
            ..brought()
        };
        let of = |age| Brought {
            age,
            ..nobody.clone()
        };
        let plan = Needs {
            guardian_consent: false,
            student_consent: false,
            ..Needs::default()
        };
        assert_eq!(lacks(&plan, &of(Age::Child)).len(), 1);
        assert_eq!(lacks(&plan, &of(Age::Minor)).len(), 0);
        assert_eq!(lacks(&Needs::default(), &of(Age::Adult)).len(), 1);
    }
}
