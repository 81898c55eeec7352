//! The demonstration school: its figures are those of the pictures, and everybody can sign in.

use std::collections::BTreeMap;

use domain::access::Reach;
use domain::registration::ListState;
use domain::selection::{RoundState, Verdict};
use domain::values::{IdNumber, StudentState};
use store::Page;
use store::audit::{self, Verdict as Audited};
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

/// Nobody's first page or menu leads nowhere, breaks or stands empty without a sentence (screens 13).
#[tokio::test]
async fn every_post_finds_its_first_page_and_every_page_of_its_menu() {
    let school = filled().await;
    let mut posts = std::collections::BTreeSet::new();
    for account in server::demo_accounts() {
        if !posts.insert(account.post) {
            continue;
        }
        let browser = school.visitor();
        let fields = [("login", account.login), ("password", account.password)];
        browser.post("/sign-in", &fields).await;
        let first = browser.get("/").await;
        let mut links = first.attributes("a[href^='/']", "href");
        links.extend(["/me".to_owned(), "/help".to_owned(), "/search".to_owned()]);
        links.sort();
        links.dedup();
        for href in links {
            let mut page = browser.get(&href).await;
            if page.status == 303 && page.location().starts_with("/second-factor") {
                continue;
            }
            // Whoever has one class alone is led to it.
            if page.status == 303 {
                page = browser.get(&page.location()).await;
            }
            assert_eq!(page.status, 200, "{} {href}", account.post);
            let words = page.text("main").chars().count();
            assert!(words > 10, "{} {href} says nothing", account.post);
        }
    }
    assert!(posts.len() >= 16);
}

#[tokio::test]
async fn plan_4_2_the_selection_of_the_pictures_comes_out_of_the_rule() {
    let school = filled().await;
    let db = school.app.db.read();
    let rounds = store::selection::rounds(db, &Reach::All, Page::new(1, 100))
        .await
        .unwrap()
        .items;
    let listed = rounds
        .iter()
        .find(|listed| listed.project.code == "2025-03")
        .unwrap();
    assert_eq!(listed.round.state, RoundState::Final);
    let entrants = store::selection::entrants(db, listed.round.id, &Reach::All)
        .await
        .unwrap();
    let base: Vec<_> = entrants.iter().filter(|one| one.entry.in_base).collect();
    let with = |verdict| {
        base.iter()
            .filter(|one| one.entry.verdict == Some(verdict))
            .count()
    };
    let found = (
        base.len(),
        with(Verdict::Chosen),
        with(Verdict::NotChosen),
        with(Verdict::Absent),
    );
    assert_eq!(found, (320, 192, 119, 9));
    let mut classes: BTreeMap<&str, usize> = BTreeMap::new();
    for one in base
        .iter()
        .filter(|one| one.entry.verdict == Some(Verdict::Chosen))
    {
        *classes.entry(one.class.as_str()).or_default() += 1;
    }
    assert_eq!(
        classes.into_values().collect::<Vec<_>>(),
        [29, 27, 26, 24, 23, 22, 21, 20]
    );
    let mut ranked: Vec<_> = base.iter().filter(|one| one.entry.rank.is_some()).collect();
    ranked.sort_by_key(|one| one.entry.rank);
    let at = |rank: usize| {
        (
            ranked[rank - 1].name.as_str(),
            ranked[rank - 1].entry.total.unwrap() / 10_000,
        )
    };
    assert_eq!(
        [at(1), at(2), at(3)],
        [("郑雅文", 970), ("汤子谦", 965), ("潘慧琳", 955)]
    );
    assert_eq!(
        [at(190), at(191), at(192)],
        [("赖俊熙", 725), ("方晓琪", 720), ("邹逸凡", 715)]
    );
    assert_eq!(
        [at(193), at(194), at(195)],
        [("袁梓晴", 715), ("龚文杰", 715), ("申佳怡", 710)]
    );
}

#[tokio::test]
async fn the_demonstration_has_a_project_at_each_of_several_steps() {
    let school = filled().await;
    let db = school.app.db.read();
    let clerk = school
        .sign_in_as("linjingyi", "", |_, _| unreachable!("the account is there"))
        .await;
    let desk = clerk.get("/").await;
    assert!(
        desk.html().contains("人身保险理赔（初级）"),
        "{}",
        desk.html()
    );
    let list = clerk.get("/projects").await;
    for title in [
        "财务共享服务（中级）",
        "业财一体信息化应用（初级）",
        "人身保险理赔（中级）",
    ] {
        assert!(list.html().contains(title), "{title}: {}", list.html());
    }
    assert!(matches!(
        audit::verify(db, None).await.unwrap(),
        Audited::Intact { .. }
    ));
}

#[tokio::test]
async fn plan_6_3_three_lists_are_approved_and_five_wait_since_different_days() {
    let school = filled().await;
    let db = school.app.db.read();
    let projects =
        store::projects::projects(db, &Default::default(), &Reach::All, Page::new(1, 100))
            .await
            .unwrap();
    let project = projects
        .items
        .iter()
        .find(|project| project.code == "2025-03")
        .unwrap();
    let structure = school.structure().await;
    let mut found = BTreeMap::new();
    for list in store::registration::lists_of(db, project.id).await.unwrap() {
        let rows = store::registration::rows(db, list.id).await.unwrap().len();
        let name = structure.class(list.class_id).unwrap().name.clone();
        found.insert(name, (rows, list.state));
    }
    let people: Vec<usize> = found.values().map(|(rows, _)| *rows).collect();
    assert_eq!(people, [29, 27, 26, 24, 23, 22, 21, 20]);
    let approved: Vec<&str> = found
        .iter()
        .filter(|(_, (_, state))| *state == ListState::Approved)
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(approved, ["23会计2班", "23会计5班", "23会计7班"]);
    let waiting = found
        .values()
        .filter(|(_, state)| *state == ListState::Submitted)
        .count();
    assert_eq!(waiting, 5);
    let clerk = school
        .sign_in_as("linjingyi", "", |_, _| unreachable!("the account is there"))
        .await;
    let desk = clerk.get("/").await.html();
    for class in [1, 3, 4, 6, 8] {
        assert!(
            desk.contains(&format!("23会计{class}班 报名表")),
            "{class}: {desk}"
        );
    }
}
