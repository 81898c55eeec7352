//! The container of the formats of 1997, and of workbooks with a password.

use super::Unreadable;
use super::sniff::Kind;

pub(super) const MAGIC: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Look through the directory: its entries are 128 bytes long and lie on multiples of 128, whatever
/// the sector size, and begin with their name in UTF-16.
pub(super) fn sniff(bytes: &[u8]) -> Result<Kind, Unreadable> {
    let mut found = Err(Unreadable::NotASheet);
    for entry in bytes.chunks_exact(128) {
        if is_entry(entry, "EncryptedPackage") {
            return Err(Unreadable::Encrypted);
        }
        if is_entry(entry, "Workbook") || is_entry(entry, "Book") {
            found = Ok(Kind::OldExcel);
        } else if is_entry(entry, "WordDocument") || is_entry(entry, "PowerPoint Document") {
            found = Err(Unreadable::Document);
        }
    }
    // The directory may be among what is missing, and so may the last rows.
    match found {
        Ok(_) | Err(Unreadable::NotASheet) if is_cut(bytes) => Err(Unreadable::Truncated),
        found => found,
    }
}

fn is_entry(entry: &[u8], name: &str) -> bool {
    let mut units = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes);
    let length = (name.len() + 1) * 2;
    let said = entry
        .get(64..66)
        .and_then(|field| field.try_into().ok())
        .map(|field| usize::from(u16::from_le_bytes(field)));
    said == Some(length)
        && entry
            .iter()
            .take(length)
            .all(|&byte| units.next() == Some(byte))
}

/// Does the directory or the last sector in use begin behind the end of the file?
fn is_cut(bytes: &[u8]) -> bool {
    let Some((directory, shift)) = word(bytes, 48).zip(bytes.get(30)) else {
        return true;
    };
    let sector = 1_usize << usize::from(*shift).clamp(7, 16);
    let start = |index: usize| index.saturating_add(1).saturating_mul(sector);
    start(directory).max(start(last_in_use(bytes, sector))) >= bytes.len()
}

/// The last sector the allocation tables named in the header do not call free.
fn last_in_use(bytes: &[u8], sector: usize) -> usize {
    const FREE: usize = 0xFFFF_FFFF;
    let per_table = sector / 4;
    let mut last = 0;
    for (order, table) in (0..109).filter_map(|order| Some((order, word(bytes, 76 + order * 4)?))) {
        if table == FREE {
            break;
        }
        let at = table.saturating_add(1).saturating_mul(sector);
        let entries = bytes.get(at..at.saturating_add(sector)).unwrap_or_default();
        let used = entries
            .chunks_exact(4)
            .rposition(|entry| word(entry, 0) != Some(FREE));
        last = used.map_or(last, |index| order * per_table + index);
    }
    last
}

fn word(bytes: &[u8], at: usize) -> Option<usize> {
    let field = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(field)).ok()
}
