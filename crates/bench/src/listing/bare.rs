//! The least a page over the same rows can take: count them, fetch one page of them, answer bytes that are ready.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::State;
use axum::http::{Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{AssertSqlSafe, SqlitePool};
use tower::ServiceExt;

use super::school::DATABASE;
use super::{Question, middle, question};
use crate::Outcome;
use crate::measure::say;

/// What the page shows of a row; the name of the class and of the project come with it.
type Row = (
    i64,
    String,
    String,
    String,
    String,
    String,
    String,
    String,
    String,
);

const COLUMNS: &str = "r.list_id, s.school_number, s.name, s.id_masked, c.name, p.title, r.state, \
    r.data, r.problems";
const JOINED: &str = "registration r JOIN student s ON s.id = r.student_id";
const NAMED: &str =
    "JOIN school_class c ON c.id = s.class_id JOIN project p ON p.id = r.project_id";
const ORDER: &str = "ORDER BY r.project_id DESC, s.school_number, r.id LIMIT 100";

struct Reference {
    pool: SqlitePool,
    asked: Question,
    page: Bytes,
}

/// Answers microseconds, how many were found, bytes.
pub(crate) fn work(folder: &Path, name: &str) -> Outcome {
    let asked = question(name)?;
    let page = Bytes::from(std::fs::read(folder.join("page.html"))?);
    tokio::runtime::Runtime::new()?.block_on(async {
        let options = SqliteConnectOptions::new().filename(folder.join(DATABASE));
        let pool = SqlitePoolOptions::new().connect_with(options).await?;
        let reference = Reference { pool, asked, page };
        let (found, rows) = reference.rows().await?;
        reference.agrees(found, &rows)?;
        let bytes = reference.page.len();
        let router = Router::new()
            .route("/", get(answer))
            .with_state(Arc::new(reference));
        let micros = middle(async || ask(&router).await).await?;
        say(&format!("{micros} {found} {bytes}"));
        Ok(())
    })
}

impl Reference {
    async fn rows(&self) -> Result<(i64, Vec<Row>), sqlx::Error> {
        let wanted = wanted(&self.asked);
        let counted = if self.asked.text.is_empty() {
            "registration r"
        } else {
            JOINED
        };
        let count = format!("SELECT COUNT(*) FROM {counted} {wanted}");
        let rows = format!("SELECT {COLUMNS} FROM {JOINED} {NAMED} {wanted} {ORDER}");
        let (text, project) = (format!("%{}%", self.asked.text), self.asked.project);
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(count))
            .bind(self.asked.state)
            .bind(project)
            .bind(&text)
            .fetch_one(&self.pool)
            .await?;
        let rows = sqlx::query_as(AssertSqlSafe(rows))
            .bind(self.asked.state)
            .bind(project)
            .bind(&text)
            .fetch_all(&self.pool)
            .await?;
        Ok((count, rows))
    }

    /// Both must have looked for the same: the page says how many there are, and shows these rows in this order.
    fn agrees(&self, found: i64, rows: &[Row]) -> Outcome {
        let page = str::from_utf8(&self.page)?;
        if !page.contains(&format!("共 {found} 人")) {
            return Err(format!("the page does not say that there are {found}").into());
        }
        let mut rest = page;
        for (list, number, name, ..) in rows {
            let cells = format!(
                "{number}</td><td class=\"wide nb\"><a href=\"/registration/lists/{list}\">{name}<"
            );
            let (_, after) = rest.split_once(&cells).ok_or("the page shows other rows")?;
            rest = after;
        }
        if rows.is_empty() || rest.contains("/registration/lists/") {
            return Err("the page shows other rows".into());
        }
        Ok(())
    }
}

/// Only the conditions that are asked for, so that the database plans what it would plan for the page.
fn wanted(asked: &Question) -> String {
    let mut wanted = "WHERE r.state = ?1".to_owned();
    if asked.project.is_some() {
        wanted.push_str(" AND r.project_id = ?2");
    }
    if !asked.text.is_empty() {
        wanted.push_str(" AND (s.name LIKE ?3 OR s.school_number LIKE ?3)");
    }
    wanted
}

async fn answer(State(reference): State<Arc<Reference>>) -> Response {
    match reference.rows().await {
        Ok(rows) => {
            std::hint::black_box(rows);
            let html = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
            (html, reference.page.clone()).into_response()
        }
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

async fn ask(router: &Router) -> Outcome<Bytes> {
    let request = Request::get("/").body(Body::empty())?;
    let response = router.clone().oneshot(request).await?;
    let status = response.status();
    let body = to_bytes(response.into_body(), usize::MAX).await?;
    if status == StatusCode::OK {
        Ok(body)
    } else {
        Err(String::from_utf8_lossy(&body).into_owned().into())
    }
}
