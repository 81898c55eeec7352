//! Whose picture a file is, by its name: identity number, school number or name, alone or together (plan 6.3).

use crate::ids::StudentId;

/// Somebody whose picture is wanted.
#[derive(Clone, Debug)]
pub struct Owner {
    pub student: StudentId,
    pub name: String,
    pub school_number: String,
    /// Opened for the comparison alone.
    pub id_number: Option<String>,
}

/// What in the name told whose picture it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    IdNumber,
    SchoolNumber,
    Name,
}

/// Why a name tells nobody.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotNamed {
    #[error("文件名里没有名单上的证件号码、学号或姓名，请改名后再传")]
    Nobody,
    #[error("有 {count} 名学生叫「{name}」，请改用学号做文件名")]
    Several { name: String, count: usize },
    #[error("文件名里的号码是{number}的，姓名是{name}的，请核对后改名")]
    Contradicts { number: String, name: String },
}

/// Whose picture a file is. What is sure counts first: the identity number, then the school number, then the name;
/// a name beside a number must be the same person's.
pub fn owner_of(file: &str, people: &[Owner]) -> Result<(StudentId, Named), NotNamed> {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let words: Vec<String> = stem
        .split(|c: char| !c.is_alphanumeric() && c != '·')
        .flat_map(|word| std::iter::once(word).chain(split_kinds(word)))
        .map(str::to_uppercase)
        .filter(|word| !word.is_empty())
        .collect();
    let holds =
        |text: &str| !text.is_empty() && words.iter().any(|word| *word == text.to_uppercase());
    let by_number = people.iter().find_map(|one| {
        let own = one.id_number.as_deref().unwrap_or_default();
        holds(own).then_some((one, Named::IdNumber))
    });
    let by_number = by_number.or_else(|| {
        let found = people.iter().find(|one| holds(&one.school_number))?;
        Some((found, Named::SchoolNumber))
    });
    let namesakes: Vec<&Owner> = people.iter().filter(|one| holds(one.name.trim())).collect();
    match (by_number, namesakes.as_slice()) {
        (Some((one, by)), []) => Ok((one.student, by)),
        (Some((one, by)), named) if named.iter().any(|other| other.student == one.student) => {
            Ok((one.student, by))
        }
        (Some((one, _)), [other, ..]) => Err(NotNamed::Contradicts {
            number: one.name.clone(),
            name: other.name.clone(),
        }),
        (None, []) => Err(NotNamed::Nobody),
        (None, [one]) => Ok((one.student, Named::Name)),
        (None, [one, ..]) => Err(NotNamed::Several {
            name: one.name.clone(),
            count: namesakes.len(),
        }),
    }
}

/// 2023010301陈思远 is a number and a name.
fn split_kinds(word: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let ascii = first.is_ascii();
        let end = rest
            .char_indices()
            .find(|(_, c)| c.is_ascii() != ascii)
            .map_or(rest.len(), |(at, _)| at);
        let (part, after) = rest.split_at(end);
        parts.push(part);
        rest = after;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people() -> Vec<Owner> {
        let one = |id, name: &str, number: &str, identity: &str| Owner {
            student: StudentId::new(id),
            name: name.to_owned(),
            school_number: number.to_owned(),
            id_number: Some(identity.to_owned()),
        };
        vec![
            one(1, "陈思远", "2023010301", "99000020080113354X"),
            one(2, "何子涵", "2023010302", "990000200802018858"),
            one(3, "何子涵", "2023010303", "990000200802156505"),
        ]
    }

    #[test]
    fn a_picture_belongs_to_whom_its_name_names() {
        let table = [
            ("99000020080113354x.jpg", 1, Named::IdNumber),
            ("2023010302.JPG", 2, Named::SchoolNumber),
            ("陈思远.png", 1, Named::Name),
            ("2023010303何子涵.jpg", 3, Named::SchoolNumber),
            ("23会计3班-陈思远(1).jpeg", 1, Named::Name),
            ("2023010301_陈思远", 1, Named::SchoolNumber),
        ];
        for (file, student, by) in table {
            assert_eq!(
                owner_of(file, &people()),
                Ok((StudentId::new(student), by)),
                "{file}"
            );
        }
    }

    #[test]
    fn a_name_that_tells_nobody_or_two_is_said() {
        let why = |file| owner_of(file, &people()).unwrap_err().to_string();
        assert!(why("IMG_2210.jpg").contains("没有名单上的"));
        assert!(why("何子涵.jpg").contains("有 2 名学生叫「何子涵」"));
        assert!(why("2023010302陈思远.jpg").contains("号码是何子涵的，姓名是陈思远的"));
    }
}
