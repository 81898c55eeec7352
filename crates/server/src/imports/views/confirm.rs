//! Fifth page: what will happen.

use std::collections::BTreeMap;

use askama::Template;

use super::super::checkup::Checkup;
use super::super::kinds::What;
use super::super::lists::Counts;
use super::super::record::Import;
use super::{Cells, Head};
use crate::shell::{App, Layout};

/// Before anything is written.
#[derive(Template)]
#[template(path = "imports/confirm.html")]
pub(in super::super) struct ConfirmPage {
    layout: Layout,
    head: Head,
    path: String,
    rows: Vec<WillRow>,
    ready: usize,
    /// New and changed rows: with none of them there is nothing to write.
    moving: usize,
    version: i32,
}

/// One line of what will happen.
struct WillRow {
    what: String,
    count: usize,
    note: String,
    href: String,
    link: &'static str,
}

impl ConfirmPage {
    pub(in super::super) fn of(
        layout: Layout,
        app: &App,
        import: &Import,
        checkup: &Checkup,
    ) -> Self {
        let counts = checkup.counts;
        let sheet = &checkup.outcomes.report.sheet;
        let about = format!("，工作表「{sheet}」，{} 行", counts.rows);
        Self {
            layout,
            head: Head {
                when: String::new(),
                another: String::new(),
                ..Head::of(app, import, about)
            },
            path: format!("/imports/{}", import.id()),
            rows: will(import, checkup),
            ready: counts.ready(),
            moving: counts.new + counts.changed,
            version: import.batch.version,
        }
    }
}

impl WillRow {
    /// Rows of the file that go one way; where there are none, there is nothing to see.
    fn counted(what: &str, count: usize, note: String, to: (String, &'static str)) -> Self {
        let (href, link) = to;
        let none = count == 0;
        Self {
            what: what.to_owned(),
            count,
            note: if none || note.is_empty() {
                "--".to_owned()
            } else {
                note
            },
            href: if none { String::new() } else { href },
            link,
        }
    }

    /// What has to be made before the rows can be written.
    fn made(words: String) -> Option<Self> {
        (!words.is_empty()).then(|| Self {
            what: "新建".to_owned(),
            count: 0,
            note: words,
            href: String::new(),
            link: "",
        })
    }
}

/// What will happen, line by line.
fn will(import: &Import, checkup: &Checkup) -> Vec<WillRow> {
    let counts = checkup.counts;
    let (new, changed) = import.kind.acts();
    let ready = |show: &str| import.path(&format!("check?list=ready&show={show}"));
    let made = WillRow::made(checkup.outcomes.to_make(&checkup.lists.ready));
    let same = "和学校的记录一样".to_owned();
    let waiting = format!("请留意的 {} 行还没确认，留到下次", counts.waiting);
    let counted = [
        WillRow::counted(
            new,
            counts.new,
            by_class(import, checkup),
            (ready("new"), "看名单"),
        ),
        WillRow::counted(
            changed,
            counts.changed,
            by_field(checkup),
            (ready("changed"), "看改了什么"),
        ),
        WillRow::counted("不变", counts.same, same, (ready("same"), "看名单")),
        WillRow::counted(
            "跳过",
            counts.refused + counts.skipped,
            skipped(counts),
            (import.path("check?list=errors"), "回第 4 页改"),
        ),
        WillRow::counted(
            "暂不导入",
            counts.waiting,
            waiting,
            (import.path("check?list=look"), "看这些行"),
        ),
    ];
    made.into_iter().chain(counted).collect()
}

fn skipped(counts: Counts) -> String {
    match (counts.refused, counts.skipped) {
        (refused, 0) => format!("不能导入的 {refused} 行；可以改好后再导"),
        (0, skipped) => format!("你选了跳过的 {skipped} 行"),
        (refused, skipped) => format!("不能导入的 {refused} 行；你选了跳过的 {skipped} 行"),
    }
}

/// "24会计1班 40 人"
fn by_class(import: &Import, checkup: &Checkup) -> String {
    const SHOWN: usize = 4;
    let cells = Cells::of(import, checkup);
    let mut classes: BTreeMap<String, usize> = BTreeMap::new();
    let fates = checkup
        .outcomes
        .fates
        .iter()
        .filter(|fate| checkup.lists.ready.contains(&fate.row));
    for fate in fates.filter(|fate| matches!(fate.what, What::New)) {
        *classes.entry(cells.text(fate.row, "class")).or_default() += 1;
    }
    let said: Vec<String> = classes
        .iter()
        .take(SHOWN)
        .map(|(class, count)| format!("{class} {count} 人"))
        .collect();
    let more = if classes.len() > SHOWN {
        format!("等 {} 个班", classes.len())
    } else {
        String::new()
    };
    said.join("，") + &more
}

/// "联系电话 288 处，班级 14 处"
fn by_field(checkup: &Checkup) -> String {
    let mut fields: Vec<(&str, usize)> = Vec::new();
    let fates = checkup
        .outcomes
        .fates
        .iter()
        .filter(|fate| checkup.lists.ready.contains(&fate.row));
    for fate in fates {
        let What::Changed(differences) = &fate.what else {
            continue;
        };
        for difference in differences {
            match fields.iter_mut().find(|(name, _)| *name == difference.name) {
                Some((_, count)) => *count += 1,
                None => fields.push((&difference.name, 1)),
            }
        }
    }
    fields
        .iter()
        .map(|(name, count)| format!("{name} {count} 处"))
        .collect::<Vec<_>>()
        .join("，")
}
