//! Pages before there is anything to check: what was imported, what can be, the upload.

use askama::Template;
use documents::sheets::Limits;

use super::super::kinds::Kind;
use super::super::options::Options;
use super::Head;
use crate::shell::{Layout, Pager, Problems};

/// All imports, the latest first.
#[derive(Template)]
#[template(path = "imports/list.html")]
pub(in super::super) struct ListPage {
    pub(in super::super) layout: Layout,
    pub(in super::super) rows: Vec<ListRow>,
    pub(in super::super) pager: Pager,
}

/// One import in the list.
pub(in super::super) struct ListRow {
    pub(in super::super) file: String,
    pub(in super::super) href: String,
    pub(in super::super) kind: &'static str,
    pub(in super::super) who: String,
    pub(in super::super) when: String,
    /// "新增 40，修改 305"
    pub(in super::super) counts: String,
    pub(in super::super) badge: &'static str,
    pub(in super::super) state: &'static str,
    pub(in super::super) open: bool,
}

/// First page: what is imported.
#[derive(Template)]
#[template(path = "imports/kinds.html")]
pub(in super::super) struct KindsPage {
    pub(in super::super) layout: Layout,
    pub(in super::super) steps: Vec<&'static str>,
    pub(in super::super) kinds: Vec<KindRow>,
}

/// A kind to choose.
pub(in super::super) struct KindRow {
    pub(in super::super) name: &'static str,
    pub(in super::super) about: &'static str,
    pub(in super::super) blank: String,
    pub(in super::super) upload: String,
    pub(in super::super) columns: String,
}

impl KindRow {
    pub(in super::super) fn of(kind: Kind, options: &Options) -> Self {
        let query = Kind::query(options);
        let table = kind.table();
        let required: Vec<_> = table
            .columns
            .iter()
            .filter(|column| column.required)
            .collect();
        let names: Vec<&str> = required.iter().map(|column| column.name.as_ref()).collect();
        Self {
            name: kind.name(),
            about: kind.about(),
            blank: format!("/imports/blank/{}{query}", kind.key()),
            upload: format!("/imports/upload/{}{query}", kind.key()),
            columns: if names.is_empty() {
                format!("认得 {} 列", table.columns.len())
            } else {
                format!(
                    "认得 {} 列，必填：{}",
                    table.columns.len(),
                    names.join("、")
                )
            },
        }
    }
}

/// Second page: the upload.
#[derive(Template)]
#[template(path = "imports/upload.html")]
pub(in super::super) struct UploadPage {
    pub(in super::super) layout: Layout,
    pub(in super::super) head: Head,
    pub(in super::super) problems: Problems,
    pub(in super::super) action: String,
    pub(in super::super) blank: String,
    pub(in super::super) columns: usize,
    pub(in super::super) rows: u32,
    pub(in super::super) megabytes: usize,
    pub(in super::super) makes_structure: bool,
    pub(in super::super) create_structure: bool,
    /// Where the first page is.
    pub(in super::super) back: String,
}

impl UploadPage {
    pub(in super::super) fn of(
        layout: Layout,
        kind: Kind,
        options: &Options,
        problems: Problems,
    ) -> Self {
        let limits = Limits::default();
        let query = Kind::query(options);
        let back = first_page(kind, options);
        let mut head = Head::before(kind, options);
        head.base = format!("{back}&step=");
        Self {
            layout,
            head,
            problems,
            action: format!("/imports/upload/{}{query}", kind.key()),
            blank: format!("/imports/blank/{}{query}", kind.key()),
            columns: kind.table().columns.len(),
            rows: limits.rows,
            megabytes: limits.upload >> 20,
            makes_structure: kind.makes_structure(),
            create_structure: options.create_structure,
            back,
        }
    }
}

/// The first page, with this kind to choose.
pub(in super::super) fn first_page(kind: Kind, options: &Options) -> String {
    let aim = Kind::query(options).replacen('?', "&", 1);
    format!("/imports/new?kind={}{aim}", kind.key())
}
