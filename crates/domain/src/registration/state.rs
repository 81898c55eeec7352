//! How far a class's registration list and each of its rows are (plan 6.3).

use crate::states::states;

states! {
    /// Computed from the rows and kept so that lists of lists can be filtered.
    ListState {
        Draft = "draft", "填写中";
        Submitted = "submitted", "待审核";
        Returned = "returned", "有退回";
        Approved = "approved", "已同意";
    }
}

states! {
    /// One student's row; only `Approved` rows are written into the platform's workbook.
    RegistrationState {
        Draft = "draft", "填写中";
        Submitted = "submitted", "待审核";
        Approved = "approved", "已同意";
        Returned = "returned", "已退回";
        Withdrawn = "withdrawn", "不报名";
    }
}

states! {
    /// What became of a student's word that something in the roll is wrong.
    CorrectionState {
        Open = "open", "等核对";
        Mended = "mended", "已改";
        Kept = "kept", "核对无误";
    }
}
