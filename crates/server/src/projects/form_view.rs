//! How the form of a project looks: what may be chosen, which certificate is for which major.

use askama::Template;
use domain::access::Action;
use domain::ids::GroupId;
use store::projects::project;
use store::school::major;

use super::form::{Choices, Typed};
use crate::school::choices::grades;
use crate::shell::{
    App, Choice, Clashes, Layout, Nav, Problems, Said, Visitor, WebError, WebResult, op_id,
};

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
    clashes: Clashes,
    /// What the form shows of the record, carried along.
    before: String,
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
    before: String,
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

    /// The form once more, because somebody else saved the project meanwhile.
    pub(super) fn overtaken(self, clashes: Clashes) -> Self {
        Self {
            clashes,
            ..self.came_back()
        }
    }
}

impl Around {
    /// The version the page was made from and what it showed then, as the form brought them along.
    pub(super) fn made_from(self, version: i32, before: &str) -> Self {
        Self {
            version,
            before: before.to_owned(),
            ..self
        }
    }

    pub(super) fn new_project() -> Self {
        Self {
            heading: "新建项目".to_owned(),
            back: "/projects".to_owned(),
            back_label: "项目".to_owned(),
            version: 0,
            before: String::new(),
            returned: None,
        }
    }

    pub(super) fn of(project: &project::Model, before: &Said) -> Self {
        Self {
            heading: "修改项目".to_owned(),
            back: format!("/projects/{}", project.id),
            back_label: project.title.clone(),
            version: project.version,
            before: before.carried(),
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
    let certificates = choices.certificates.iter();
    Ok(FormPage {
        layout: Layout::of(app, visitor, Nav::Projects).await?,
        heading: around.heading,
        back: around.back,
        back_label: around.back_label,
        certificates: certificates
            .map(|one| Choice::new(one.id, &one.name))
            .collect(),
        levels: levels(choices),
        grades: grades(&choices.structure),
        majors: majors(choices, &typed),
        covers: covers(choices),
        returned: around.returned,
        op_id: op_id(),
        version: around.version,
        came_back: false,
        clashes: Clashes::default(),
        before: around.before,
        typed,
        problems,
    })
}

/// The majors of the visitor's groups.
fn own_majors(choices: &Choices) -> impl Iterator<Item = &major::Model> {
    let all = choices.structure.majors.iter();
    all.filter(|major| choices.groups.contains(&major.group_id))
}

fn levels(choices: &Choices) -> Vec<Choice> {
    let mut levels: Vec<&String> = Vec::new();
    for level in choices.certificates.iter().flat_map(|one| &one.levels.0) {
        if !levels.contains(&level) {
            levels.push(level);
        }
    }
    let levels = levels.into_iter();
    levels.map(|level| Choice::new(level, level)).collect()
}

/// The majors to tick: those a certificate is for, and those ticked already.
fn majors(choices: &Choices, typed: &Typed) -> Vec<MajorChoice> {
    let line = |major: &major::Model| {
        let certificates = choices.certificates.iter();
        let for_it = certificates.filter(|one| one.major_codes.0.contains(&major.code));
        let names: Vec<&str> = for_it.map(|one| one.name.as_str()).collect();
        let value = major.id.to_string();
        MajorChoice {
            label: format!("{}（{}）", major.name, major.code),
            certificates: names.join("、"),
            chosen: typed.majors.contains(&value),
            value,
        }
    };
    let all = own_majors(choices).map(line);
    all.filter(|major| major.chosen || !major.certificates.is_empty())
        .collect()
}

/// What each certificate is for, as far as it concerns the visitor's groups.
fn covers(choices: &Choices) -> Vec<Covers> {
    let all = choices.certificates.iter().map(|certificate| {
        let codes = &certificate.major_codes.0;
        let majors = own_majors(choices).filter(|major| codes.contains(&major.code));
        let majors: Vec<&str> = majors.map(|major| major.name.as_str()).collect();
        Covers {
            certificate: certificate.name.clone(),
            levels: certificate.levels.0.join("、"),
            majors: majors.join("、"),
        }
    });
    all.filter(|one| !one.majors.is_empty()).collect()
}
