//! From the upload to the result.

mod decide;

use axum::http::StatusCode;
use domain::access::Post;

use super::Office;
use crate::imports::files::{csv, misprinted, person, two_sheets, workbook};
use crate::support::invented_identity;

#[tokio::test]
async fn plan_6_3_a_right_roster_comes_in_with_numbers_from_the_school() {
    let office = Office::new().await;
    let (import, page) = office
        .check("名册.xlsx", &workbook(&[person(1), person(2)]))
        .await;
    assert_eq!(Office::counts(&page), ["0", "0", "2"]);
    assert!(
        page.text("main")
            .contains("到第 5 页确认之前，不会改动任何数据")
    );
    assert!(office.students().await.is_empty(), "nothing is written yet");
    let confirm = office.clerk.get(&format!("{import}/confirm")).await;
    assert!(
        confirm.text("main").contains("23会计1班 2 人"),
        "{}",
        confirm.text("main")
    );
    assert!(confirm.text("button.main").contains("导入 2 行"));
    let result = office.write(&import).await;
    assert_eq!(result.text("h1"), "已导入 2 行");
    let students = office.students().await;
    let numbers: Vec<_> = students
        .iter()
        .map(|listed| listed.student.school_number.as_str())
        .collect();
    assert_eq!(numbers, ["2023010101", "2023010102"]);
    assert_eq!(
        students[0].student.id_masked,
        domain::values::mask(invented_identity(1).as_str())
    );
    let inbox = office.clerk.get("/imports").await;
    assert!(
        inbox.text("tbody").contains("新增 2，修改 0"),
        "{}",
        inbox.text("tbody")
    );
}

#[tokio::test]
async fn a_wrong_cell_is_mended_where_it_is_shown() {
    let office = Office::new().await;
    let number = invented_identity(1);
    let wrong = person(1).with("身份证号", &misprinted(&number));
    let (import, page) = office.check("名册.csv", &csv(&[wrong, person(2)])).await;
    assert_eq!(Office::counts(&page), ["1", "0", "1"]);
    let row = page.text("tbody tr");
    assert!(
        row.starts_with("2麦同学1D 身份证号") && row.contains("校验位应为"),
        "{row}"
    );
    assert!(!page.html().contains(number.as_str()), "numbers are masked");
    let still = office.send(&page, "form.mend", &[("value", "123")]).await;
    assert_eq!(still.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(still.value("value"), "123", "what was typed stays");
    assert!(still.text("title").starts_with("错误："));
    let mended = office
        .send(&still, "form.mend", &[("value", number.as_str())])
        .await;
    assert_eq!(mended.status, StatusCode::SEE_OTHER);
    let page = office.clerk.get(&format!("{import}/check")).await;
    assert_eq!(Office::counts(&page), ["0", "0", "2"]);
    let kept = store::import::batch(
        office.school.app.db.read(),
        import.rsplit('/').next().unwrap().parse().unwrap(),
    )
    .await
    .unwrap();
    assert!(
        !kept.fixes.to_string().contains(number.as_str()),
        "what was typed is kept sealed"
    );
    office.write(&import).await;
    assert_eq!(office.students().await.len(), 2);
}

#[tokio::test]
async fn the_same_wrong_class_is_mended_in_all_its_rows_at_once() {
    let office = Office::new().await;
    let people: Vec<_> = (1..=3)
        .map(|n| person(n).with("班级", "23会计99班"))
        .collect();
    let (import, page) = office.check("名册.csv", &csv(&people)).await;
    assert_eq!(Office::counts(&page), ["3", "0", "0"]);
    assert!(
        page.texts("select option")
            .contains(&"23会计2班".to_owned()),
        "the school's classes are offered"
    );
    assert!(page.text("form.mend label").contains("同样写的 3 行一起改"));
    office
        .send(&page, "form.mend", &[("value", "23会计2班"), ("all", "on")])
        .await;
    let page = office.clerk.get(&format!("{import}/check")).await;
    assert_eq!(Office::counts(&page), ["0", "0", "3"]);
}

#[tokio::test]
async fn a_doubled_person_is_seen_side_by_side_and_skipped() {
    let office = Office::new().await;
    let doubled = person(2)
        .with("身份证号", invented_identity(1).as_str())
        .with("学籍号", "G2");
    let (import, page) = office.check("名册.csv", &csv(&[person(1), doubled])).await;
    assert_eq!(Office::counts(&page), ["1", "0", "1"]);
    let beside = page.attribute("form.mend a", "href").unwrap();
    let pair = office.clerk.get(&beside).await;
    assert_eq!(pair.texts("thead th"), ["列", "第 2 行", "第 3 行"]);
    assert!(
        pair.texts("tbody tr")
            .contains(&"B 姓名麦同学1麦同学2".to_owned()),
        "{:?}",
        pair.texts("tbody tr")
    );
    assert!(!pair.html().contains(invented_identity(1).as_str()));
    office.send(&page, "form.mend", &[]).await;
    let page = office.clerk.get(&format!("{import}/check")).await;
    assert_eq!(Office::counts(&page), ["0", "0", "1"]);
    assert!(page.text("main").contains("你选了跳过：第 3 行"));
    office.write(&import).await;
    assert_eq!(office.students().await.len(), 1);
}

#[tokio::test]
async fn a_group_of_corrections_is_confirmed_together_before_it_comes_in() {
    let office = Office::new().await;
    let people: Vec<_> = (1..=2)
        .map(|n| {
            person(n).with(
                "性别",
                if invented_identity(n).sex().to_string() == "男" {
                    "1"
                } else {
                    "2"
                },
            )
        })
        .collect();
    let mut people = people;
    people.push(person(3));
    let (import, page) = office.check("名册.csv", &csv(&people)).await;
    assert_eq!(Office::counts(&page), ["0", "2", "1"]);
    let look = office.clerk.get(&format!("{import}/check?list=look")).await;
    assert!(
        look.text("tr.group").contains("性别换成学校用的词"),
        "{}",
        look.text("tr.group")
    );
    assert_eq!(look.text("tr.group button"), "确认这 2 行");
    let confirm = office.clerk.get(&format!("{import}/confirm")).await;
    assert!(
        confirm
            .text("main")
            .contains("请留意的 2 行还没确认，留到下次")
    );
    office.send(&look, "tr.group form", &[]).await;
    let page = office.clerk.get(&format!("{import}/check")).await;
    assert_eq!(Office::counts(&page), ["0", "0", "3"]);
}

#[tokio::test]
async fn a_clash_with_stored_data_waits_for_a_choice() {
    let office = Office::new().await;
    let (import, _) = office
        .check("名册.csv", &csv(&[person(1), person(2)]))
        .await;
    office.write(&import).await;
    let moved = person(1)
        .with("班级", "23会计2班")
        .with("手机", "13900000001");
    let suspended = person(2).with("学生状态", "休学");
    let (import, page) = office.check("新名册.csv", &csv(&[moved, suspended])).await;
    assert_eq!(
        Office::counts(&page),
        ["0", "2", "0"],
        "who belongs where is not changed in silence"
    );
    let look = office.clerk.get(&format!("{import}/check?list=look")).await;
    assert!(
        look.text("tbody").contains("保留 23会计1班 改为 23会计2班"),
        "{}",
        look.text("tbody")
    );
    office
        .send(
            &look,
            "#clashes",
            &[("act", "chosen"), ("2.class", "new"), ("3.state", "old")],
        )
        .await;
    let look = office.clerk.get(&format!("{import}/check?list=look")).await;
    assert_eq!(Office::counts(&look), ["0", "0", "2"]);
    assert_eq!(
        look.attributes("[name='3.state'][checked]", "value"),
        ["old"],
        "the choice can still be changed"
    );
    let confirm = office.clerk.get(&format!("{import}/confirm")).await;
    assert!(
        confirm.text("main").contains("班级 1 处")
            && confirm.text("main").contains("联系电话 1 处")
    );
    office.write(&import).await;
    let students = office.students().await;
    let of = |name: &str| {
        students
            .iter()
            .find(|listed| listed.student.name == name)
            .unwrap()
    };
    assert_eq!(of("麦同学1").class.name, "23会计2班");
    assert_eq!(of("麦同学2").student.state.to_string(), "在读");
}

#[tokio::test]
async fn the_same_file_again_leads_to_its_result() {
    let office = Office::new().await;
    let file = csv(&[person(1)]);
    let (first, _) = office.check("名册.csv", &file).await;
    let resumed = office.upload("名册.csv", &file).await;
    assert_eq!(
        resumed.location(),
        format!("{first}/check"),
        "an unfinished import is gone on with"
    );
    office.write(&first).await;
    let again = office.upload("改了名字.csv", &file).await;
    assert_eq!(again.location(), format!("{first}/result"));
    let told = office.clerk.get(&again.location()).await;
    assert!(
        told.text("main")
            .contains("这份文件 今天 09:30 已导入过，结果在此"),
        "{}",
        told.text("main")
    );
    let checked = office.send(&told, "form[action$=again]", &[]).await;
    let page = office.clerk.get(&checked.location()).await;
    assert_eq!(Office::counts(&page), ["0", "0", "1"]);
    assert!(page.text("main").contains("1 行都正确"));
    let confirm = office
        .clerk
        .get(&checked.location().replace("/check", "/confirm"))
        .await;
    assert!(confirm.text("main").contains("没有要新增或修改的行"));
}

#[tokio::test]
async fn of_two_sheets_with_data_one_is_chosen() {
    let office = Office::new().await;
    let sent = office
        .upload(
            "两张表.xlsx",
            &two_sheets(&[person(1)], &[person(2), person(3)]),
        )
        .await;
    assert!(sent.location().ends_with("/sheet"), "{}", sent.location());
    let page = office.clerk.get(&sent.location()).await;
    assert!(page.text("legend").contains("有 2 张表都有数据"));
    let none = office.send(&page, "form.form", &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let chosen = office
        .send(&page, "form.form", &[("sheet", "二年级")])
        .await;
    let page = office.clerk.get(&chosen.location()).await;
    assert_eq!(Office::counts(&page), ["0", "0", "2"]);
    assert!(page.text("main").contains("工作表「二年级」"));
}
