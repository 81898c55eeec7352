//! The page a student lands on.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::Days;
use domain::access::Action;
use domain::dates::{day_of, day_words, time_words};
use domain::ids::StudentId;
use domain::registration::consent::{ConsentKind, Party, Stand};
use domain::registration::{Need, RegistrationState};
use domain::selection::Verdict;
use store::audit::AuditFilter;
use store::people::{self as rows};
use store::selection::{entry, results_of, round};
use store::{Page, StoreError};

use super::steps::{Dot, dots};
use super::todo::{Todo, todos};
use super::who;
use crate::people::{Own, Standings, class_teachers_of};
use crate::shell::{App, Layout, Visitor, WebResult, page};

#[derive(Template)]
#[template(path = "my/page.html")]
struct MyPage {
    layout: Layout,
    person: String,
    certificate: String,
    dots: Vec<Dot>,
    todo: Option<Todo>,
    todos: usize,
    later: Vec<Todo>,
    waiting: String,
    result: Option<ResultCard>,
    rights: Vec<(String, String)>,
    links: Vec<LinkLine>,
}

/// The result in plain words, never another student's.
struct ResultCard {
    title: String,
    chosen: bool,
    reason: String,
    kind: &'static str,
    how: String,
}

struct LinkLine {
    label: &'static str,
    note: String,
    href: String,
}

pub(super) async fn show(State(app): State<App>, visitor: Visitor) -> WebResult<Response> {
    let id = who::student(&visitor)?;
    let db = app.db.read();
    let person = store::school::student(db, id).await?;
    let structure = store::school::structure(db).await?;
    let place = structure
        .class_place(person.class_id)
        .ok_or(StoreError::NotFound)?
        .about(id);
    visitor.actor.permit(Action::OwnRegistration, &place)?;
    let own = who::current(&app, id).await?;
    let results = results_of(db, id).await?;
    let result = own.as_ref().map_or_else(
        || results.first(),
        |own| {
            let of_project =
                |pair: &&(round::Model, entry::Model)| pair.0.project_id == own.row.project_id;
            results.iter().find(of_project)
        },
    );
    let teachers = class_teachers_of(&app, person.class_id).await?;
    let class = structure
        .class(person.class_id)
        .map(|class| class.name.clone())
        .unwrap_or_default();
    let brought = match &own {
        Some(own) => Some(standing(&app, own).await?),
        None => None,
    };
    let mut all = match (&own, &brought) {
        (Some(own), Some(brought)) => todos(&app, own, brought),
        _ => Vec::new(),
    };
    let count = all.len();
    let later = if all.is_empty() {
        Vec::new()
    } else {
        all.split_off(1)
    };
    let project = project_of(&app, own.as_ref(), result).await?;
    let verdict = result.and_then(|(_, entry)| entry.verdict);
    let state = own.as_ref().map(|own| own.row.state);
    page(&MyPage {
        layout: who::layout(&app, &visitor).await?,
        person: format!("{}，{class}", person.name),
        certificate: project
            .as_ref()
            .map(|(_, title)| title.clone())
            .unwrap_or_default(),
        dots: project.as_ref().map_or_else(Vec::new, |(project, _)| {
            dots(project, verdict, state, app.clock.today())
        }),
        todo: all.pop(),
        todos: count,
        later,
        waiting: own
            .as_ref()
            .map(|own| waiting(own, count))
            .unwrap_or_default(),
        rights: rights(&app, result, &teachers).await?,
        result: result.map(|(round, entry)| card(round, entry)),
        links: links(&app, id, own.as_ref(), brought.as_ref()).await?,
    })
}

async fn standing(app: &App, own: &Own) -> WebResult<Standings> {
    let db = app.db.read();
    let all = [store::registration::RowOf {
        row: own.row.clone(),
        student: own.student.clone(),
    }];
    let asked = (own.work.project.id, &own.work.plan);
    Standings::of(db, asked, app.clock.today(), &all).await
}

/// The project the page is about: of the registration, else of the newest result.
async fn project_of(
    app: &App,
    own: Option<&Own>,
    result: Option<&(round::Model, entry::Model)>,
) -> WebResult<Option<(store::projects::project::Model, String)>> {
    if let Some(own) = own {
        return Ok(Some((own.work.project.clone(), own.work.short_title())));
    }
    let Some((round, _)) = result else {
        return Ok(None);
    };
    let work = crate::registration::records::Work::of(app.db.read(), round.project_id).await?;
    let title = work.short_title();
    Ok(Some((work.project, title)))
}

/// What others are doing meanwhile.
fn waiting(own: &Own, todos: usize) -> String {
    let state = own.row.state;
    match state {
        RegistrationState::Submitted => "报名表已交培训就业处审核，有结果会通知你。".to_owned(),
        RegistrationState::Approved if own.row.held_at.is_some() => {
            "你或家长撤回了同意，学校不再报送你的信息。".to_owned()
        }
        RegistrationState::Approved => "报名已审核通过，等学校报送平台。".to_owned(),
        RegistrationState::Withdrawn => {
            format!("这次不报名：{}", own.row.reason.as_deref().unwrap_or("--"))
        }
        RegistrationState::Returned if todos == 0 => format!(
            "报名被退回，由老师改：{}",
            own.row.reason.as_deref().unwrap_or("--")
        ),
        RegistrationState::Draft if todos == 0 => {
            "你要做的都做好了，等班主任和专业组核对。".to_owned()
        }
        RegistrationState::Draft | RegistrationState::Returned => String::new(),
    }
}

fn card(round: &round::Model, entry: &entry::Model) -> ResultCard {
    let verdict = entry.verdict.unwrap_or(Verdict::NotChosen);
    let number = |key: &str| {
        let found = round.result.as_ref()?.get(key)?;
        found.as_u64()
    };
    let places = round
        .result
        .as_ref()
        .and_then(|result| result.get("quota")?.get("places")?.as_u64());
    let how = match (number("base"), places) {
        (Some(base), Some(places)) => format!(
            "参加选拔的年级共 {base} 人，按学校方案录取 {}，就是 {places} 人。按分数从高到低排，最后录取的分数就是分数线。分数线由系统计算，没有人能改。",
            round.parameters.rule.ratio
        ),
        _ => {
            "按分数从高到低排，最后录取的分数就是分数线。分数线由系统计算，没有人能改。".to_owned()
        }
    };
    ResultCard {
        title: if round.number > 1 {
            "第二次选拔".to_owned()
        } else {
            "选拔结果".to_owned()
        },
        chosen: verdict == Verdict::Chosen,
        reason: entry.reason.clone().unwrap_or_default(),
        kind: verdict.label(),
        how,
    }
}

/// What the student may do about the result, until when, and whom to talk to (plan 2.2.2c, 4.3.3, 4.3.4).
async fn rights(
    app: &App,
    result: Option<&(round::Model, entry::Model)>,
    teachers: &[String],
) -> WebResult<Vec<(String, String)>> {
    let Some((round, entry)) = result else {
        return Ok(Vec::new());
    };
    let today = app.clock.today();
    let plan = store::plan::plan_version(app.db.read(), round.plan_version_id).await?;
    let days = Days::new(plan.parameters.notice_days.into());
    let until = round
        .published_at
        .and_then(|at| day_of(at).checked_add_days(days));
    let mut rights = Vec::new();
    if let Some(until) = until {
        let words = day_words(until, today);
        rights.push((
            "申请复核或申诉".to_owned(),
            if until < today {
                format!("公示期到 {words}，已经结束；仍有疑问可以问班主任")
            } else {
                format!("{words} 前向班主任或培训就业处提出")
            },
        ));
    }
    if entry.verdict != Some(Verdict::Chosen) {
        rights.push((
            "参加第二次选拔".to_owned(),
            "有空出的名额时会通知你，时间地点看消息".to_owned(),
        ));
        rights.push((
            "登记强烈报考意愿".to_owned(),
            "老师会约你谈一次，再按学校规定办".to_owned(),
        ));
    }
    let teacher = match teachers {
        [] => "班主任".to_owned(),
        some => format!("班主任{}", some.join("、")),
    };
    rights.push(("找人谈谈".to_owned(), format!("{teacher}，或培训就业处")));
    Ok(rights)
}

async fn links(
    app: &App,
    student: StudentId,
    own: Option<&Own>,
    brought: Option<&Standings>,
) -> WebResult<Vec<LinkLine>> {
    let db = app.db.read();
    let mut lines = Vec::new();
    if let (Some(own), Some(brought)) = (own, brought) {
        let photo = match brought.lacks_need(student, Need::Photo) {
            Some(lack) => lack.sentence.clone(),
            None if brought.photo(student).is_some() => "合格".to_owned(),
            None => "还没有上传".to_owned(),
        };
        lines.push(LinkLine {
            label: "报名信息",
            note: own.row.data.confirmed.as_ref().map_or(
                "还没有核对".to_owned(),
                |confirmed| {
                    let at = time_words(confirmed.at, app.clock.now());
                    format!("{}{at} 已交", confirmed.by)
                },
            ),
            href: format!("/my/form/{}", own.row.id),
        });
        lines.push(LinkLine {
            label: "证件照",
            note: photo,
            href: format!("/my/photo/{}", own.row.id),
        });
        lines.push(LinkLine {
            label: "我的和家长的同意书",
            note: consent_words(app, own).await?,
            href: format!("/my/consent/{}", own.row.id),
        });
    }
    let filter = AuditFilter {
        object: Some(("student".to_owned(), student.get())),
        actions: vec!["reveal_identity".to_owned(), "find_by_identity".to_owned()],
        ..AuditFilter::default()
    };
    let looks = store::audit::entries(db, &filter, Page::new(1, 1)).await?;
    lines.push(LinkLine {
        label: "我的资料和谁看过",
        note: match looks.items.first() {
            None => "还没有人看过完整证件号码".to_owned(),
            Some(last) => format!(
                "证件号码被查看 {} 次，最近：{}，{}",
                looks.total,
                last.actor,
                last.reason.as_deref().unwrap_or("--")
            ),
        },
        href: "/my/data".to_owned(),
    });
    Ok(lines)
}

async fn consent_words(app: &App, own: &Own) -> WebResult<String> {
    let all = rows::consents_of(app.db.read(), own.work.project.id, own.student.id).await?;
    let of = |party| {
        let last = all
            .iter()
            .find(|one| one.party == party && one.kind == ConsentKind::Provide);
        last.map_or("还没有签".to_owned(), |one| {
            let word = match Stand::of(one.answer, one.ended) {
                Stand::Given => "已同意",
                Stand::Refused => "不同意",
                Stand::Withdrawn => "已撤回",
                Stand::Open => "还没有签",
            };
            let at = time_words(one.ended_at.unwrap_or(one.at), app.clock.now());
            format!("{at} {word}")
        })
    };
    Ok(format!(
        "我：{}；家长：{}",
        of(Party::Student),
        of(Party::Guardian)
    ))
}
