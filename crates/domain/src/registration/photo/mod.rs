//! The portrait that goes to the platform with a registration: what a version of the plan asks of it, and what is
//! wrong with one that was handed in (plan 6.3). The picture itself is looked at elsewhere; here are its figures.

mod naming;

use serde::{Deserialize, Serialize};

use crate::states::states;

pub use naming::{Named, NotNamed, Owner, owner_of};

states! {
    /// The kinds of picture that can be read.
    PhotoFormat {
        Jpeg = "jpeg", "JPEG";
        Png = "png", "PNG";
    }
}

states! {
    /// The grounds a platform asks for.
    Ground {
        White = "white", "白底";
        Blue = "blue", "蓝底";
        Red = "red", "红底";
    }
}

impl Ground {
    /// The colour a studio uses for it.
    const fn colour(self) -> [u8; 3] {
        match self {
            Self::White => [255, 255, 255],
            Self::Blue => [67, 142, 219],
            Self::Red => [214, 32, 40],
        }
    }
}

/// What a portrait must be like. Whatever is absent in the stored record has the usual value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PhotoRules {
    pub formats: Vec<PhotoFormat>,
    /// The smallest picture that is taken.
    pub min_width: u32,
    pub min_height: u32,
    /// A larger one is made smaller, never refused.
    pub max_width: u32,
    pub max_height: u32,
    /// Width over height, in ten-thousandths: the narrowest and the widest.
    pub narrowest: u32,
    pub widest: u32,
    /// The most the stored picture may weigh.
    pub max_kb: u32,
    pub grounds: Vec<Ground>,
    /// How far the ground's colour may lie from the one that is asked for.
    pub tolerance: u32,
    /// The share of the picture that the head's region should take, in ten-thousandths.
    pub head_least: u32,
    pub head_most: u32,
}

impl Default for PhotoRules {
    fn default() -> Self {
        Self {
            formats: PhotoFormat::ALL.to_vec(),
            min_width: 240,
            min_height: 320,
            max_width: 600,
            max_height: 800,
            narrowest: 6_800,
            widest: 8_500,
            max_kb: 200,
            grounds: vec![Ground::White],
            tolerance: 64,
            head_least: 600,
            head_most: 6_500,
        }
    }
}

impl PhotoRules {
    /// 白底，竖版一寸照，至少 240×320 像素，JPEG 或 PNG
    pub fn words(&self) -> String {
        let grounds = labels(self.grounds.iter().map(|ground| ground.label()));
        let formats = labels(self.formats.iter().map(|format| format.label()));
        format!(
            "{grounds}，竖的证件照，至少 {}×{} 像素，{formats}",
            self.min_width, self.min_height
        )
    }
}

fn labels(words: impl Iterator<Item = &'static str>) -> String {
    words.collect::<Vec<_>>().join("或")
}

/// What was found in a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "db", derive(sea_orm::FromJsonQueryResult))]
pub struct Measure {
    pub format: PhotoFormat,
    /// As it was handed in, upright.
    pub source_width: u32,
    pub source_height: u32,
    /// As it is kept.
    pub width: u32,
    pub height: u32,
    pub bytes: u32,
    /// The colour of the ground: red, green, blue.
    pub ground: [u8; 3],
    /// The share of the border that has another colour, in ten-thousandths.
    pub uneven: u32,
    /// The share of the picture that looks like a head, in ten-thousandths: an estimate by colour, no recognition.
    pub head: u32,
}

/// One thing that is wrong with a picture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhotoFault {
    #[error("照片是 {width}×{height} 像素，太小，至少要 {min_width}×{min_height}，请换一张清楚的")]
    TooSmall {
        width: u32,
        height: u32,
        min_width: u32,
        min_height: u32,
    },
    #[error("照片宽是高的 {} 倍，要在 {} 到 {} 之间，请裁成竖的证件照", share(*.shape), share(*.narrowest), share(*.widest))]
    Shape {
        shape: u32,
        narrowest: u32,
        widest: u32,
    },
    #[error("照片是 {}，要用 {}，请另存后再传", format.label(), labels(wanted.iter().map(|one| one.label())))]
    Format {
        format: PhotoFormat,
        wanted: Vec<PhotoFormat>,
    },
    #[error("照片存好后有 {kb} KB，最多 {most} KB，请换一张底色干净的")]
    TooHeavy { kb: u32, most: u32 },
    #[error("{found}，要换{}", labels(wanted.iter().map(|one| one.label())))]
    Ground {
        found: &'static str,
        wanted: Vec<Ground>,
    },
    #[error("底色不均匀，可能有阴影或杂物，请看一下")]
    Uneven,
    #[error("头像区域约占 {}%（按颜色估计），人像可能太小，请看一下", .head / 100)]
    HeadSmall { head: u32 },
    #[error("头像区域约占 {}%（按颜色估计），人像可能太大，请看一下", .head / 100)]
    HeadLarge { head: u32 },
}

impl PhotoFault {
    /// An estimate asks a person to look; it refuses nothing.
    pub const fn is_warning(&self) -> bool {
        matches!(
            self,
            Self::Uneven | Self::HeadSmall { .. } | Self::HeadLarge { .. }
        )
    }
}

/// What is wrong with a picture, faults before warnings.
pub fn judge(rules: &PhotoRules, found: &Measure) -> Vec<PhotoFault> {
    let mut faults = Vec::new();
    if !rules.formats.contains(&found.format) {
        faults.push(PhotoFault::Format {
            format: found.format,
            wanted: rules.formats.clone(),
        });
    }
    let (width, height) = (found.source_width, found.source_height);
    if width < rules.min_width || height < rules.min_height {
        faults.push(PhotoFault::TooSmall {
            width,
            height,
            min_width: rules.min_width,
            min_height: rules.min_height,
        });
    }
    let shape = ratio(width, height);
    if shape < rules.narrowest || shape > rules.widest {
        faults.push(PhotoFault::Shape {
            shape,
            narrowest: rules.narrowest,
            widest: rules.widest,
        });
    }
    let kb = found.bytes.div_ceil(1024);
    if kb > rules.max_kb {
        faults.push(PhotoFault::TooHeavy {
            kb,
            most: rules.max_kb,
        });
    }
    let near = |ground: &Ground| distance(found.ground, ground.colour()) <= rules.tolerance;
    if !rules.grounds.iter().any(near) {
        faults.push(PhotoFault::Ground {
            found: ground_words(found.ground),
            wanted: rules.grounds.clone(),
        });
    }
    faults.extend(warnings(rules, found));
    faults
}

fn warnings(rules: &PhotoRules, found: &Measure) -> Vec<PhotoFault> {
    /// A quarter of the border in another colour is a shadow or a door frame.
    const UNEVEN: u32 = 2_500;
    let mut warnings = Vec::new();
    let head = found.head;
    if found.uneven > UNEVEN {
        warnings.push(PhotoFault::Uneven);
    }
    if head < rules.head_least {
        warnings.push(PhotoFault::HeadSmall { head });
    } else if head > rules.head_most {
        warnings.push(PhotoFault::HeadLarge { head });
    }
    warnings
}

/// The first thing that must be mended, `None` when the picture may be sent.
pub fn refusal(rules: &PhotoRules, found: &Measure) -> Option<PhotoFault> {
    judge(rules, found)
        .into_iter()
        .find(|fault| !fault.is_warning())
}

/// Width over height in ten-thousandths.
fn ratio(width: u32, height: u32) -> u32 {
    let exact = u64::from(width) * 10_000 / u64::from(height.max(1));
    u32::try_from(exact).unwrap_or(u32::MAX)
}

/// 0.81
fn share(ten_thousandths: u32) -> String {
    format!(
        "{}.{:02}",
        ten_thousandths / 10_000,
        ten_thousandths % 10_000 / 100
    )
}

/// How far two colours lie apart.
fn distance(a: [u8; 3], b: [u8; 3]) -> u32 {
    let square = |(one, other): (u8, u8)| u32::from(one.abs_diff(other)).pow(2);
    a.into_iter().zip(b).map(square).sum::<u32>().isqrt()
}

/// What a person would call the ground.
fn ground_words(colour: [u8; 3]) -> &'static str {
    let [red, green, blue] = colour.map(i32::from);
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    match (most, most - least) {
        (..90, _) => "底色太暗",
        (235.., ..30) => "白底",
        (_, ..40) => "灰底",
        _ if blue >= red && blue >= green => "蓝底",
        _ if red > green && red > blue => "红底",
        _ => "底色偏绿",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measure() -> Measure {
        Measure {
            format: PhotoFormat::Jpeg,
            source_width: 358,
            source_height: 441,
            width: 358,
            height: 441,
            bytes: 20_000,
            ground: [250, 250, 252],
            uneven: 300,
            head: 1_800,
        }
    }

    fn said(found: &Measure) -> Vec<String> {
        judge(&PhotoRules::default(), found)
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn plan_6_3_a_portrait_on_white_has_no_fault() {
        assert!(said(&measure()).is_empty());
        let pale = Measure {
            ground: [210, 224, 247],
            ..measure()
        };
        assert!(said(&pale).is_empty(), "a white wall in cool light");
    }

    #[test]
    fn plan_6_3_each_fault_of_a_portrait_has_its_sentence() {
        let table: [(Measure, &str); 5] = [
            (
                Measure {
                    source_width: 210,
                    source_height: 280,
                    ..measure()
                },
                "照片是 210×280 像素，太小，至少要 240×320，请换一张清楚的",
            ),
            (
                Measure {
                    source_width: 900,
                    source_height: 600,
                    ..measure()
                },
                "照片宽是高的 1.50 倍，要在 0.68 到 0.85 之间，请裁成竖的证件照",
            ),
            (
                Measure {
                    bytes: 300 << 10,
                    ..measure()
                },
                "照片存好后有 300 KB，最多 200 KB，请换一张底色干净的",
            ),
            (
                Measure {
                    ground: [70, 140, 215],
                    ..measure()
                },
                "蓝底，要换白底",
            ),
            (
                Measure {
                    ground: [150, 150, 148],
                    ..measure()
                },
                "灰底，要换白底",
            ),
        ];
        for (found, sentence) in table {
            assert_eq!(said(&found), [sentence]);
            assert!(refusal(&PhotoRules::default(), &found).is_some());
        }
    }

    #[test]
    fn what_is_only_estimated_asks_a_person_to_look() {
        let small = Measure {
            head: 300,
            uneven: 4_000,
            ..measure()
        };
        assert_eq!(
            said(&small),
            [
                "底色不均匀，可能有阴影或杂物，请看一下",
                "头像区域约占 3%（按颜色估计），人像可能太小，请看一下"
            ]
        );
        assert_eq!(refusal(&PhotoRules::default(), &small), None);
    }

    #[test]
    fn plan_1_1_a_version_may_ask_for_another_ground() {
        let rules: PhotoRules =
            serde_json::from_str(r#"{"grounds":["blue","red"],"formats":["png"]}"#).unwrap();
        let sentences: Vec<_> = judge(&rules, &measure())
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            sentences,
            [
                "照片是 JPEG，要用 PNG，请另存后再传",
                "白底，要换蓝底或红底"
            ]
        );
        let blue = Measure {
            ground: [60, 140, 220],
            format: PhotoFormat::Png,
            ..measure()
        };
        assert!(judge(&rules, &blue).is_empty());
    }
}
