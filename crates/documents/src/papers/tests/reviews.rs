//! The sheet on which a registration is reviewed.

use super::on;
use super::reading::Sheets;
use crate::papers::registration_review::laid;
use crate::papers::{
    Check, CheckCode, Found, OpenPoint, Outside, Period, RegistrationReview, Step,
    registration_review,
};

const MARGIN: f64 = 20.0 * 72.0 / 25.4;

fn check(item: &str, basis: &str, found: Found) -> Check {
    Check {
        item: item.to_owned(),
        basis: basis.to_owned(),
        found,
    }
}

fn step(title: &[&str], opinion: &str, signer: &str, seal: bool) -> Step {
    Step {
        title: title.iter().map(|&line| line.to_owned()).collect(),
        opinion: opinion.to_owned(),
        signer: signer.to_owned(),
        seal,
        recorded: Some("系统记录：周文博 2025年4月3日 09:12 提交".to_owned()),
    }
}

fn example() -> RegistrationReview {
    let counted = |passed, failed| Found::Counted { passed, failed };
    RegistrationReview {
        school: "示范职业技术学校".to_owned(),
        number: "BM-2025-014".to_owned(),
        run: 1,
        code: CheckCode::of_hash("f5412f2e00992373"),
        certificate: "财务共享服务（中级）".to_owned(),
        exam: Period {
            from: on("2025-05-24"),
            until: on("2025-05-25"),
        },
        group: "会计专业组".to_owned(),
        majors: "会计事务 2023级".to_owned(),
        classes: 8,
        quota: Some(192),
        registered: 190,
        given_up: 2,
        checks: vec![
            check(
                "名单来自选拔结果",
                "选拔结果2025年3月31日确认",
                counted(190, 0),
            ),
            check("照片合格", "白底、证件照规格", counted(189, 1)),
            check(
                "协议有效",
                "截至考核日期",
                Found::Stated {
                    fits: true,
                    words: "至2026年8月31日".to_owned(),
                },
            ),
            check(
                "站点已获批",
                "考核前",
                Found::Stated {
                    fits: false,
                    words: "还没有批复".to_owned(),
                },
            ),
        ],
        open: vec![OpenPoint {
            about: Some((
                "23会计5班".to_owned(),
                "23010517".to_owned(),
                "林若琳".to_owned(),
            )),
            what: "照片底色不合格".to_owned(),
            by: Some("侯志强".to_owned()),
            until: Some(on("2025-04-08")),
        }],
        steps: vec![
            step(
                &["专业组"],
                "名单190人与选拔结果一致，报名表逐人核对。",
                "组长签名",
                false,
            ),
            step(&["系"], "", "负责人签名", false),
            step(&["培训就业处", "审核"], "", "负责人签名", true),
            step(&["分管校领导", "审批"], "", "签名", false),
        ],
        outside: Outside::default(),
        printed_on: on("2025-04-03"),
    }
}

#[test]
fn plan_6_3_everything_of_a_review_is_on_one_page() {
    let review = example();
    let sheets = Sheets::of(laid(&review));
    sheets.is_sound(MARGIN);
    let RegistrationReview {
        school: _,
        number,
        run,
        code,
        certificate,
        exam: _,
        group,
        majors,
        classes,
        quota,
        registered,
        given_up,
        checks,
        open,
        steps,
        outside: _,
        printed_on: _,
    } = &review;
    for words in [number, certificate, group, majors] {
        sheets.says(words);
    }
    sheets.says(&format!("第{run}次送审"));
    sheets.says(code.as_ref().unwrap().as_str());
    sheets.says("考核日期2025年5月24日至5月25日");
    sheets.says(&format!("班级{classes}个"));
    sheets.says(&format!(
        "名额{}人本次报名{registered}人放弃{given_up}人",
        quota.unwrap()
    ));
    for check in checks {
        sheets.says(&check.item);
        sheets.says(&check.basis);
    }
    for words in [
        "1900●通过",
        "1891○待办",
        "至2026年8月31日●通过",
        "还没有批复■不符",
    ] {
        sheets.says(words);
    }
    assert_eq!(open.len(), 1);
    sheets.says("待办：23会计5班23010517林＊琳：照片底色不合格，责任人侯志强，4月8日前。");
    for step in steps {
        for line in &step.title {
            sheets.says(line);
        }
        sheets.says(&step.opinion);
        sheets.says(&step.signer);
        sheets.says(step.recorded.as_deref().unwrap());
    }
    sheets.says("负责人签名（盖章）：");
    sheets.says("第1页共1页");
    assert_eq!(sheets.pages.len(), 1);
}

#[test]
fn plan_6_1_what_came_back_from_outside_stands_on_its_line() {
    let mut review = example();
    sheets_say(&review, "市级答复省级答复");
    review.outside = Outside {
        sent: Some(on("2025-04-09")),
        city: Some("4月11日通过".to_owned()),
        province: Some("4月14日通过".to_owned()),
        receipt: Some("SH2025-0411".to_owned()),
    };
    sheets_say(
        &review,
        "提交2025年4月9日市级答复4月11日通过省级答复4月14日通过回执号SH2025-0411",
    );
    (review.code, review.quota) = (None, None);
    sheets_say(&review, "名额—");
    sheets_say(&review, "第1次送审草稿");
}

fn sheets_say(review: &RegistrationReview, words: &str) {
    let sheets = Sheets::of(laid(review));
    sheets.is_sound(MARGIN);
    sheets.says(words);
}

#[test]
fn an_opinion_of_any_length_leaves_room_for_the_signature() {
    let mut review = example();
    for times in [1, 5, 20, 60] {
        review.steps[2].opinion = "名单与选拔结果一致，同意报名。".repeat(times);
        review.checks[0].item = "名单来自选拔结果或获准意愿，".repeat(times.min(6));
        review.certificate = "智能财税与业财一体信息化综合应用".repeat(times.min(4));
        let sheets = Sheets::of(laid(&review));
        sheets.is_sound(MARGIN);
        sheets.says("负责人签名（盖章）");
    }
}

#[test]
fn the_same_review_is_the_same_bytes() {
    assert!(registration_review(&example()).unwrap() == registration_review(&example()).unwrap());
}
