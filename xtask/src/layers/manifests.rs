//! Rules about what the crates depend on.

use super::files::File;

/// What the rules may use: values, errors, text. The database is behind the feature `db`.
const DOMAIN: [&str; 6] = [
    "chrono",
    "sea-orm",
    "serde",
    "serde_json",
    "sha2",
    "thiserror",
];

/// A crate of ours and those of ours it may use.
const DIRECTIONS: [(&str, &[&str]); 3] = [
    ("domain", &[]),
    ("store", &["domain"]),
    ("documents", &["domain"]),
];

const OURS: [&str; 4] = ["domain", "store", "documents", "server"];

/// The list is fixed here so that a change of it is seen in review.
pub(super) fn the_domain_stays_pure(files: &[File]) -> Vec<String> {
    let Some(manifest) = manifest(files, "domain") else {
        return Vec::new();
    };
    let strange = dependencies(manifest).filter(|(_, name)| !DOMAIN.contains(name));
    strange
        .map(|(number, name)| manifest.fault(number, &format!("the domain does not use `{name}`")))
        .collect()
}

/// server → store → domain, server → documents → domain; never back, never sideways.
pub(super) fn crates_point_one_way(files: &[File]) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, allowed) in DIRECTIONS {
        let Some(manifest) = manifest(files, name) else {
            continue;
        };
        for (number, used) in dependencies(manifest) {
            if OURS.contains(&used) && !allowed.contains(&used) {
                faults.push(manifest.fault(number, &format!("{name} does not know {used}")));
            }
        }
    }
    faults
}

fn manifest<'a>(files: &'a [File], name: &str) -> Option<&'a File> {
    let path = format!("crates/{name}/Cargo.toml");
    files.iter().find(|file| file.path == path)
}

/// The names in `[dependencies]`, with their lines.
fn dependencies(manifest: &File) -> impl Iterator<Item = (usize, &str)> {
    let lines = manifest.text.lines().enumerate();
    lines
        .skip_while(|(_, line)| line.trim() != "[dependencies]")
        .skip(1)
        .take_while(|(_, line)| !line.starts_with('['))
        .filter_map(|(index, line)| {
            let name = line.split(['.', '=', ' ']).next()?;
            (!name.is_empty() && !name.starts_with('#')).then_some((index + 1, name))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_dependency_of_the_domain_is_found() {
        let text = "[features]\ndb = []\n\n[dependencies]\nserde.workspace = true\n\
                    tokio = { version = \"1\" }\n\n[dev-dependencies]\nproptest.workspace = true\n";
        let files = [File::new("crates/domain/Cargo.toml", text)];
        let found = the_domain_stays_pure(&files);
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("crates/domain/Cargo.toml:6:"));
    }

    #[test]
    fn rows_and_papers_do_not_know_each_other() {
        let text = "[dependencies]\ndomain.workspace = true\nstore.workspace = true\n";
        let files = [File::new("crates/documents/Cargo.toml", text)];
        assert_eq!(crates_point_one_way(&files).len(), 1);
    }
}
