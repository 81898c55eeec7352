//! The faces papers are set in: four of Noto that go with the program, and of the machine's own only those that a
//! school expects to see (仿宋, 楷体) or that hold letters of names which Noto lacks.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use rust_embed::RustEmbed;
use serde::Serialize;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst_kit::fonts::FontStore;

#[derive(RustEmbed)]
#[folder = "../../assets/fonts"]
struct Embedded;

/// 仿宋, the body of official documents: the first that is there is taken.
const FANG: [&str; 4] = ["FangSong", "FangSong_GB2312", "STFangsong", "FandolFang R"];
/// 楷体, the second level of their headings.
const KAI: [&str; 4] = ["KaiTi", "KaiTi_GB2312", "STKaiti", "FandolKai"];
/// Faces with letters beyond those of Noto; nothing else is taken from them.
const RARE: [&str; 7] = [
    "HanaMinA",
    "HanaMinB",
    "SimSun-ExtB",
    "MingLiU-ExtB",
    "Plangothic P1",
    "Plangothic P2",
    "BabelStone Han",
];

/// Scanned once: the program's faces first, so that a page looks the same everywhere.
static STORE: LazyLock<FontStore> = LazyLock::new(|| {
    let mut store = FontStore::new();
    let mut names: Vec<_> = Embedded::iter().collect();
    names.sort();
    names.retain(|name| name.ends_with(".ttf"));
    for file in names.iter().filter_map(|name| Embedded::get(name)) {
        let fonts = Font::iter(Bytes::new(file.data));
        store.extend(fonts.map(|font| {
            let info = font.info().clone();
            (font, info)
        }));
    }
    let wanted = |info: &FontInfo| {
        [FANG.as_slice(), &KAI, &RARE]
            .concat()
            .contains(&info.family.as_str())
    };
    store.extend(typst_kit::fonts::system().filter(|(_, info)| wanted(info)));
    store
});

/// Read the faces now rather than when the first paper is asked for.
pub fn make_ready() {
    LazyLock::force(&STORE);
}

pub(super) fn store() -> &'static FontStore {
    &STORE
}

/// What a template has to know of the faces for one paper.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Faces {
    fang: Vec<&'static str>,
    kai: Vec<&'static str>,
    /// Letters of the paper that 仿宋 lacks: a name with one of them is set in Noto Serif as a whole.
    fang_lacks: String,
}

impl Faces {
    pub(super) fn for_letters(letters: &BTreeSet<char>) -> Self {
        Self::of(STORE.book(), letters)
    }

    fn of(book: &FontBook, letters: &BTreeSet<char>) -> Self {
        let first = |names: &[&'static str]| -> Vec<&'static str> {
            let there = |name: &&&str| book.select_family(&name.to_lowercase()).next().is_some();
            names.iter().find(there).copied().into_iter().collect()
        };
        let fang = first(&FANG);
        let lacks = |letter: &&char| {
            fang.first()
                .is_some_and(|family| !covers(book, family, **letter))
        };
        Self {
            fang_lacks: letters.iter().filter(lacks).collect(),
            kai: first(&KAI),
            fang,
        }
    }
}

fn covers(book: &FontBook, family: &str, letter: char) -> bool {
    book.select_family(&family.to_lowercase())
        .filter_map(|index| book.info(index))
        .any(|info| info.coverage.contains(letter.into()))
}

/// The letters that no face has.
pub(super) fn without_glyph(letters: &BTreeSet<char>) -> String {
    let book: &FontBook = STORE.book();
    let infos: Vec<&FontInfo> = book
        .families()
        .flat_map(|(_, indices)| indices)
        .filter_map(|index| book.info(index))
        .collect();
    let shown = |letter: char| {
        unseen(letter)
            || infos
                .iter()
                .any(|info| info.coverage.contains(letter.into()))
    };
    letters.iter().filter(|letter| !shown(**letter)).collect()
}

/// Letters that are never drawn: spaces, joiners, and the selectors of variants.
fn unseen(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(
            letter,
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}'
        )
}
