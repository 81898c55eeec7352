//! Slips for guardians, printed: a link and a code each. They are shown this once; only hashes are kept.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::dates::deadline_words;
use domain::ids::{ListId, StudentId};
use domain::registration::Need;

use super::scene::Scene;
use crate::people::consent::issue;
use crate::shell::{Act, App, Begun, Fields, Layout, Nav, Visitor, WebError, WebResult, page};

#[derive(Template)]
#[template(path = "people/class/slips.html")]
struct SlipsPage {
    asset_version: String,
    school: String,
    class: String,
    certificate: String,
    organisation: String,
    teacher: String,
    deadline: String,
    slips: Vec<Slip>,
}

struct Slip {
    name: String,
    url: String,
    code: String,
    until: String,
}

/// For those chosen who lack a guardian's consent; for all of them when nobody was chosen.
pub(super) async fn print(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ListId>,
    fields: Fields,
) -> WebResult<Response> {
    let scene = Scene::of(&app, &visitor, id).await?;
    let wanted: Vec<StudentId> = fields
        .all("who")
        .filter_map(|text| text.parse().ok())
        .collect();
    let lacking = |student: StudentId| {
        scene
            .brought
            .lacks_need(student, Need::GuardianConsent)
            .is_some()
    };
    let to: Vec<_> = scene
        .rows
        .iter()
        .filter(|one| lacking(one.student.id))
        .filter(|one| wanted.is_empty() || wanted.contains(&one.student.id))
        .collect();
    if to.is_empty() {
        return Err(WebError::refused(
            "选的人都不缺家长同意书，不用打印。请回到名单重新选",
        ));
    }
    let act = match Act::begin(&app, &scene.permit, "").await? {
        Begun::Now(act) => act,
        Begun::Before(_) => return Err(WebError::internal("a print is no form sent twice")),
    };
    let mut slips = Vec::with_capacity(to.len());
    for one in to {
        let issued = issue(&act, &scene.work, &one.student).await?;
        let until = domain::dates::day_of(issued.expires_at);
        slips.push(Slip {
            name: one.student.name.clone(),
            url: issued.url,
            code: issued.code,
            until: domain::dates::day_words(until, app.clock.today()),
        });
    }
    act.tx.commit().await?;
    let layout = Layout::of(&app, &visitor, Nav::Class).await?;
    page(&SlipsPage {
        asset_version: layout.asset_version,
        school: layout.school,
        class: scene.class().to_owned(),
        certificate: scene.work.short_title(),
        organisation: scene.work.organisation.clone(),
        teacher: visitor.actor.name().to_owned(),
        deadline: scene
            .work
            .project
            .registration_deadline
            .map_or("--".to_owned(), |day| {
                deadline_words(day, app.clock.today())
            }),
        slips,
    })
}
