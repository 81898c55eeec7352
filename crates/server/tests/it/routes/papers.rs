//! A paper under lock, and an opening that the one who asks takes part in.

use chrono::TimeDelta;
use domain::ids::{AccountId, OpeningId, PaperId, RoundId};
use domain::selection::papers::{Opening, Window};
use store::crypto::Cell;
use store::identity::{NewAccount, create_account};
use store::selection::papers::{self as rows, NewPaper};

use crate::support::School;

pub(super) async fn seed(school: &School, round: RoundId, by: AccountId) -> (PaperId, OpeningId) {
    let now = school.now();
    let row = format!("{round}/A 卷/1");
    let cell = Cell {
        table: "selection_paper",
        column: "file",
        row: &row,
    };
    let sealed = school.app.keys.seal_file(cell, b"%PDF-1.7 %%EOF").unwrap();
    let size = sealed.len();
    let sha256 = school.app.files.put(sealed).await.unwrap();
    let tx = school.app.db.begin().await.unwrap();
    store::files::record(&tx, &sha256, size, "application/pdf", now)
        .await
        .unwrap();
    let new = NewPaper {
        round,
        name: "A 卷",
        sha256: &sha256,
        size: 14,
        by,
    };
    let paper = rows::add(&tx, new, 1, now).await.unwrap();
    let beside = NewAccount::active(&format!("beside-{round}"), "林静仪", String::new(), now);
    let beside = create_account(&tx, &beside).await.unwrap();
    let window = Window::new(now - TimeDelta::hours(1), now + TimeDelta::hours(1), now).unwrap();
    let asked = Opening::new(window, by, beside).unwrap();
    let opening = rows::ask(&tx, paper, &asked, "印制试卷", now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    (paper, opening)
}
