//! Opening and changing a project: the form, its faults at the fields, a draft kept.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use chrono::Datelike;
use domain::access::{Action, Place};
use domain::ids::{GroupId, ProjectId};
use domain::projects::{ProjectField, ProjectState};
use domain::review::ReviewKind;
use store::StoreError;
use store::projects::{self as rows, project};

use super::actions::{self, Sent};
use super::facts::{majors_of, place_for};
use super::form::{Choices, Typed};
use crate::shell::{App, Fields, Flash, Layout, Nav, Problem, Problems, Visitor, WebError, WebResult, op_id};
use crate::shell::{page, redirect, refused};

#[derive(Template)]
#[template(path = "projects/form.html")]
struct FormPage {
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

/// One option of a list.
struct Choice {
    value: String,
    label: String,
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
async fn choices(app: &App, visitor: &Visitor, plan: Option<&project::Model>) -> WebResult<Choices> {
    let db = app.db.read();
    let posts = Action::PrepareProject.posts();
    let held = visitor.actor.holdings().iter().filter(|held| posts.contains(&held.post));
    let mut groups: Vec<GroupId> = held.filter_map(|held| held.group).collect();
    let plan = match plan {
        Some(project) => {
            groups = vec![project.group_id];
            project.plan_version_id
        }
        None => {
            let versions = store::plan::plan_versions(db).await?;
            let version = domain::plan::version_on(&versions, app.clock.today());
            version.map(|version| version.id).ok_or_else(|| {
                WebError::refused("还没有在执行的工作实施方案，不能新建项目。请培训就业处先登记方案")
            })?
        }
    };
    Ok(Choices {
        certificates: store::partners::certificates(db).await?,
        structure: store::school::structure(db).await?,
        groups,
        plan,
    })
}

/// What stands around the form.
struct Around {
    heading: String,
    back: String,
    back_label: String,
    version: i32,
    returned: Option<String>,
}

impl Around {
    fn new_project() -> Self {
        Self {
            heading: "新建项目".to_owned(),
            back: "/projects".to_owned(),
            back_label: "项目".to_owned(),
            version: 0,
            returned: None,
        }
    }

    fn of(project: &project::Model) -> Self {
        Self {
            heading: "修改项目".to_owned(),
            back: format!("/projects/{}", project.id),
            back_label: project.title.clone(),
            version: project.version,
            returned: None,
        }
    }
}

async fn form_page(
    app: &App,
    visitor: &Visitor,
    choices: &Choices,
    around: Around,
    typed: Typed,
    problems: Problems,
) -> WebResult<FormPage> {
    let own: Vec<_> =
        choices.structure.majors.iter().filter(|major| choices.groups.contains(&major.group_id)).collect();
    let covers = choices.certificates.iter().map(|certificate| {
        let majors = own.iter().filter(|major| certificate.major_codes.0.contains(&major.code));
        Covers {
            certificate: certificate.name.clone(),
            levels: certificate.levels.0.join("、"),
            majors: majors.map(|major| major.name.clone()).collect::<Vec<_>>().join("、"),
        }
    });
    let majors = own.iter().map(|major| {
        let for_it = choices.certificates.iter().filter(|one| one.major_codes.0.contains(&major.code));
        MajorChoice {
            value: major.id.to_string(),
            label: format!("{}（{}）", major.name, major.code),
            certificates: for_it.map(|one| one.name.clone()).collect::<Vec<_>>().join("、"),
            chosen: typed.majors.contains(&major.id.to_string()),
        }
    });
    let mut grades: Vec<i32> = choices.structure.classes.iter().map(|class| class.grade.year()).collect();
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
        certificates: certificates.map(|one| Choice { value: one.id.to_string(), label: one.name.clone() }).collect(),
        levels: levels.into_iter().map(|level| Choice { value: level.clone(), label: level }).collect(),
        grades: grades.iter().rev().map(|year| Choice { value: year.to_string(), label: format!("{year}级") }).collect(),
        majors: majors.filter(|major| major.chosen || !major.certificates.is_empty()).collect(),
        covers: covers.filter(|one| !one.majors.is_empty()).collect(),
        returned: around.returned,
        op_id: op_id(),
        version: around.version,
        came_back: false,
        typed,
        problems,
    })
}

pub(super) async fn new(State(app): State<App>, visitor: Visitor) -> WebResult<Response> {
    let choices = choices(&app, &visitor, None).await?;
    let typed = Typed::default();
    let grade = choices.structure.classes.iter().map(|class| class.grade.year());
    // Most projects are for the second year.
    let usual = app.clock.today().year() - 2;
    let typed = Typed { grade: grade.filter(|year| *year == usual).map(|year| year.to_string()).next().unwrap_or_default(), ..typed };
    page(&form_page(&app, &visitor, &choices, Around::new_project(), typed, Problems::default()).await?)
}

pub(super) async fn create(State(app): State<App>, visitor: Visitor, fields: Fields) -> WebResult<Response> {
    let choices = choices(&app, &visitor, None).await?;
    let typed = Typed::sent(&fields);
    let read = typed.read(&choices, app.clock.today());
    let Some(values) = read.values else {
        let view = form_page(&app, &visitor, &choices, Around::new_project(), typed, read.problems).await?;
        return refused(&FormPage { came_back: true, ..view });
    };
    let place = choices.structure.group_place(values.group).ok_or(StoreError::NotFound)?;
    let permit = visitor.actor.permit(Action::PrepareProject, &place)?;
    let sent = Sent { op_id: fields.text("op_id"), version: 0 };
    let to = actions::open(&app, &permit, &values, sent).await?;
    Ok(saved(&fields, &to, &values.title))
}

/// On to the page where the answers are checked, or to the project with its draft.
fn saved(fields: &Fields, to: &str, title: &str) -> Response {
    if fields.text("act") == "check" {
        redirect(&format!("{to}/submit"), None)
    } else {
        redirect(to, Flash::ok(format!("草稿已保存：{title}。")))
    }
}

async fn editable(app: &App, visitor: &Visitor, id: ProjectId) -> WebResult<(project::Model, Place)> {
    let project = rows::project(app.db.read(), id).await?;
    let place = place_for(app.db.read(), &visitor.actor, &project).await?;
    visitor.actor.permit(Action::PrepareProject, &place)?;
    Ok((project, place))
}

pub(super) async fn edit(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ProjectId>,
) -> WebResult<Response> {
    let (project, _) = editable(&app, &visitor, id).await?;
    if !project.state.editable() {
        return Err(WebError::refused(format!(
            "项目{}，现在不能改。要改的话，请审核的人退回",
            project.state.label()
        )));
    }
    let choices = choices(&app, &visitor, Some(&project)).await?;
    let typed = Typed::of(&project, &majors_of(app.db.read(), &project).await?);
    let mut around = Around::of(&project);
    let mut problems = Problems::default();
    if let Some((reason, field)) = returned(&app, &project).await? {
        match field.and_then(|field| field.parse::<ProjectField>().ok()) {
            Some(field) => problems.push(Problem::new(field.value(), format!("退回理由：{reason}"))),
            None => around.returned = Some(format!("退回理由：{reason}")),
        }
    }
    page(&form_page(&app, &visitor, &choices, around, typed, problems).await?)
}

/// The reason of the last return and the field it points at.
async fn returned(app: &App, project: &project::Model) -> WebResult<Option<(String, Option<String>)>> {
    if project.state != ProjectState::Returned {
        return Ok(None);
    }
    let last = store::review::latest(app.db.read(), ReviewKind::Project, project.id.get()).await?;
    let because = last.as_ref().and_then(|kept| kept.review.returned_because());
    Ok(because.map(|(reason, field)| (reason.to_owned(), field.map(str::to_owned))))
}

pub(super) async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ProjectId>,
    fields: Fields,
) -> WebResult<Response> {
    let (project, place) = editable(&app, &visitor, id).await?;
    let choices = choices(&app, &visitor, Some(&project)).await?;
    let typed = Typed::sent(&fields);
    let read = typed.read(&choices, app.clock.today());
    let version = fields.text("version").parse().unwrap_or_default();
    let Some(values) = read.values else {
        let around = Around { version, ..Around::of(&project) };
        let view = form_page(&app, &visitor, &choices, around, typed, read.problems).await?;
        return refused(&FormPage { came_back: true, ..view });
    };
    let permit = visitor.actor.permit(Action::PrepareProject, &place)?;
    let sent = Sent { op_id: fields.text("op_id"), version };
    let to = actions::edit(&app, &permit, id, &values, sent).await?;
    Ok(saved(&fields, &to, &values.title))
}
