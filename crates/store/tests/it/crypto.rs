use store::crypto::Cell;
use store::{Keys, StoreError};

fn cell(row: &str) -> Cell<'_> {
    Cell {
        table: "student",
        column: "id_number",
        row,
    }
}

#[test]
fn a_sealed_value_opens_only_in_its_own_row_column_and_table() {
    let keys = Keys::generate();
    let sealed = keys.seal(cell("2023010101"), "990000200801011234").unwrap();
    assert_eq!(
        keys.open(cell("2023010101"), &sealed).unwrap().as_str(),
        "990000200801011234"
    );
    assert!(!sealed.contains("9900002008"));
    let others = [
        cell("2023010102"),
        Cell {
            column: "roll_number",
            ..cell("2023010101")
        },
        Cell {
            table: "account",
            ..cell("2023010101")
        },
    ];
    for other in others {
        assert!(
            matches!(keys.open(other, &sealed), Err(StoreError::Sealed(_))),
            "{other:?}"
        );
    }
}

#[test]
fn an_altered_value_does_not_open_and_nonsense_does_not_panic() {
    let keys = Keys::generate();
    let sealed = keys.seal(cell("1"), "abc").unwrap();
    let mut altered = sealed.clone();
    let last = altered.pop().unwrap();
    altered.push(if last == 'A' { 'Q' } else { 'A' });
    for wrong in [
        altered.as_str(),
        "",
        "v1",
        "v1.k1.AAAA.AAAA",
        "v2.k1.a.b",
        "v1.k9.AAAAAAAAAAAAAAAA.AAAA",
        "v1.k1.@.@",
    ] {
        assert!(keys.open(cell("1"), wrong).is_err(), "{wrong}");
    }
}

#[test]
fn the_same_value_never_looks_the_same_twice_but_is_found_by_its_hash() {
    let keys = Keys::generate();
    assert_ne!(
        keys.seal(cell("1"), "abc").unwrap(),
        keys.seal(cell("1"), "abc").unwrap()
    );
    assert_eq!(
        keys.lookup("student.identity", "abc"),
        keys.lookup("student.identity", "abc")
    );
    assert_ne!(
        keys.lookup("student.identity", "abc"),
        keys.lookup("student.roll", "abc")
    );
    assert_ne!(
        keys.lookup("student.identity", "abc"),
        Keys::generate().lookup("student.identity", "abc")
    );
}

#[test]
fn after_a_change_of_key_old_values_open_and_are_known_as_old() {
    let keys = Keys::generate();
    let old = keys.seal(cell("1"), "abc").unwrap();
    let keys = keys.rotated();
    let new = keys.seal(cell("1"), "abc").unwrap();
    assert_eq!(keys.open(cell("1"), &old).unwrap().as_str(), "abc");
    assert_eq!(keys.open(cell("1"), &new).unwrap().as_str(), "abc");
    assert!(keys.is_outdated(&old) && !keys.is_outdated(&new));
    assert!(new.starts_with("v1.k2."));
}

#[test]
fn credentials_have_a_key_of_their_own() {
    let keys = Keys::generate();
    let sealed = keys.seal_credential(cell("admin"), "SECRET").unwrap();
    assert_eq!(
        keys.open_credential(cell("admin"), &sealed)
            .unwrap()
            .as_str(),
        "SECRET"
    );
    assert!(keys.open(cell("admin"), &sealed).is_err());
    assert!(keys.open_credential(cell("other"), &sealed).is_err());
}

#[test]
fn the_key_file_is_made_once_and_read_by_its_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("keys");
    let first = Keys::open_or_create(&place).unwrap();
    let again = Keys::open_or_create(&place).unwrap();
    let sealed = first.seal(cell("1"), "abc").unwrap();
    assert_eq!(again.open(cell("1"), &sealed).unwrap().as_str(), "abc");
    assert_eq!(first.lookup("k", "abc"), again.lookup("k", "abc"));
    assert_eq!(first.pepper().as_slice(), again.pepper().as_slice());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(place.join("onex.keys"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    std::fs::write(place.join("onex.keys"), "seal k1 short\n").unwrap();
    assert!(matches!(
        Keys::open_or_create(&place),
        Err(StoreError::Disk { .. })
    ));
}

#[test]
fn keys_print_nothing() {
    assert_eq!(format!("{:?}", Keys::generate()), "Keys");
}
