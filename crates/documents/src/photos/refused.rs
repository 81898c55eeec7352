//! Why a file is no picture that can be kept: one kind and one sentence for each case.

use serde::{Deserialize, Serialize};

use crate::sandbox::ChildDied;

/// Each sentence says what was found and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Refused {
    #[error("照片是空的，里面没有内容。请重新选择照片")]
    Empty,
    #[error("照片有 {} MB，最多 {} MB。请在手机上缩小后再传", .bytes.div_ceil(1 << 20), .limit >> 20)]
    TooBig { bytes: usize, limit: usize },
    #[error("这是 PDF，不是照片。请把照片存成 JPG 或 PNG 再传")]
    Pdf,
    #[error("这是 {name} 图片，这里收 JPG 和 PNG。请在手机相册里另存为 JPG 再传")]
    OtherPicture { name: String },
    #[error("这份文件不是照片。请选一张 JPG 或 PNG 照片")]
    NotAPicture,
    #[error("照片是 {width}×{height} 像素，一边最多 {limit} 像素。请缩小后再传")]
    TooLong { width: u32, height: u32, limit: u32 },
    #[error("照片有 {} 万像素，最多 {} 万像素。请缩小后再传", .pixels / 10_000, .limit / 10_000)]
    TooManyPixels { pixels: u64, limit: u64 },
    #[error("照片不完整，后面的内容缺了。可能没有传完，请再传一次")]
    Truncated,
    #[error("照片有损坏的地方，打不开。请换一张，或截图后再传")]
    Damaged,
    #[error("打开这张照片要用太多内存或时间，没有收下。请缩小后再传")]
    TooHeavy,
    #[error("现在打不开照片，请过一会儿再传；还不行，请联系系统管理员")]
    NoReader,
}

impl From<ChildDied> for Refused {
    fn from(died: ChildDied) -> Self {
        match died {
            ChildDied::NotStarted(_) => Self::NoReader,
            ChildDied::Panicked { .. } => Self::Damaged,
            ChildDied::Killed { .. } | ChildDied::TimedOut | ChildDied::AnswerTooLong => {
                Self::TooHeavy
            }
        }
    }
}
