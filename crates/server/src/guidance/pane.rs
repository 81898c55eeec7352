//! A wish in the review pane of the desk: who, why, what was talked about, the acts (plan 4.3.4).

use domain::access::Action;
use domain::dates::{day_words, time_words};
use domain::ids::WishId;
use store::StoreError;
use store::guidance as rows;
use store::review::Kept;

use super::actions;
use crate::desk::{Check, Foot, Pane, Table};
use crate::shell::{App, Visitor, WebResult, op_id};

/// The pane of a wish that was handed in.
pub(crate) async fn pane(app: &App, visitor: &Visitor, kept: &Kept) -> WebResult<Pane> {
    let (db, now, today) = (app.db.read(), app.clock.now(), app.clock.today());
    let wish = rows::wish(db, WishId::new(kept.object_id)).await?;
    let student = store::school::student(db, wish.student_id).await?;
    let structure = store::school::structure(db).await?;
    let place = structure
        .class_place(student.class_id)
        .ok_or(StoreError::NotFound)?;
    visitor.actor.permit(Action::ViewGuidance, &place)?;
    let project = store::projects::project(db, wish.project_id).await?;
    let talks = rows::talks(db, project.id, student.id).await?;
    let entry = rows::told_not_chosen(db, project.id, student.id).await?;
    let by = store::review::names(db, [kept.review.submitted.account]).await?;
    let by = by.into_values().next().unwrap_or_default();
    let class = structure.class(student.class_id);
    let mine = kept.review.my_turn(&visitor.actor).is_ok()
        && visitor.actor.may(Action::ReviewWish, &place);
    Ok(Pane {
        title: kept.title.clone(),
        about: format!(
            "{} · {} · {by} {} 交",
            class.map_or("--", |class| class.name.as_str()),
            project.title,
            time_words(kept.review.submitted.at, now)
        ),
        checks: vec![
            match &entry {
                Some(entry) => Check::pass("选拔未录取", entry.reason.clone().unwrap_or_default()),
                None => Check::fail("现在不在未录取名单里", ""),
            },
            Check::pass("已经谈话", format!("{} 次", talks.len())),
        ],
        table: Some(Table {
            title: "意愿和谈话".to_owned(),
            href: actions::page(project.id, student.id),
            link: "打开".to_owned(),
            head: vec!["日期", "内容"],
            rows: std::iter::once(vec!["学生的理由".to_owned(), wish.said.clone()])
                .chain(talks.iter().map(|talk| {
                    let said = format!("{}：{}", talk.kind.label(), talk.said);
                    vec![day_words(talk.held_on, today), said]
                }))
                .collect(),
        }),
        foot: mine.then(|| Foot {
            action: format!("/guidance/wishes/{}/decision", wish.id),
            approve: "同意这条办法".to_owned(),
            send_back: "不同意".to_owned(),
            hint: "不同意的原因（同意时不用填；班主任会告诉学生）".to_owned(),
            fields: Vec::new(),
            hidden: vec![
                ("review".to_owned(), kept.id.to_string()),
                ("version".to_owned(), kept.version.to_string()),
                ("op_id".to_owned(), op_id()),
            ],
            delegate: format!("/reviews/{}/delegate", kept.id),
        }),
        refused: kept
            .review
            .my_turn(&visitor.actor)
            .err()
            .map(|refusal| refusal.to_string()),
        ..Pane::default()
    })
}
