//! The conditions of each gate.

use super::facts::Facts;
use super::gate::{Act, Condition, Standing, Whom};
use super::state::ProjectState;
use super::step::Step;
use super::task::{GROUP, OFFICE};
use crate::access::Post;
use crate::dates::day_words;
use crate::selection::RoundState;

/// The conditions of the gate at the end of a step, in the order in which they are usually met.
pub(super) fn of(step: Step, facts: &Facts) -> Vec<Condition> {
    match step {
        Step::Contact => contact(facts),
        Step::Sites => vec![
            not_built(
                "site_applied",
                "站点申请已提交",
                "本系统还不办理站点申请，请按学校办法确认",
                GROUP,
            ),
            not_built(
                "site_approved",
                "市、省已批准站点",
                "本系统还不登记站点批复，请按学校办法确认",
                OFFICE,
            ),
        ],
        Step::Registration => registration(facts),
        Step::Coaching => vec![
            not_built(
                "coached",
                "人人接受过辅导",
                "本系统还不核对辅导记录，请按学校办法确认",
                GROUP,
            ),
            not_built(
                "machines_ready",
                "机房和软件已备好",
                "本系统还不核对机房，请按学校办法确认",
                Whom::Post(Post::PracticalTraining),
            ),
        ],
        Step::Exam => {
            vec![not_built(
                "exam_held",
                "考试已组织",
                "本系统还不办理考务，请按学校办法确认",
                OFFICE,
            )]
        }
        Step::AfterExam => {
            vec![not_built(
                "materials_kept",
                "各部门材料已整理",
                "本系统还不收考后材料，请按学校办法确认",
                OFFICE,
            )]
        }
        Step::Results => vec![not_built(
            "results_told",
            "成绩已通知，证书已下载",
            "本系统还不登记成绩和证书，请按学校办法确认",
            OFFICE,
        )],
    }
}

fn contact(facts: &Facts) -> Vec<Condition> {
    vec![
        condition(
            "project_filled",
            "项目信息已填全",
            GROUP,
            Act::EditProject,
            if facts.unfilled() == 0 {
                Ok("证书、等级、专业和时间都已填好".to_owned())
            } else {
                Err(format!("还有 {} 处要改", facts.unfilled()))
            },
        ),
        reviewed(facts),
        not_built(
            "yearly_plan",
            "年度计划已批准",
            "本系统还不核对年度计划，请按学校办法确认",
            Whom::Post(Post::LeadingGroupHead),
        ),
        not_built(
            "agreement",
            "考试合作协议在有效期内",
            "本系统还不核对考试合作协议，请按学校办法确认",
            OFFICE,
        ),
        not_built(
            "authorities",
            "市、省已批复",
            "本系统还不登记市、省批复，请按学校办法确认",
            OFFICE,
        ),
    ]
}

fn reviewed(facts: &Facts) -> Condition {
    let (who, act, standing) = match facts.state {
        ProjectState::Approved | ProjectState::Closed => {
            (OFFICE, Act::ReviewProject, Ok(approved_words(facts)))
        }
        ProjectState::InReview => (OFFICE, Act::ReviewProject, Err("已提交，等审核".to_owned())),
        ProjectState::Returned => (
            GROUP,
            Act::EditProject,
            Err("已退回，改好后重交".to_owned()),
        ),
        ProjectState::Draft => (GROUP, Act::SubmitProject, Err("还没有提交审核".to_owned())),
    };
    condition("project_reviewed", "培训就业处已审核", who, act, standing)
}

fn approved_words(facts: &Facts) -> String {
    facts.approved_on.map_or_else(
        || "已同意".to_owned(),
        |day| format!("{}同意", day_words(day, facts.today)),
    )
}

fn registration(facts: &Facts) -> Vec<Condition> {
    let lists = facts.lists;
    vec![
        selection_published(facts),
        condition(
            "lists_match",
            "报名名单与选拔结果一致",
            GROUP,
            Act::Lists,
            lists_match(facts),
        ),
        condition(
            "rows_checked",
            "报名信息检查没有问题",
            GROUP,
            Act::Lists,
            match (lists.rows, lists.faulty_rows) {
                (0, _) => Err("还没有报名名单".to_owned()),
                (rows, 0) => Ok(format!("{rows}/{rows} 人")),
                (rows, faulty) => Err(format!(
                    "{}/{rows} 人，{faulty} 人有问题",
                    rows.saturating_sub(faulty)
                )),
            },
        ),
        lists_approved(facts),
        condition(
            "template_confirmed",
            "平台模板的对应列已核对",
            OFFICE,
            Act::Template,
            template_confirmed(facts),
        ),
        condition(
            "template_filled",
            "平台模板已填好",
            OFFICE,
            Act::Fill,
            template_filled(facts),
        ),
        brought(
            facts,
            ("photos", "证件照全部合格"),
            facts.people.photos,
            "方案没有要求在这里收证件照，请按学校办法确认",
        ),
        brought(
            facts,
            ("consent", "学生和家长同意书收齐"),
            facts.people.consents,
            "方案没有要求在这里收同意书，请按学校办法确认",
        ),
        not_built(
            "coaching_plan",
            "辅导计划已备案",
            "本系统还不核对辅导计划，请按学校办法确认",
            GROUP,
        ),
    ]
}

/// What students and guardians bring (plan 6.3): who brought nothing keeps back his own row only, and counts here.
fn brought(
    facts: &Facts,
    (key, label): (&'static str, &'static str),
    missing: Option<usize>,
    on_paper: &'static str,
) -> Condition {
    let teacher = Whom::Post(Post::ClassTeacher);
    let rows = facts.people.rows;
    let standing = match missing {
        None => return not_built(key, label, on_paper, teacher),
        Some(_) if rows == 0 => Err("还没有报名名单".to_owned()),
        Some(0) => Ok(format!("{rows}/{rows} 人")),
        Some(missing) => Err(format!(
            "{}/{rows} 人，还差 {missing} 人",
            rows.saturating_sub(missing)
        )),
    };
    condition(key, label, teacher, Act::Lists, standing)
}

fn selection_published(facts: &Facts) -> Condition {
    let standing = match facts.selection {
        None => Err("还没有开始选拔".to_owned()),
        Some(round) if round.state.is_final() && round.chosen == 0 => {
            Err("已定案的选拔没有录取任何人".to_owned())
        }
        Some(round) if round.state.is_final() => {
            Ok(format!("基数 {}，录取 {} 人", round.base, round.chosen))
        }
        Some(round) => Err(round.state.label().to_owned()),
    };
    let waits_for_office = facts.selection.is_some_and(|round| {
        matches!(
            round.state,
            RoundState::Computed | RoundState::Confirmed | RoundState::Published
        )
    });
    let who = if waits_for_office { OFFICE } else { GROUP };
    condition(
        "selection_published",
        "选拔结果已公示并定案",
        who,
        Act::Selection,
        standing,
    )
}

fn lists_match(facts: &Facts) -> Result<String, String> {
    let lists = facts.lists;
    if lists.total == 0 {
        return Err("还没有报名名单".to_owned());
    }
    match (lists.missing, lists.unchosen) {
        (0, 0) => Ok(format!("{} 人，逐人一致", lists.rows)),
        (missing, 0) => Err(format!("录取的 {missing} 人还不在名单里")),
        (0, unchosen) => Err(format!("名单里 {unchosen} 人不在录取名单")),
        (missing, unchosen) => Err(format!("少 {missing} 人，多 {unchosen} 人")),
    }
}

fn lists_approved(facts: &Facts) -> Condition {
    let lists = facts.lists;
    let standing = if lists.total == 0 {
        Err("还没有报名表".to_owned())
    } else if lists.approved == lists.total {
        Ok(format!("{}/{} 班", lists.approved, lists.total))
    } else {
        Err(format!("{}/{} 班", lists.approved, lists.total))
    };
    let (who, act) = if lists.submitted > 0 {
        (OFFICE, Act::ReviewLists)
    } else {
        (GROUP, Act::Lists)
    };
    condition("lists_approved", "各班报名表全部审核", who, act, standing)
}

fn template_confirmed(facts: &Facts) -> Result<String, String> {
    match &facts.template.name {
        None => Err("还没有存入平台空白模板".to_owned()),
        Some(name) if facts.template.confirmed => Ok(name.clone()),
        Some(name) => Err(format!("「{name}」的对应列还没有核对")),
    }
}

fn template_filled(facts: &Facts) -> Result<String, String> {
    let wanted = facts.lists.approved_rows;
    match facts.template.filled {
        None => Err("还没有填写".to_owned()),
        Some(filled) if filled == wanted && wanted > 0 => Ok(format!("{filled} 人")),
        Some(filled) => Err(format!("已填 {filled} 人，已同意 {wanted} 人，请重填")),
    }
}

fn condition(
    key: &'static str,
    label: &'static str,
    who: Whom,
    act: Act,
    standing: Result<String, String>,
) -> Condition {
    let standing = match standing {
        Ok(detail) => Standing::Met { detail },
        Err(detail) => Standing::Open { detail },
    };
    Condition {
        key,
        label,
        standing,
        who,
        act: Some(act),
    }
}

const fn not_built(
    key: &'static str,
    label: &'static str,
    sentence: &'static str,
    who: Whom,
) -> Condition {
    Condition {
        key,
        label,
        standing: Standing::NotBuilt { sentence },
        who,
        act: None,
    }
}
