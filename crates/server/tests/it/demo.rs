//! The demonstration school: its figures are those of the pictures, and everybody can sign in.

use std::collections::BTreeMap;

use domain::access::Reach;
use domain::values::{IdNumber, StudentState};
use store::Page;
use store::school::{Protected, StudentFilter, revealed, students};

use crate::support::School;

async fn filled() -> School {
    let school = School::empty().await;
    server::fill_demo(&school.app).await.unwrap();
    school
}

#[tokio::test]
async fn the_demonstration_has_1286_students_whose_numbers_are_right() {
    let school = filled().await;
    let db = school.app.db.read();
    let filter = StudentFilter::default();
    let mut people = Vec::new();
    for page in 1..=2 {
        let page = students(db, &filter, &Reach::All, Page::new(page, 1_000))
            .await
            .unwrap();
        assert_eq!(page.total, 1_286);
        people.extend(page.items);
    }
    let mut states: BTreeMap<String, usize> = BTreeMap::new();
    for listed in &people {
        let number = revealed(&school.app.keys, &listed.student, Protected::Identity)
            .unwrap()
            .unwrap();
        let number: IdNumber = number.parse().unwrap();
        assert!(number.as_str().starts_with("990000"));
        assert_eq!(Some(number.birth_date()), listed.student.birth_date);
        assert_eq!(number.sex(), listed.student.sex);
        *states.entry(listed.student.state.to_string()).or_default() += 1;
    }
    assert!(states.len() >= 4, "{states:?}");
    let names: String = people
        .iter()
        .map(|listed| listed.student.name.as_str())
        .collect();
    assert!(
        names.contains('·') && names.contains('𬭎') && names.contains('䶮') && names.contains('㛃')
    );
}

#[tokio::test]
async fn plan_4_2_the_base_of_accounting_is_320() {
    let school = filled().await;
    let structure = school.structure().await;
    let major = structure
        .majors
        .iter()
        .find(|major| major.code == "730301")
        .unwrap()
        .id;
    let filter = StudentFilter {
        grade: Some(2023.try_into().unwrap()),
        major: Some(major),
        ..StudentFilter::default()
    };
    let page = students(
        school.app.db.read(),
        &filter,
        &Reach::All,
        Page::new(1, 1_000),
    )
    .await
    .unwrap();
    let counts =
        |state: StudentState| matches!(state, StudentState::Enrolled | StudentState::Internship);
    assert_eq!(
        page.items
            .iter()
            .filter(|listed| counts(listed.student.state))
            .count(),
        320
    );
    let on_leave = page
        .items
        .iter()
        .find(|listed| listed.student.name == "李雨桐")
        .unwrap();
    assert_eq!(
        (
            on_leave.student.school_number.as_str(),
            on_leave.student.state
        ),
        ("2023010311", StudentState::Suspended)
    );
}

#[tokio::test]
async fn every_account_of_the_demonstration_signs_in() {
    let school = filled().await;
    for account in server::demo_accounts() {
        let browser = school.visitor();
        let fields = [("login", account.login), ("password", account.password)];
        let page = browser.post("/sign-in", &fields).await;
        assert_eq!(page.status, 303, "{} {}", account.post, account.login);
    }
}
