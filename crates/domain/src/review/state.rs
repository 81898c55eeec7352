//! What can be under review, and how far it is.

use crate::states::states;

states! {
    /// What goes through the one chain.
    ReviewKind {
        Project = "project", "项目";
        RegistrationList = "registration_list", "报名表";
        Wish = "wish", "报考意愿";
    }
}

states! {
    /// A review that was returned or taken back stays; the next submission is a new round.
    ReviewState {
        Open = "open", "待审核";
        Approved = "approved", "已同意";
        Returned = "returned", "已退回";
        TakenBack = "taken_back", "已撤回";
    }
}

states! {
    /// One post's word in the chain.
    ReviewStepState {
        Waiting = "waiting", "待审核";
        Approved = "approved", "已同意";
        Returned = "returned", "已退回";
    }
}
