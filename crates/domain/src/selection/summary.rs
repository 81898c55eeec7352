//! The result in one sentence of numbers (plan 4.2); a page makes a link of each number.

use std::fmt;

use serde::Serialize;

use super::outcome::{Edge, Outcome};
use super::parameters::{Binding, Parameters, Quota};
use super::total::Total;
use crate::values::Ratio;

/// The figures of an outcome. Not readable back: who needs them later computes them again from the
/// sealed scores and the stored parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Summary {
    pub base: u32,
    pub ratio: Ratio,
    pub quota: Quota,
    pub sat: u32,
    pub absent: u32,
    pub chosen: u32,
    /// Those who keep a place told before a mark was corrected (plan 2.2.2c).
    #[serde(skip_serializing_if = "nobody")]
    pub retained: u32,
    pub not_chosen: u32,
    pub cut: Option<Total>,
    pub edge: Option<Edge>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the shape serde asks for"
)]
const fn nobody(count: &u32) -> bool {
    *count == 0
}

impl Outcome {
    pub fn summary(&self, parameters: &Parameters) -> Summary {
        Summary {
            base: self.base(),
            ratio: parameters.ratio,
            quota: self.quota(),
            sat: self.sat(),
            absent: self.absent(),
            chosen: self.chosen(),
            retained: self.retained(),
            not_chosen: self.not_chosen(),
            cut: self.cut(),
            edge: self.edge(),
        }
    }
}

/// "基数 320 人 × 60% = 192 个名额。最后录取 71.5 分；71.5 分并列 3 人，按并列规则取 1 人。录取 192 人，未录取 119 人，缺考 9 人。"
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Quota {
            by_ratio,
            places,
            binding,
        } = self.quota;
        write!(
            f,
            "基数 {} 人 × {} = {by_ratio} 个名额",
            self.base, self.ratio
        )?;
        match binding {
            Binding::Ratio => f.write_str("。")?,
            limit @ (Binding::Approved | Binding::Seats) => {
                write!(f, "，{}更少，取 {places} 个名额。", limit.label())?;
            }
        }
        match self.cut {
            Some(cut) => write!(f, "分数线 {cut} 分")?,
            None => f.write_str("没有人录取，所以没有分数线")?,
        }
        if let Some(edge) = self.edge {
            let Edge {
                total,
                same_total,
                same_total_chosen,
                ..
            } = edge;
            write!(
                f,
                "；{total} 分并列 {same_total} 人，按并列规则取 {same_total_chosen} 人"
            )?;
        }
        let Self {
            chosen,
            not_chosen,
            absent,
            retained,
            ..
        } = self;
        if *retained > 0 {
            return write!(
                f,
                "。录取 {chosen} 人，更正后保留 {retained} 人，未录取 {not_chosen} 人，缺考 {absent} 人。"
            );
        }
        write!(
            f,
            "。录取 {chosen} 人，未录取 {not_chosen} 人，缺考 {absent} 人。"
        )
    }
}
