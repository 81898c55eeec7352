//! The platforms' blank workbooks: uploaded, looked at, each column given what fills it (plan 6.3).

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use documents::template::Header;
use domain::access::{Action, Permit, Place, Scope};
use domain::dates::time_words;
use domain::ids::TemplateId;
use domain::registration::mapping::{Field, Mapping, Source};
use store::registration::{self as rows, template};
use store::{Page, StoreError};

use super::actions;
use super::remembered::{Compared, Remembered};
use super::views::hash_words;
use crate::shell::{
    App, Choice, Fields, Layout, Nav, Problem, Problems, Upload, Visitor, WebError, WebResult,
};
use crate::shell::{op_id, page, redirect, refused};

#[derive(Template)]
#[template(path = "registration/templates.html")]
struct TemplatesPage {
    layout: Layout,
    templates: Vec<Line>,
    names: Vec<String>,
    name: String,
    op_id: String,
    problems: Problems,
}

struct Line {
    href: String,
    name: String,
    sheet: String,
    hash: String,
    at: String,
    confirmed: bool,
}

#[derive(Template)]
#[template(path = "registration/mapping.html")]
struct MappingPage {
    layout: Layout,
    name: String,
    sheet: String,
    header_row: u32,
    first_row: u32,
    hash: String,
    confirmed: bool,
    columns: Vec<ColumnLine>,
    fields: Vec<Choice>,
    required_empty: Vec<String>,
    compared: Option<Compared>,
    rivals: Vec<String>,
    op_id: String,
    problems: Problems,
}

struct ColumnLine {
    number: u32,
    letter: String,
    header: String,
    required: bool,
    hidden: bool,
    list: String,
    values: Vec<String>,
    source: String,
    constant: String,
    problem: String,
}

/// Templates belong to no project: one's own post is the place.
fn permitted(visitor: &Visitor) -> WebResult<Permit> {
    let held = visitor
        .actor
        .holdings()
        .iter()
        .find(|held| Action::ManageTemplates.posts().contains(&held.post));
    let place = match held {
        Some(held) if held.post.scope() != Scope::School => Place {
            faculty: held.faculty,
            group: held.group,
            class: None,
            student: None,
        },
        _ => Place::SCHOOL,
    };
    Ok(visitor.actor.permit(Action::ManageTemplates, &place)?)
}

async fn list_view(
    app: &App,
    visitor: &Visitor,
    name: &str,
    problems: Problems,
) -> WebResult<TemplatesPage> {
    let found = rows::templates(app.db.read(), Page::new(1, 100)).await?;
    let line = |one: &template::Model| Line {
        href: format!("/registration/templates/{}", one.id),
        name: one.name.clone(),
        sheet: one.sheet.clone(),
        hash: one.sha256.chars().take(12).collect(),
        at: time_words(one.created_at, app.clock.now()),
        confirmed: one.confirmed_at.is_some(),
    };
    let mut names: Vec<String> = found.items.iter().map(|one| one.name.clone()).collect();
    names.sort();
    names.dedup();
    Ok(TemplatesPage {
        layout: Layout::of(app, visitor, Nav::Registration).await?,
        templates: found.items.iter().map(line).collect(),
        names,
        name: name.to_owned(),
        op_id: op_id(),
        problems,
    })
}

pub(super) async fn show(State(app): State<App>, visitor: Visitor) -> WebResult<Response> {
    permitted(&visitor)?;
    page(&list_view(&app, &visitor, "", Problems::default()).await?)
}

pub(super) async fn upload(
    State(app): State<App>,
    visitor: Visitor,
    upload: Upload,
) -> WebResult<Response> {
    let permit = permitted(&visitor)?;
    let given = upload
        .fields
        .text("name")
        .chars()
        .take(60)
        .collect::<String>();
    let stem = upload
        .file_name
        .trim_end_matches(".xlsx")
        .trim_end_matches(".XLSX");
    let name = if given.is_empty() {
        stem.to_owned()
    } else {
        given.clone()
    };
    let mend = |sentence: String| Problems::from(Problem::new("file", sentence));
    if upload.file_name.is_empty() && upload.bytes.is_empty() {
        let problems = mend("请先选择平台下载的空白模板，.xlsx 格式".to_owned());
        return refused(&list_view(&app, &visitor, &given, problems).await?);
    }
    match actions::inspect(&app, upload.bytes.to_vec()).await? {
        Ok((blank, bytes)) => {
            let done = actions::keep(
                &app,
                &permit,
                &name,
                blank,
                bytes,
                upload.fields.text("op_id"),
            )
            .await?;
            Ok(redirect(&done.to, done.flash))
        }
        Err(why) => {
            let problems = mend(format!("「{}」：{why}", upload.file_name));
            refused(&list_view(&app, &visitor, &given, problems).await?)
        }
    }
}

async fn kept(app: &App, id: TemplateId) -> WebResult<(template::Model, Remembered)> {
    let row = rows::template(app.db.read(), id).await?;
    let kept = Remembered::of(&row).ok_or(StoreError::NotFound)?;
    Ok((row, kept))
}

pub(super) async fn mapping(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<TemplateId>,
) -> WebResult<Response> {
    permitted(&visitor)?;
    let (row, kept) = kept(&app, id).await?;
    page(
        &mapping_view(
            &app,
            &visitor,
            &row,
            &kept,
            &kept.mapping,
            Problems::default(),
        )
        .await?,
    )
}

async fn mapping_view(
    app: &App,
    visitor: &Visitor,
    row: &template::Model,
    kept: &Remembered,
    mapping: &Mapping,
    problems: Problems,
) -> WebResult<MappingPage> {
    let before = rows::version_before(app.db.read(), row).await?;
    let compared = before
        .as_ref()
        .and_then(Remembered::of)
        .map(|before| kept.since(&before));
    let visible = |header: &&str| {
        kept.blank
            .headers
            .iter()
            .any(|one| one.text == **header && !one.hidden)
    };
    Ok(MappingPage {
        layout: Layout::of(app, visitor, Nav::Registration).await?,
        name: row.name.clone(),
        sheet: kept.blank.sheet.clone(),
        header_row: kept.blank.header_row,
        first_row: kept.blank.first_row,
        hash: hash_words(&row.sha256),
        confirmed: row.confirmed_at.is_some(),
        columns: kept
            .blank
            .headers
            .iter()
            .map(|header| column(header, mapping, &problems))
            .collect(),
        fields: Field::ALL
            .iter()
            .map(|field| Choice::new(field.key(), field.title()))
            .collect(),
        required_empty: mapping
            .required_and_empty()
            .filter(visible)
            .map(str::to_owned)
            .collect(),
        compared,
        rivals: kept.blank.rivals.clone(),
        op_id: op_id(),
        problems,
    })
}

fn column(header: &Header, mapping: &Mapping, problems: &Problems) -> ColumnLine {
    const SHOWN: usize = 6;
    let values = header
        .list
        .as_ref()
        .map(|list| list.values.clone())
        .unwrap_or_default();
    let shown: Vec<&str> = values.iter().take(SHOWN).map(String::as_str).collect();
    let more = if values.len() > SHOWN {
        format!(" 等 {} 项", values.len())
    } else {
        String::new()
    };
    let (source, constant) = match mapping.source(header.column) {
        Source::Field(field) => (field.key(), String::new()),
        Source::Constant(text) => ("constant", text.clone()),
        Source::Empty => ("", String::new()),
    };
    ColumnLine {
        number: header.column,
        letter: header.letter.clone(),
        header: header.text.clone(),
        required: header.required,
        hidden: header.hidden,
        list: format!("{}{more}", shown.join("、")),
        values,
        source: source.to_owned(),
        constant,
        problem: problems
            .of(&format!("constant-{}", header.column))
            .to_owned(),
    }
}

pub(super) async fn confirm(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<TemplateId>,
    fields: Fields,
) -> WebResult<Response> {
    let permit = permitted(&visitor)?;
    let (row, kept) = kept(&app, id).await?;
    let mut mapping = kept.mapping.clone();
    let mut problems = Problems::default();
    for header in &kept.blank.headers {
        let source = source(&fields, header, &mut problems)?;
        mapping.set_column(header.column, source);
    }
    if !problems.is_empty() {
        return refused(&mapping_view(&app, &visitor, &row, &kept, &mapping, problems).await?);
    }
    let done = actions::confirm(&app, &permit, id, mapping, fields.text("op_id")).await?;
    Ok(redirect(&done.to, done.flash))
}

fn source(fields: &Fields, header: &Header, problems: &mut Problems) -> WebResult<Source> {
    let number = header.column;
    let chosen = fields.text(&format!("source-{number}"));
    if chosen.is_empty() {
        return Ok(Source::Empty);
    }
    if chosen != "constant" {
        let field = Field::ALL.iter().find(|field| field.key() == chosen);
        let field =
            field.ok_or_else(|| WebError::refused("选的字段不在可选的范围里，请刷新后再选"))?;
        return Ok(Source::Field(*field));
    }
    let text = fields.text(&format!("constant-{number}"));
    let id = format!("constant-{number}");
    let allowed = header
        .list
        .as_ref()
        .map(|list| list.values.as_slice())
        .unwrap_or_default();
    if text.is_empty() {
        problems.push(Problem::new(
            id,
            format!("「{}」选了统一的值，请写上是什么", header.text),
        ));
    } else if !allowed.is_empty() && !allowed.iter().any(|value| value == text) {
        problems.push(Problem::new(
            id,
            format!("「{}」的下拉里没有「{text}」，请从下拉里选", header.text),
        ));
    }
    Ok(Source::Constant(text.to_owned()))
}
