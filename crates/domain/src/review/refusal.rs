//! Why an act of review was not done, in the words its page shows.

use chrono::{DateTime, Utc};

use super::ReviewState;
use crate::access::Post;
use crate::dates::time_words;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It was decided or taken back meanwhile.
    #[error("这一件{}，不用再办了", state.label())]
    Over { state: ReviewState },
    #[error("现在轮到{}审核", post.label())]
    NotYourTurn { post: Post },
    /// What one person submits, another decides.
    #[error("自己提交的材料要由别人审核，可以转办给同事")]
    OwnSubmission,
    #[error("请写明退回理由：哪里不对，怎样改")]
    ReasonMissing,
    #[error("没有可以撤回的：只能撤回自己最近办的一步")]
    NothingToTakeBack,
    #[error("下一位已经打开，不能撤回了。要改的话，请对方退回")]
    AlreadyOpened,
    #[error("已经过了 {minutes} 分钟，不能撤回了")]
    TooLate { minutes: u32 },
    #[error("这一件本来就轮到这位同事，请另选一位")]
    DelegatedAlready,
    #[error("不能转办给提交的人，请另选一位")]
    DelegatedToAuthor,
    #[error("这一件正等着你审核，不用催办")]
    WaitsForYou,
    #[error("{} 催过，{} 后可再催", time_words(*last, *now), crate::dates::on_the_wall(*next).format("%H:%M"))]
    RemindedLately {
        last: DateTime<Utc>,
        next: DateTime<Utc>,
        now: DateTime<Utc>,
    },
}
