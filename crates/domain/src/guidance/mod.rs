//! Guidance around a selection (plan 4.3.1, 4.3.3, 4.3.4): talks with those who were not chosen, the register of
//! those who strongly wish to register, activities of a class, and what is done when something goes wrong.

mod wish;

pub use wish::{NotMoved, Wish, WishPath, WishState, paths_of_old};

use crate::states::states;

states! {
    /// What a talk was about.
    TalkKind {
        NotChosen = "not_chosen", "未录取谈话";
        Wish = "wish", "报考意愿谈话";
        Other = "other", "其他谈话";
    }
}

states! {
    /// What a class did about attitude and about treasuring the chance (plan 4.3.1).
    ActivityKind {
        ClassMeeting = "class_meeting", "主题班会";
        Mobilisation = "mobilisation", "动员会";
        Sharing = "sharing", "经验分享";
        HomeVisit = "home_visit", "家校联系";
        Other = "other", "其他";
    }
}

states! {
    /// What may go wrong (plan 4.3.4).
    IncidentKind {
        Leak = "leak", "试卷泄密";
        PowerOrNetwork = "power_or_network", "停电或断网";
        Equipment = "equipment", "设备故障";
        Health = "health", "考生身体不适";
        Objection = "objection", "对结果有异议";
        Crowd = "crowd", "学生或家长聚集";
    }
}
