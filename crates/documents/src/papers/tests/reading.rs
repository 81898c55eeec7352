//! What stands on the pages of a paper and where.

use typst::layout::{Frame, FrameItem, Point, Transform};

use crate::papers::{Laid, Unprintable};

/// What office printers leave blank at an edge, in points.
const PRINTER: f64 = 17.0;

/// A run of letters in one face, in points from the upper left corner of its page.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) page: usize,
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) size: f64,
    pub(super) family: String,
    pub(super) text: String,
    /// A letter without a glyph is among them.
    tofu: bool,
}

/// A paper that was laid out.
pub(super) struct Sheets {
    pub(super) runs: Vec<Run>,
    /// Width and height of every page.
    pub(super) pages: Vec<(f64, f64)>,
}

impl Sheets {
    /// Warnings are faults here: an unknown face, a layout that does not settle.
    pub(super) fn of(laid: Result<Laid, Unprintable>) -> Self {
        let (document, warnings) = laid.unwrap();
        assert_eq!(warnings, Vec::<String>::new());
        let mut sheets = Self {
            runs: Vec::new(),
            pages: Vec::new(),
        };
        for (number, page) in document.pages().iter().enumerate() {
            let size = page.frame.size();
            sheets.pages.push((size.x.to_pt(), size.y.to_pt()));
            gather(&page.frame, number, Transform::identity(), &mut sheets.runs);
        }
        sheets
    }

    /// All text without spaces, joiners and line ends, in the order of the pages.
    pub(super) fn text(&self) -> String {
        squeezed(self.runs.iter().map(|run| run.text.as_str()))
    }

    pub(super) fn page(&self, number: usize) -> String {
        let of_page = self.runs.iter().filter(|run| run.page == number);
        squeezed(of_page.map(|run| run.text.as_str()))
    }

    pub(super) fn says(&self, words: &str) {
        let wanted = squeezed([words]);
        assert!(
            self.text().contains(&wanted),
            "「{words}」is not in: {}",
            self.text()
        );
    }

    /// Nothing is drawn as a box, nothing lies on something else, nothing leaves the margins.
    pub(super) fn is_sound(&self, margin: f64) {
        for run in &self.runs {
            assert!(!run.tofu, "a letter without a glyph: {run:?}");
            let (width, height) = self.pages[run.page];
            let inside = run.x >= margin - 1.0
                && run.x + run.width <= width - margin + 1.0
                && run.y <= height - PRINTER;
            assert!(inside, "outside the page's margin: {run:?}");
        }
        for (at, one) in self.runs.iter().enumerate() {
            for other in &self.runs[at + 1..] {
                assert!(!overlap(one, other), "{one:?} lies on {other:?}");
            }
        }
    }
}

fn overlap(one: &Run, other: &Run) -> bool {
    const SLACK: f64 = 0.6;
    let across = one.x + SLACK < other.x + other.width && other.x + SLACK < one.x + one.width;
    let (above, below) = if one.y <= other.y {
        (one, other)
    } else {
        (other, one)
    };
    // Letters reach about three quarters of their size above the line.
    let down = below.y - below.size * 0.7 < above.y - SLACK;
    let blank = |run: &Run| run.text.trim().is_empty();
    one.page == other.page && across && down && !blank(one) && !blank(other)
}

fn squeezed<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let letters = texts.into_iter().flat_map(str::chars);
    letters
        .filter(|letter| !letter.is_whitespace() && *letter != '\u{2060}')
        .collect()
}

fn gather(frame: &Frame, page: usize, at: Transform, runs: &mut Vec<Run>) {
    for (place, item) in frame.items() {
        match item {
            FrameItem::Group(group) => {
                let moved = at
                    .pre_concat(Transform::translate(place.x, place.y))
                    .pre_concat(group.transform);
                gather(&group.frame, page, moved, runs);
            }
            FrameItem::Text(text) => {
                let Point { x, y } = place.transform(at);
                let invisible = |range: std::ops::Range<usize>| {
                    text.text[range].chars().all(|letter| letter == '\u{2060}')
                };
                runs.push(Run {
                    page,
                    x: x.to_pt(),
                    y: y.to_pt(),
                    width: text.width().to_pt(),
                    size: text.size.to_pt(),
                    family: text.font.info().family.clone(),
                    text: text.text.to_string(),
                    tofu: text.glyphs.iter().any(|glyph| {
                        let range = usize::from(glyph.range.start)..usize::from(glyph.range.end);
                        glyph.id == 0 && !invisible(range)
                    }),
                });
            }
            _ => {}
        }
    }
}
