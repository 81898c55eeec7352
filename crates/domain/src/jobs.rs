//! Background work, as far as rules and pages must name it.

use crate::states::states;

states! {
    /// A job is queued in the transaction that asks for it and is run at least once.
    JobState {
        Queued = "queued", "排队中";
        Running = "running", "正在办理";
        Done = "done", "已完成";
        Failed = "failed", "没有办成";
    }
}
