//! Search for a piece of text, on both databases alike.
//!
//! `ilike` panics on SQLite and `contains` leaves `%` and `_` unescaped, so every search goes through here.

use sea_orm::IntoSimpleExpr;
use sea_orm::sea_query::{BinOper, Expr, ExprTrait, Func};

/// The column holds the text, wherever it stands and however ASCII letters are written.
pub fn contains(column: impl IntoSimpleExpr, text: &str) -> Expr {
    lower(column.into_simple_expr()).binary(BinOper::Like, pattern(&format!("%{}%", escape(text))))
}

/// The column begins with the text.
pub fn starts_with(column: impl IntoSimpleExpr, text: &str) -> Expr {
    lower(column.into_simple_expr()).binary(BinOper::Like, pattern(&format!("{}%", escape(text))))
}

fn lower(expr: Expr) -> Expr {
    Func::lower(expr).into()
}

/// Both sides are lowered by the database itself, so a text always finds its exact self.
fn pattern(text: &str) -> Expr {
    lower(Expr::val(text)).binary(BinOper::Escape, Expr::val("\\"))
}

fn escape(text: &str) -> String {
    text.trim()
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}
