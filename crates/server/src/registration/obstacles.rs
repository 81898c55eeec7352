//! What keeps a list from being handed in, said beforehand: who, what is wrong, who mends it (plan 6.3).

use domain::access::{Action, Place};
use domain::ids::ListId;
use domain::registration::RegistrationState;
use store::registration::RowOf;

use super::records::{Checked, Work};
use crate::shell::{App, Visitor, WebResult};

/// One student whose row cannot go to the office yet.
pub(super) struct Obstacle {
    pub(super) name: String,
    pub(super) number: String,
    /// "证件号码：…；学籍号：…"
    pub(super) what: String,
    /// "林静仪（你）、彭家乐（培训就业处干事）"
    pub(super) who: String,
    /// Where it is mended, if the visitor may open that page.
    pub(super) href: String,
}

/// The rows with faults among those that would be handed in.
pub(super) async fn obstacles(
    app: &App,
    visitor: &Visitor,
    (list, work): (ListId, &Work),
    (place, rows): (&Place, &[RowOf]),
    found: &Checked,
) -> WebResult<Vec<Obstacle>> {
    let roster = able(app, visitor, Action::EditStudent).await?;
    let own = if visitor.actor.may(Action::PrepareRegistration, place) {
        format!("{}（你）", visitor.actor.name())
    } else {
        format!("{}专业组长", work.group_name())
    };
    let opens = visitor.actor.may(Action::ViewStudents, place);
    let obstacle = |one: &RowOf| {
        let faults = found.findings.faults.get(&one.student.id)?;
        let on_list = faults
            .iter()
            .all(domain::registration::Fault::is_of_the_list);
        let said = faults
            .iter()
            .map(|fault| format!("{}：{fault}", fault.field().label()));
        Some(Obstacle {
            name: one.student.name.clone(),
            number: one.student.school_number.clone(),
            what: said.collect::<Vec<_>>().join("；"),
            who: if on_list { own.clone() } else { roster.clone() },
            href: match (on_list, opens) {
                (true, _) => format!("/registration/lists/{list}/withdraw/{}", one.student.id),
                (false, true) => format!("/students/{}", one.student.id),
                (false, false) => String::new(),
            },
        })
    };
    let drafts = rows
        .iter()
        .filter(|one| one.row.state == RegistrationState::Draft);
    Ok(drafts.filter_map(obstacle).collect())
}

/// Rule 9 of the words: who can do it, the reader marked.
async fn able(app: &App, visitor: &Visitor, action: Action) -> WebResult<String> {
    const ENOUGH: usize = 3;
    let holders =
        store::identity::holders(app.db.read(), action.posts(), app.clock.today()).await?;
    let said = holders.into_iter().take(ENOUGH).map(|(name, post)| {
        if name == visitor.actor.name() && visitor.actor.holds(post) {
            format!("{name}（你）")
        } else {
            format!("{name}（{post}）")
        }
    });
    Ok(said.collect::<Vec<_>>().join("、"))
}
