//! One shape for every small closed set of words the records hold: a stored value, the word people
//! read, and nothing in between.

/// Writes an enum whose variants carry the value that is stored and the word of the screens.
macro_rules! states {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $value:tt, $label:tt;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "db", derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum))]
        #[cfg_attr(feature = "db", sea_orm(rs_type = "String", db_type = "String(sea_orm::sea_query::StringLen::N(32))"))]
        pub enum $name {
            $(
                $(#[$vmeta])*
                #[doc = $label]
                #[cfg_attr(feature = "db", sea_orm(string_value = $value))]
                #[serde(rename = $value)]
                $variant,
            )+
        }

        impl $name {
            /// All of them, in the order they are met.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// What is stored and what stands in addresses.
            pub const fn value(self) -> &'static str {
                match self { $(Self::$variant => $value),+ }
            }

            /// The word people read.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::states::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|state| state.value() == text)
                    .ok_or_else(|| $crate::states::UnknownWord(text.to_owned()))
            }
        }
    };
}
pub(crate) use states;

/// A stored value or an address part that names none of the set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("「{0}」不在可选的范围里，请从列出的几项中选")]
pub struct UnknownWord(pub String);

#[cfg(test)]
mod tests {
    use crate::accounts::AccountState;
    use crate::complaints::AppealState;
    use crate::guidance::{ActivityKind, IncidentKind, TalkKind, WishPath, WishState};
    use crate::import::{ChangeKind, ImportState};
    use crate::jobs::JobState;
    use crate::notices::{ChannelKind, ContactState, DeliveryState, NoticeKind};
    use crate::projects::ProjectState;
    use crate::registration::consent::{ConsentAnswer, ConsentEnd, ConsentKind, ConsentWay, Party};
    use crate::registration::photo::{Ground, PhotoFormat};
    use crate::registration::{CorrectionState, ListState, Need, RegistrationState};
    use crate::review::{ReviewKind, ReviewState, ReviewStepState};
    use crate::selection::papers::CopyState;
    use crate::selection::{Absence, Pass, RoundState, Verdict};

    macro_rules! each_set {
        ($($set:ident),+) => { $(
            for state in $set::ALL {
                assert_eq!(state.value().parse::<$set>(), Ok(*state));
                assert_eq!(serde_json::to_value(state).unwrap(), state.value());
                assert!(state.value().len() <= 32 && !state.label().is_empty());
            }
            let labels: std::collections::BTreeSet<_> = $set::ALL.iter().map(|s| s.label()).collect();
            assert_eq!(labels.len(), $set::ALL.len(), "two states of {} read alike", stringify!($set));
        )+ };
    }

    #[test]
    fn what_is_stored_reads_back_and_every_word_is_its_own() {
        each_set!(
            Absence,
            AccountState,
            AppealState,
            ChangeKind,
            ConsentAnswer,
            ConsentEnd,
            ConsentKind,
            ConsentWay,
            CopyState,
            ChannelKind,
            ContactState,
            DeliveryState,
            CorrectionState,
            Ground,
            ImportState,
            ActivityKind,
            IncidentKind,
            TalkKind,
            WishPath,
            WishState,
            JobState,
            ListState,
            NoticeKind,
            Pass,
            Need,
            Party,
            PhotoFormat,
            ProjectState,
            RegistrationState,
            ReviewKind,
            ReviewState,
            ReviewStepState,
            RoundState,
            Verdict
        );
        assert!("gone".parse::<JobState>().is_err());
    }
}
