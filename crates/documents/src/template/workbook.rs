//! The workbook part: which sheets there are, where they lie, and what names stand for which cells.

use std::collections::BTreeMap;

use quick_xml::events::Event;
use quick_xml::reader::Reader;

use super::Refused;
use super::package::Package;
use super::xml::{BROKEN, attribute, body, local, next, push_text};

pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) path: String,
    pub(super) visible: bool,
}

pub(super) struct Workbook {
    pub(super) path: String,
    pub(super) sheets: Vec<Sheet>,
    /// Defined name → formula, lower-cased names.
    pub(super) names: BTreeMap<String, String>,
    pub(super) shared_strings: Option<String>,
}

impl Workbook {
    pub(super) fn read(package: &Package) -> Result<Self, Refused> {
        let root = package.part("_rels/.rels").ok_or(BROKEN)?;
        let path = relations(root, "")?
            .into_values()
            .find(|relation| relation.kind.ends_with("/officeDocument"))
            .map(|relation| relation.path)
            .ok_or(BROKEN)?;
        let text = package.part(&path).ok_or(BROKEN)?;
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
        let beside = format!("{folder}/_rels/{file}.rels");
        let relations = relations(
            package.part(beside.trim_start_matches('/')).ok_or(BROKEN)?,
            folder,
        )?;
        let shared_strings = relations
            .values()
            .find(|relation| relation.kind.ends_with("/sharedStrings"))
            .map(|relation| relation.path.clone())
            .filter(|path| package.part(path).is_some());
        let mut book = Self {
            path: path.clone(),
            sheets: Vec::new(),
            names: BTreeMap::new(),
            shared_strings,
        };
        book.read_text(text, &relations)?;
        Ok(book)
    }

    fn read_text(
        &mut self,
        text: &str,
        relations: &BTreeMap<String, Relation>,
    ) -> Result<(), Refused> {
        let mut reader = Reader::from_str(body(text));
        let mut name: Option<(String, String)> = None;
        loop {
            match next(&mut reader)? {
                Event::Start(element) | Event::Empty(element) if local(&element) == "sheet" => {
                    let id = attribute(&element, "id")?.ok_or(BROKEN)?;
                    let relation = relations.get(&id).ok_or(BROKEN)?;
                    // Chart and dialogue sheets have no rows.
                    if relation.kind.ends_with("/worksheet") {
                        self.sheets.push(Sheet {
                            name: attribute(&element, "name")?.ok_or(BROKEN)?,
                            path: relation.path.clone(),
                            visible: attribute(&element, "state")?
                                .is_none_or(|state| state == "visible"),
                        });
                    }
                }
                Event::Start(element) if local(&element) == "definedName" => {
                    name = attribute(&element, "name")?
                        .map(|name| (name.to_lowercase(), String::new()));
                }
                Event::End(element) if element.local_name().into_inner() == "definedName" => {
                    self.names.extend(name.take());
                }
                Event::Eof => return Ok(()),
                event => {
                    if let Some((_, formula)) = &mut name {
                        push_text(formula, &event)?;
                    }
                }
            }
        }
    }
}

struct Relation {
    kind: String,
    path: String,
}

fn relations(text: &str, folder: &str) -> Result<BTreeMap<String, Relation>, Refused> {
    let mut relations = BTreeMap::new();
    let mut reader = Reader::from_str(body(text));
    loop {
        match next(&mut reader)? {
            Event::Start(element) | Event::Empty(element) if local(&element) == "Relationship" => {
                if let (Some(id), Some(kind), Some(target)) = (
                    attribute(&element, "Id")?,
                    attribute(&element, "Type")?,
                    attribute(&element, "Target")?,
                ) {
                    relations.insert(
                        id,
                        Relation {
                            kind,
                            path: resolve(folder, &target),
                        },
                    );
                }
            }
            Event::Eof => return Ok(relations),
            _ => {}
        }
    }
}

fn resolve(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> = if target.starts_with('/') {
        Vec::new()
    } else {
        folder.split('/').collect()
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.retain(|step| !step.is_empty());
    path.join("/")
}

/// Ask whoever opens the workbook to compute its formulas again; `None` if it says so already.
pub(super) fn ask_to_compute(text: &str) -> Result<Option<String>, Refused> {
    let mut reader = Reader::from_str(body(text));
    loop {
        let event = next(&mut reader)?;
        let end = super::xml::position(&reader)?;
        let (Event::Start(element) | Event::Empty(element)) = &event else {
            if let Event::End(element) = &event
                && element.local_name().into_inner() == "workbook"
            {
                let prefix = element
                    .name()
                    .into_inner()
                    .strip_suffix("workbook")
                    .unwrap_or("");
                return Ok(insert(text, prefix));
            }
            if event == Event::Eof {
                return Err(BROKEN);
            }
            continue;
        };
        if local(element) == "calcPr" {
            if attribute(element, "fullCalcOnLoad")?.is_some() {
                return Ok(None);
            }
            let (head, tail) = body(text).split_at_checked(end).ok_or(BROKEN)?;
            let close = if head.ends_with("/>") { "/>" } else { ">" };
            let open = head.strip_suffix(close).ok_or(BROKEN)?.trim_end();
            return Ok(Some(format!("{open} fullCalcOnLoad=\"1\"{close}{tail}")));
        }
    }
}

/// `calcPr` stands after the names and before what follows them; without one it goes after the names or the sheets.
fn insert(text: &str, prefix: &str) -> Option<String> {
    [
        "definedNames",
        "externalReferences",
        "functionGroups",
        "sheets",
    ]
    .iter()
    .find_map(|before| {
        let close = format!("</{prefix}{before}>");
        let (head, tail) = body(text).split_once(&close)?;
        Some(format!(
            "{head}{close}<{prefix}calcPr fullCalcOnLoad=\"1\"/>{tail}"
        ))
    })
}
