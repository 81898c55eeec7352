//! A list with one row, a platform's workbook and a filled one for the walk.

use domain::ids::{AccountId, ExportId, ListId, ProjectId, StudentId, TemplateId};
use serde_json::json;
use store::registration::{self as rows, Contents, NewExport, NewTemplate};

use crate::registration::blank;
use crate::support::School;

/// The class's list in the project with one student on it.
pub(super) async fn seed_list(
    school: &School,
    project: ProjectId,
    class: &str,
    student: StudentId,
) -> ListId {
    let class = school.class(class).await;
    let tx = school.app.db.begin().await.unwrap();
    let list = rows::add_list(&tx, project, class, school.now())
        .await
        .unwrap();
    rows::add_rows(&tx, list.id, project, [student])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    list.id
}

/// A blank workbook under this name, mapped by the guess.
pub(super) async fn seed_template(school: &School, header: &str, by: AccountId) -> TemplateId {
    let bytes = blank(&["姓名*", "证件号码*", header]);
    let looked_at = documents::template::inspect(&bytes).unwrap();
    let mapping = json!({ "mapping": looked_at.guess(), "blank": looked_at });
    let size = bytes.len();
    let sha256 = school.app.files.put(bytes).await.unwrap();
    let tx = school.app.db.begin().await.unwrap();
    store::files::record(&tx, &sha256, size, "xlsx", school.now())
        .await
        .unwrap();
    let new = NewTemplate {
        name: header,
        sha256: &sha256,
        sheet: "考生信息",
        header_row: 2,
        mapping,
        by,
    };
    let id = rows::add_template(&tx, new, school.now()).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// A workbook filled for the project.
pub(super) async fn seed_export(
    school: &School,
    project: ProjectId,
    template: TemplateId,
    by: AccountId,
) -> ExportId {
    let sha256 = rows::template(school.app.db.read(), template)
        .await
        .unwrap()
        .sha256;
    let contents = Contents {
        file_name: "报名.xlsx".into(),
        ..Contents::default()
    };
    let new = NewExport {
        project,
        template,
        sha256: &sha256,
        contents: &contents,
        reason: "上传平台",
        recipient: None,
        by,
    };
    let tx = school.app.db.begin().await.unwrap();
    let id = rows::record_export(&tx, &new, school.now()).await.unwrap();
    tx.commit().await.unwrap();
    id
}
