//! Taking an import back, and when that is not possible any more.

use domain::values::Grade;

use super::Office;
use super::files::{csv, person};

#[tokio::test]
async fn undo_removes_the_new_and_puts_the_old_back() {
    let office = Office::new().await;
    let (first, _) = office.check("名册.csv", &csv(&[person(1)])).await;
    office.write(&first).await;
    let before = office.students().await[0].student.clone();
    let file = csv(&[
        person(1).with("手机", "13900000009"),
        person(2).with("班级", "23会计7班"),
    ]);
    let sent = office.upload_with("新名册.csv", &file, "create").await;
    let second = sent.location().replace("/check", "");
    let result = office.write(&second).await;
    assert_eq!(office.students().await.len(), 2);
    let undone = office.send(&result, "form[action$=undo]", &[]).await;
    let page = office.clerk.get(&undone.location()).await;
    assert_eq!(page.text("h1"), "已撤销这次导入");
    assert!(
        page.text("main")
            .contains("去掉 1 人，改回 1 人，去掉空着的系、专业组、专业和班级 1 个"),
        "{}",
        page.text("main")
    );
    let students = office.students().await;
    assert_eq!(students.len(), 1);
    let after = &students[0].student;
    assert_eq!(
        (&after.phone, &after.id_hash, &after.school_number),
        (&before.phone, &before.id_hash, &before.school_number)
    );
    assert!(
        office
            .school
            .structure()
            .await
            .classes
            .iter()
            .all(|class| class.name != "23会计7班")
    );
    let again = office.upload("新名册.csv", &file).await;
    assert!(
        again.location().ends_with("/check"),
        "what was taken back may come in again"
    );
}

#[tokio::test]
async fn undo_is_refused_once_somebody_stands_on_a_snapshot_and_says_where() {
    let office = Office::new().await;
    let (import, _) = office
        .check("名册.csv", &csv(&[person(1), person(2)]))
        .await;
    let result = office.write(&import).await;
    let major = office.school.major("730301").await;
    let tx = office.school.app.db.begin().await.unwrap();
    let grade = Grade::try_from(2023).unwrap();
    store::school::take_snapshot(&tx, grade, &[major], None, "摸底测验", office.school.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let refused = office.send(&result, "form[action$=undo]", &[]).await;
    let page = office.clerk.get(&refused.location()).await;
    let text = page.text("main");
    assert!(
        text.contains("不能撤销：名单快照「摸底测验」用到 2 人：麦同学1、麦同学2"),
        "{text}"
    );
    assert!(!page.has("form[action$=undo]"), "the button is gone");
    assert_eq!(office.students().await.len(), 2);
}

#[tokio::test]
async fn undo_does_not_undo_what_came_after() {
    let office = Office::new().await;
    let (first, _) = office.check("名册.csv", &csv(&[person(1)])).await;
    office.write(&first).await;
    let (second, _) = office
        .check("新名册.csv", &csv(&[person(1).with("手机", "13900000009")]))
        .await;
    office.write(&second).await;
    let page = office.clerk.get(&format!("{first}/result")).await;
    assert!(
        page.text("main")
            .contains("导入以后又改过 1 人：麦同学1的信息"),
        "{}",
        page.text("main")
    );
    assert!(!page.has("form[action$=undo]"));
    let latest = office.clerk.get(&format!("{second}/result")).await;
    office.send(&latest, "form[action$=undo]", &[]).await;
    let phone = office.students().await[0].student.phone.clone().unwrap();
    assert_eq!(phone.as_str(), "13800000001");
}
