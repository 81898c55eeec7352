//! More of the same, in a file of its own.

use super::*;

#[tokio::test]
async fn columns_nobody_knows_are_mapped_once_and_remembered() {
    let office = Office::new().await;
    let renamed = |people: &[crate::imports::files::Person]| {
        String::from_utf8(csv(people))
            .unwrap()
            .replacen("姓名", "何人", 1)
            .into_bytes()
    };
    let sent = office.upload("名册.csv", &renamed(&[person(1)])).await;
    assert!(sent.location().ends_with("/columns"), "{}", sent.location());
    let page = office.clerk.get(&sent.location()).await;
    assert!(
        page.text("tbody").contains("B 何人 麦***") || page.text("tbody").contains("B 何人"),
        "{}",
        page.text("tbody")
    );
    assert!(page.text("main").contains("9 列认出 8 列"));
    let mut typed: Vec<(String, String)> = Vec::new();
    let keys = [
        "roll_number",
        "",
        "sex",
        "id_number",
        "grade",
        "major_code",
        "class",
        "state",
        "phone",
    ];
    typed.extend(
        keys.iter()
            .enumerate()
            .map(|(at, key)| (format!("c{at}"), (*key).to_owned())),
    );
    let fields: Vec<_> = typed
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let refused = office.send(&page, "#columns", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text(".errsum").contains("缺少：姓名"),
        "{}",
        refused.text(".errsum")
    );
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (*name, if *name == "c1" { "name" } else { value }))
        .collect();
    let sent = office.send(&refused, "#columns", &fields).await;
    let page = office.clerk.get(&sent.location()).await;
    assert_eq!(Office::counts(&page), ["0", "0", "1"]);
    let (_, page) = office
        .check("下一份.csv", &renamed(&[person(2), person(3)]))
        .await;
    assert_eq!(
        Office::counts(&page),
        ["0", "0", "2"],
        "the mapping is remembered"
    );
}

#[tokio::test]
async fn plan_2_1_classes_are_made_from_the_file_when_asked() {
    let office = Office::new().await;
    let file = csv(&[person(1).with("班级", "23会计8班"), person(2)]);
    let (_, page) = office.check("名册.csv", &file).await;
    assert_eq!(Office::counts(&page), ["1", "0", "1"]);
    let file = csv(&[person(1).with("班级", "23会计8班"), person(3)]);
    let sent = office.upload_with("名册2.csv", &file, "create").await;
    let import = sent.location().replace("/check", "");
    let confirm = office.clerk.get(&format!("{import}/confirm")).await;
    assert!(
        confirm.text("main").contains("班级 1 个（23会计8班）"),
        "{}",
        confirm.text("main")
    );
    office.write(&import).await;
    let numbers: Vec<_> = office
        .students()
        .await
        .into_iter()
        .map(|listed| listed.student.school_number)
        .collect();
    assert_eq!(
        numbers,
        ["2023010101", "2023010801"],
        "a class keeps the number of its name"
    );
}

#[tokio::test]
async fn the_wrong_rows_come_back_as_a_workbook_with_notes() {
    let office = Office::new().await;
    let wrong = person(1).with("手机", "12345");
    let (import, page) = office.check("名册.csv", &csv(&[wrong, person(2)])).await;
    let file = office.send(&page, "form[action$=wrong-rows]", &[]).await;
    assert_eq!(file.status, StatusCode::OK);
    let grid =
        documents::sheets::read(&file.bytes, "x.xlsx", &documents::sheets::Limits::default())
            .unwrap();
    assert_eq!(grid.rows.len(), 2, "the header and the one wrong row");
    let parts = zip::ZipArchive::new(std::io::Cursor::new(file.bytes)).unwrap();
    assert!(
        parts
            .file_names()
            .any(|name| name.unwrap().contains("comments"))
    );
    let after = office.clerk.get(&format!("{import}/check")).await;
    assert_eq!(Office::counts(&after), ["1", "0", "1"]);
}

#[tokio::test]
async fn the_blank_workbook_filled_in_comes_in() {
    let office = Office::new().await;
    let page = office.clerk.get("/imports/new").await;
    assert!(page.text("main").contains("学生名册"));
    let blank = office.clerk.get("/imports/blank/students").await;
    assert_eq!(blank.status, StatusCode::OK);
    let empty = office.upload("模板.xlsx", &blank.bytes).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        empty.text(".fld.bad").contains("没有数据"),
        "{}",
        empty.text(".fld.bad")
    );
}

#[tokio::test]
async fn a_form_sent_twice_imports_once() {
    let office = Office::new().await;
    let (import, _) = office.check("名册.csv", &csv(&[person(1)])).await;
    let page = office.clerk.get(&format!("{import}/confirm")).await;
    let first = office.send(&page, "form.bar", &[]).await;
    let second = office.send(&page, "form.bar", &[]).await;
    assert_eq!(first.location(), second.location());
    office.school.run_jobs().await;
    let third = office.send(&page, "form.bar", &[]).await;
    assert_eq!(first.location(), third.location());
    assert_eq!(office.students().await.len(), 1);
}

#[tokio::test]
async fn what_was_confirmed_is_what_is_written_or_nothing_is() {
    let office = Office::new().await;
    let (first, _) = office
        .check("名册.csv", &csv(&[person(1), person(2)]))
        .await;
    let (second, _) = office
        .check("另一份.csv", &csv(&[person(2), person(3)]))
        .await;
    let (first, second) = (office.confirm(&first).await, office.confirm(&second).await);
    office.school.run_jobs().await;
    assert_eq!(office.clerk.get(&first).await.status, StatusCode::SEE_OTHER);
    // When the second was confirmed, student 2 was still new.
    let stopped = office.clerk.get(&second).await;
    assert!(
        stopped
            .text("main")
            .contains("结果和你看到的不同，全部没有写入"),
        "{}",
        stopped.text("main")
    );
    assert_eq!(office.students().await.len(), 2);
}

#[tokio::test]
async fn an_import_can_be_given_up_and_left_and_gone_on_with() {
    let office = Office::new().await;
    let (import, _) = office.check("名册.csv", &csv(&[person(1)])).await;
    let resumed = office.clerk.get(&import).await;
    assert_eq!(resumed.location(), format!("{import}/check"));
    let page = office.clerk.get(&format!("{import}/check")).await;
    office.send(&page, "form[action$=abandon]", &[]).await;
    let list = office.clerk.get("/imports").await;
    assert!(
        !list.text("tbody").contains("名册.csv"),
        "{}",
        list.text("main")
    );
    let over = office.clerk.get(&format!("{import}/check")).await;
    assert_eq!(over.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn plan_2_1_only_the_office_imports() {
    let office = Office::new().await;
    let (import, _) = office.check("名册.csv", &csv(&[person(1)])).await;
    for post in [Post::Auditor, Post::AcademicAffairs, Post::Administrator] {
        let other = office.school.sign_in(post).await;
        for path in [
            "/imports",
            "/imports/new",
            "/imports/upload/students",
            &import,
            &format!("{import}/check"),
            &format!("{import}/confirm"),
        ] {
            let page = other.get(path).await;
            assert!(
                matches!(page.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND),
                "{post:?} {path} {}",
                page.status
            );
        }
        for act in [
            "mend",
            "skip",
            "looked",
            "clashes",
            "wrong-rows",
            "confirm",
            "abandon",
            "undo",
            "again",
            "columns",
            "sheet",
        ] {
            let page = other
                .post(
                    &format!("{import}/{act}"),
                    &[
                        ("op_id", "x"),
                        ("row", "2"),
                        ("field", "name"),
                        ("version", "1"),
                    ],
                )
                .await;
            assert!(
                matches!(page.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND),
                "{post:?} {act} {}",
                page.status
            );
        }
    }
    let out = office
        .school
        .visitor()
        .get(&format!("{import}/check"))
        .await;
    assert!(
        out.status == StatusCode::SEE_OTHER || out.status == StatusCode::UNAUTHORIZED,
        "{}",
        out.status
    );
}
