//! Rows that came back go to whom can mend them: student, class teacher or group leader, by the field (plan 6.3).

use domain::registration::{Mender, RowReturn};
use store::registration::RowOf;

use super::tell::{Word, class_teachers, group_leaders, tell};
use crate::registration::records::Work;
use crate::shell::{Act, WebResult};

/// Tell each whom a return concerns, with the reason; the class teacher hears of what the student is to mend too.
pub(crate) async fn tell_menders(
    act: &Act<'_>,
    work: &Work,
    own: &[RowOf],
    returns: &[RowReturn],
) -> WebResult<()> {
    let (tx, today) = (&act.tx, act.app.clock.today());
    for back in returns {
        let Some(one) = own.iter().find(|one| one.student.id == back.student) else {
            continue;
        };
        let mender = Mender::of(back.field);
        let title = format!("{} 的报名被退回，请{}改", one.student.name, mender.label());
        let field = back
            .field
            .map(|field| format!("{}：", field.label()))
            .unwrap_or_default();
        let body = format!("{} · {field}{}", work.short_title(), back.reason.trim());
        let word = |link| Word {
            title: &title,
            body: &body,
            link,
        };
        let except = act.permit.account();
        if mender == Mender::GroupLeader {
            let leaders = group_leaders(tx, work.project.group_id, today).await?;
            let link = format!("/registration/lists/{}", one.row.list_id);
            tell(act.app, tx, leaders, except, &word(&link)).await?;
            continue;
        }
        let teachers = class_teachers(tx, one.student.class_id, today).await?;
        let to = teachers.into_iter().map(|(account, _)| account);
        tell(act.app, tx, to, except, &word("/my-class")).await?;
        if mender == Mender::Student {
            let accounts = store::identity::accounts_of_students(tx, &[one.student.id]).await?;
            tell(act.app, tx, accounts.into_values(), except, &word("/my")).await?;
        }
    }
    Ok(())
}
