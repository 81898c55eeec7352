//! The public notice, from real selections.

use domain::selection::{Absence, Candidate, Parameters, Terms, Ties, select};

use super::reading::Sheets;
use super::{name, on};
use crate::papers::notice::laid;
use crate::papers::{ChosenOfClass, Contact, Next, Notice, Period, notice};

fn terms(change: impl FnOnce(&mut Parameters)) -> Terms {
    let mut terms: Terms = serde_json::from_str(
        r#"{"rule":{"ratio":6000,"rounding":"down","weights":[["theory",4000],["practical",6000]],
                    "tie_keys":["practical"]},
            "parts":[{"key":"theory","name":"理论","weight_bp":4000,"max_tenths":1000},
                     {"key":"practical","name":"实操","weight_bp":6000,"max_tenths":1000}]}"#,
    )
    .unwrap();
    change(&mut terms.rule);
    terms
}

/// Eight classes of 40, nine of whom are absent; everybody's scores repeat each 40th, so that there are ties.
fn candidates(classes: usize) -> Vec<Candidate> {
    let theory = "theory".parse().unwrap();
    let practical = "practical".parse().unwrap();
    let one = |at: usize| {
        let (class, seat) = (at / 40 + 1, at % 40 + 1);
        let score = |seat: usize| format!("{}", 50 + seat).parse().unwrap();
        Candidate {
            number: format!("2301{class:02}{seat:02}").into(),
            name: name(at),
            class: format!("23会计{class}班"),
            marks: [(theory, score(seat)), (practical, score(seat))]
                .into_iter()
                .collect(),
            absence: (at < 9).then_some(Absence::Missed),
        }
    };
    (0..classes * 40).map(one).collect()
}

fn example(terms: Terms, candidates: &[Candidate]) -> Notice {
    let outcome = select(candidates, &terms.rule);
    let chosen: Vec<&Candidate> = outcome
        .standings()
        .iter()
        .take(usize::try_from(outcome.chosen()).unwrap())
        .map(|standing| &candidates[standing.index])
        .collect();
    let mut classes: Vec<ChosenOfClass> = Vec::new();
    for candidate in candidates {
        if classes
            .last()
            .is_none_or(|class| class.name != candidate.class)
        {
            let name = candidate.class.clone();
            classes.push(ChosenOfClass {
                name,
                base: 0,
                chosen: Vec::new(),
            });
        }
        let class = classes.last_mut().unwrap();
        class.base += 1;
        if chosen.iter().any(|one| one.number == candidate.number) {
            class
                .chosen
                .push((candidate.number.as_str().to_owned(), candidate.name.clone()));
        }
    }
    Notice {
        cohort: "2023级会计事务专业".to_owned(),
        certificate: "财务共享服务".to_owned(),
        level: "中级".to_owned(),
        round: 1,
        plan: "1+X证书制度试点工作实施方案（2024年修订稿）".to_owned(),
        tested_on: Some(on("2025-03-21")),
        summary: outcome.summary(&terms.rule),
        terms,
        open: Some(Period {
            from: on("2025-03-26"),
            until: on("2025-03-28"),
        }),
        objections_to: "培训就业处".to_owned(),
        answer_days: 5,
        next: Next::On(on("2025-04-11")),
        contact: Some(Contact {
            name: "林若溪".to_owned(),
            phone: Some("0000-00001234".to_owned()),
        }),
        issuer: "示范职业技术学校培训就业处".to_owned(),
        dated: on("2025-03-26"),
        classes,
        frozen: true,
    }
}

/// The margins of an official page, in points.
const MARGIN: f64 = 26.0 * 72.0 / 25.4;

#[test]
fn plan_4_2_everything_of_a_notice_is_on_the_paper() {
    let notice = example(terms(|_| ()), &candidates(8));
    let sheets = Sheets::of(laid(&notice));
    sheets.is_sound(MARGIN);
    let code = notice.check_code();
    // Named one by one: a field that is added and not printed does not compile here.
    let Notice {
        cohort,
        certificate,
        level,
        round: _,
        plan,
        tested_on: _,
        terms: _,
        summary: _,
        open: _,
        objections_to,
        answer_days,
        next: _,
        contact,
        issuer,
        dated: _,
        classes,
        frozen: _,
    } = &notice;
    let contact = contact.as_ref().unwrap();
    for words in [
        cohort,
        certificate,
        plan,
        objections_to,
        issuer,
        &contact.name,
    ] {
        sheets.says(words);
    }
    sheets.says(contact.phone.as_deref().unwrap());
    sheets.says(&format!("职业技能等级证书（{level}）"));
    sheets.says(&format!("学校在{answer_days}天内答复"));
    for words in [
        "学校于2025年3月21日组织",
        "选拔基数320人，按60%确定名额192个；实考311人，缺考9人；第192名",
        "公示期为2025年3月26日至3月28日",
        "未入选学生可参加2025年4月11日举行的第二次选拔",
        "附件：入选学生名单（192人）",
        "按班级、学号排列，不分名次共8个班192人",
        "名单校验码（SHA-256前16位）",
        code.as_str(),
    ] {
        sheets.says(words);
    }
    for class in classes {
        sheets.says(&class.name);
        sheets.says(&format!("基数{}人入选{}人", class.base, class.chosen.len()));
        for (number, _) in &class.chosen {
            sheets.says(number);
        }
    }
    assert_eq!(sheets.pages.len(), 3);
}

#[test]
fn plan_4_3_2_a_public_list_shows_no_whole_name() {
    let notice = example(terms(|_| ()), &candidates(8));
    let text = Sheets::of(laid(&notice)).text();
    for name in ["袁梓晴", "欧阳若兰", "𬭎㛃䶮", "麦麦提", "顾铭"] {
        assert!(!text.contains(name), "{name}");
    }
    for name in ["袁＊晴", "欧＊＊兰", "𬭎＊䶮", "阿＊＊敏", "顾＊"] {
        assert!(text.contains(name), "{name}");
    }
}

#[test]
fn a_draft_says_so_in_the_place_of_the_check_code() {
    let mut notice = example(terms(|_| ()), &candidates(2));
    notice.frozen = false;
    let sheets = Sheets::of(laid(&notice));
    for page in 0..sheets.pages.len() {
        assert!(sheets.page(page).contains("草稿"));
    }
    assert!(!sheets.text().contains("校验码"));
}

#[test]
fn plan_4_2_the_sentence_names_what_bound_the_places_and_what_ties_did() {
    let says = |change: fn(&mut Parameters), words: &str| {
        Sheets::of(laid(&example(terms(change), &candidates(8)))).says(words);
    };
    says(
        |rule| rule.approved = Some(100),
        "按60%为192个，批准人数更少，确定名额100个",
    );
    says(
        |rule| rule.seats = Some(90),
        "按60%为192个，机位数更少，确定名额90个",
    );
    // Eight people have the total of place 189, and place 189 is the fifth of theirs.
    let tied = |ties: Ties| {
        let change = |rule: &mut Parameters| {
            rule.approved = Some(189);
            rule.ties = ties;
        };
        Sheets::of(laid(&example(terms(change), &candidates(8))))
    };
    let alike = "同分8人按实操成绩比较后仍有8人相同";
    tied(Ties::None).says(&format!(
        "第184名68.0分，{alike}，按规则都不入选，入选184人"
    ));
    tied(Ties::All).says(&format!("第192名67.0分，{alike}，按规则都入选，入选192人"));
    let seed = "2025-04-27".to_owned();
    tied(Ties::Draw { seed }).says(&format!("{alike}，抽签取5人（种子2025-04-27），入选189人"));
}

#[test]
fn plan_4_2_the_sentence_says_when_a_part_of_the_test_decided_the_tie() {
    let mut people = candidates(8);
    let (theory, practical) = ("theory".parse().unwrap(), "practical".parse().unwrap());
    // Equal totals of 90 × 40 % + 50 × 60 % and 60 × 40 % + 70 × 60 %, apart in the practical part.
    for (at, person) in people.iter_mut().enumerate().skip(9) {
        let (one, other) = if at % 2 == 0 {
            ("90", "50")
        } else {
            ("60", "70")
        };
        person.marks = [
            (theory, one.parse().unwrap()),
            (practical, other.parse().unwrap()),
        ]
        .into_iter()
        .collect();
    }
    let change = |rule: &mut Parameters| rule.approved = Some(156);
    let sheets = Sheets::of(laid(&example(terms(change), &people)));
    sheets.says("第156名66.0分，同分311人按实操成绩取156人，入选156人");
}

#[test]
fn plan_4_3_3_a_second_round_is_named_as_such() {
    let mut notice = example(terms(|_| ()), &candidates(2));
    (notice.round, notice.next, notice.tested_on, notice.contact) = (2, Next::Possible, None, None);
    let sheets = Sheets::of(laid(&notice));
    sheets.says("报考资格第二次选拔结果的公示");
    sheets.says("学校组织报考资格第二次选拔测试");
    sheets.says("未入选学生可参加第三次选拔，时间另行通知");
    sheets.says("对结果有异议的，可在公示期内向培训就业处书面提出");
    (notice.next, notice.open) = (Next::Nothing, None);
    assert!(!Sheets::of(laid(&notice)).text().contains("公示期"));
    assert!(
        !Sheets::of(laid(&notice))
            .text()
            .contains("未入选学生可参加")
    );
}

#[test]
fn nobody_chosen_is_a_notice_without_a_list() {
    let notice = example(terms(|rule| rule.approved = Some(0)), &candidates(1));
    let sheets = Sheets::of(laid(&notice));
    sheets.says("确定名额0个");
    sheets.says("入选0人");
    assert_eq!(sheets.pages.len(), 1);
    assert!(!sheets.text().contains("附件"));
}

#[test]
fn long_words_stay_inside_and_the_signature_is_never_alone_on_a_page() {
    let mut notice = example(terms(|_| ()), &candidates(8));
    notice.certificate = "智能财税与业财一体信息化综合应用及大数据财务分析".to_owned();
    notice.classes[0].name = "2023级大数据与会计（中外合作办学）"
        .repeat(4)
        .chars()
        .take(60)
        .collect();
    // The text grows word by word, so that the signature crosses the end of the page at every place.
    for more in (0..60).step_by(3) {
        notice.plan = "证书制度试点工作实施方案".repeat(more + 1);
        let sheets = Sheets::of(laid(&notice));
        sheets.is_sound(MARGIN);
        let signed = (0..sheets.pages.len())
            .find(|page| sheets.page(*page).contains("公示期为"))
            .unwrap();
        assert!(
            sheets
                .page(signed)
                .contains("示范职业技术学校培训就业处2025年3月26日"),
            "{more}"
        );
    }
}

#[test]
fn a_class_larger_than_a_page_goes_on_under_its_name() {
    let mut notice = example(terms(|_| ()), &candidates(1));
    notice.classes[0].chosen = (0..400)
        .map(|at| (format!("2301{at:04}"), name(at)))
        .collect();
    let sheets = Sheets::of(laid(&notice));
    sheets.is_sound(MARGIN);
    sheets.says("23会计1班（续）");
    sheets.says("23010399");
}

#[test]
fn figures_in_lists_are_of_equal_width() {
    let sheets = Sheets::of(laid(&example(terms(|_| ()), &candidates(1))));
    let number = sheets
        .runs
        .iter()
        .find(|run| run.text == "23010139")
        .unwrap();
    assert_eq!(number.family, "Noto Sans SC");
}

#[test]
fn a_notice_is_a_pdf_for_the_archive() {
    let pdf = notice(&example(terms(|_| ()), &candidates(8))).unwrap();
    let text = String::from_utf8_lossy(&pdf);
    assert!(text.contains("<pdfaid:part>2</pdfaid:part>"), "PDF/A-2");
    assert!(pdf.len() < 400_000, "{}", pdf.len());
}
