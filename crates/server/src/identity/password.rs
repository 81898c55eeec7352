//! Passwords: argon2id with the school's pepper, two at a time, the same time for names that do not exist.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::shell::{App, WebError, WebResult};

/// OWASP's floor for argon2id: 19 MiB, two passes.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;

/// Shortest and longest password taken (ASVS 6.2.1, 6.2.9).
const SHORTEST: usize = 8;
const LONGEST: usize = 128;

/// The hash to keep, as a PHC string.
pub(crate) async fn hash(app: &App, password: &str) -> WebResult<String> {
    let (pepper, password) = (app.keys.pepper().to_vec(), password.to_owned());
    let _turn = app.hashing.acquire().await.map_err(WebError::internal)?;
    tokio::task::spawn_blocking(move || {
        let hash = hasher(&pepper)?
            .hash_password(password.as_bytes())
            .map_err(WebError::internal)?;
        Ok(hash.to_string())
    })
    .await
    .map_err(WebError::internal)?
}

/// Whether the password is right. Without a kept hash (no such account) it takes just as long and says no.
pub(crate) async fn verify(app: &App, password: &str, kept: Option<String>) -> WebResult<bool> {
    let (pepper, password) = (app.keys.pepper().to_vec(), password.to_owned());
    let _turn = app.hashing.acquire().await.map_err(WebError::internal)?;
    tokio::task::spawn_blocking(move || {
        let hasher = hasher(&pepper)?;
        let Some(kept) = kept else {
            hasher
                .hash_password(password.as_bytes())
                .map_err(WebError::internal)?;
            return Ok(false);
        };
        let kept = PasswordHash::new(&kept).map_err(WebError::internal)?;
        Ok(hasher.verify_password(password.as_bytes(), &kept).is_ok())
    })
    .await
    .map_err(WebError::internal)?
}

fn hasher(pepper: &[u8]) -> WebResult<Argon2<'_>> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(WebError::internal)?;
    Argon2::new_with_secret(pepper, Algorithm::Argon2id, Version::V0x13, params)
        .map_err(WebError::internal)
}

/// Why a new password is not taken; `None` when it is. No rules of composition, no forced change (ASVS 6.2.5, 6.2.10).
pub(crate) fn fault(new: &str, login: &str) -> Option<String> {
    let length = new.chars().count();
    if length < SHORTEST {
        return Some(format!(
            "密码有 {length} 位，至少要 {SHORTEST} 位。一句自己记得住的话最好"
        ));
    }
    if length > LONGEST {
        return Some(format!("密码有 {length} 位，最多 {LONGEST} 位"));
    }
    let low = new.to_lowercase();
    let only_one = new.chars().collect::<std::collections::BTreeSet<_>>().len() < 4;
    if only_one
        || COMMON.contains(&low.as_str())
        || (!login.is_empty() && low.contains(&login.to_lowercase()))
    {
        return Some("这个密码太常见，或含有账号名，容易被猜到。请换一个".to_owned());
    }
    None
}

/// What is tried first everywhere.
const COMMON: [&str; 24] = [
    "12345678",
    "123456789",
    "1234567890",
    "87654321",
    "11223344",
    "123123123",
    "password",
    "password1",
    "passw0rd",
    "qwertyui",
    "qwertyuiop",
    "1qaz2wsx",
    "abcd1234",
    "abc12345",
    "a1234567",
    "a12345678",
    "iloveyou",
    "admin123",
    "admin888",
    "88888888",
    "66666666",
    "00000000",
    "5201314520",
    "woaini1314",
];

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn a_password_is_long_enough_and_not_the_first_guess() {
        assert!(fault("短", "clerk").is_some());
        assert!(fault("12345678", "clerk").is_some());
        assert!(fault("aaaabbbb", "clerk").is_some());
        assert!(fault("Clerk-2025-x", "clerk").is_some());
        assert!(fault(&"长".repeat(129), "clerk").is_some());
        assert_eq!(fault("荔枝红了请你来吃", "clerk"), None);
    }
}
