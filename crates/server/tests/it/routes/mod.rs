//! Every declared route: refused when signed out, never changing anything by GET, and who may ask for it by post,
//! relation and state of the account, as a golden text that is reviewed like code.

mod notices;
mod papers;
mod people;
mod projects;
mod registration;
mod school;
mod walk;

use std::fmt::Write as _;

use axum::http::{Method, StatusCode};
use server::{Access, Listed, listed_routes};

use school::{Relation, Seeded};
use walk::{Asked, Walk};

/// What may be asked for without signing in. May only shrink; guardians have no account, their page asks for a code.
const OPEN: [(&str, &str); 7] = [
    ("GET", "/consent/{token}"),
    ("GET", "/first-run"),
    ("GET", "/help/sign-in"),
    ("GET", "/sign-in"),
    ("POST", "/consent/{token}"),
    ("POST", "/first-run"),
    ("POST", "/sign-in"),
];

fn routes(seeded: &Seeded) -> Vec<Listed> {
    let mut routes = listed_routes(&seeded.school.app);
    routes.sort_by(|a, b| (a.path, a.method.as_str()).cmp(&(b.path, b.method.as_str())));
    routes
}

#[tokio::test]
async fn every_route_is_refused_when_signed_out_but_the_few_before_sign_in() {
    let seeded = Seeded::new().await;
    let visitor = seeded.school.visitor();
    let mut open = Vec::new();
    for route in routes(&seeded) {
        if route.access == Access::Open {
            open.push((route.method.to_string(), route.path));
            continue;
        }
        let path = seeded.sample(route.path, Relation::Own);
        let page = match route.method {
            Method::GET => visitor.get(&path).await,
            _ => visitor.post(&path, &[]).await,
        };
        assert_eq!(
            page.status,
            StatusCode::SEE_OTHER,
            "{} {path}",
            route.method
        );
        assert!(
            page.location().starts_with("/sign-in?next="),
            "{} {path}",
            route.method
        );
    }
    open.sort();
    let open: Vec<_> = open
        .iter()
        .map(|(method, path)| (method.as_str(), *path))
        .collect();
    assert_eq!(open, OPEN);
}

#[tokio::test]
async fn plan_2_1_who_may_ask_for_what_is_as_reviewed() {
    let seeded = Seeded::new().await;
    let mut walk = Walk::new(&seeded).await;
    let mut text = String::from(
        "# Asked of the router itself. Columns: own record, another group's record | term over, account off, second\n\
         # factor not shown. ok = page, done = act went through, refused = a rule or an empty form, no = visible but not\n\
         # allowed, hidden = as if not there, sign-in and factor = shown the way. UPDATE_GOLDEN=1 writes this anew.\n",
    );
    for route in routes(&seeded)
        .into_iter()
        .filter(|route| route.access != Access::Open)
    {
        writeln!(text, "\n{} {}", route.method, route.path).unwrap();
        for (row, posts) in walk.rows(&route).await {
            writeln!(text, "  {row} : {}", posts.join(" ")).unwrap();
        }
    }
    walk.record_holds_no_number().await;
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/golden/access.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(golden, &text).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(golden).unwrap_or_default();
    let differing = kept
        .lines()
        .zip(text.lines())
        .find(|(kept, now)| kept != now);
    assert!(
        kept == text,
        "golden/access.txt is not what the router answers; first difference: {differing:?}"
    );
}

#[tokio::test]
async fn no_page_changes_anything_by_being_looked_at() {
    let seeded = Seeded::new().await;
    let mut walk = Walk::new(&seeded).await;
    for route in routes(&seeded)
        .into_iter()
        .filter(|route| route.method == Method::GET)
    {
        let path = seeded.sample(route.path, Relation::Own);
        for post in domain::access::Post::ALL {
            walk.sign_in_anew(post).await;
            let before = seeded.writes().await;
            let Asked { page, .. } = walk.ask(&Method::GET, &path, post).await;
            let after = seeded.writes().await;
            assert_eq!(
                before, after,
                "GET {path} as {post} wrote something ({})",
                page.status
            );
        }
    }
}
