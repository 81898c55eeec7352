//! Setting a paper: typst in this process, over files that exist only in memory.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use serde_json::Value;
use typst::diag::{FileError, FileResult, SourceDiagnostic, SourceResult, Warned};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::Unprintable;
use super::fonts::{Faces, store, without_glyph};

/// The papers there are a template for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Template {
    Notice,
    RegistrationReview,
    RoomList,
    SeatingChart,
    SignInSheet,
}

impl Template {
    const fn file(self) -> &'static str {
        match self {
            Self::Notice => "notice.typ",
            Self::RegistrationReview => "registration_review.typ",
            Self::RoomList => "room_list.typ",
            Self::SeatingChart => "seating_chart.typ",
            Self::SignInSheet => "sign_in_sheet.typ",
        }
    }
}

const SOURCES: [(&str, &str); 6] = [
    ("style.typ", include_str!("style.typ")),
    ("notice.typ", include_str!("notice.typ")),
    (
        "registration_review.typ",
        include_str!("registration_review.typ"),
    ),
    ("room_list.typ", include_str!("room_list.typ")),
    ("seating_chart.typ", include_str!("seating_chart.typ")),
    ("sign_in_sheet.typ", include_str!("sign_in_sheet.typ")),
];
const DATA: &str = "data.json";
const FACES: &str = "faces.json";

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// Parsed once. Names are fixed because typst keeps every name it ever saw.
static TEMPLATES: LazyLock<HashMap<FileId, Source>> = LazyLock::new(|| {
    let source = |(name, text): (&str, &str)| {
        let id = file(name)?;
        Some((id, Source::new(id, text.to_owned())))
    };
    SOURCES.into_iter().filter_map(source).collect()
});

fn file(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// One paper on its way: the template, and its data as files beside it.
struct Desk {
    main: FileId,
    data: HashMap<FileId, Bytes>,
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        store().book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        TEMPLATES.get(&id).cloned().ok_or_else(|| absent(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.data.get(&id).cloned().ok_or_else(|| absent(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        store().font(index)
    }

    /// Templates know no clock: the dates of a paper are among its data.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn absent(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}

/// Lay a paper out, and hear what typst says about it.
fn lay<V: Serialize>(
    template: Template,
    data: &V,
) -> Result<Warned<SourceResult<PagedDocument>>, Unprintable> {
    let mut data = serde_json::to_value(data).map_err(broken)?;
    let mut letters = BTreeSet::new();
    clean(&mut data, &mut letters);
    let missing = without_glyph(&letters);
    if !missing.is_empty() {
        return Err(Unprintable::NoGlyph(missing));
    }
    let faces = serde_json::to_vec(&Faces::for_letters(&letters)).map_err(broken)?;
    let data = serde_json::to_vec(&data).map_err(broken)?;
    let files = [(DATA, data), (FACES, faces)];
    let desk = Desk {
        main: file(template.file()).ok_or_else(|| broken(template.file()))?,
        data: files
            .into_iter()
            .filter_map(|(name, bytes)| Some((file(name)?, Bytes::new(bytes))))
            .collect(),
    };
    let laid = typst::compile(&desk);
    // What typst remembers of this paper are people's names: nothing is kept for the next one.
    comemo::evict(0);
    Ok(laid)
}

/// The PDF of a paper, dated `on`; the same bytes whenever the same data come again.
pub(super) fn print<V: Serialize>(
    template: Template,
    data: &V,
    on: NaiveDate,
) -> Result<Vec<u8>, Unprintable> {
    let laid = lay(template, data)?
        .output
        .map_err(|errors| said(&errors))?;
    let standards = PdfStandards::new(&[PdfStandard::A_2b]).map_err(|why| broken(why.message()))?;
    let options = PdfOptions {
        timestamp: midnight(on).map(Timestamp::new_utc),
        creator: Smart::Custom(Some("OneX".into())),
        standards,
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&laid, &options).map_err(|errors| said(&errors));
    comemo::evict(0);
    pdf
}

/// A paper as it was laid out and what typst said about it, for tests, where a warning is a fault.
#[cfg(test)]
pub(super) fn laid<V: Serialize>(
    template: Template,
    data: &V,
) -> Result<(PagedDocument, Vec<String>), Unprintable> {
    let Warned { output, warnings } = lay(template, data)?;
    let warnings = warnings.iter().map(in_words).collect();
    Ok((output.map_err(|errors| said(&errors))?, warnings))
}

fn midnight(on: NaiveDate) -> Option<Datetime> {
    let (month, day) = (u8::try_from(on.month()).ok()?, u8::try_from(on.day()).ok()?);
    Datetime::from_ymd_hms(on.year(), month, day, 0, 0, 0)
}

/// Replace what would be neither letter nor space, and gather the letters.
fn clean(value: &mut Value, letters: &mut BTreeSet<char>) {
    match value {
        Value::String(text) => {
            if text.contains(char::is_control) {
                *text = text.replace(char::is_control, " ");
            }
            letters.extend(text.chars());
        }
        Value::Array(values) => values.iter_mut().for_each(|value| clean(value, letters)),
        Value::Object(fields) => fields.values_mut().for_each(|value| clean(value, letters)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn said(errors: &[SourceDiagnostic]) -> Unprintable {
    let sentences: Vec<String> = errors.iter().map(in_words).collect();
    broken(sentences.join("; "))
}

fn in_words(diagnostic: &SourceDiagnostic) -> String {
    diagnostic.message.to_string()
}

#[expect(clippy::needless_pass_by_value, reason = "handed to map_err")]
fn broken(why: impl ToString) -> Unprintable {
    Unprintable::Template(why.to_string())
}
