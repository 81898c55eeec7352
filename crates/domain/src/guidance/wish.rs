//! The register of those who were not chosen and strongly wish to register (plan 4.3.4).

use serde::{Deserialize, Serialize};

use crate::states::states;

states! {
    /// How the wish can be met.
    WishPath {
        SecondRound = "second_round", "参加第二次选拔";
        SelfPaid = "self_paid", "自费报名";
        Social = "social", "以社会考生报名";
    }
}

states! {
    /// How far a wish is.
    WishState {
        Registered = "registered", "已登记";
        Submitted = "submitted", "待审批";
        /// A path of its own was approved: the student may be registered by it.
        Approved = "approved", "已同意";
        /// Returned by the office: another path, or another talk.
        Returned = "returned", "未同意";
        /// The second round takes care of it; nobody has to approve that.
        Settled = "settled", "等第二次选拔";
        Dropped = "dropped", "已放弃";
    }
}

/// The paths a plan allows that says nothing of them.
pub fn paths_of_old() -> Vec<WishPath> {
    WishPath::ALL.to_vec()
}

/// One student's wish in one project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    pub state: WishState,
    pub path: Option<WishPath>,
}

/// Why a wish does not move; `Display` is the sentence people read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotMoved {
    #[error("还没有和这名学生谈过话。请先记一次谈话，再提交意愿")]
    NoTalk,
    #[error("现行方案没有「{}」这条路。可以选：{}", path.label(), .allowed.iter().map(|one| one.label()).collect::<Vec<_>>().join("、"))]
    NotAllowed {
        path: WishPath,
        allowed: Vec<WishPath>,
    },
    #[error("这份意愿现在是「{}」，不能这样办", .0.label())]
    State(WishState),
}

impl Wish {
    /// A wish just registered.
    pub const NEW: Self = Self {
        state: WishState::Registered,
        path: None,
    };

    /// Ask for a path. The second round needs nobody's word; the others go to the office (plan 4.3.4), and none of
    /// them without a talk before.
    pub fn ask(self, path: WishPath, allowed: &[WishPath], talks: u64) -> Result<Self, NotMoved> {
        match self.state {
            WishState::Registered | WishState::Returned | WishState::Settled => {}
            other => return Err(NotMoved::State(other)),
        }
        if !allowed.contains(&path) {
            return Err(NotMoved::NotAllowed {
                path,
                allowed: allowed.to_vec(),
            });
        }
        if talks == 0 {
            return Err(NotMoved::NoTalk);
        }
        let state = match path {
            WishPath::SecondRound => WishState::Settled,
            WishPath::SelfPaid | WishPath::Social => WishState::Submitted,
        };
        Ok(Self {
            state,
            path: Some(path),
        })
    }

    /// The office's word.
    pub fn decide(self, agreed: bool) -> Result<Self, NotMoved> {
        let state = match (self.state, agreed) {
            (WishState::Submitted, true) => WishState::Approved,
            (WishState::Submitted, false) => WishState::Returned,
            (other, _) => return Err(NotMoved::State(other)),
        };
        Ok(Self { state, ..self })
    }

    /// Back to waiting: the office takes its word back, or the asker the question.
    pub fn undecide(self, question_too: bool) -> Result<Self, NotMoved> {
        let state = match (self.state, question_too) {
            (WishState::Approved | WishState::Returned, false) => WishState::Submitted,
            (WishState::Submitted, true) => WishState::Registered,
            (other, _) => return Err(NotMoved::State(other)),
        };
        Ok(Self { state, ..self })
    }

    /// The student does not wish any more.
    pub fn drop_it(self) -> Result<Self, NotMoved> {
        match self.state {
            WishState::Registered | WishState::Returned | WishState::Settled => Ok(Self {
                state: WishState::Dropped,
                ..self
            }),
            other => Err(NotMoved::State(other)),
        }
    }

    /// Whether the student may be registered although the selection did not choose him (plan 4.3.4).
    pub fn opens_registration(&self) -> bool {
        self.state == WishState::Approved
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plan_4_3_4_no_path_is_asked_for_without_a_talk_and_only_allowed_ones() {
        let all = paths_of_old();
        let asked = Wish::NEW.ask(WishPath::SelfPaid, &all, 0);
        assert_eq!(asked, Err(NotMoved::NoTalk));
        let refused = Wish::NEW
            .ask(WishPath::Social, &[WishPath::SecondRound], 1)
            .unwrap_err();
        assert!(refused.to_string().contains("可以选：参加第二次选拔"));
        let settled = Wish::NEW.ask(WishPath::SecondRound, &all, 1).unwrap();
        assert_eq!(settled.state, WishState::Settled);
        assert!(!settled.opens_registration());
    }

    #[test]
    fn plan_4_3_4_only_an_approved_wish_opens_registration() {
        let asked = Wish::NEW
            .ask(WishPath::SelfPaid, &paths_of_old(), 1)
            .unwrap();
        assert!(!asked.opens_registration());
        let agreed = asked.decide(true).unwrap();
        assert!(agreed.opens_registration());
        assert_eq!(
            agreed.decide(true),
            Err(NotMoved::State(WishState::Approved))
        );
        assert!(!agreed.undecide(false).unwrap().opens_registration());
        let returned = asked.decide(false).unwrap();
        assert_eq!(
            returned
                .ask(WishPath::SecondRound, &paths_of_old(), 1)
                .unwrap()
                .state,
            WishState::Settled
        );
    }

    proptest! {
        #[test]
        fn plan_4_3_4_no_walk_opens_registration_without_talk_and_word(
            acts in prop::collection::vec((0_u8..5, 0_usize..3, any::<bool>()), 0..40),
        ) {
            let (mut wish, mut talks) = (Wish::NEW, 0);
            for (act, path, flag) in acts {
                let moved = match act {
                    0 => { talks += 1; continue; }
                    1 => wish.ask(WishPath::ALL[path], WishPath::ALL, talks),
                    2 => wish.decide(flag),
                    3 => wish.undecide(flag),
                    _ => wish.drop_it(),
                };
                let Ok(moved) = moved else { continue };
                let word = act == 2 && flag;
                wish = moved;
                prop_assert_eq!(wish.opens_registration(), word);
                prop_assert!(!wish.opens_registration() || talks > 0);
            }
        }
    }
}
