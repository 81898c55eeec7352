//! Faculties, groups, majors and classes with their teachers and sizes, for the office (plan 2.1, 3).

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::{Action, Place, Post};
use domain::ids::ClassId;
use domain::values::{Grade, text};
use store::StoreError;
use store::identity::{accounts_by_id, holdings_on};
use store::school::{self as rows, Structure};

use super::naming::{self, Kind, New};
use super::views::or_dashes;
use crate::shell::{
    App, Choice, Clashes, Fields, Flash, Layout, Nav, Problem, Problems, Said, Visitor, WebError,
    WebResult,
};
use crate::shell::{overtaken, page, redirect, refused};

struct ClassLine {
    id: String,
    name: String,
    grade: String,
    teacher: String,
    students: i64,
}

struct MajorPart {
    id: String,
    name: String,
    code: String,
    group: String,
    group_id: String,
    faculty: String,
    faculty_id: String,
    classes: Vec<ClassLine>,
    students: i64,
}

#[derive(Template)]
#[template(path = "school/structure.html")]
struct StructurePage {
    layout: Layout,
    majors: Vec<MajorPart>,
    /// Faculties and groups nothing belongs to yet.
    empty: Vec<(String, String, &'static str)>,
    counts: [usize; 4],
    faculties: Vec<Choice>,
    groups: Vec<Choice>,
    all_majors: Vec<Choice>,
    typed: Typed,
    problems: Problems,
}

/// The form of what is to be added, as typed.
#[derive(Default)]
struct Typed {
    kind: String,
    name: String,
    code: String,
    grade: String,
    parent: String,
}

#[derive(Template)]
#[template(path = "school/rename.html")]
struct RenamePage {
    layout: Layout,
    kind: &'static str,
    action: String,
    old: String,
    name: String,
    problems: Problems,
    clashes: Clashes,
    before: String,
}

pub(super) async fn show(State(app): State<App>, visitor: Visitor) -> WebResult<Response> {
    visitor
        .actor
        .permit(Action::EditStructure, &Place::SCHOOL)?;
    page(&structure_page(&app, &visitor, Typed::default(), Problems::default()).await?)
}

async fn structure_page(
    app: &App,
    visitor: &Visitor,
    typed: Typed,
    problems: Problems,
) -> WebResult<StructurePage> {
    let structure = rows::structure(app.db.read()).await?;
    let sizes = rows::counts_by_class(app.db.read()).await?;
    let teachers = teachers(app).await?;
    let size = |id: ClassId| {
        sizes
            .iter()
            .find(|(class, _)| *class == id)
            .map_or(0, |(_, size)| *size)
    };
    let line = |class: &rows::class::Model| ClassLine {
        id: class.id.to_string(),
        name: class.name.clone(),
        grade: format!("{}级", class.grade),
        teacher: or_dashes(
            &teachers
                .iter()
                .filter(|(id, _)| *id == class.id)
                .map(|(_, name)| name.as_str())
                .collect::<Vec<_>>()
                .join("、"),
        ),
        students: size(class.id),
    };
    let majors = structure.majors.iter().map(|major| {
        let group = structure.group(major.group_id);
        let faculty = group.and_then(|group| {
            structure
                .faculties
                .iter()
                .find(|faculty| faculty.id == group.faculty_id)
        });
        let mut classes: Vec<_> = structure
            .classes
            .iter()
            .filter(|class| class.major_id == major.id)
            .collect();
        classes.sort_by(|a, b| b.grade.cmp(&a.grade).then_with(|| a.name.cmp(&b.name)));
        let classes: Vec<ClassLine> = classes.into_iter().map(line).collect();
        MajorPart {
            id: major.id.to_string(),
            name: major.name.clone(),
            code: major.code.clone(),
            group: group.map(|group| group.name.clone()).unwrap_or_default(),
            group_id: major.group_id.to_string(),
            faculty: faculty
                .map(|faculty| faculty.name.clone())
                .unwrap_or_default(),
            faculty_id: faculty
                .map(|faculty| faculty.id.to_string())
                .unwrap_or_default(),
            students: classes.iter().map(|class| class.students).sum(),
            classes,
        }
    });
    Ok(StructurePage {
        layout: Layout::of(app, visitor, Nav::Students).await?,
        majors: majors.collect(),
        empty: empty_parts(&structure),
        counts: [
            structure.faculties.len(),
            structure.groups.len(),
            structure.majors.len(),
            structure.classes.len(),
        ],
        faculties: structure
            .faculties
            .iter()
            .map(|faculty| Choice::new(faculty.id, &faculty.name))
            .collect(),
        groups: structure
            .groups
            .iter()
            .map(|group| Choice::new(group.id, &group.name))
            .collect(),
        all_majors: structure
            .majors
            .iter()
            .map(|major| Choice::new(major.id, &major.name))
            .collect(),
        typed,
        problems,
    })
}

fn empty_parts(structure: &Structure) -> Vec<(String, String, &'static str)> {
    let faculties = structure
        .faculties
        .iter()
        .filter(|faculty| {
            structure
                .groups
                .iter()
                .all(|group| group.faculty_id != faculty.id)
        })
        .map(|faculty| {
            (
                format!("faculty/{}", faculty.id),
                faculty.name.clone(),
                "还没有专业组",
            )
        });
    let groups = structure
        .groups
        .iter()
        .filter(|group| {
            structure
                .majors
                .iter()
                .all(|major| major.group_id != group.id)
        })
        .map(|group| {
            (
                format!("group/{}", group.id),
                group.name.clone(),
                "还没有专业",
            )
        });
    faculties.chain(groups).collect()
}

/// Who is class teacher of which class today.
async fn teachers(app: &App) -> WebResult<Vec<(ClassId, String)>> {
    let held = holdings_on(app.db.read(), app.clock.today()).await?;
    let held: Vec<_> = held
        .into_iter()
        .filter(|held| held.post == Post::ClassTeacher)
        .collect();
    let ids: Vec<_> = held.iter().map(|held| held.account_id).collect();
    let people = accounts_by_id(app.db.read(), &ids).await?;
    let name = |id| {
        people
            .iter()
            .find(|person| person.id == id)
            .map(|person| person.name.clone())
    };
    Ok(held
        .iter()
        .filter_map(|held| Some((held.class_id?, name(held.account_id)?)))
        .collect())
}

pub(super) async fn add(
    State(app): State<App>,
    visitor: Visitor,
    fields: Fields,
) -> WebResult<Response> {
    let permit = visitor
        .actor
        .permit(Action::EditStructure, &Place::SCHOOL)?;
    let text = |field: &str| text::clean_words(fields.text(field)).text.into_owned();
    let typed = Typed {
        kind: text("kind"),
        name: text("name"),
        code: text("code"),
        grade: text("grade"),
        parent: text("parent"),
    };
    let kind: Kind = typed.kind.parse()?;
    let structure = rows::structure(app.db.read()).await?;
    match checked(kind, &typed, &structure) {
        Ok(new) => {
            naming::add(&app, &permit, &new).await?;
            Ok(redirect(
                "/structure",
                Flash::ok(format!("已新增{}「{}」", kind.label(), typed.name)),
            ))
        }
        Err(problems) => refused(&structure_page(&app, &visitor, typed, problems).await?),
    }
}

fn checked<'a>(kind: Kind, typed: &'a Typed, structure: &Structure) -> Result<New<'a>, Problems> {
    let mut problems = Problems::default();
    let (label, name) = (kind.label(), typed.name.as_str());
    let field = |part: &str| format!("{}-{part}", kind.code());
    if name.is_empty() {
        problems.push(Problem::new(
            field("name"),
            format!("{label}名称：请填名称"),
        ));
    } else if naming::is_taken(structure, kind, name) {
        problems.push(Problem::new(
            field("name"),
            format!("{label}名称：「{name}」已经有了，请换一个"),
        ));
    }
    let parent = typed.parent.parse::<i64>().unwrap_or_default();
    let missing = |what: &str| Problem::new(field("parent"), format!("{label}：请选{what}"));
    let new = match kind {
        Kind::Faculty => Some(New::Faculty { name }),
        Kind::Group => {
            let faculty = structure
                .faculties
                .iter()
                .find(|faculty| faculty.id.get() == parent);
            problems
                .note(faculty.ok_or_else(|| missing("所属的系")))
                .map(|faculty| New::Group {
                    name,
                    faculty: faculty.id,
                })
        }
        Kind::Major => {
            let code = typed.code.as_str();
            if code.is_empty() || structure.majors.iter().any(|major| major.code == code) {
                problems.push(Problem::new(
                    field("code"),
                    "专业代码：请填国家目录里的代码，一个代码只用一次",
                ));
            }
            let group = structure
                .groups
                .iter()
                .find(|group| group.id.get() == parent);
            problems
                .note(group.ok_or_else(|| missing("所属的专业组")))
                .map(|group| New::Major {
                    name,
                    code,
                    group: group.id,
                })
        }
        Kind::Class => {
            let grade = typed.grade.parse::<Grade>();
            let grade = problems.note(
                grade.map_err(|_| Problem::new(field("grade"), "年级：请写入学年份，如 2023")),
            );
            let major = structure
                .majors
                .iter()
                .find(|major| major.id.get() == parent);
            let major = problems.note(major.ok_or_else(|| missing("所属的专业")));
            grade.zip(major).map(|(grade, major)| New::Class {
                name,
                grade,
                major: major.id,
            })
        }
    };
    new.filter(|_| problems.is_empty()).ok_or(problems)
}

pub(super) async fn ask_name(
    State(app): State<App>,
    visitor: Visitor,
    Path((kind, id)): Path<(String, i64)>,
) -> WebResult<Response> {
    visitor
        .actor
        .permit(Action::EditStructure, &Place::SCHOOL)?;
    page(&rename_page(&app, &visitor, kind.parse()?, id).await?)
}

async fn rename_page(app: &App, visitor: &Visitor, kind: Kind, id: i64) -> WebResult<RenamePage> {
    let structure = rows::structure(app.db.read()).await?;
    let old = naming::name_of(&structure, kind, id).ok_or(StoreError::NotFound)?;
    Ok(RenamePage {
        layout: Layout::of(app, visitor, Nav::Students).await?,
        kind: kind.label(),
        action: format!("/structure/{}/{id}", kind.code()),
        name: old.clone(),
        before: called(&old).carried(),
        old,
        problems: Problems::default(),
        clashes: Clashes::default(),
    })
}

pub(super) async fn rename(
    State(app): State<App>,
    visitor: Visitor,
    Path((kind, id)): Path<(String, i64)>,
    fields: Fields,
) -> WebResult<Response> {
    let permit = visitor
        .actor
        .permit(Action::EditStructure, &Place::SCHOOL)?;
    let kind: Kind = kind.parse()?;
    let shown = rename_page(&app, &visitor, kind, id).await?;
    let name = text::clean_words(fields.text("name")).text.into_owned();
    let structure = rows::structure(app.db.read()).await?;
    let fault = if name.is_empty() {
        Some("新名称：请填名称".to_owned())
    } else if name != shown.old && naming::is_taken(&structure, kind, &name) {
        Some(format!("新名称：「{name}」已经有了，请换一个"))
    } else {
        None
    };
    if let Some(fault) = fault {
        return refused(&RenamePage {
            name,
            problems: Problem::new("name", fault).into(),
            ..shown
        });
    }
    // What the page showed; a page that brought nothing along is taken as it is now.
    let was = Some(fields.text("was")).filter(|was| !was.is_empty());
    let was = was.unwrap_or(&shown.old);
    match naming::rename(&app, &permit, kind, id, was, &name).await {
        Ok(()) => Ok(redirect(
            "/structure",
            Flash::ok(format!("已把「{was}」改名为「{name}」")),
        )),
        Err(WebError::Store(StoreError::Stale)) => {
            let now = rename_page(&app, &visitor, kind, id).await?;
            overtaken(&RenamePage {
                clashes: Clashes::between(&fields, &called(&now.old), &called(&name)),
                name,
                ..now
            })
        }
        Err(other) => Err(other),
    }
}

fn called(name: &str) -> Said {
    Said::from_iter([("名称", name)])
}
