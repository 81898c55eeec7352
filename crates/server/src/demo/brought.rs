//! What students and guardians brought for the registration of the pictures: portraits drawn by the program, consents
//! and forms; all of it but for six of 23会计8班, whose teacher still runs after them (plan 6.3).

use std::collections::BTreeMap;

use domain::access::{Action, Permit, Post};
use domain::ids::{ProjectId, StudentId};
use domain::registration::consent::{ConsentAnswer, ConsentKind, ConsentWay, Party};
use domain::registration::{Confirmed, Need};
use serde_json::json;
use store::audit::{self, AuditDraft};
use store::identity::{self, NewAccount, NewHolding};
use store::people::{self as rows, NewConsent, NewPhoto};
use store::registration::{RowOf, RowValues, rows_of_project, save_row};
use store::{StoreError, Tx};

use super::go_to;
use crate::people::texts_of;
use crate::registration::records::Work;
use crate::shell::{App, WebError, WebResult};

/// The class that is not complete.
const CLASS: &str = "23会计8班";
/// So many different portraits are drawn; people of a demonstration may look alike.
const PORTRAITS: u32 = 24;

const WHITE: [u8; 3] = [252, 252, 252];
const BLUE: [u8; 3] = [67, 142, 219];

/// She has not been here at all; what five others lack, the first of the class first.
const NEW_HERE: &str = "2023010803";
const LACKING: [Lacking; 5] = [
    Lacking::Guardian,
    Lacking::Guardian,
    Lacking::Guardian,
    Lacking::Blue,
    Lacking::Small,
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Lacking {
    Guardian,
    /// A portrait on the wrong ground.
    Blue,
    /// A portrait that is too small.
    Small,
    /// Has not been here at all.
    Everything,
}

/// Everything as it stood on the evening of 13 May; the students of the class get accounts.
pub(super) async fn brought(app: &App, id: ProjectId, hash: &str) -> WebResult<()> {
    go_to(app, "2025-05-13T20:10");
    let work = Work::of(app.db.read(), id).await?;
    let all = rows_of_project(app.db.read(), id).await?;
    let lacking = lacking(&work, &all);
    let pictures = pictures(app, &work).await?;
    let tx = app.db.begin().await?;
    photos(app, &tx, &all, &lacking, &pictures).await?;
    consents(app, &tx, &work, &all, &lacking).await?;
    forms(app, &tx, &all, &lacking).await?;
    accounts(app, &tx, &work, &all, hash).await?;
    let permit = Permit::system("演示数据", Action::HelpRegistration);
    let said = json!({ "people": all.len(), "missing": lacking.len() });
    let draft = AuditDraft::new(&permit, app.clock.now(), "fill_demonstration")
        .named("project", "学生和家长交来的材料")
        .project(id)
        .change(None, Some(said));
    audit::write(&tx, draft).await?;
    tx.commit().await?;
    Ok(())
}

/// The teacher reminded two of them the day before.
pub(super) async fn reminded(app: &App, id: ProjectId) -> WebResult<()> {
    go_to(app, "2025-05-19T16:20");
    let work = Work::of(app.db.read(), id).await?;
    let all = rows_of_project(app.db.read(), id).await?;
    let lacking = lacking(&work, &all);
    let two: Vec<(StudentId, Need)> = lacking
        .keys()
        .take(2)
        .map(|student| (*student, Need::GuardianConsent))
        .collect();
    let teacher = identity::account_by_login(app.db.read(), "fanzhenyu")
        .await?
        .ok_or(StoreError::NotFound)?;
    let tx = app.db.begin().await?;
    rows::record_reminders(&tx, id, &two, teacher.id, app.clock.now()).await?;
    Ok(tx.commit().await?)
}

/// Six of the class, each with what he lacks.
fn lacking(work: &Work, all: &[RowOf]) -> BTreeMap<StudentId, Lacking> {
    let own = all
        .iter()
        .filter(|one| work.class_name(one.student.class_id) == CLASS);
    let (new, others): (Vec<&RowOf>, Vec<&RowOf>) =
        own.partition(|one| one.student.school_number == NEW_HERE);
    let new = new.into_iter().zip([Lacking::Everything]);
    new.chain(others.into_iter().zip(LACKING))
        .map(|(one, lacking)| (one.student.id, lacking))
        .collect()
}

/// A picture that is in the files.
struct Picture {
    sha256: String,
    bytes: usize,
    measure: domain::registration::photo::Measure,
}

/// The good ones, then the blue and the small one.
async fn pictures(app: &App, work: &Work) -> WebResult<Vec<Picture>> {
    let good = (0..PORTRAITS).map(|seed| (seed, WHITE, 240, 320));
    let bad = [
        (PORTRAITS, BLUE, 240, 320),
        (PORTRAITS + 1, WHITE, 150, 200),
    ];
    let mut all = Vec::new();
    for (seed, ground, width, height) in good.chain(bad) {
        let drawn = documents::photos::drawn(seed, ground, width, height);
        let taken =
            documents::photos::take(&drawn, &work.plan.photo).map_err(WebError::internal)?;
        all.push(Picture {
            bytes: taken.jpeg.len(),
            sha256: app.files.put(taken.jpeg).await?,
            measure: taken.measure,
        });
    }
    Ok(all)
}

async fn photos(
    app: &App,
    tx: &Tx,
    all: &[RowOf],
    lacking: &BTreeMap<StudentId, Lacking>,
    pictures: &[Picture],
) -> WebResult<()> {
    let now = app.clock.now();
    for one in pictures {
        store::files::record(tx, &one.sha256, one.bytes, "image/jpeg", now).await?;
    }
    let good = usize::try_from(PORTRAITS).unwrap_or(1);
    for (at, one) in all.iter().enumerate() {
        let which = match lacking.get(&one.student.id) {
            Some(Lacking::Everything) => continue,
            Some(Lacking::Blue) => good,
            Some(Lacking::Small) => good + 1,
            Some(Lacking::Guardian) | None => at % good,
        };
        let Some(picture) = pictures.get(which) else {
            continue;
        };
        let new = NewPhoto {
            student: one.student.id,
            sha256: &picture.sha256,
            measure: &picture.measure,
            by: None,
        };
        rows::add_photo(tx, &new, now).await?;
    }
    Ok(())
}

async fn consents(
    app: &App,
    tx: &Tx,
    work: &Work,
    all: &[RowOf],
    lacking: &BTreeMap<StudentId, Lacking>,
) -> WebResult<()> {
    let school = store::settings::school_name(tx).await?;
    let texts = texts_of(&school, work);
    let mut new = Vec::new();
    for one in all {
        let lacks = lacking.get(&one.student.id);
        for (kind, text) in &texts {
            if lacks != Some(&Lacking::Everything) {
                new.push(answer(work, one, (Party::Student, *kind), text));
            }
            if lacks.is_none() || matches!(lacks, Some(Lacking::Blue | Lacking::Small)) {
                new.push(answer(work, one, (Party::Guardian, *kind), text));
            }
        }
    }
    Ok(rows::record_consents(tx, &new, app.clock.now()).await?)
}

fn answer<'a>(
    work: &Work,
    one: &'a RowOf,
    (party, kind): (Party, ConsentKind),
    text: &'a str,
) -> NewConsent<'a> {
    let guardian = one.student.guardian_name.as_deref().unwrap_or("家长");
    let (signer, way, relation) = match party {
        Party::Student => (one.student.name.as_str(), ConsentWay::Account, None),
        Party::Guardian => (guardian, ConsentWay::Link, Some("母亲")),
    };
    NewConsent {
        project: work.project.id,
        student: one.student.id,
        party,
        kind,
        answer: ConsentAnswer::Given,
        text,
        way,
        signer,
        relation,
        by: None,
        link: None,
    }
}

async fn forms(
    app: &App,
    tx: &Tx,
    all: &[RowOf],
    lacking: &BTreeMap<StudentId, Lacking>,
) -> WebResult<()> {
    for one in all {
        if lacking.get(&one.student.id) == Some(&Lacking::Everything) {
            continue;
        }
        let mut values = RowValues::of(&one.row);
        values.data.confirmed = Some(Confirmed {
            at: app.clock.now(),
            by: one.student.name.clone(),
            own: true,
        });
        save_row(tx, &one.row, values).await?;
    }
    Ok(())
}

/// The students of the class sign in with their school numbers.
async fn accounts(app: &App, tx: &Tx, work: &Work, all: &[RowOf], hash: &str) -> WebResult<()> {
    let own = all
        .iter()
        .filter(|one| work.class_name(one.student.class_id) == CLASS);
    for one in own {
        let number = one.student.school_number.as_str();
        if identity::account_by_login(tx, number).await?.is_some() {
            continue;
        }
        let active =
            NewAccount::active(number, &one.student.name, hash.to_owned(), app.clock.now());
        let new = NewAccount {
            student_id: Some(one.student.id),
            ..active
        };
        let account = identity::create_account(tx, &new).await?;
        let from = app.clock.today();
        identity::give_post(tx, &NewHolding::school(account, Post::Student, from)).await?;
    }
    Ok(())
}
