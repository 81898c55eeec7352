//! Registration of the chosen: eight lists, three approved, five before the office since different days, one of them
//! returned once and mended; the platform's blank workbook kept and mapped (plan 6.3).

use documents::sheets::blank::{BlankColumn, blank};
use domain::access::Action;
use domain::ids::ProjectId;
use domain::registration::mapping::Source;
use store::StoreError;
use store::registration::list::{self};
use store::registration::{self as rows};

use super::cast::{ACCOUNTING, Acting, CLERK, at_work, id_in};
use super::go_to;
use crate::registration::actions::{
    Decision, RowMove, ShownRow, confirm, decide, generate, inspect, keep, move_row, submit,
};
use crate::registration::records::Work;
use crate::shell::{App, WebError, WebResult, op_id};

/// The columns of the platform's workbook; those with a star are required there.
const COLUMNS: [(&str, &str, &[&str]); 17] = [
    ("序号", "从 1 开始", &[]),
    ("姓名*", "与证件一致", &[]),
    (
        "证件类型*",
        "从列表中选",
        &[
            "居民身份证",
            "护照",
            "港澳居民来往内地通行证",
            "台湾居民来往大陆通行证",
        ],
    ),
    ("证件号码*", "文本格式", &[]),
    ("性别*", "从列表中选", &["男", "女"]),
    ("民族", "如：汉族", &[]),
    ("学籍号*", "全国学籍号", &[]),
    ("专业代码*", "如：730301", &[]),
    ("专业名称*", "如：会计事务", &[]),
    ("年级*", "如：2023", &[]),
    ("班级*", "班级全称", &[]),
    ("联系电话*", "11 位手机号", &[]),
    ("报考证书*", "证书全称", &[]),
    ("报考等级*", "从列表中选", &["初级", "中级", "高级"]),
    ("考核站点*", "站点全称", &[]),
    ("是否补考*", "从列表中选", &["是", "否"]),
    ("备注", "选填", &[]),
];

const TEMPLATE: &str = "职业技能等级证书考生报名信息导入模板";

/// What happened to the lists, day by day.
enum Step {
    Submit(&'static str),
    Approve(&'static str),
    /// The whole list goes back for one reason.
    Return(&'static str, &'static str),
    /// Every row was looked at again.
    Mend(&'static str),
}

const DAYS: [(&str, Step); 14] = [
    ("2025-05-14T10:40", Step::Submit("23会计5班")),
    ("2025-05-15T09:30", Step::Approve("23会计5班")),
    ("2025-05-15T11:15", Step::Submit("23会计7班")),
    ("2025-05-16T10:05", Step::Approve("23会计7班")),
    ("2025-05-16T15:30", Step::Submit("23会计3班")),
    ("2025-05-17T09:25", Step::Submit("23会计1班")),
    ("2025-05-19T08:40", Step::Submit("23会计2班")),
    (
        "2025-05-19T10:02",
        Step::Return(
            "23会计3班",
            "第 1、7 行的手机号与学生本人说的不一样，请向班主任核对后重交",
        ),
    ),
    ("2025-05-19T11:05", Step::Submit("23会计4班")),
    ("2025-05-20T08:31", Step::Submit("23会计6班")),
    ("2025-05-20T08:40", Step::Approve("23会计2班")),
    ("2025-05-20T08:55", Step::Submit("23会计8班")),
    ("2025-05-20T09:10", Step::Mend("23会计3班")),
    ("2025-05-20T09:12", Step::Submit("23会计3班")),
];

/// The lists, as the group makes them from the published selection.
pub(super) async fn generated(app: &App, id: ProjectId) -> WebResult<()> {
    go_to(app, "2025-05-06T09:00");
    let (acting, work) = group(app, id, Action::PrepareRegistration).await?;
    generate(app, &acting.permit, &work, &op_id()).await?;
    Ok(())
}

/// What happened to them from one moment to another.
pub(super) async fn between(app: &App, id: ProjectId, from: &str, to: &str) -> WebResult<()> {
    for (at, step) in DAYS.iter().filter(|(at, _)| (from..to).contains(at)) {
        go_to(app, at);
        take(app, id, step).await?;
    }
    Ok(())
}

/// The platform's workbook, and what fills its columns.
pub(super) async fn template(app: &App, id: ProjectId) -> WebResult<()> {
    go_to(app, "2025-05-14T10:02");
    let (acting, _) = group(app, id, Action::ManageTemplates).await?;
    let (blank, bytes) = inspect(app, workbook()?)
        .await?
        .map_err(WebError::internal)?;
    let mut mapping = blank.guess();
    let site = Source::Constant("示范职业技术学校考点".to_owned());
    mapping.set("考核站点", &site).map_err(WebError::internal)?;
    let kept = keep(app, &acting.permit, TEMPLATE, blank, bytes, &op_id()).await?;
    confirm(app, &acting.permit, id_in(&kept.to)?, mapping, &op_id()).await?;
    Ok(())
}

fn workbook() -> WebResult<Vec<u8>> {
    let columns = COLUMNS.map(|(name, note, choices)| BlankColumn {
        name: name.to_owned(),
        required: name.ends_with('*'),
        note: note.to_owned(),
        choices: choices.iter().map(|word| (*word).to_owned()).collect(),
    });
    blank("考生信息", &columns).map_err(WebError::internal)
}

async fn group(app: &App, id: ProjectId, action: Action) -> WebResult<(Acting, Work)> {
    let acting = at_work(app, ACCOUNTING, action, id).await?;
    Ok((acting, Work::of(app.db.read(), id).await?))
}

async fn take(app: &App, id: ProjectId, step: &Step) -> WebResult<()> {
    match step {
        Step::Submit(class) => {
            let (acting, work) = group(app, id, Action::PrepareRegistration).await?;
            let list = list_of(app, &work, class).await?;
            submit(
                app,
                &acting.permit,
                &work,
                (list.id, list.version),
                &op_id(),
            )
            .await?;
        }
        Step::Approve(class) => say(app, id, class, None).await?,
        Step::Return(class, reason) => say(app, id, class, Some(reason)).await?,
        Step::Mend(class) => {
            let (acting, work) = group(app, id, Action::PrepareRegistration).await?;
            let list = list_of(app, &work, class).await?;
            for one in rows::rows(app.db.read(), list.id).await? {
                let version = rows::list(app.db.read(), list.id).await?.version;
                let shown = ShownRow {
                    list: list.id,
                    version,
                    student: one.student.id,
                    op: &op_id(),
                };
                move_row(app, &acting.permit, &work, shown, RowMove::Mend).await?;
            }
        }
    }
    Ok(())
}

/// The office's word on a whole list.
async fn say(app: &App, id: ProjectId, class: &str, returned: Option<&str>) -> WebResult<()> {
    let acting = at_work(app, CLERK, Action::ReviewRegistration, id).await?;
    let work = Work::of(app.db.read(), id).await?;
    let list = list_of(app, &work, class).await?;
    let decision = Decision {
        list: list.id,
        version: list.version,
        returns: Vec::new(),
        all_returned: returned.map(str::to_owned),
        next: "/".to_owned(),
    };
    decide(
        app,
        &acting.actor,
        &acting.permit,
        &work,
        &decision,
        &op_id(),
    )
    .await?;
    Ok(())
}

async fn list_of(app: &App, work: &Work, class: &str) -> WebResult<list::Model> {
    let lists = rows::lists_of(app.db.read(), work.project.id).await?;
    let found = lists
        .into_iter()
        .find(|list| work.class_name(list.class_id) == class);
    Ok(found.ok_or(StoreError::NotFound)?)
}
