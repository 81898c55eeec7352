//! Backup, restore, verify and doctor as a person runs them: the program itself, on both databases.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use domain::access::{Action, Permit};
use sea_orm::{ConnectionTrait, Database, DbBackend};
use store::audit::{self, AuditDraft};
use store::{Db, Files, files};
use tempfile::TempDir;

/// A school's folder, with a database of its own on PostgreSQL when asked.
struct Place {
    folder: TempDir,
    url: Option<String>,
}

impl Place {
    fn sqlite() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            url: None,
        }
    }

    async fn postgres() -> Option<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let server = std::env::var("TEST_DATABASE_URL").ok()?;
        let name = format!(
            "onex_backup_{}_{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        let admin = Database::connect(&server).await.unwrap();
        admin
            .execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}"))
            .await
            .unwrap();
        admin
            .execute_unprepared(&format!("CREATE DATABASE {name}"))
            .await
            .unwrap();
        admin.close().await.unwrap();
        let (address, _) = server.rsplit_once('/').unwrap();
        Some(Self {
            url: Some(format!("{address}/{name}")),
            ..Self::sqlite()
        })
    }

    async fn all() -> Vec<Self> {
        [Some(Self::sqlite()), Self::postgres().await]
            .into_iter()
            .flatten()
            .collect()
    }

    /// The data folder; not made before the program makes it.
    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn backup(&self) -> PathBuf {
        self.folder.path().join("backup.zip")
    }

    async fn db(&self) -> Db {
        match &self.url {
            Some(url) => Db::open(url).await.unwrap(),
            None => Db::open_file(&self.data().join("onex.db")).await.unwrap(),
        }
    }

    fn onex(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onex"));
        command.args(arguments).arg("--data").arg(self.data());
        command
            .env_remove("DATABASE_URL")
            .env_remove("ONEX_PUBLIC_URL")
            .env_remove("ONEX_DATA");
        if let Some(url) = &self.url {
            command.env("DATABASE_URL", url);
        }
        command.output().unwrap()
    }

    fn filled(self) -> Self {
        let filled = self.onex(&["demo", "--fill-only"]);
        assert!(filled.status.success(), "{}", said(&filled));
        self
    }

    fn backed_up(&self) -> PathBuf {
        let backup = self.backup();
        let made = self.onex(&["backup", "--out", backup.to_str().unwrap()]);
        assert!(made.status.success(), "{}", said(&made));
        backup
    }

    async fn keep_file(&self, bytes: &[u8]) -> String {
        let sha256 = Files::open(&self.data().join("files"))
            .unwrap()
            .put(bytes.to_vec())
            .await
            .unwrap();
        let db = self.db().await;
        let tx = db.begin().await.unwrap();
        files::record(
            &tx,
            &sha256,
            bytes.len(),
            "text/plain",
            chrono::DateTime::UNIX_EPOCH,
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        db.close().await.unwrap();
        sha256
    }
}

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

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
async fn verify_names_the_first_row_that_was_altered_or_cut() {
    for place in Place::all().await {
        let place = place.filled();
        let db = place.db().await;
        for _ in 0..3 {
            let tx = db.begin().await.unwrap();
            let permit = Permit::system("测试", Action::UseDesk);
            audit::write(
                &tx,
                AuditDraft::new(&permit, chrono::DateTime::UNIX_EPOCH, "sign_in"),
            )
            .await
            .unwrap();
            tx.commit().await.unwrap();
        }
        let head = audit::head(db.read()).await.unwrap().seq;
        let whole = place.onex(&["verify"]);
        assert!(whole.status.success(), "{}", said(&whole));
        assert!(said(&whole).contains("1286 人"), "{}", said(&whole));
        let backup = place.backed_up();

        unguarded(
            &db,
            &format!(
                "UPDATE audit_entry SET actor = '别人' WHERE seq = {}",
                head - 1
            ),
        )
        .await;
        let altered = place.onex(&["verify"]);
        assert_eq!(altered.status.code(), Some(1));
        assert!(
            said(&altered).contains(&format!("第 {} 条对不上：内容被改过", head - 1)),
            "{}",
            said(&altered)
        );

        unguarded(
            &db,
            &format!("DELETE FROM audit_entry WHERE seq >= {}", head - 1),
        )
        .await;
        assert!(
            place.onex(&["verify"]).status.success(),
            "a cut tail cannot be seen from inside"
        );
        let cut = place.onex(&["verify", "--against", backup.to_str().unwrap()]);
        assert_eq!(cut.status.code(), Some(1));
        assert!(
            said(&cut).contains(&format!("第 {} 条对不上：从这一条起被截掉了", head - 1)),
            "{}",
            said(&cut)
        );
        db.close().await.unwrap();
    }
}

/// As somebody with a database shell and intent would.
async fn unguarded(db: &Db, statement: &str) {
    let (off, on) = match db.backend() {
        DbBackend::Postgres => (
            "ALTER TABLE audit_entry DISABLE TRIGGER ALL".to_owned(),
            "ALTER TABLE audit_entry ENABLE TRIGGER ALL".to_owned(),
        ),
        _ => (
            "DROP TRIGGER IF EXISTS audit_entry_keeps_values; DROP TRIGGER IF EXISTS audit_entry_keeps_rows".to_owned(),
            "SELECT 1".to_owned(),
        ),
    };
    let tx = db.begin().await.unwrap();
    for one in [off.as_str(), statement, on.as_str()] {
        tx.execute_unprepared(one).await.unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn verify_finds_a_stored_file_that_was_changed_or_lost() {
    let place = Place::sqlite().filled();
    let (changed, lost) = (
        place.keep_file(b"to be changed").await,
        place.keep_file(b"to be lost").await,
    );
    assert!(place.onex(&["verify"]).status.success());
    let path = |sha256: &str| {
        place
            .data()
            .join("files")
            .join(&sha256[..2])
            .join(&sha256[2..])
    };
    std::fs::write(path(&changed), b"changed").unwrap();
    std::fs::remove_file(path(&lost)).unwrap();
    let found = place.onex(&["verify"]);
    assert_eq!(found.status.code(), Some(1));
    assert!(
        said(&found).contains(&format!("{changed} 内容被改过")),
        "{}",
        said(&found)
    );
    assert!(
        said(&found).contains(&format!("{lost} 不见了")),
        "{}",
        said(&found)
    );
}

#[tokio::test]
async fn doctor_says_what_is_missing_and_what_to_do() {
    let nowhere = Place::sqlite();
    let empty = nowhere.onex(&["doctor"]);
    assert_eq!(empty.status.code(), Some(1));
    assert!(said(&empty).contains("还没有"), "{}", said(&empty));
    assert!(!nowhere.data().exists(), "doctor looks and changes nothing");

    for place in Place::all().await {
        let place = place.filled();
        let healthy = place.onex(&["doctor"]);
        assert!(healthy.status.success(), "{}", said(&healthy));
        assert!(
            said(&healthy).contains("试读了一个工作簿"),
            "{}",
            said(&healthy)
        );
        let open = place.onex(&["doctor", "--public-url", "http://onex.example"]);
        assert_eq!(open.status.code(), Some(1));
        assert!(said(&open).contains("不走加密连接"), "{}", said(&open));
        let keys = place.data().join("keys/onex.keys");
        let permissions: std::fs::Permissions = std::os::unix::fs::PermissionsExt::from_mode(0o644);
        std::fs::set_permissions(&keys, permissions).unwrap();
        let readable = place.onex(&["doctor"]);
        assert_eq!(readable.status.code(), Some(1));
        assert!(said(&readable).contains("chmod 600"), "{}", said(&readable));
    }
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
