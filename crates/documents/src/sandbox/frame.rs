//! An answer of JSON and bytes: the length of the JSON (four bytes, little end first), the JSON, the bytes.

use serde::{Serialize, de::DeserializeOwned};

pub(crate) fn pack(said: &impl Serialize, bytes: &[u8]) -> Vec<u8> {
    // Structs of numbers and strings always have a JSON form.
    let json = serde_json::to_vec(said).unwrap_or_default();
    let length = u32::try_from(json.len()).unwrap_or_default();
    let mut out = length.to_le_bytes().to_vec();
    out.extend(json);
    out.extend_from_slice(bytes);
    out
}

/// The parent believes nothing in an answer: what does not read is `None`.
pub(crate) fn unpack<T: DeserializeOwned>(answer: &[u8]) -> Option<(T, &[u8])> {
    let (length, rest) = answer.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let (json, bytes) = rest.split_at_checked(length)?;
    Some((serde_json::from_slice(json).ok()?, bytes))
}
