//! Backup, restore, verify and doctor as a person runs them: the program itself, on both databases.

mod health;
mod place;

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::access::{Action, Permit};
use sea_orm::ConnectionTrait;
use store::Db;
use store::audit::{self, AuditDraft};

use place::{Place, said};

/// The texts of all tables in a backup.
fn rows(backup: &Path) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(backup).unwrap()).unwrap();
    let mut rows = BTreeMap::new();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        if name.starts_with("rows/") {
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            rows.insert(name, text);
        }
    }
    rows
}

/// Writes audit rows as fast as it can until told to stop; answers how many.
async fn write_on(db: Db, stop: Arc<AtomicBool>) -> i64 {
    let mut written = 0;
    while !stop.load(Ordering::Relaxed) {
        let tx = db.begin().await.unwrap();
        store::settings::set(&tx, "counter", &written.to_string())
            .await
            .unwrap();
        let permit = Permit::system("测试", Action::UseDesk);
        audit::write(
            &tx,
            AuditDraft::new(&permit, chrono::DateTime::UNIX_EPOCH, "sign_in"),
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        written += 1;
    }
    db.close().await.unwrap();
    written
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_made_while_others_write_restores_equal() {
    for place in Place::all().await {
        let place = place.filled();
        place.keep_file(b"a stored file").await;
        let stop = Arc::new(AtomicBool::new(false));
        let writer = tokio::spawn(write_on(place.db().await, stop.clone()));
        let backup = tokio::task::block_in_place(|| place.backed_up());
        stop.store(true, Ordering::Relaxed);
        assert!(writer.await.unwrap() > 0, "nobody wrote meanwhile");

        let copy = Place::sqlite();
        let keys = place.data().join("keys");
        let restored = copy.onex(&[
            "restore",
            backup.to_str().unwrap(),
            "--keys",
            keys.to_str().unwrap(),
        ]);
        assert!(restored.status.success(), "{}", said(&restored));
        assert!(
            said(&restored).contains("密钥已放好"),
            "{}",
            said(&restored)
        );
        // The counter and the audit were written in one transaction, and stand together in the copy.
        let rows = rows(&backup);
        let written = rows["rows/audit_entry.jsonl"]
            .matches("\"sign_in\"")
            .count();
        let counter = format!("[\"counter\",\"{}\"]", written.saturating_sub(1));
        assert!(
            written == 0 || rows["rows/setting.jsonl"].contains(&counter),
            "{written} rows, {counter}"
        );
        assert!(copy.onex(&["verify"]).status.success());
        assert_eq!(self::rows(&copy.backed_up()), rows);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_crosses_from_one_database_to_the_other_and_back() {
    let Some(server) = Place::postgres().await else {
        return;
    };
    let origin = Place::sqlite().filled();
    origin.keep_file("𬭎㛃䶮".as_bytes()).await;
    let backup = origin.backed_up();
    let there = server.onex(&["restore", backup.to_str().unwrap()]);
    assert!(there.status.success(), "{}", said(&there));
    std::fs::create_dir_all(server.data().join("keys")).unwrap();
    std::fs::copy(
        origin.data().join("keys/onex.keys"),
        server.data().join("keys/onex.keys"),
    )
    .unwrap();
    let again = server.backed_up();
    assert_eq!(rows(&again), rows(&backup));
    // New rows are numbered after the restored ones.
    let db = server.db().await;
    let tx = db.begin().await.unwrap();
    store::school::faculty_id(&tx, "新系").await.unwrap();
    tx.commit().await.unwrap();
    db.close().await.unwrap();
    let back = Place::sqlite();
    let home = back.onex(&["restore", again.to_str().unwrap()]);
    assert!(home.status.success(), "{}", said(&home));
}

#[tokio::test]
async fn a_backup_with_one_byte_changed_is_refused_wherever_it_is() {
    let place = Place::sqlite().filled();
    place.keep_file(&[7; 5_000]).await;
    let whole = std::fs::read(place.backed_up()).unwrap();
    let flipped = place.folder.path().join("flipped.zip");
    let mut at: usize = 2_025;
    for _ in 0..50 {
        at = (at * 1_103_515_245 + 12_345) % whole.len();
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        std::fs::write(&flipped, bytes).unwrap();
        let copy = Place::sqlite();
        let refused = copy.onex(&["restore", flipped.to_str().unwrap()]);
        assert_eq!(
            refused.status.code(),
            Some(2),
            "byte {at}: {}",
            said(&refused)
        );
        assert!(said(&refused).contains("指纹对不上"), "{}", said(&refused));
        assert!(!copy.data().exists(), "byte {at}: something was written");
    }
    std::fs::write(&flipped, &whole[..whole.len() / 2]).unwrap();
    assert_eq!(
        Place::sqlite()
            .onex(&["restore", flipped.to_str().unwrap()])
            .status
            .code(),
        Some(2)
    );
}

#[tokio::test]
async fn what_is_there_already_is_not_restored_over() {
    for place in Place::all().await {
        let place = place.filled();
        let backup = place.backed_up();
        let again = place.onex(&["restore", backup.to_str().unwrap()]);
        assert_eq!(again.status.code(), Some(2));
        assert!(said(&again).contains("不是空目录"), "{}", said(&again));
        if place.url.is_some() {
            let elsewhere = Place {
                url: place.url.clone(),
                ..Place::sqlite()
            };
            let refused = elsewhere.onex(&["restore", backup.to_str().unwrap()]);
            assert_eq!(refused.status.code(), Some(2));
            assert!(said(&refused).contains("已有数据"), "{}", said(&refused));
        }
        let twice = place.onex(&["backup", "--out", backup.to_str().unwrap()]);
        assert!(said(&twice).contains("已经存在"), "{}", said(&twice));
    }
}

#[tokio::test]
async fn keys_stay_out_of_the_backup_and_those_of_another_school_are_refused() {
    let place = Place::sqlite().filled();
    let refused = place.onex(&[
        "backup",
        "--with-keys",
        "--out",
        place.backup().to_str().unwrap(),
    ]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        said(&refused).contains("密钥不放进备份"),
        "{}",
        said(&refused)
    );
    let backup = place.backed_up();
    let secret = std::fs::read_to_string(place.data().join("keys/onex.keys")).unwrap();
    let secrets: Vec<&str> = secret
        .lines()
        .filter_map(|line| line.split_whitespace().nth(2))
        .collect();
    assert!(secrets.len() >= 3);
    assert!(
        rows(&backup)
            .values()
            .all(|text| secrets.iter().all(|secret| !text.contains(secret)))
    );
    let other = Place::sqlite().filled();
    let copy = Place::sqlite();
    let keys = other.data().join("keys");
    let wrong = copy.onex(&[
        "restore",
        backup.to_str().unwrap(),
        "--keys",
        keys.to_str().unwrap(),
    ]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(said(&wrong).contains("不是这所学校的"), "{}", said(&wrong));
}

#[tokio::test]
async fn the_demonstration_never_touches_a_school() {
    let place = Place::sqlite().filled();
    let db = place.db().await;
    let tx = db.begin().await.unwrap();
    tx.execute_unprepared("DELETE FROM setting WHERE key = 'demo'")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    db.close().await.unwrap();
    let refused = place.onex(&["demo", "--fill-only"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        said(&refused).contains("已有学校的数据"),
        "{}",
        said(&refused)
    );
}
