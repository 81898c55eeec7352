//! The people of the demonstration at work: each act is done by the person whose act it is, on its own day.

use domain::access::{Action, Actor, Permit, SecondFactor};
use domain::ids::ProjectId;
use store::StoreError;

use crate::projects::{actions as project_acts, place_for};
use crate::shell::{App, WebResult, op_id};

/// The office clerk of the pictures.
pub(super) const CLERK: &str = "linjingyi";
/// The leader of accounting.
pub(super) const ACCOUNTING: &str = "zhouwenbo";
/// The leader of finance.
pub(super) const FINANCE: &str = "xujialin";

/// Somebody with the permission for one act about one project.
pub(super) struct Acting {
    pub(super) actor: Actor,
    pub(super) permit: Permit,
}

/// The person of this login, in office on the day the clock shows.
pub(super) async fn actor(app: &App, login: &str) -> WebResult<Actor> {
    let db = app.db.read();
    let account = store::identity::account_by_login(db, login)
        .await?
        .ok_or(StoreError::NotFound)?;
    let holdings = store::identity::holdings(db, account.id).await?;
    Ok(Actor::new(
        account.id,
        account.name,
        holdings,
        SecondFactor::Waived,
        app.clock.today(),
    ))
}

/// The person at work on a project.
pub(super) async fn at_work(
    app: &App,
    login: &str,
    action: Action,
    project: ProjectId,
) -> WebResult<Acting> {
    let actor = actor(app, login).await?;
    let project = store::projects::project(app.db.read(), project).await?;
    let place = place_for(app.db.read(), &actor, &project).await?;
    let permit = actor.permit(action, &place)?;
    Ok(Acting { actor, permit })
}

/// The id at the end of an address.
pub(super) fn id_in<T: std::str::FromStr>(address: &str) -> WebResult<T> {
    let last = address
        .rsplit('/')
        .next()
        .and_then(|text| text.parse().ok());
    last.ok_or_else(|| StoreError::NotFound.into())
}

/// Hand a project in.
pub(super) async fn hand_in(app: &App, login: &str, id: ProjectId) -> WebResult<()> {
    let project = store::projects::project(app.db.read(), id).await?;
    let acting = at_work(app, login, Action::PrepareProject, id).await?;
    let op = op_id();
    let sent = project_acts::Sent {
        op_id: &op,
        version: project.version,
    };
    project_acts::submit(app, &acting.permit, id, sent).await?;
    Ok(())
}

/// The clerk's word on a project that was handed in.
pub(super) async fn decide(
    app: &App,
    id: ProjectId,
    decision: &project_acts::Decision<'_>,
) -> WebResult<()> {
    let acting = at_work(app, CLERK, Action::ReviewProject, id).await?;
    let kind = domain::review::ReviewKind::Project;
    let kept = store::review::latest(app.db.read(), kind, id.get())
        .await?
        .ok_or(StoreError::NotFound)?;
    let op = op_id();
    let sent = project_acts::Sent {
        op_id: &op,
        version: kept.version,
    };
    project_acts::decide(
        app,
        &acting.actor,
        &acting.permit,
        (id, kept.id),
        decision,
        sent,
        "/",
    )
    .await?;
    Ok(())
}
