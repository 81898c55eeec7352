//! Students: what is shared by the tests of their lists, of one student and of the structure.

mod lists;
mod one;
mod structure;

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use domain::ids::StudentId;
use store::Page;
use store::audit::{self, AuditFilter, entry};
use store::school::{Protected, revealed, student};

use crate::support::{Page as Shown, School};

pub(super) async fn rows_of_record(school: &School, action: &str) -> Vec<entry::Model> {
    let filter = AuditFilter {
        actions: vec![action.to_owned()],
        ..AuditFilter::default()
    };
    audit::entries(school.app.db.read(), &filter, Page::new(1, 100))
        .await
        .unwrap()
        .items
}

pub(super) async fn full_number(school: &School, id: StudentId) -> String {
    let student = student(school.app.db.read(), id).await.unwrap();
    revealed(&school.app.keys, &student, Protected::Identity)
        .unwrap()
        .unwrap()
        .to_string()
}

pub(super) fn sheet(page: &Shown) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(page.bytes.clone())).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range
        .rows()
        .map(|row| row.iter().map(ToString::to_string).collect())
        .collect()
}
