//! How far a round of selection has come (plan 4.3.2).

use crate::states::states;

states! {
    /// Scores change only while `Entering`; the cut is computed only from what was sealed, and a
    /// person confirms it before it is published.
    RoundState {
        Entering = "entering", "录入成绩";
        Sealed = "sealed", "已封存";
        Computed = "computed", "已计算，待确认";
        Confirmed = "confirmed", "已确认，待发布";
        Published = "published", "已发布";
    }
}
