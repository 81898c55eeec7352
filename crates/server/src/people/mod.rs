//! Registration by its people: portraits, consents, guardians' links, the class teacher's page (plan 6.3).

mod class;
mod consent;
mod corrections;
mod form;
mod form_view;
mod photos;
mod returned;
mod standing;
mod tell;

pub(crate) use consent::{
    Answering, Shown as ShownText, answer, shown, texts, texts_of, unticked, withdraw,
};
pub(crate) use corrections::{Saying, say_wrong};
pub(crate) use form::{Own, confirm as confirm_form, read as read_form, save_draft};
pub(crate) use form_view::{FormView, ROLL_FIELDS, typed as typed_form};
pub(crate) use photos::{JOB as PHOTOS_JOB, take_all as take_photos, take_one};
pub(crate) use returned::tell_menders;
pub(crate) use standing::{Standings, facts};
pub(crate) use tell::class_teachers_of;

use domain::access::Action;

use crate::shell::{Access, App, Routes};

pub(crate) fn routes(app: &App) -> Routes {
    let collect = Access::Needs(Action::CollectPhotos);
    let seen = Access::Needs(Action::ViewPhoto);
    class::routes(app)
        .get(
            "/corrections",
            Access::Needs(Action::AnswerCorrection),
            corrections::list,
        )
        .post(
            "/corrections/{id}",
            Access::Needs(Action::AnswerCorrection),
            corrections::answer,
        )
        .get("/consent/{token}", Access::Open, consent::show)
        .post("/consent/{token}", Access::Open, consent::act)
        .get("/photos/{student}", seen, photos::picture)
        .get("/registration/projects/{id}/photos", collect, photos::show)
        .post_large(
            "/registration/projects/{id}/photos",
            collect,
            photos::ZIP_MB,
            photos::hand_in,
        )
        .get("/registration/photo-batches/{id}", collect, photos::result)
}

/// What waits for class teachers and the office: who is not complete, what students say is wrong.
pub(crate) async fn waiting(
    app: &App,
    visitor: &crate::shell::Visitor,
) -> crate::shell::WebResult<Vec<crate::desk::Waiting>> {
    let mut all = class::waiting(app, visitor).await?;
    all.extend(corrections::waiting(app, visitor).await?);
    Ok(all)
}
