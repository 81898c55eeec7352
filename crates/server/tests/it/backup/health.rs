//! What `verify` and `doctor` find and say.

use domain::access::{Action, Permit};
use sea_orm::{ConnectionTrait, DbBackend};
use store::Db;
use store::audit::{self, AuditDraft};

use super::place::{Place, said};

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
