//! The guardian's page, before any sign-in: link, code, the two texts, the answer, and later its taking back. No name
//! is shown before the code is right; guesses are limited (plan 6.3).

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::{Action, Permit};
use domain::dates::{deadline_words, time_words};
use domain::registration::consent::{ConsentAnswer, ConsentKind, ConsentWay, Party, Stand};
use store::StoreError;
use store::people::{self as rows, guardian_link};
use store::school::student;

use super::links::{MOST_FAILURES, fits, hash};
use super::record::{Answering, record_answer, record_withdrawal, texts};
use crate::registration::records::Work;
use crate::shell::{
    App, Fields, Layout, Peer, Problem, Problems, WebError, WebResult, page, refused,
};

/// What a guardian may be to a student.
const RELATIONS: [&str; 4] = ["父亲", "母亲", "祖父母或外祖父母", "其他监护人"];

#[derive(Template)]
#[template(path = "people/consent/code.html")]
struct CodePage {
    layout: Layout,
    /// The link serves no more: what to do.
    over: bool,
    problems: Problems,
}

#[derive(Template)]
#[template(path = "people/consent/guardian.html")]
struct GuardianPage {
    layout: Layout,
    code: String,
    school: String,
    name: String,
    class: String,
    certificate: String,
    organisation: String,
    deadline: String,
    texts: Vec<Shown>,
    relations: [&'static str; 4],
    signer: String,
    relation: String,
    /// 您今天 09:12 已同意
    answered: String,
    may_answer: bool,
    may_withdraw: bool,
    problems: Problems,
}

/// One text with its tick.
pub(crate) struct Shown {
    pub(crate) key: &'static str,
    pub(crate) label: &'static str,
    pub(crate) paragraphs: Vec<String>,
    pub(crate) ticked: bool,
}

pub(crate) fn shown(texts: &[(ConsentKind, String)], fields: &Fields) -> Vec<Shown> {
    texts
        .iter()
        .map(|(kind, text)| Shown {
            key: kind.value(),
            label: kind.label(),
            paragraphs: text.lines().map(str::to_owned).collect(),
            ticked: !fields.text(kind.value()).is_empty(),
        })
        .collect()
}

/// A link that can still be used, or was used and still shows its answer.
async fn live(app: &App, token: &str) -> WebResult<Option<guardian_link::Model>> {
    let found = rows::link_by_hash(app.db.read(), &hash(token)).await?;
    let now = app.clock.now();
    let serves = |link: &guardian_link::Model| {
        link.ended_at.is_none() && (link.used_at.is_some() || link.expires_at > now)
    };
    Ok(found.filter(serves))
}

async fn code_page(app: &App, over: bool, problems: Problems) -> WebResult<CodePage> {
    Ok(CodePage {
        layout: Layout::signed_out(app).await?,
        over,
        problems,
    })
}

pub(in super::super) async fn show(
    State(app): State<App>,
    Path(token): Path<String>,
) -> WebResult<Response> {
    let over = live(&app, &token).await?.is_none();
    page(&code_page(&app, over, Problems::default()).await?)
}

pub(in super::super) async fn act(
    State(app): State<App>,
    Path(token): Path<String>,
    Peer(from): Peer,
    fields: Fields,
) -> WebResult<Response> {
    if !app.throttle.admits(from, app.clock.now()) {
        let problem = Problem::new("code", "这个网络一分钟内试的次数太多，请一分钟后再试");
        return refused(&code_page(&app, false, problem.into()).await?);
    }
    let Some(link) = live(&app, &token).await? else {
        return refused(&code_page(&app, true, Problems::default()).await?);
    };
    if !fits(&app, &link, fields.text("code")) {
        return wrong_code(&app, &link, fields.text("code")).await;
    }
    if link.opened_at.is_none() {
        let tx = app.db.begin().await?;
        rows::opened(&tx, link.id, app.clock.now()).await?;
        tx.commit().await?;
    }
    let opened = Opened::of(&app, link).await?;
    match fields.text("act") {
        "agree" => opened.answered(&app, &fields, ConsentAnswer::Given).await,
        "refuse" => opened.answered(&app, &fields, ConsentAnswer::Refused).await,
        "withdraw" => opened.taken_back(&app, &fields).await,
        _ => page(&opened.view(&app, &fields, Problems::default()).await?),
    }
}

/// Counted and said; the fifth ends the link.
async fn wrong_code(app: &App, link: &guardian_link::Model, typed: &str) -> WebResult<Response> {
    if typed.is_empty() {
        let problem = Problem::new("code", "请输入纸条上或短信里的 6 位验证码");
        return refused(&code_page(app, false, problem.into()).await?);
    }
    let last = link.failures + 1 >= MOST_FAILURES;
    let tx = app.db.begin().await?;
    rows::code_failed(&tx, link, last, app.clock.now()).await?;
    tx.commit().await?;
    if last {
        return refused(&code_page(app, true, Problems::default()).await?);
    }
    let left = MOST_FAILURES - link.failures - 1;
    let sentence = format!("验证码不对，请看纸条上的 6 位数字再输一次，还可以试 {left} 次");
    refused(&code_page(app, false, Problem::new("code", sentence).into()).await?)
}

/// What a right code opens.
struct Opened {
    link: guardian_link::Model,
    work: Work,
    owner: student::Model,
}

impl Opened {
    async fn of(app: &App, link: guardian_link::Model) -> WebResult<Self> {
        let db = app.db.read();
        Ok(Self {
            work: Work::of(db, link.project_id).await?,
            owner: store::school::student(db, link.student_id).await?,
            link,
        })
    }

    fn permit() -> Permit {
        Permit::system("家长（链接和验证码）", Action::OwnRegistration)
    }

    async fn view(
        &self,
        app: &App,
        fields: &Fields,
        problems: Problems,
    ) -> WebResult<GuardianPage> {
        let (work, owner) = (&self.work, &self.owner);
        let own = rows::consents_of(app.db.read(), work.project.id, owner.id).await?;
        let last = own.iter().find(|one| one.party == Party::Guardian);
        let stand = last.map(|one| Stand::of(one.answer, one.ended));
        let at = |one: &rows::consent::Model| {
            time_words(one.ended_at.unwrap_or(one.at), app.clock.now())
        };
        let answered = match (last, stand) {
            (Some(one), Some(Stand::Given)) => format!("{}{} 已同意", one.signer, at(one)),
            (Some(one), Some(Stand::Refused)) => format!("{}{} 选了不同意", one.signer, at(one)),
            (Some(one), Some(Stand::Withdrawn)) => format!("{} 已撤回同意", at(one)),
            _ => String::new(),
        };
        let signer = match fields.text("signer") {
            "" => owner.guardian_name.clone().unwrap_or_default(),
            typed => typed.to_owned(),
        };
        let layout = Layout::signed_out(app).await?;
        Ok(GuardianPage {
            school: layout.school.clone(),
            layout,
            code: fields.text("code").to_owned(),
            name: owner.name.clone(),
            class: work.class_name(owner.class_id).to_owned(),
            certificate: work.short_title(),
            organisation: work.organisation.clone(),
            deadline: work
                .project
                .registration_deadline
                .map_or("--".to_owned(), |day| {
                    deadline_words(day, app.clock.today())
                }),
            texts: shown(&texts(app, work).await?, fields),
            relations: RELATIONS,
            signer,
            relation: fields.text("relation").to_owned(),
            answered,
            may_answer: self.link.used_at.is_none(),
            may_withdraw: stand == Some(Stand::Given),
            problems,
        })
    }

    async fn answered(
        self,
        app: &App,
        fields: &Fields,
        answer: ConsentAnswer,
    ) -> WebResult<Response> {
        let problems = wrong(fields, answer);
        if !problems.is_empty() {
            return refused(&self.view(app, fields, problems).await?);
        }
        let tx = app.db.begin().await?;
        match rows::used(&tx, self.link.id, app.clock.now()).await {
            Err(StoreError::Stale) => {
                drop(tx);
                let link = rows::link(app.db.read(), self.link.id).await?;
                let again = Self { link, ..self };
                return page(&again.view(app, fields, Problems::default()).await?);
            }
            used => used?,
        }
        let given = Answering {
            party: Party::Guardian,
            answer,
            way: ConsentWay::Link,
            signer: fields.text("signer"),
            relation: Some(fields.text("relation")).filter(|text| !text.is_empty()),
            link: Some(self.link.id),
        };
        let permit = Self::permit();
        record_answer(app, &tx, &permit, &self.work, &self.owner, &given).await?;
        tx.commit().await?;
        let link = rows::link(app.db.read(), self.link.id).await?;
        let again = Self { link, ..self };
        page(&again.view(app, fields, Problems::default()).await?)
    }

    async fn taken_back(self, app: &App, fields: &Fields) -> WebResult<Response> {
        let tx = app.db.begin().await?;
        let reason = fields.text("reason");
        let permit = Self::permit();
        let back = (Party::Guardian, reason);
        match record_withdrawal(app, &tx, &permit, &self.work, &self.owner, back).await {
            Err(WebError::Refused(_)) => drop(tx),
            done => {
                done?;
                tx.commit().await?;
            }
        }
        page(&self.view(app, fields, Problems::default()).await?)
    }
}

/// What an answer lacks: agreeing needs both ticks, each for itself.
fn wrong(fields: &Fields, answer: ConsentAnswer) -> Problems {
    let mut problems = Problems::default();
    if fields.text("signer").is_empty() {
        problems.push(Problem::new("signer", "请写上您的姓名"));
    } else if fields.text("signer").chars().count() > 30 {
        problems.push(Problem::new("signer", "姓名最多 30 个字，请核对"));
    }
    if !RELATIONS.contains(&fields.text("relation")) {
        problems.push(Problem::new("relation", "请选您是学生的什么人"));
    }
    if answer == ConsentAnswer::Given {
        problems.extend(unticked(fields));
    }
    problems
}

/// The ticks that are missing, each with its sentence.
pub(crate) fn unticked(fields: &Fields) -> Vec<Problem> {
    ConsentKind::ALL
        .iter()
        .filter(|kind| fields.text(kind.value()).is_empty())
        .map(|kind| {
            let sentence = format!("「{}」还没有勾选。两项要分别同意", kind.label());
            Problem::new(kind.value(), sentence)
        })
        .collect()
}
