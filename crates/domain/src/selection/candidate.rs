//! A candidate of a selection: whoever is in the base, whether or not they sat the test (plan 4.2).

use super::parts::PartKey;
use super::state::Absence;
use crate::values::{Score, Secret};

/// The scores of one candidate by part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks(Vec<(PartKey, Score)>);

impl Marks {
    pub fn get(&self, part: PartKey) -> Option<Score> {
        self.0
            .iter()
            .find(|(key, _)| *key == part)
            .map(|(_, score)| *score)
    }

    pub fn iter(&self) -> impl Iterator<Item = (PartKey, Score)> + '_ {
        self.0.iter().copied()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(PartKey, Score)> for Marks {
    fn from_iter<I: IntoIterator<Item = (PartKey, Score)>>(marks: I) -> Self {
        Self(marks.into_iter().collect())
    }
}

impl Absence {
    /// The word a score list uses; a remark may hold more than the word.
    pub fn in_remark(remark: &str) -> Option<Self> {
        let words = [
            ("缺考", Self::Missed),
            ("缓考", Self::Deferred),
            ("作弊", Self::Cheated),
            ("舞弊", Self::Cheated),
            ("违纪", Self::Breach),
            ("违规", Self::Breach),
            ("取消资格", Self::Breach),
            ("取消考试资格", Self::Breach),
            ("请假", Self::OnLeave),
            ("病假", Self::OnLeave),
            ("事假", Self::OnLeave),
            ("缺席", Self::Missed),
            ("旷考", Self::Missed),
            ("弃考", Self::Missed),
            ("弃权", Self::Missed),
            ("放弃考试", Self::Missed),
            ("未考", Self::Missed),
            ("没考", Self::Missed),
            ("未参加", Self::Missed),
            ("没参加", Self::Missed),
            ("没有参加", Self::Missed),
            ("未到", Self::Missed),
            ("没到", Self::Missed),
        ];
        if matches!(remark, "缺" | "absent" | "Absent" | "ABSENT") {
            return Some(Self::Missed);
        }
        // 无缺考 and 没有违纪 say the contrary.
        let denied = |word: &str| {
            ["无", "没有", "未", "不"]
                .iter()
                .any(|no| remark.contains(&format!("{no}{word}")))
        };
        words
            .into_iter()
            .find(|(word, _)| remark.contains(word) && !denied(word))
            .map(|(_, absence)| absence)
    }

    /// The first half of the sentence "…，不参加排序".
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Missed => "缺考",
            Self::Deferred => "缓考",
            Self::OnLeave => "请假",
            Self::Cheated => "作弊，成绩无效",
            Self::Breach => "违纪，成绩无效",
            Self::NoRow => "成绩表里没有这名学生，按缺考处理",
            Self::RowRefused => "成绩表里这一行有问题，改好前按缺考处理",
        }
    }
}

/// One student of the base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Student number; a draw is made from it.
    pub number: Secret,
    pub name: String,
    pub class: String,
    pub marks: Marks,
    /// Set for whoever does not take part in the ranking, whatever the marks say.
    pub absence: Option<Absence>,
}
