//! The list of a result: who, with which scores, chosen or not, and why; filtered, cut into pages, written as a sheet.

use documents::sheets::list::{List, Value};
use domain::ids::ClassId;
use domain::selection::{Outcome, Terms, Total, Verdict};
use serde::Deserialize;
use store::selection::{Entrant, marks_of};

use super::words::{mark, parts, total_of};

/// Rows a page on a desk.
const PAGE: usize = 100;
/// How many stand at the top and on each side of the cut in the short list.
const SHOWN: usize = 3;
/// A list up to this length is shown whole.
const SHORT: usize = 20;

/// What the list is filtered by, as the address says it; a word nobody knows does not filter.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct ListQuery {
    #[serde(default)]
    pub(crate) class: String,
    #[serde(default)]
    pub(crate) verdict: String,
    /// `cut`: the total of the cut score; `edge`: the total at which the places ended among equals.
    #[serde(default)]
    pub(crate) at: String,
    /// Anything: the whole list instead of its ends and the cut.
    #[serde(default)]
    pub(crate) all: String,
    #[serde(default)]
    pub(crate) page: String,
}

impl ListQuery {
    pub(super) fn class_id(&self) -> Option<ClassId> {
        self.class.parse().ok()
    }

    fn verdict(&self) -> Option<Verdict> {
        self.verdict.parse().ok()
    }

    fn filters(&self) -> bool {
        self.class_id().is_some()
            || self.verdict().is_some()
            || matches!(self.at.as_str(), "cut" | "edge")
    }

    fn page(&self) -> usize {
        self.page.parse().unwrap_or(1).max(1)
    }

    /// The address of the same list, ready for a page number.
    fn base(&self, id: &str) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("class", &self.class),
            ("verdict", &self.verdict),
            ("at", &self.at),
            ("all", &self.all),
        ] {
            if !value.is_empty() {
                pairs.append_pair(name, value);
            }
        }
        let query = pairs.finish();
        if query.is_empty() {
            format!("/selection/{id}?")
        } else {
            format!("/selection/{id}?{query}&")
        }
    }

    /// The entrants the filter lets through, in their order.
    pub(crate) fn choose<'a>(&self, sorted: &[&'a Entrant], outcome: &Outcome) -> Vec<&'a Entrant> {
        let total = match self.at.as_str() {
            "cut" => outcome.cut(),
            "edge" => outcome.edge().map(|edge| edge.total),
            _ => None,
        };
        let (class, verdict) = (self.class_id(), self.verdict());
        let wanted = |one: &&&Entrant| {
            class.is_none_or(|class| one.entry.class_id == class)
                && verdict.is_none_or(|verdict| one.entry.verdict == Some(verdict))
                && total.is_none_or(|total| one.entry.total == Some(i64::from(total.units())))
        };
        sorted.iter().filter(wanted).copied().collect()
    }

    /// The filter in words: "班级=23会计3班，结果=录取".
    pub(crate) fn words(&self, entrants: &[Entrant]) -> String {
        let mut said = Vec::new();
        if let Some(class) = self.class_id() {
            said.extend(
                entrants
                    .iter()
                    .find(|one| one.entry.class_id == class)
                    .map(|one| format!("班级={}", one.class)),
            );
        }
        said.extend(
            self.verdict()
                .map(|verdict| format!("结果={}", verdict.label())),
        );
        match self.at.as_str() {
            "cut" => said.push("总分=分数线".to_owned()),
            "edge" => said.push("总分=并列处".to_owned()),
            _ => {}
        }
        if said.is_empty() {
            "全部".to_owned()
        } else {
            said.join("，")
        }
    }
}

/// Everybody of the base by rank, the absent last; equals by number.
pub(crate) fn sorted(entrants: &[Entrant]) -> Vec<&Entrant> {
    let mut sorted: Vec<&Entrant> = entrants.iter().filter(|one| one.entry.in_base).collect();
    sorted.sort_by(|a, b| {
        let key = |one: &Entrant| (one.entry.rank.is_none(), one.entry.rank);
        key(a).cmp(&key(b)).then_with(|| a.number.cmp(&b.number))
    });
    sorted
}

/// A line of the table.
pub(crate) enum Line {
    Row(Box<Row>),
    /// "…… 中间 186 人，展开"
    Gap {
        people: usize,
        href: String,
    },
    Cut {
        text: String,
        note: String,
    },
}

/// One student.
pub(crate) struct Row {
    pub(crate) rank: String,
    pub(crate) number: String,
    pub(crate) name: String,
    pub(crate) class: String,
    pub(crate) marks: Vec<String>,
    pub(crate) total: String,
    pub(crate) kind: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) verdict: &'static str,
    pub(crate) reason: String,
    pub(crate) note: String,
}

/// The table with what stands under it.
pub(crate) struct Listing {
    pub(crate) lines: Vec<Line>,
    /// How many the filter lets through.
    pub(crate) people: usize,
    pub(crate) filtered: bool,
    /// Only the ends and the cut are shown.
    pub(crate) shortened: bool,
    pub(crate) page: usize,
    pub(crate) pages: usize,
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) base: String,
    pub(crate) all_pages: usize,
}

impl Listing {
    pub(crate) fn of(
        query: &ListQuery,
        id: &str,
        sorted: &[&Entrant],
        outcome: &Outcome,
        terms: &Terms,
    ) -> Self {
        let chosen = query.choose(sorted, outcome);
        let filtered = query.filters();
        let shortened = !filtered && query.all.is_empty() && chosen.len() > SHORT;
        let cut = cut_position(&chosen);
        let (all_pages, page) = (chosen.len().div_ceil(PAGE).max(1), query.page());
        let page = if shortened { 1 } else { page.min(all_pages) };
        let start = (page - 1) * PAGE;
        let shown: Vec<usize> = if shortened {
            ends_and_cut(&chosen, cut)
        } else {
            (start..chosen.len().min(start + PAGE)).collect()
        };
        Self {
            lines: lines(&chosen, &shown, cut, id, outcome, terms),
            people: chosen.len(),
            filtered,
            shortened,
            page,
            pages: if shortened { 1 } else { all_pages },
            first: start + usize::from(!chosen.is_empty()),
            last: chosen.len().min(start + PAGE),
            base: query.base(id),
            all_pages,
        }
    }
}

/// Where the first who was not chosen stands, if somebody chosen stands before.
fn cut_position(people: &[&Entrant]) -> Option<usize> {
    let first_out = people
        .iter()
        .position(|one| one.entry.verdict != Some(Verdict::Chosen))?;
    let ranked = people.get(first_out)?.entry.verdict == Some(Verdict::NotChosen);
    (first_out > 0 && ranked).then_some(first_out)
}

/// The first three, three on each side of the cut, the first of the absent.
fn ends_and_cut(people: &[&Entrant], cut: Option<usize>) -> Vec<usize> {
    let absent = people
        .iter()
        .position(|one| one.entry.verdict == Some(Verdict::Absent));
    let near = |at: usize| {
        let from = cut.unwrap_or(0);
        at < SHOWN
            || (cut.is_some() && at + SHOWN >= from && at < from + SHOWN)
            || Some(at) == absent
    };
    (0..people.len()).filter(|at| near(*at)).collect()
}

fn lines(
    people: &[&Entrant],
    shown: &[usize],
    cut: Option<usize>,
    id: &str,
    outcome: &Outcome,
    terms: &Terms,
) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut last: Option<usize> = None;
    for &at in shown {
        let left_out = last.map_or(0, |last| at - last - 1);
        if left_out > 0 {
            // The page on which the first of those left out stands.
            let page = last.map_or(0, |last| last + 1) / PAGE + 1;
            lines.push(Line::Gap {
                people: left_out,
                href: format!("/selection/{id}?all=1&page={page}#names"),
            });
        }
        if cut == Some(at) {
            lines.extend(cut_line(outcome));
        }
        lines.extend(
            people
                .get(at)
                .map(|one| Line::Row(Box::new(row(one, terms)))),
        );
        last = Some(at);
    }
    // The other absent are not worth a line of their own; whoever was ranked is.
    let ranked = people.iter().filter(|one| one.entry.rank.is_some()).count();
    if let Some(last) = last.filter(|last| shown.len() < PAGE && last + 1 < ranked) {
        let href = format!("/selection/{id}?all=1&page={}#names", last / PAGE + 1);
        lines.push(Line::Gap {
            people: people.len() - last - 1,
            href,
        });
    }
    lines
}

fn cut_line(outcome: &Outcome) -> Option<Line> {
    let (cut, last) = (outcome.cut()?, outcome.last_chosen()?);
    let rank = last.rank.unwrap_or_default();
    Some(Line::Cut {
        text: format!("分数线 {cut} 分"),
        note: format!("由系统计算，不能填写：第 {rank} 名的总分"),
    })
}

fn row(one: &Entrant, terms: &Terms) -> Row {
    let marks = marks_of(&one.entry.scores);
    let none = || "--".to_owned();
    let (kind, icon) = match one.entry.verdict {
        Some(Verdict::Chosen) => ("done", "check"),
        Some(Verdict::NotChosen) => ("todo", "circle"),
        Some(Verdict::Absent) | None => ("todo", "x"),
    };
    Row {
        rank: one.entry.rank.map_or_else(none, |rank| rank.to_string()),
        number: one.number.clone(),
        name: one.name.clone(),
        class: one.class.clone(),
        marks: terms
            .needed()
            .into_iter()
            .map(|part| marks.get(part).map_or_else(none, mark))
            .collect(),
        total: one
            .entry
            .total
            .and_then(total_of)
            .map_or_else(none, |total| total.to_string()),
        kind,
        icon,
        verdict: one.entry.verdict.map_or("--", Verdict::label),
        reason: one.entry.reason.clone().unwrap_or_default(),
        note: one.entry.note.clone().unwrap_or_default(),
    }
}

/// The list as a sheet.
pub(crate) fn sheet_of(title: String, note: String, people: &[&Entrant], terms: &Terms) -> List {
    let mut header = vec![
        "名次".to_owned(),
        "学号".to_owned(),
        "姓名".to_owned(),
        "班级".to_owned(),
    ];
    header.extend(parts(terms).into_iter().map(|part| part.name));
    header.extend(["总分", "结果", "理由", "备注"].map(str::to_owned));
    let line = |one: &&Entrant| {
        let marks = marks_of(&one.entry.scores);
        let mut line = vec![
            one.entry
                .rank
                .map_or(Value::Empty, |rank| Value::Number(rank.into(), 0)),
            Value::Text(one.number.clone()),
            Value::Text(one.name.clone()),
            Value::Text(one.class.clone()),
        ];
        let mark = |part| {
            marks.get(part).map_or(Value::Empty, |score| {
                Value::Number(score.tenths().into(), 1)
            })
        };
        line.extend(terms.needed().into_iter().map(mark));
        line.push(
            one.entry
                .total
                .and_then(total_of)
                .map_or(Value::Empty, total_cell),
        );
        line.push(Value::from(one.entry.verdict.map_or("", Verdict::label)));
        for text in [&one.entry.reason, &one.entry.note] {
            line.push(text.clone().map_or(Value::Empty, Value::Text));
        }
        line
    };
    List {
        title,
        note,
        header,
        rows: people.iter().map(line).collect(),
    }
}

/// A number as long as one or two decimals tell all of it, else the exact text.
fn total_cell(total: Total) -> Value {
    let units = i64::from(total.units());
    match (units % 10_000, units % 1_000) {
        (0, _) => Value::Number(units / 10_000, 1),
        (_, 0) => Value::Number(units / 1_000, 2),
        _ => Value::Text(total.to_string()),
    }
}
