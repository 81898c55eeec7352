//! The project's own state; how far its seven steps are is computed, never stored (plan 6).

use crate::states::states;

states! {
    /// Only an approved project may have students selected and registered (plan 6.1).
    ProjectState {
        Draft = "draft", "草稿";
        InReview = "in_review", "待审核";
        Returned = "returned", "已退回";
        Approved = "approved", "已同意";
        Closed = "closed", "已结束";
    }
}
