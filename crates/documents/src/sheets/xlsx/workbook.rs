//! The workbook's list of sheets and where their parts are.

use std::collections::HashMap;

use quick_xml::events::{BytesStart, Event};

use super::xml::{Xml, attribute};
use crate::sheets::Unreadable;
use crate::sheets::archive::Parts;

pub(super) struct Workbook {
    pub(super) sheets: Vec<Sheet>,
    pub(super) strings: Option<String>,
    pub(super) styles: Option<String>,
    pub(super) from_1904: bool,
}

pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) part: String,
    pub(super) visible: bool,
}

/// What a part points to: by id, the last word of the kind and the part's name.
type Relations = HashMap<String, (String, String)>;

pub(super) fn read(parts: &Parts) -> Result<Workbook, Unreadable> {
    let root = relations(parts.get("_rels/.rels").ok_or(Unreadable::Archive)?, "")?;
    let name = of_kind(&root, "officeDocument").ok_or(Unreadable::Archive)?;
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", &name));
    let related = parts
        .get(&format!("{folder}/_rels/{file}.rels"))
        .ok_or(Unreadable::Damaged)?;
    let related = relations(related, folder)?;
    let mut workbook = Workbook {
        sheets: Vec::new(),
        strings: of_kind(&related, "sharedStrings"),
        styles: of_kind(&related, "styles"),
        from_1904: false,
    };
    let mut is_workbook = false;
    let mut xml = Xml::new(parts.get(&name).ok_or(Unreadable::Archive)?);
    loop {
        match xml.next()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "workbook" => is_workbook = true,
                "workbookPr" => {
                    let said = attribute(&tag, "date1904")?;
                    workbook.from_1904 = matches!(said.as_deref(), Some("1" | "true"));
                }
                "sheet" => workbook.sheets.extend(sheet(&tag, &related)?),
                _ => {}
            },
            Event::Eof if is_workbook => return Ok(workbook),
            Event::Eof => return Err(Unreadable::Archive),
            _ => {}
        }
    }
}

/// `None` for chart sheets and the like, which hold no cells.
fn sheet(tag: &BytesStart<'_>, related: &Relations) -> Result<Option<Sheet>, Unreadable> {
    let id = attribute(tag, "id")?.unwrap_or_default();
    let Some((_, part)) = related.get(&id).filter(|(kind, _)| kind == "worksheet") else {
        return Ok(None);
    };
    let state = attribute(tag, "state")?;
    Ok(Some(Sheet {
        name: attribute(tag, "name")?.unwrap_or_default(),
        part: part.clone(),
        visible: !matches!(state.as_deref(), Some("hidden" | "veryHidden")),
    }))
}

fn of_kind(relations: &Relations, kind: &str) -> Option<String> {
    relations
        .values()
        .find(|(found, _)| found == kind)
        .map(|(_, part)| part.clone())
}

fn relations(text: &str, folder: &str) -> Result<Relations, Unreadable> {
    let mut found = HashMap::new();
    let mut xml = Xml::new(text);
    loop {
        match xml.next()? {
            Event::Start(tag) if tag.local_name().as_ref() == "Relationship" => {
                let id = attribute(&tag, "Id")?.unwrap_or_default();
                let kind = attribute(&tag, "Type")?.unwrap_or_default();
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                let target = attribute(&tag, "Target")?.unwrap_or_default();
                found.insert(id, (kind, resolve(folder, &target)));
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// A target is relative to its part's folder unless it begins with a slash.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => drop(path.pop()),
            "." | "" => {}
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_from_their_folder() {
        for (target, part) in [
            ("worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("../xl/./styles.xml", "xl/styles.xml"),
        ] {
            assert_eq!(resolve("xl", target), part);
        }
    }
}
