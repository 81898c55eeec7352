//! Bringing rosters in: the wizard through the router, the command through the real program.

mod command;
mod files;
mod hostile;
mod left_lying;
mod scores;
mod undo;
mod wizard;

use axum::http::StatusCode;
use domain::access::{Post, Reach};
use store::Page as ListPage;
use store::school::{Listed, StudentFilter};

use crate::support::{Browser, Page, School};

/// A school, a clerk of the office, and what the clerk does with files.
struct Office {
    school: School,
    clerk: Browser,
}

impl Office {
    async fn new() -> Self {
        let school = School::new().await;
        let clerk = school.sign_in(Post::OfficeClerk).await;
        Self { school, clerk }
    }

    async fn upload(&self, name: &str, bytes: &[u8]) -> Page {
        self.upload_with(name, bytes, "keep").await
    }

    async fn upload_with(&self, name: &str, bytes: &[u8], structure: &str) -> Page {
        let form = self.clerk.get("/imports/upload/students").await;
        let op_id = form.value("op_id");
        let fields = [("op_id", op_id.as_str()), ("structure", structure)];
        self.clerk
            .upload("/imports/upload/students", name, bytes, &fields)
            .await
    }

    /// Uploads a file that needs no questions and opens its check page; answers the import's address.
    async fn check(&self, name: &str, bytes: &[u8]) -> (String, Page) {
        let sent = self.upload(name, bytes).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text("main"));
        let location = sent.location();
        let import = location
            .strip_suffix("/check")
            .unwrap_or_else(|| panic!("led to {location}"));
        (import.to_owned(), self.clerk.get(&location).await)
    }

    /// Confirms what is ready; answers the address of the job.
    async fn confirm(&self, import: &str) -> String {
        let page = self.clerk.get(&format!("{import}/confirm")).await;
        let sent = self.send(&page, "form.bar", &[]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text("main"));
        sent.location()
    }

    /// Confirms what is ready and lets the background work do it; answers the result page.
    async fn write(&self, import: &str) -> Page {
        let job = self.confirm(import).await;
        self.school.run_jobs().await;
        let job = self.clerk.get(&job).await;
        assert_eq!(job.status, StatusCode::SEE_OTHER, "{}", job.text("main"));
        self.clerk.get(&job.location()).await
    }

    async fn students(&self) -> Vec<Listed> {
        let filter = StudentFilter::default();
        let page = ListPage::new(1, 1_000);
        store::school::students(self.school.app.db.read(), &filter, &Reach::All, page)
            .await
            .unwrap()
            .items
    }

    /// The three counts of the check page: cannot, look, ready.
    fn counts(page: &Page) -> [String; 3] {
        page.texts("nav.tabs .cnt").try_into().unwrap()
    }

    /// Posts a form of a page: its hidden fields and what is typed.
    async fn send(&self, page: &Page, form: &str, typed: &[(&str, &str)]) -> Page {
        let action = page
            .attribute(form, "action")
            .unwrap_or_else(|| panic!("no form {form}"));
        let names = page.attributes(&format!("{form} input[type=hidden]"), "name");
        let values = page.attributes(&format!("{form} input[type=hidden]"), "value");
        let mut fields: Vec<(&str, &str)> = names
            .iter()
            .map(String::as_str)
            .zip(values.iter().map(String::as_str))
            .collect();
        fields.extend(typed);
        self.clerk.post(&action, &fields).await
    }
}
