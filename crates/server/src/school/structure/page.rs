//! The page of the structure: every major with its classes, their teachers and sizes.

use askama::Template;
use domain::access::Post;
use domain::ids::ClassId;
use store::identity::{accounts_by_id, holdings_on};
use store::school::{self as rows, Structure};

use crate::school::choices;
use crate::school::views::or_dashes;
use crate::shell::{App, Choice, Layout, Nav, Problems, Visitor, WebResult};

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
pub(super) struct StructurePage {
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
pub(super) struct Typed {
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) code: String,
    pub(super) grade: String,
    pub(super) parent: String,
}

pub(super) async fn structure_page(
    app: &App,
    visitor: &Visitor,
    typed: Typed,
    problems: Problems,
) -> WebResult<StructurePage> {
    let structure = rows::structure(app.db.read()).await?;
    let around = Around {
        sizes: rows::counts_by_class(app.db.read()).await?,
        teachers: teachers(app).await?,
    };
    let majors = structure.majors.iter();
    Ok(StructurePage {
        layout: Layout::of(app, visitor, Nav::Students).await?,
        majors: majors
            .map(|major| MajorPart::of(major, &structure, &around))
            .collect(),
        empty: empty_parts(&structure),
        counts: [
            structure.faculties.len(),
            structure.groups.len(),
            structure.majors.len(),
            structure.classes.len(),
        ],
        faculties: choices::faculties(&structure),
        groups: choices::groups(&structure),
        all_majors: choices::majors(&structure),
        typed,
        problems,
    })
}

/// What the classes' lines are made from, beside the structure.
struct Around {
    sizes: Vec<(ClassId, i64)>,
    teachers: Vec<(ClassId, String)>,
}

impl MajorPart {
    fn of(major: &rows::major::Model, structure: &Structure, around: &Around) -> Self {
        let group = structure.group(major.group_id);
        let mut faculties = structure.faculties.iter();
        let faculty =
            group.and_then(|group| faculties.find(|faculty| faculty.id == group.faculty_id));
        let mut classes: Vec<_> = structure
            .classes
            .iter()
            .filter(|class| class.major_id == major.id)
            .collect();
        classes.sort_by(|a, b| b.grade.cmp(&a.grade).then_with(|| a.name.cmp(&b.name)));
        let classes: Vec<ClassLine> = classes
            .into_iter()
            .map(|class| ClassLine::of(class, around))
            .collect();
        Self {
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
    }
}

impl ClassLine {
    fn of(class: &rows::class::Model, around: &Around) -> Self {
        let teachers: Vec<&str> = around
            .teachers
            .iter()
            .filter(|(id, _)| *id == class.id)
            .map(|(_, name)| name.as_str())
            .collect();
        let size = around.sizes.iter().find(|(id, _)| *id == class.id);
        Self {
            id: class.id.to_string(),
            name: class.name.clone(),
            grade: format!("{}级", class.grade),
            teacher: or_dashes(&teachers.join("、")),
            students: size.map_or(0, |(_, size)| *size),
        }
    }
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
