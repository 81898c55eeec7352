//! How far a round of selection has come, and what is recorded of each candidate (plan 4.2, 4.3.2).

use crate::states::states;

states! {
    /// Scores change only while `Entering`; the cut is computed only from what was sealed, and a
    /// person confirms it before it is published. A published list is public notice until its last
    /// day; only a final one lets anybody register (plan 4.3.2).
    RoundState {
        Entering = "entering", "录入成绩";
        Sealed = "sealed", "已封存";
        Computed = "computed", "已计算，待确认";
        Confirmed = "confirmed", "已确认，待发布";
        Published = "published", "公示中";
        Final = "final", "已定案";
    }
}

impl RoundState {
    /// Whether the list stands for good: what registration and every gate ask for.
    pub const fn is_final(self) -> bool {
        match self {
            Self::Final => true,
            Self::Entering | Self::Sealed | Self::Computed | Self::Confirmed | Self::Published => {
                false
            }
        }
    }

    /// Whether the result has been told.
    pub const fn is_told(self) -> bool {
        match self {
            Self::Published | Self::Final => true,
            Self::Entering | Self::Sealed | Self::Computed | Self::Confirmed => false,
        }
    }
}

states! {
    /// What the rule says of a candidate (plan 4.2).
    Verdict {
        Chosen = "chosen", "录取";
        NotChosen = "not_chosen", "未录取";
        Absent = "absent", "缺考";
    }
}

states! {
    /// Why a candidate is not ranked, as the score list says it (plan 4.3.2).
    Absence {
        Missed = "missed", "缺考";
        Deferred = "deferred", "缓考";
        OnLeave = "on_leave", "请假";
        Cheated = "cheated", "作弊";
        Breach = "breach", "违纪";
        /// The score list has no row for this student.
        NoRow = "no_row", "无成绩行";
        /// The row in the score list was refused and has to be mended first.
        RowRefused = "row_refused", "成绩行有误";
    }
}
