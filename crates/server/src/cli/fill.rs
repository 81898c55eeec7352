//! `onex fill`: a platform's blank workbook filled from any roster (plan 6.3). No school is opened, the file is
//! written whole or not at all.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use documents::sheets::{self, Limits, Unreadable};
use documents::template::sandbox::{Report, fill, inspect};
use documents::template::{Blank, Refused};
use domain::import::{FileRefused, Problem};
use domain::registration::mapping::{Mapping, Source, UnknownHeader, Values};
use domain::registration::people::{self, People};
use indicatif::ProgressBar;
use tempfile::NamedTempFile;

use super::open::program;
use super::progress::{bar, step};
use super::{CliError, cause_words, refuse, say};

/// What is filled, from what, and where it goes.
#[derive(Clone, Debug, Args)]
pub(crate) struct FillArgs {
    /// 平台下载的空白模板：xlsx
    #[arg(value_name = "TEMPLATE")]
    template: PathBuf,
    /// 学生名单：xlsx、xls 或 csv
    #[arg(long, value_name = "FILE")]
    students: PathBuf,
    /// 一列统一填的值，如 考核站点=示范职业技术学校考点；可以写多次
    #[arg(long = "set", value_name = "HEADER=VALUE")]
    constants: Vec<String>,
    /// 填好的工作簿写到哪里
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// 输出 JSON，给别的程序用；填不了时也是 JSON
    #[arg(long)]
    json: bool,
}

/// Why nothing is written: exit code 2.
#[derive(Debug, thiserror::Error)]
enum Stopped {
    #[error("{why}。请核对文件名和路径。")]
    NotOpened { file: PathBuf, why: String },
    #[error("{why}")]
    Template { file: PathBuf, why: Refused },
    #[error("{why}")]
    Unreadable { file: PathBuf, why: Unreadable },
    #[error("{why}")]
    Students { file: PathBuf, why: FileRefused },
    #[error("--set 要写成 列名=值，这里是「{given}」。")]
    Constant { file: PathBuf, given: String },
    #[error("{why}")]
    UnknownHeader { file: PathBuf, why: UnknownHeader },
    #[error("名单里没有一行同时有姓名和证件号码，没有可填的。{first}")]
    Nobody { file: PathBuf, first: String },
    #[error("不能写到模板或名单自己上，请换一个文件名。")]
    OntoItself { file: PathBuf },
    #[error("写不了：{why}。请换一个位置再试。")]
    NotWritten { file: PathBuf, why: String },
}

impl Stopped {
    const fn kind(&self) -> &'static str {
        match self {
            Self::NotOpened { .. } => "not_opened",
            Self::Template { why, .. } => why.kind(),
            Self::Unreadable { why, .. } => why.kind(),
            Self::Students { why, .. } => why.kind(),
            Self::Constant { .. } | Self::UnknownHeader { .. } => "option",
            Self::Nobody { .. } => "nobody",
            Self::OntoItself { .. } | Self::NotWritten { .. } => "not_written",
        }
    }

    fn file(&self) -> String {
        let (Self::NotOpened { file, .. }
        | Self::Template { file, .. }
        | Self::Unreadable { file, .. }
        | Self::Students { file, .. }
        | Self::Constant { file, .. }
        | Self::UnknownHeader { file, .. }
        | Self::Nobody { file, .. }
        | Self::OntoItself { file }
        | Self::NotWritten { file, .. }) = self;
        name_of(file)
    }
}

/// What was done, with the rows of the list that were left out.
struct Done {
    report: Report,
    refused: usize,
}

/// Runs the command.
pub(super) fn run(args: &FillArgs) -> Result<ExitCode, CliError> {
    let program = program()?;
    match filled(&program, args) {
        Ok(done) => {
            if args.json {
                say(&serde_json::to_string(&done.report).unwrap_or_default());
            } else {
                tell(args, &done);
            }
            Ok(if done.refused > 0 {
                ExitCode::from(1)
            } else {
                ExitCode::SUCCESS
            })
        }
        Err(why) => Ok(refuse(
            args.json,
            Some(&why.file()),
            why.kind(),
            &why.to_string(),
        )),
    }
}

fn filled(program: &Path, args: &FillArgs) -> Result<Done, Stopped> {
    let progress = bar(args.json, 4);
    let done = filled_in_steps(program, args, &progress);
    progress.finish_and_clear();
    done
}

fn filled_in_steps(
    program: &Path,
    args: &FillArgs,
    progress: &ProgressBar,
) -> Result<Done, Stopped> {
    progress.set_message("读模板");
    let template = read(&args.template)?;
    let blank = inspect(program, &template).map_err(|why| Stopped::Template {
        file: args.template.clone(),
        why,
    })?;
    let mapping = mapping(&blank, args)?;
    step(progress, "读名单");
    let people = students(program, args)?;
    if people.rows.is_empty() {
        let first = left_out(&people).into_iter().next().unwrap_or_default();
        return Err(Stopped::Nobody {
            file: args.students.clone(),
            first,
        });
    }
    not_onto_itself(args)?;
    let values: Vec<Values> = people
        .rows
        .iter()
        .map(|(_, values)| values.clone())
        .collect();
    step(progress, "填写");
    let made = fill(program, &template, &mapping, &values).map_err(|why| Stopped::Template {
        file: args.template.clone(),
        why,
    })?;
    step(progress, "写文件");
    write(&args.out, &made.bytes)?;
    let mut report = made.report;
    let mut warnings = left_out(&people);
    warnings.extend(noticed(&people));
    warnings.append(&mut report.warnings);
    Ok(Done {
        report: Report { warnings, ..report },
        refused: people.refused.len(),
    })
}

fn read(file: &Path) -> Result<Vec<u8>, Stopped> {
    std::fs::read(file).map_err(|cause| Stopped::NotOpened {
        file: file.to_owned(),
        why: cause_words(&cause),
    })
}

/// The guess from the headers, mended by `--set`.
fn mapping(blank: &Blank, args: &FillArgs) -> Result<Mapping, Stopped> {
    let mut mapping = blank.guess();
    for given in &args.constants {
        let pair = given
            .split_once('=')
            .filter(|(header, _)| !header.trim().is_empty());
        let Some((header, value)) = pair else {
            return Err(Stopped::Constant {
                file: args.template.clone(),
                given: given.clone(),
            });
        };
        let source = Source::Constant(value.trim().to_owned());
        mapping
            .set(header, &source)
            .map_err(|why| Stopped::UnknownHeader {
                file: args.template.clone(),
                why,
            })?;
    }
    Ok(mapping)
}

fn students(program: &Path, args: &FillArgs) -> Result<People, Stopped> {
    let file = &args.students;
    let bytes = read(file)?;
    let name = name_of(file);
    let grid =
        sheets::sandbox::read(program, &bytes, &name, &Limits::default()).map_err(|why| {
            Stopped::Unreadable {
                file: file.clone(),
                why,
            }
        })?;
    people::read(&name, &grid).map_err(|why| Stopped::Students {
        file: file.clone(),
        why,
    })
}

/// Who is not filled in, row by row, with what is wrong.
fn left_out(people: &People) -> Vec<String> {
    let why = |row: u32| -> String {
        let own = people.report.errors().filter(|problem| problem.row == row);
        own.filter(|problem| matches!(problem.field.as_str(), "name" | "id_number"))
            .map(sentence)
            .collect()
    };
    people
        .refused
        .iter()
        .map(|row| format!("名单第 {row} 行没有填进去：{}", why(*row)))
        .collect()
}

/// What is filled in and should be looked at.
fn noticed(people: &People) -> Vec<String> {
    let kept = people
        .report
        .problems
        .iter()
        .filter(|problem| !people.refused.contains(&problem.row));
    kept.map(|problem| format!("名单第 {} 行的{}", problem.row, sentence(problem)))
        .collect()
}

fn sentence(problem: &Problem) -> String {
    format!(
        "「{}」是「{}」。{}{}",
        problem.column, problem.found, problem.expected, problem.advice
    )
}

fn not_onto_itself(args: &FillArgs) -> Result<(), Stopped> {
    let same = |file: &Path| {
        let whole = |file: &Path| std::fs::canonicalize(file).ok();
        whole(file).is_some_and(|file| whole(&args.out) == Some(file))
    };
    if same(&args.template) || same(&args.students) {
        return Err(Stopped::OntoItself {
            file: args.out.clone(),
        });
    }
    Ok(())
}

/// Beside the target first, then in its place at once: whoever looks sees the old file or the whole new one.
fn write(out: &Path, bytes: &[u8]) -> Result<(), Stopped> {
    let failed = |cause: &std::io::Error| Stopped::NotWritten {
        file: out.to_owned(),
        why: cause_words(cause),
    };
    let folder = out
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder).map_err(|cause| failed(&cause))?;
    file.write_all(bytes).map_err(|cause| failed(&cause))?;
    file.as_file().sync_all().map_err(|cause| failed(&cause))?;
    file.persist(out).map_err(|error| failed(&error.error))?;
    Ok(())
}

/// Warnings that people read; a program gets all of them.
const TOLD: usize = 20;

fn tell(args: &FillArgs, done: &Done) {
    let report = &done.report;
    say(&format!(
        "已填 {} 人，写在 {}",
        report.rows,
        args.out.display()
    ));
    say(&format!(
        "填了 {} 列，{} 列空着",
        report.mapped.len(),
        report.unmapped.len()
    ));
    if done.refused > 0 {
        say(&format!("{} 行没有填进去", done.refused));
    }
    if !report.warnings.is_empty() {
        say(&format!("请看一下，{} 处：", report.warnings.len()));
    }
    for warning in report.warnings.iter().take(TOLD) {
        say(&format!("  {warning}"));
    }
    let rest = report.warnings.len().saturating_sub(TOLD);
    if rest > 0 {
        say(&format!("  还有 {rest} 处，加上 --json 可以看到每一处"));
    }
}

fn name_of(file: &Path) -> String {
    file.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}
