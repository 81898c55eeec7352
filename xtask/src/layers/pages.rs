//! Rules about templates: the content policy forbids inline script and style, and htmx is 4.x.

use super::files::File;

/// Attributes of htmx 2 that are gone in 4, or mean something else there, or need `eval`.
const OLD: [&str; 11] = [
    "hx-disable",
    "hx-disabled-elt",
    "hx-disinherit",
    "hx-ext",
    "hx-history",
    "hx-history-elt",
    "hx-inherit",
    "hx-on",
    "hx-params",
    "hx-prompt",
    "hx-vars",
];

pub(super) fn templates_keep_the_content_policy(files: &[File]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in templates(files) {
        for (number, line) in numbered(file) {
            let found = if attributes(line).any(|name| name == "style") || line.contains("<style") {
                "no inline style: use a class, or attributes of SVG"
            } else if line.contains("<script") && !line.contains("src=") {
                "no inline script: use assets/src"
            } else if attributes(line).any(is_event) || line.contains("javascript:") {
                "no script in attributes: use assets/src"
            } else {
                continue;
            };
            faults.push(file.fault(number, found));
        }
    }
    faults
}

pub(super) fn htmx_is_the_fourth(files: &[File]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in templates(files) {
        for (number, line) in numbered(file) {
            let old = attributes(line)
                .map(|name| name.split(':').next().unwrap_or(name))
                .find(|name| OLD.contains(name));
            if let Some(name) = old {
                faults.push(file.fault(number, &format!("`{name}` is not for htmx 4")));
            }
        }
    }
    faults
}

fn templates(files: &[File]) -> impl Iterator<Item = &File> {
    files
        .iter()
        .filter(|file| file.path.starts_with("crates/") && file.has_extension(&["html"]))
}

fn numbered(file: &File) -> impl Iterator<Item = (usize, &str)> {
    let lines = file.text.lines().enumerate();
    lines.map(|(index, line)| (index + 1, line))
}

/// The names of attributes on a line: what stands before `=`, or alone as `hx-…`.
fn attributes(line: &str) -> impl Iterator<Item = &str> {
    line.split([' ', '\t', '<', '>', '"', '\''])
        .filter_map(|word| {
            let (name, valued) = word
                .split_once('=')
                .map_or((word, false), |(name, _)| (name, true));
            (valued || name.starts_with("hx-")).then_some(name)
        })
}

/// `onclick`, `onsubmit` …: `on` and lower-case letters.
fn is_event(name: &str) -> bool {
    name.strip_prefix("on").is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|letter| letter.is_ascii_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Vec<File> {
        vec![File::new("crates/server/src/desk/desk.html", text)]
    }

    #[test]
    fn inline_style_and_script_are_found() {
        for bad in [
            r#"<p style="color:red">"#,
            "<style>p {}</style>",
            "<script>go()</script>",
            r#"<a href="javascript:go()">"#,
            r#"<button type="button" onclick="go()">"#,
        ] {
            assert_eq!(
                templates_keep_the_content_policy(&page(bad)).len(),
                1,
                "{bad}"
            );
        }
        for good in [
            r#"<script src="/assets/app.js" defer></script>"#,
            r#"<p class="style">style 1</p>"#,
            r#"<a href="/projects?on=1">"#,
        ] {
            let found = templates_keep_the_content_policy(&page(good));
            assert!(found.is_empty(), "{good}: {found:?}");
        }
    }

    #[test]
    fn attributes_of_htmx_2_are_found() {
        for bad in [
            r#"<form hx-post="/x" hx-ext="json-enc">"#,
            "<div hx-disable>",
            r#"<a hx-on:click="go()">"#,
        ] {
            assert_eq!(htmx_is_the_fourth(&page(bad)).len(), 1, "{bad}");
        }
        assert!(htmx_is_the_fourth(&page(r#"<form hx-post="/x" hx-target="main">"#)).is_empty());
    }
}
