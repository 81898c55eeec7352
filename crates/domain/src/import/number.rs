//! A spreadsheet's number written out as people read it.

use std::borrow::Cow;

/// A spreadsheet shows and keeps fifteen digits; what stands behind them is noise of its sums
/// (`78.30000000000001`).
const DIGITS: usize = 15;

/// Write a number without exponent; a fraction is rounded to fifteen digits, a whole number keeps
/// its length, since a length of eighteen tells that digits were lost.
pub(super) fn plain_number(number: &str) -> Cow<'_, str> {
    let (mantissa, exponent) = match number.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()),
        None => (number, Some(0)),
    };
    let (sign, unsigned) = mantissa
        .strip_prefix('-')
        .map_or(("", mantissa), |rest| ("-", rest));
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let fraction = fraction.trim_end_matches('0');
    if exponent == Some(0) && (fraction.is_empty() || whole.len() + fraction.len() <= DIGITS) {
        let kept = if fraction.is_empty() {
            sign.len() + whole.len()
        } else {
            sign.len() + whole.len() + 1 + fraction.len()
        };
        return Cow::Borrowed(number.get(..kept).unwrap_or(number));
    }
    let point = exponent
        .filter(|exponent| exponent.abs() <= 320)
        .and_then(|exponent| i32::try_from(whole.len()).ok()?.checked_add(exponent));
    let digits = format!("{whole}{fraction}");
    match point {
        Some(point) if digits.bytes().all(|b| b.is_ascii_digit()) => {
            Cow::Owned(format!("{sign}{}", written(digits, point)))
        }
        _ => Cow::Borrowed(number),
    }
}

/// The digits with the point after the first `point` of them (before all of them if negative).
fn written(mut digits: String, point: i32) -> String {
    let leading = usize::try_from(-point).unwrap_or(0);
    digits.insert_str(0, &"0".repeat(leading));
    let mut whole = usize::try_from(point).unwrap_or(0);
    if whole >= digits.len() {
        digits.push_str(&"0".repeat(whole - digits.len()));
        return digits;
    }
    let significant = digits.len() - digits.bytes().take_while(|b| *b == b'0').count();
    if let Some(extra) = significant.checked_sub(DIGITS).filter(|extra| *extra > 0) {
        let kept = (digits.len() - extra).max(whole);
        let carried = round(&mut digits, kept);
        whole += usize::from(carried);
    }
    let (whole, fraction) = digits.split_at_checked(whole).unwrap_or((&digits, ""));
    let whole = if whole.is_empty() { "0" } else { whole };
    match fraction.trim_end_matches('0') {
        "" => whole.to_owned(),
        fraction => format!("{whole}.{fraction}"),
    }
}

/// Keep the first digits, rounding half up. True when a digit was added in front.
fn round(digits: &mut String, kept: usize) -> bool {
    let up = digits
        .as_bytes()
        .get(kept)
        .is_some_and(|next| *next >= b'5');
    digits.truncate(kept);
    if !up {
        return false;
    }
    let nines = digits.bytes().rev().take_while(|b| *b == b'9').count();
    let stem = digits.len() - nines;
    let last = stem
        .checked_sub(1)
        .and_then(|at| digits.as_bytes().get(at))
        .copied();
    digits.truncate(stem.saturating_sub(1));
    digits.push(char::from(last.map_or(b'1', |digit| digit + 1)));
    digits.push_str(&"0".repeat(nines));
    last.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_read_them() {
        let table = [
            ("2022", "2022"),
            ("2022.0", "2022"),
            ("78.5", "78.5"),
            ("78.50", "78.5"),
            ("-3.5", "-3.5"),
            ("78.30000000000001", "78.3"),
            ("0.30000000000000004", "0.3"),
            ("99.99999999999999", "100"),
            ("9.900002007120102e17", "990000200712010200"),
            ("990000200712010200", "990000200712010200"),
            ("1e2", "100"),
            ("1.5e-2", "0.015"),
            ("1e-7", "0.0000001"),
            ("-1.25e1", "-12.5"),
            ("1e999", "1e999"),
            ("NaN", "NaN"),
        ];
        for (number, text) in table {
            assert_eq!(plain_number(number), text, "{number}");
        }
    }
}
