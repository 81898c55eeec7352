//! Faculties, groups, majors and classes added and named; each with its row of the record.

use std::str::FromStr;

use domain::access::Permit;
use domain::ids::{ClassId, FacultyId, GroupId, MajorId};
use domain::values::Grade;
use serde_json::{Value, json};
use store::audit::{self, AuditDraft};
use store::school::{self as rows, Structure};
use store::{StoreError, Tx};

use crate::shell::{App, WebResult};

/// What part of the structure is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Faculty,
    Group,
    Major,
    Class,
}

impl Kind {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Faculty => "faculty",
            Self::Group => "group",
            Self::Major => "major",
            Self::Class => "class",
        }
    }

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Faculty => "系",
            Self::Group => "专业组",
            Self::Major => "专业",
            Self::Class => "班级",
        }
    }
}

impl FromStr for Kind {
    type Err = StoreError;

    fn from_str(code: &str) -> Result<Self, StoreError> {
        [Self::Faculty, Self::Group, Self::Major, Self::Class]
            .into_iter()
            .find(|kind| kind.code() == code)
            .ok_or(StoreError::NotFound)
    }
}

/// Something new, checked.
pub(super) enum New<'a> {
    Faculty {
        name: &'a str,
    },
    Group {
        name: &'a str,
        faculty: FacultyId,
    },
    Major {
        name: &'a str,
        code: &'a str,
        group: GroupId,
    },
    Class {
        name: &'a str,
        grade: Grade,
        major: MajorId,
    },
}

/// The name of a part as it is now.
pub(super) fn name_of(structure: &Structure, kind: Kind, id: i64) -> Option<String> {
    let found = match kind {
        Kind::Faculty => {
            &structure
                .faculties
                .iter()
                .find(|faculty| faculty.id.get() == id)?
                .name
        }
        Kind::Group => &structure.group(GroupId::new(id))?.name,
        Kind::Major => &structure.major(MajorId::new(id))?.name,
        Kind::Class => &structure.class(ClassId::new(id))?.name,
    };
    Some(found.clone())
}

/// Whether another part of this kind has the name (or, for a major, the code) already.
pub(super) fn is_taken(structure: &Structure, kind: Kind, name: &str) -> bool {
    match kind {
        Kind::Faculty => structure
            .faculties
            .iter()
            .any(|faculty| faculty.name == name),
        Kind::Group => structure.groups.iter().any(|group| group.name == name),
        Kind::Major => structure.majors.iter().any(|major| major.name == name),
        Kind::Class => structure.classes.iter().any(|class| class.name == name),
    }
}

/// Add a part.
pub(super) async fn add(app: &App, permit: &Permit, new: &New<'_>) -> WebResult<()> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let draft = match new {
        New::Faculty { name } => {
            let id = rows::faculty_id(&tx, name).await?;
            AuditDraft::new(permit, now, "create_faculty").on("faculty", id.get(), name)
        }
        New::Group { name, faculty } => {
            let id = rows::group_id(&tx, *faculty, name).await?;
            AuditDraft::new(permit, now, "create_group").on("group", id.get(), name)
        }
        New::Major { name, code, group } => {
            let id = rows::major_id(&tx, *group, code, name).await?;
            let draft = AuditDraft::new(permit, now, "create_major").on("major", id.get(), name);
            draft.change(None, Some(json!({ "code": code })))
        }
        New::Class { name, grade, major } => {
            let id = rows::class_id(&tx, name, *grade, *major).await?;
            let draft = AuditDraft::new(permit, now, "create_class").on("class", id.get(), name);
            draft.change(None, Some(json!({ "grade": grade })))
        }
    };
    audit::write(&tx, draft).await?;
    tx.commit().await?;
    Ok(())
}

/// Give a part another name; `Stale` when it is no longer called as the page showed.
pub(super) async fn rename(
    app: &App,
    permit: &Permit,
    kind: Kind,
    id: i64,
    old: &str,
    new: &str,
) -> WebResult<()> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    if name_of(&rows::structure(&tx).await?, kind, id).as_deref() != Some(old) {
        return Err(StoreError::Stale.into());
    }
    written(&tx, kind, id, new).await?;
    let draft = match kind {
        Kind::Faculty => AuditDraft::new(permit, now, "rename_faculty"),
        Kind::Group => AuditDraft::new(permit, now, "rename_group"),
        Kind::Major => AuditDraft::new(permit, now, "rename_major"),
        Kind::Class => AuditDraft::new(permit, now, "rename_class"),
    };
    let named = |name: &str| Some(Value::from_iter([("name", name)]));
    let draft = draft
        .on(kind.code(), id, new)
        .change(named(old), named(new));
    audit::write(&tx, draft).await?;
    tx.commit().await?;
    Ok(())
}

async fn written(tx: &Tx, kind: Kind, id: i64, name: &str) -> WebResult<()> {
    match kind {
        Kind::Faculty => rows::rename_faculty(tx, FacultyId::new(id), name).await?,
        Kind::Group => rows::rename_group(tx, GroupId::new(id), name).await?,
        Kind::Major => rows::rename_major(tx, MajorId::new(id), name).await?,
        Kind::Class => rows::rename_class(tx, ClassId::new(id), name).await?,
    }
    Ok(())
}
