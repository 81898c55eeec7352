//! Accounts, as far as rules and pages must name them.

use crate::states::states;

states! {
    /// Only `Active` may sign in; an account is never deleted, so what it did keeps a name.
    AccountState {
        Invited = "invited", "待启用";
        Active = "active", "在用";
        Disabled = "disabled", "已停用";
    }
}
