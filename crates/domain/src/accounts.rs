//! Accounts, as far as rules and pages must name them.

use crate::access::Post;
use crate::states::states;

states! {
    /// Only `Active` may sign in; an account is never deleted, so what it did keeps a name.
    AccountState {
        Invited = "invited", "待启用";
        Active = "active", "在用";
        Disabled = "disabled", "已停用";
    }
}

/// The post already held that may not be joined with the new one: whoever administers the accounts does not
/// also audit what was done (GB/T 22239).
pub fn clash(held: &[Post], new: Post) -> Option<Post> {
    let other = match new {
        Post::Administrator => Post::Auditor,
        Post::Auditor => Post::Administrator,
        Post::LeadingGroupHead
        | Post::LeadingGroupDeputy
        | Post::LeadingGroupMember
        | Post::OfficeDirector
        | Post::OfficeClerk
        | Post::PracticalTraining
        | Post::InformationCentre
        | Post::AcademicAffairs
        | Post::StudentAffairs
        | Post::GeneralAffairs
        | Post::FacultyHead
        | Post::GroupLeader
        | Post::Teacher
        | Post::ClassTeacher
        | Post::Student => return None,
    };
    held.contains(&other).then_some(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_administers_does_not_audit() {
        assert_eq!(
            clash(&[Post::Administrator], Post::Auditor),
            Some(Post::Administrator)
        );
        assert_eq!(
            clash(&[Post::Auditor], Post::Administrator),
            Some(Post::Auditor)
        );
        assert_eq!(clash(&[Post::OfficeClerk], Post::ClassTeacher), None);
        assert_eq!(clash(&[Post::Auditor], Post::LeadingGroupMember), None);
    }
}
