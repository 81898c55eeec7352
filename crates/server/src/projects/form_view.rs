//! How the form of a project looks: what may be chosen, which certificate is for which major.

use askama::Template;
use domain::access::Action;
use domain::ids::GroupId;
use store::projects::project;

use super::form::{Choices, Typed};
use crate::shell::{App, Choice, Layout, Nav, Problems, Visitor, WebError, WebResult, op_id};

#[derive(Template)]
#[template(path = "projects/form.html")]
pub(super) struct FormPage {
    layout: Layout,
    heading: String,
    /// The project's page, `/projects` for a new one.
    back: String,
    back_label: String,
    typed: Typed,
    certificates: Vec<Choice>,
    levels: Vec<Choice>,
    grades: Vec<Choice>,
    majors: Vec<MajorChoice>,
    covers: Vec<Covers>,
    /// Why it was returned, where the reason is about no field.
    returned: Option<String>,
    op_id: String,
    version: i32,
    /// The form came back with faults.
    came_back: bool,
    problems: Problems,
}

/// One major to tick.
struct MajorChoice {
    value: String,
    label: String,
    /// Which certificates are for it.
    certificates: String,
    chosen: bool,
}

/// What a certificate is for, in the side column.
struct Covers {
    certificate: String,
    levels: String,
    majors: String,
}

/// What the visitor may choose from; refused with its reason when there is nothing yet.
pub(super) async fn choices(
    app: &App,
    visitor: &Visitor,
    plan: Option<&project::Model>,
) -> WebResult<Choices> {
    let db = app.db.read();
    let posts = Action::PrepareProject.posts();
    let held = visitor
        .actor
        .holdings()
        .iter()
        .filter(|held| posts.contains(&held.post));
    let mut groups: Vec<GroupId> = held.filter_map(|held| held.group).collect();
    let plan = if let Some(project) = plan {
        groups = vec![project.group_id];
        project.plan_version_id
    } else {
        let versions = store::plan::plan_versions(db).await?;
        let version = domain::plan::version_on(&versions, app.clock.today());
        version.map(|version| version.id).ok_or_else(|| {
            WebError::refused("还没有在执行的工作实施方案，不能新建项目。请培训就业处先登记方案")
        })?
    };
    Ok(Choices {
        certificates: store::partners::certificates(db).await?,
        structure: store::school::structure(db).await?,
        groups,
        plan,
    })
}

/// What stands around the form.
pub(super) struct Around {
    heading: String,
    back: String,
    back_label: String,
    version: i32,
    pub(super) returned: Option<String>,
}

impl FormPage {
    /// The form once more, with faults.
    pub(super) fn came_back(self) -> Self {
        Self {
            came_back: true,
            ..self
        }
    }
}

impl Around {
    /// The version the page was made from, as the form brought it along.
    pub(super) fn made_from(self, version: i32) -> Self {
        Self { version, ..self }
    }

    pub(super) fn new_project() -> Self {
        Self {
            heading: "新建项目".to_owned(),
            back: "/projects".to_owned(),
            back_label: "项目".to_owned(),
            version: 0,
            returned: None,
        }
    }

    pub(super) fn of(project: &project::Model) -> Self {
        Self {
            heading: "修改项目".to_owned(),
            back: format!("/projects/{}", project.id),
            back_label: project.title.clone(),
            version: project.version,
            returned: None,
        }
    }
}

pub(super) async fn form_page(
    app: &App,
    visitor: &Visitor,
    choices: &Choices,
    around: Around,
    typed: Typed,
    problems: Problems,
) -> WebResult<FormPage> {
    let own: Vec<_> = choices
        .structure
        .majors
        .iter()
        .filter(|major| choices.groups.contains(&major.group_id))
        .collect();
    let covers = choices.certificates.iter().map(|certificate| {
        let majors = own
            .iter()
            .filter(|major| certificate.major_codes.0.contains(&major.code));
        Covers {
            certificate: certificate.name.clone(),
            levels: certificate.levels.0.join("、"),
            majors: majors
                .map(|major| major.name.clone())
                .collect::<Vec<_>>()
                .join("、"),
        }
    });
    let majors = own.iter().map(|major| {
        let for_it = choices
            .certificates
            .iter()
            .filter(|one| one.major_codes.0.contains(&major.code));
        MajorChoice {
            value: major.id.to_string(),
            label: format!("{}（{}）", major.name, major.code),
            certificates: for_it
                .map(|one| one.name.clone())
                .collect::<Vec<_>>()
                .join("、"),
            chosen: typed.majors.contains(&major.id.to_string()),
        }
    });
    let mut grades: Vec<i32> = choices
        .structure
        .classes
        .iter()
        .map(|class| class.grade.year())
        .collect();
    grades.sort_unstable();
    grades.dedup();
    let mut levels: Vec<String> = Vec::new();
    for level in choices.certificates.iter().flat_map(|one| &one.levels.0) {
        if !levels.contains(level) {
            levels.push(level.clone());
        }
    }
    let certificates = choices.certificates.iter();
    Ok(FormPage {
        layout: Layout::of(app, visitor, Nav::Projects).await?,
        heading: around.heading,
        back: around.back,
        back_label: around.back_label,
        certificates: certificates
            .map(|one| Choice::new(one.id, &one.name))
            .collect(),
        levels: levels
            .into_iter()
            .map(|level| Choice::new(&level, &level))
            .collect(),
        grades: grades
            .iter()
            .rev()
            .map(|year| Choice::new(year, format_args!("{year}级")))
            .collect(),
        majors: majors
            .filter(|major| major.chosen || !major.certificates.is_empty())
            .collect(),
        covers: covers.filter(|one| !one.majors.is_empty()).collect(),
        returned: around.returned,
        op_id: op_id(),
        version: around.version,
        came_back: false,
        typed,
        problems,
    })
}
