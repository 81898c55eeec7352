//! One student of the class: what he lacks, the form filled in for him, his portrait, a consent on paper, a return
//! that was mended.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::Action;
use domain::ids::{ListId, StudentId};
use domain::registration::consent::{ConsentAnswer, ConsentWay, Party};
use domain::registration::{Mender, Need, RegistrationState};
use store::StoreError;

use super::scene::Scene;
use crate::people::form::{Own, confirm, mend_in, read, save_draft};
use crate::people::form_view::{FormView, typed};
use crate::people::{Answering, answer, take_one};
use crate::shell::{
    Act, App, Begun, Done, Fields, Flash, Layout, Nav, Problem, Problems, Upload, Visitor,
    WebError, WebResult, op_id, page, redirect, refused,
};

/// What a guardian may be to a student.
const RELATIONS: [&str; 4] = ["父亲", "母亲", "祖父母或外祖父母", "其他监护人"];

#[derive(Template)]
#[template(path = "people/class/student.html")]
struct StudentPage {
    layout: Layout,
    list: ListId,
    student: StudentId,
    class: String,
    name: String,
    lacks: Vec<String>,
    has_photo: bool,
    photo_words: String,
    paper: bool,
    own_paper: bool,
    signer: String,
    relation: String,
    relations: [&'static str; 4],
    may_mend: bool,
    f: FormView,
    op_ids: [String; 5],
}

/// The student's registration, with the scene of the class; a student of another class is not there.
async fn found(
    app: &App,
    visitor: &Visitor,
    (list, student): (ListId, StudentId),
) -> WebResult<(Scene, Own)> {
    let scene = Scene::of(app, visitor, list).await?;
    let row = scene.row(student).ok_or(StoreError::NotFound)?;
    let own = Own::of(app, row.row.id).await?;
    visitor
        .actor
        .permit(Action::HelpRegistration, &own.place()?)?;
    Ok((scene, own))
}

async fn view(
    app: &App,
    visitor: &Visitor,
    (scene, own): (&Scene, &Own),
    fields: &Fields,
    problems: Problems,
) -> WebResult<StudentPage> {
    let id = own.student.id;
    let form = if problems.is_empty() {
        own.form()
    } else {
        typed(own, fields)
    };
    let signer = match fields.text("signer") {
        "" => own.student.guardian_name.clone().unwrap_or_default(),
        text => text.to_owned(),
    };
    let photo = scene.brought.lacks_need(id, Need::Photo);
    Ok(StudentPage {
        layout: Layout::of(app, visitor, Nav::Class).await?,
        list: scene.list.id,
        student: id,
        class: scene.class().to_owned(),
        name: own.student.name.clone(),
        lacks: scene
            .brought
            .lacks(id)
            .iter()
            .map(|lack| format!("{}（能办的人：{}）", lack.sentence, lack.need.by()))
            .collect(),
        has_photo: scene.brought.photo(id).is_some(),
        photo_words: photo.map_or("合格".to_owned(), |lack| lack.sentence.clone()),
        paper: scene
            .brought
            .lacks_need(id, Need::GuardianConsent)
            .is_some(),
        own_paper: scene.brought.lacks_need(id, Need::StudentConsent).is_some(),
        signer,
        relation: fields.text("relation").to_owned(),
        relations: RELATIONS,
        may_mend: own.row.state == RegistrationState::Returned
            && Mender::of(own.row.field) == Mender::ClassTeacher,
        f: FormView::of(app, own, form, problems)?,
        op_ids: [op_id(), op_id(), op_id(), op_id(), op_id()],
    })
}

fn here(scene: &Scene, own: &Own) -> String {
    format!("/my-class/{}/students/{}", scene.list.id, own.student.id)
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(at): Path<(ListId, StudentId)>,
) -> WebResult<Response> {
    let (scene, own) = found(&app, &visitor, at).await?;
    let fields = Fields::default();
    page(&view(&app, &visitor, (&scene, &own), &fields, Problems::default()).await?)
}

/// The form in the student's place, recorded as such.
pub(super) async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Path(at): Path<(ListId, StudentId)>,
    fields: Fields,
) -> WebResult<Response> {
    let (scene, own) = found(&app, &visitor, at).await?;
    let shown = fields.text("version").parse().ok();
    if shown != Some(own.row.version) && !fields.text("version").is_empty() {
        return Err(StoreError::Stale.into());
    }
    let form = typed(&own, &fields);
    let (op, here) = (fields.text("op_id"), here(&scene, &own));
    if fields.text("act") == "draft" {
        let done = save_draft(&app, &scene.permit, &own, form, (op, &here)).await?;
        return Ok(redirect(&done.to, done.flash));
    }
    match read(&app, &own, &form) {
        Ok(given) => {
            let done = confirm(&app, &scene.permit, &own, given, false, (op, &here)).await?;
            Ok(redirect(&done.to, done.flash))
        }
        Err(problems) => refused(&view(&app, &visitor, (&scene, &own), &fields, problems).await?),
    }
}

pub(super) async fn photo(
    State(app): State<App>,
    visitor: Visitor,
    Path(at): Path<(ListId, StudentId)>,
    upload: Upload,
) -> WebResult<Response> {
    let (scene, own) = found(&app, &visitor, at).await?;
    let (op, here) = (upload.fields.text("op_id"), here(&scene, &own));
    match take_one(&app, &scene.permit, &own, upload.bytes.clone(), (op, &here)).await? {
        Ok(done) => Ok(redirect(&done.to, done.flash)),
        Err(problem) => {
            let fields = Fields::default();
            refused(&view(&app, &visitor, (&scene, &own), &fields, problem.into()).await?)
        }
    }
}

/// A consent on paper was handed in: the guardian's, or the student's own where he cannot sign in.
pub(super) async fn paper(
    State(app): State<App>,
    visitor: Visitor,
    Path(at): Path<(ListId, StudentId)>,
    fields: Fields,
) -> WebResult<Response> {
    let (scene, own) = found(&app, &visitor, at).await?;
    let own_paper = fields.text("party") == Party::Student.value();
    let mut problems = Problems::default();
    if !own_paper && fields.text("signer").is_empty() {
        problems.push(Problem::new("signer", "请写纸上签名的家长姓名"));
    }
    if !own_paper && !RELATIONS.contains(&fields.text("relation")) {
        problems.push(Problem::new("relation", "请选家长是学生的什么人"));
    }
    if fields.text("both").is_empty() {
        let field = if own_paper { "own-both" } else { "both" };
        problems.push(Problem::new(field, "请看一下纸上两项是否都签了"));
    }
    if !problems.is_empty() {
        return refused(&view(&app, &visitor, (&scene, &own), &fields, problems).await?);
    }
    let (party, signer, relation) = if own_paper {
        (Party::Student, own.student.name.as_str(), None)
    } else {
        let relation = Some(fields.text("relation"));
        (Party::Guardian, fields.text("signer"), relation)
    };
    let given = Answering {
        party,
        answer: ConsentAnswer::Given,
        way: ConsentWay::Paper,
        signer,
        relation,
        link: None,
    };
    let here = here(&scene, &own);
    let pair = (fields.text("op_id"), here.as_str());
    let mut done = answer(&app, &scene.permit, &own.work, &own.student, &given, pair).await?;
    done.flash = Some(Flash::ok(format!(
        "已登记{}{}的纸质同意书，原件请收好。",
        own.student.name,
        if own_paper { "本人" } else { "家长" }
    )));
    Ok(redirect(&done.to, done.flash))
}

/// What the roll said wrongly is mended in the roll; the row goes back to the group leader.
pub(super) async fn mended(
    State(app): State<App>,
    visitor: Visitor,
    Path(at): Path<(ListId, StudentId)>,
    fields: Fields,
) -> WebResult<Response> {
    let (scene, own) = found(&app, &visitor, at).await?;
    let to = format!("/my-class/{}", scene.list.id);
    let act = match Act::begin(&app, &scene.permit, fields.text("op_id")).await? {
        Begun::Before(done) => return Ok(redirect(&done.to, done.flash)),
        Begun::Now(act) => act,
    };
    if own.row.state != RegistrationState::Returned {
        return Err(WebError::refused(format!(
            "这一行{}，不用再改",
            own.row.state.label()
        )));
    }
    mend_in(&app, &act.tx, &scene.permit, &own.work, own.row.id).await?;
    let said = format!("{}已改好，交回专业组长。", own.student.name);
    let done = act.end(Done::new(to, Flash::ok(said))).await?;
    Ok(redirect(&done.to, done.flash))
}
