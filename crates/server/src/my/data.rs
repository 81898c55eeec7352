//! Everything held about a student, masked; who looked at the full number and why; which files it went into; consents
//! with their times (个人信息保护法 45, 未成年人网络保护条例 34).

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::access::Action;
use domain::dates::time_words;
use domain::registration::masked_phone;
use store::audit::AuditFilter;
use store::registration::{contents, exports, rows_of_student};
use store::school::{Protected, revealed};
use store::{Page, StoreError};

use super::{consent, who};
use crate::audit::{Line, history};
use crate::shell::{App, Layout, Visitor, WebResult, page};

/// As many of each as a page holds.
const MOST: u64 = 30;

#[derive(Template)]
#[template(path = "my/data.html")]
struct DataPage {
    layout: Layout,
    held: Vec<(&'static str, String)>,
    looks: Vec<Line>,
    files: Vec<String>,
    consents: Vec<String>,
}

pub(super) async fn show(State(app): State<App>, visitor: Visitor) -> WebResult<Response> {
    let id = who::student(&visitor)?;
    let db = app.db.read();
    let student = store::school::student(db, id).await?;
    let structure = store::school::structure(db).await?;
    let place = structure
        .class_place(student.class_id)
        .ok_or(StoreError::NotFound)?
        .about(id);
    visitor.actor.permit(Action::OwnRegistration, &place)?;
    let roll =
        revealed(&app.keys, &student, Protected::Roll)?.map(|roll| domain::values::mask(&roll));
    let words = |text: Option<String>| text.filter(|text| !text.is_empty()).unwrap_or("--".into());
    let phone = |phone: &Option<domain::values::Phone>| {
        masked_phone(phone.as_ref().map(domain::values::Phone::as_str))
    };
    let class = structure
        .class(student.class_id)
        .map(|class| class.name.clone());
    let held = vec![
        ("姓名", student.name.clone()),
        ("学号", student.school_number.clone()),
        ("学籍号", words(roll)),
        ("性别", student.sex.to_string()),
        ("民族", words(student.nation.clone())),
        (
            "出生日期",
            words(student.birth_date.map(|day| day.to_string())),
        ),
        ("证件类型", student.id_type.to_string()),
        ("证件号码", words(Some(student.id_masked.clone()))),
        ("班级", words(class)),
        ("状态", student.state.to_string()),
        ("联系电话", phone(&student.phone)),
        ("家长姓名", words(student.guardian_name.clone())),
        ("家长电话", phone(&student.guardian_phone)),
    ];
    let filter = AuditFilter {
        object: Some(("student".to_owned(), id.get())),
        actions: vec!["reveal_identity".to_owned(), "find_by_identity".to_owned()],
        ..AuditFilter::default()
    };
    page(&DataPage {
        layout: who::layout(&app, &visitor).await?,
        held,
        looks: history(&app, &visitor.actor, &filter, Page::new(1, MOST))
            .await?
            .items,
        files: files(&app, id).await?,
        consents: store::people::consents_of_student(db, id)
            .await?
            .iter()
            .map(|one| consent::history(&app, one))
            .collect(),
    })
}

/// The files with the full number in them, and what for.
async fn files(app: &App, id: domain::ids::StudentId) -> WebResult<Vec<String>> {
    let db = app.db.read();
    let mut lines = Vec::new();
    for row in rows_of_student(db, id).await? {
        let made = exports(db, row.project_id, Page::new(1, 100)).await?;
        let with = made
            .items
            .into_iter()
            .filter(|one| contents(one).rows.contains(&row.id));
        lines.extend(with.map(|one| {
            let at = time_words(one.at, app.clock.now());
            let to = one
                .recipient
                .as_ref()
                .map(|to| format!("，交给{to}"))
                .unwrap_or_default();
            format!("{at} 填入报名平台的文件，用途：{}{to}", one.reason)
        }));
    }
    Ok(lines)
}
