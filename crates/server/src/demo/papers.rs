//! The plan in force, the evaluation organisations and their certificates (plan 1.1, 6.1).

use domain::partners::{Levels, MajorCodes, Regime, TestPart, TestParts};
use domain::plan::PlanParameters;
use domain::selection::NotAPart;
use domain::values::Ratio;
use store::partners::{self, NewCertificate};
use store::{StoreResult, Tx};

/// A certificate of the demonstration.
struct Offered {
    organisation: &'static str,
    name: &'static str,
    levels: &'static [&'static str],
    majors: &'static [&'static str],
}

pub(super) const FINANCE: &str = "财务共享服务";
pub(super) const INTEGRATION: &str = "业财一体信息化应用";
pub(super) const CLAIMS: &str = "人身保险理赔";

const OFFERED: [Offered; 3] = [
    Offered {
        organisation: "示例财税评价中心",
        name: FINANCE,
        levels: &["初级", "中级", "高级"],
        majors: &["730301"],
    },
    Offered {
        organisation: "示例数字财务评价组织",
        name: INTEGRATION,
        levels: &["初级", "中级"],
        majors: &["730301", "730701"],
    },
    Offered {
        organisation: "示例保险职业评价组织",
        name: CLAIMS,
        levels: &["初级", "中级"],
        majors: &["730201"],
    },
];

/// Bring them in. This school's plan breaks ties by the average of the major's courses.
pub(super) async fn fill(tx: &Tx) -> StoreResult<()> {
    let from = chrono::NaiveDate::from_ymd_opt(2024, 3, 25).unwrap_or_default();
    store::plan::create_version(tx, "2024 版方案", from, &parameters().unwrap_or_default()).await?;
    for offered in &OFFERED {
        let organisation = partners::organisation_id(tx, offered.organisation).await?;
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect();
        partners::create_certificate(
            tx,
            NewCertificate {
                organisation,
                name: offered.name.to_owned(),
                regime: Regime::X,
                levels: Levels(words(offered.levels)),
                major_codes: MajorCodes(words(offered.majors)),
                parts: parts().unwrap_or_default(),
            },
        )
        .await?;
    }
    Ok(())
}

fn parameters() -> Result<PlanParameters, NotAPart> {
    Ok(PlanParameters {
        tie_keys: "average".parse()?,
        ..PlanParameters::default()
    })
}

/// Theory and practical count the same.
fn parts() -> Result<TestParts, NotAPart> {
    let part = |key: &str, name: &str| {
        Ok(TestPart {
            key: key.parse()?,
            name: name.to_owned(),
            weight: Ratio::try_from(5_000).unwrap_or(Ratio::NONE),
            max_tenths: 1_000,
        })
    };
    Ok(TestParts(vec![
        part("theory", "理论")?,
        part("practical", "实操")?,
    ]))
}
