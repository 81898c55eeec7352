//! Where a list stands: which page of how many, and the address of the others.

use serde::Serialize;
use store::Page;

use super::{WebError, WebResult};

/// What `p::pager` in `parts.html` needs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pager {
    pub(crate) page: u64,
    pub(crate) pages: u64,
    pub(crate) first: u64,
    pub(crate) last: u64,
    pub(crate) total: u64,
    /// The list's address up to `page=`: ends with `?` or `&`.
    pub(crate) base: String,
}

impl Pager {
    pub(crate) fn new(page: Page, total: u64, base: String) -> Self {
        Self {
            page: page.number(),
            pages: total.div_ceil(page.size()),
            first: total.min(page.offset() + 1),
            last: total.min(page.offset() + page.size()),
            total,
            base,
        }
    }
}

/// A filter as part of an address, empty fields left out; ends with `&` unless it is empty.
pub(crate) fn query_string(query: &impl Serialize) -> WebResult<String> {
    let fields = serde_json::to_value(query).map_err(WebError::internal)?;
    let mut address = form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields.as_object().into_iter().flatten() {
        if let Some(text) = value
            .as_str()
            .map(str::trim)
            .filter(|text| !text.is_empty())
        {
            address.append_pair(name, text);
        }
    }
    let mut address = address.finish();
    if !address.is_empty() {
        address.push('&');
    }
    Ok(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Filter {
        q: &'static str,
        grade: &'static str,
    }

    #[test]
    fn an_address_holds_what_is_set_and_nothing_else() {
        assert_eq!(
            query_string(&Filter {
                q: "陈 & 王",
                grade: " "
            })
            .unwrap(),
            "q=%E9%99%88+%26+%E7%8E%8B&"
        );
        assert_eq!(query_string(&Filter { q: "", grade: "" }).unwrap(), "");
    }

    #[test]
    fn a_pager_counts_from_one_and_stops_at_the_end() {
        let pager = Pager::new(Page::new(2, 100), 120, "/students?".into());
        assert_eq!((pager.pages, pager.first, pager.last), (2, 101, 120));
        let empty = Pager::new(Page::new(1, 100), 0, String::new());
        assert_eq!((empty.pages, empty.first, empty.last), (0, 0, 0));
    }
}
