//! One value of a row as JSON and back: the few kinds of column that both databases have.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use sea_orm::{ColumnType, DbErr, QueryResult, Value};
use serde_json::Value as Json;

use crate::micros;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Int,
    Long,
    Flag,
    Day,
    Time,
    Json,
    Text,
}

impl Kind {
    pub(super) const fn of(column: &ColumnType) -> Self {
        match column {
            ColumnType::TinyInteger | ColumnType::SmallInteger | ColumnType::Integer => Self::Int,
            ColumnType::BigInteger => Self::Long,
            ColumnType::Boolean => Self::Flag,
            ColumnType::Date => Self::Day,
            ColumnType::TimestampWithTimeZone => Self::Time,
            ColumnType::Json | ColumnType::JsonBinary => Self::Json,
            _ => Self::Text,
        }
    }

    /// A value as it stands in the text. JSON stands in an array of one, so that no value and the value null differ.
    pub(super) fn written(self, row: &QueryResult, column: &str) -> Result<Json, DbErr> {
        fn said<T: Into<Json>>(value: Option<T>) -> Json {
            value.map_or(Json::Null, Into::into)
        }
        Ok(match self {
            Self::Int => said(row.try_get::<Option<i32>>("", column)?),
            Self::Long => said(row.try_get::<Option<i64>>("", column)?),
            Self::Flag => said(row.try_get::<Option<bool>>("", column)?),
            Self::Text => said(row.try_get::<Option<String>>("", column)?),
            Self::Day => said(
                row.try_get::<Option<NaiveDate>>("", column)?
                    .map(|day| day.to_string()),
            ),
            Self::Time => said(
                row.try_get::<Option<DateTime<Utc>>>("", column)?
                    .map(|at| micros(at).to_rfc3339_opts(SecondsFormat::Micros, true)),
            ),
            Self::Json => said(
                row.try_get::<Option<Json>>("", column)?
                    .map(|value| Json::Array(vec![value])),
            ),
        })
    }

    /// The value for an insert; `None` when the text holds something else.
    pub(super) fn read(self, json: &Json) -> Option<Value> {
        fn value<T>(json: &Json, read: impl Fn(&Json) -> Option<T>) -> Option<Value>
        where
            Option<T>: Into<Value>,
        {
            if json.is_null() {
                return Some(None::<T>.into());
            }
            read(json).map(|value| Some(value).into())
        }
        match self {
            Self::Int => value(json, |json| i32::try_from(json.as_i64()?).ok()),
            Self::Long => value(json, Json::as_i64),
            Self::Flag => value(json, Json::as_bool),
            Self::Text => value(json, |json| json.as_str().map(str::to_owned)),
            Self::Day => value(json, |json| json.as_str()?.parse::<NaiveDate>().ok()),
            Self::Time => value(json, |json| json.as_str()?.parse::<DateTime<Utc>>().ok()),
            Self::Json => value(json, |json| json.as_array()?.first().cloned()),
        }
    }
}
