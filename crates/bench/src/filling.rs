//! Filling 10,000 rows of a platform's blank workbook, against openpyxl doing it.

use std::path::Path;
use std::process::Command;

use documents::template;
use domain::registration::mapping::{Field, Mapping, Values};
use rust_xlsxwriter::{DataValidation, Format, Workbook};

use crate::measure::{Taken, figures, middle, ratio, run, say, this};
use crate::{Outcome, people};

const ROWS: u32 = 10_000;
const RUNS: u32 = 3;
const GOAL: f64 = 0.2;
const FIELDS: [Field; 12] = [
    Field::Name,
    Field::IdType,
    Field::IdNumber,
    Field::Sex,
    Field::Nation,
    Field::MajorCode,
    Field::MajorName,
    Field::Grade,
    Field::ClassName,
    Field::Phone,
    Field::Certificate,
    Field::Level,
];

/// The same work as a person who knows openpyxl writes it.
const OPENPYXL: &str = "\
import json, sys
from openpyxl import load_workbook
book = load_workbook(sys.argv[1])
sheet = book.worksheets[0]
for number, row in enumerate(json.load(open(sys.argv[2])), start=3):
    for column, text in enumerate(row, start=1):
        sheet.cell(row=number, column=column, value=text)
book.save(sys.argv[3])
";

pub(crate) fn measure(folder: &Path) -> Outcome {
    say(&format!(
        "fill: {ROWS} rows × {} cells of a blank workbook",
        FIELDS.len()
    ));
    let template = folder.join("template.xlsx");
    blank(&template)?;
    let rows = folder.join("rows.json");
    std::fs::write(&rows, json())?;
    let path = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let (template, rows) = (
        template.to_string_lossy().into_owned(),
        rows.to_string_lossy().into_owned(),
    );
    let own = runs(|| this(&["work", "fill", &template, &path("filled.xlsx")]))?;
    say(&figures("onex", &own));
    if !has_openpyxl() {
        say("  openpyxl   not measured: install python3-openpyxl");
        return Ok(());
    }
    let theirs = runs(|| {
        let mut command = Command::new("python3");
        command.args(["-c", OPENPYXL, &template, &rows, &path("theirs.xlsx")]);
        Ok(command)
    })?;
    say(&figures("openpyxl", &theirs));
    say(&ratio(own.time, theirs.time, GOAL));
    Ok(())
}

fn runs(mut command: impl FnMut() -> Outcome<Command>) -> Outcome<Taken> {
    middle(
        (0..RUNS)
            .map(|_| run(command()?))
            .collect::<Outcome<Vec<_>>>()?,
    )
}

fn has_openpyxl() -> bool {
    Command::new("python3")
        .args(["-c", "import openpyxl"])
        .output()
        .is_ok_and(|output| output.status.success())
}

/// Read the blank, fill it, write it.
pub(crate) fn work(template: &Path, out: &Path) -> Outcome {
    let bytes = std::fs::read(template)?;
    let blank = template::inspect(&bytes)?;
    let mapping = Mapping::guess(
        blank
            .headers
            .iter()
            .map(|header| (header.column, header.text.as_str())),
    );
    let filled = template::fill(&bytes, &blank, &mapping, (0..ROWS).filter_map(values))?;
    Ok(std::fs::write(out, filled.bytes)?)
}

fn cells(nth: u32) -> Option<[String; 12]> {
    let [
        _,
        name,
        sex,
        nation,
        _,
        id_type,
        number,
        grade,
        _,
        _,
        code,
        major,
        class,
        _,
        phone,
        _,
        _,
    ] = people::row(nth)?;
    let (certificate, level) = ("财务共享服务".to_owned(), "中级".to_owned());
    Some([
        name,
        id_type,
        number,
        sex,
        nation,
        code,
        major,
        grade,
        class,
        phone,
        certificate,
        level,
    ])
}

fn values(nth: u32) -> Option<Values> {
    Some(FIELDS.into_iter().zip(cells(nth)?).collect())
}

/// The rows as JSON, so that the script has them as ready as we have.
fn json() -> String {
    let row = |cells: [String; 12]| format!("[\"{}\"]", cells.join("\",\""));
    let rows: Vec<String> = (0..ROWS).filter_map(cells).map(row).collect();
    format!("[{}]", rows.join(","))
}

/// A blank as platforms give it: a title over all columns, a header, a drop-down, a second sheet.
fn blank(path: &Path) -> Outcome {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 11, "考生信息模板", &bold)?;
    for (column, field) in (0..).zip(FIELDS) {
        sheet.write_string_with_format(1, column, field.title(), &bold)?;
    }
    let sexes = DataValidation::new().allow_list_strings(&["男", "女"])?;
    sheet.add_data_validation(2, 3, 20_000, 3, &sexes)?;
    book.add_worksheet()
        .write_string(0, 0, "说明：不要改动表头")?;
    Ok(book.save(path)?)
}
