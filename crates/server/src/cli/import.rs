//! `onex import students FILE`: the same check and the same write as the pages, for scripts and for a first filling.
//!
//! Exit codes: 0 nothing refused, 1 some rows refused, 2 the file refused.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Subcommand};
use domain::access::{Action, Permit};
use domain::import::Report;
use domain::import::grid::Grid;
use indicatif::ProgressBar;
use store::files;

use super::open::quiet_config;
use super::progress::{bar, step};
use super::{CliError, PlaceArgs, open, refuse, say, told};
use crate::imports::actions;
use crate::imports::checkup::{self, Checkup, Task};
use crate::imports::kinds::Kind;
use crate::imports::options::Options;
use crate::imports::reading::{self, NotTaken, Source};
use crate::shell::App;

/// What to import.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum ImportCommand {
    /// 学生名册
    Students(StudentsArgs),
}

/// How to import a roster.
#[derive(Clone, Debug, Args)]
pub(crate) struct StudentsArgs {
    /// 名册文件：xlsx、xls 或 csv
    file: PathBuf,
    /// 系部、专业组、专业、班级按文件新建
    #[arg(long)]
    create_structure: bool,
    /// 有几张表都有数据时，导入哪一张
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// 只检查，不写入
    #[arg(long)]
    dry_run: bool,
    /// 每个问题写一行；不写就把同样的问题合成一行
    #[arg(long)]
    all: bool,
    /// 输出 JSON，给别的程序用；文件收不了时也是 JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(super) async fn run(place: &PlaceArgs, command: ImportCommand) -> Result<ExitCode, CliError> {
    let ImportCommand::Students(args) = command;
    let bytes = match std::fs::read(&args.file) {
        Ok(bytes) => bytes,
        Err(cause) => {
            return Ok(refused(
                &args,
                "not_opened",
                &not_opened(&args.file, &cause),
            ));
        }
    };
    match taken(place, &args, bytes).await {
        Err(why) if args.json => Ok(refused(&args, why.kind(), &why.to_string())),
        outcome => outcome,
    }
}

async fn taken(
    place: &PlaceArgs,
    args: &StudentsArgs,
    bytes: Vec<u8>,
) -> Result<ExitCode, CliError> {
    let app = open(place, quiet_config(place)?).await?;
    let progress = bar(args.json, 3);
    let outcome = import(&app, args, bytes, &progress).await;
    progress.finish_and_clear();
    let code = match outcome? {
        Ok(report) => {
            tell(args, &report);
            if report.refused() == 0 {
                ExitCode::SUCCESS
            } else {
                ExitCode::from(1)
            }
        }
        Err(why) => refused(args, why.kind(), &why.to_string()),
    };
    app.db.clone().close().await?;
    Ok(code)
}

async fn import(
    app: &App,
    args: &StudentsArgs,
    bytes: Vec<u8>,
    progress: &ProgressBar,
) -> Result<Result<Report, NotTaken>, CliError> {
    let name = name_of(&args.file);
    let (sha256, size) = (files::sha256(&bytes), bytes.len());
    progress.set_message("读表");
    let kept = (!args.dry_run).then(|| bytes.clone());
    let source = Source {
        sha256: &sha256,
        name: &name,
        sheet: args.sheet.as_deref(),
    };
    let grid: Arc<Grid> = match reading::read(app, &source, bytes).await? {
        Ok(grid) => grid,
        Err(why) => return Ok(Err(why.into())),
    };
    step(progress, "检查");
    let options = Options {
        create_structure: args.create_structure,
        sheet: args.sheet.clone(),
        ..Options::default()
    };
    let task = Task::new(name.clone(), grid, Kind::Students, options.clone());
    let Some(bytes) = kept else {
        let checked = checkup::run(app, app.db.read(), task).await?;
        return Ok(checked
            .map(|checkup| checkup.outcomes.report)
            .map_err(NotTaken::from));
    };
    app.files.put(bytes).await?;
    // One transaction for the check and the write: what was counted is what is written.
    let tx = app.db.begin().await?;
    let checked: Checkup = match checkup::run(app, &tx, task).await? {
        Ok(checkup) => checkup,
        Err(why) => return Ok(Err(why.into())),
    };
    step(progress, "写入");
    let report = checked.outcomes.report.clone();
    let permit = Permit::system("命令行", Action::ImportStudents);
    let import = actions::begin_quietly(
        app,
        &tx,
        &permit,
        Kind::Students,
        options,
        (&name, &sha256, size),
    )
    .await?;
    actions::write_all(app, &tx, &permit, &import, checked).await?;
    tx.commit().await.map_err(store::StoreError::from)?;
    progress.inc(1);
    Ok(Ok(report))
}

fn not_opened(file: &Path, cause: &std::io::Error) -> String {
    let file = file.display();
    match cause.kind() {
        ErrorKind::NotFound => format!("没有「{file}」这个文件，请核对路径。"),
        ErrorKind::PermissionDenied => format!("没有读「{file}」的权限，请换一个能读的账号。"),
        ErrorKind::IsADirectory => format!("「{file}」是文件夹，请给出里面的表格。"),
        _ => format!("「{file}」打不开（{cause}），请复制一份再试。"),
    }
}

fn name_of(file: &Path) -> String {
    file.file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

fn refused(args: &StudentsArgs, kind: &str, sentence: &str) -> ExitCode {
    refuse(args.json, Some(&name_of(&args.file)), kind, sentence)
}

fn tell(args: &StudentsArgs, report: &Report) {
    if args.json {
        // A report is plain data: it always has a JSON form.
        say(&serde_json::to_string_pretty(report).unwrap_or_default());
        return;
    }
    let lines = if args.all {
        told::every(&report.problems)
    } else {
        told::grouped(&report.problems)
    };
    for line in &lines {
        say(line);
    }
    if !args.create_structure && told::wants_structure(report) {
        say(
            "学校里还没有这些班级。要按文件新建系部、专业组、专业和班级，请加上 --create-structure 再运行一次。",
        );
    }
    if lines.len() < report.problems.len() {
        say(&format!(
            "共 {} 处，同样的合成了一行。要一处一行地看，请加上 --all；给程序用，请加上 --json。",
            report.problems.len()
        ));
    }
    say(&summary(args, report));
}

fn summary(args: &StudentsArgs, report: &Report) -> String {
    let done = if args.dry_run {
        "检查完了，没有写入"
    } else {
        "已写入"
    };
    let cleaned = match report.cleaned.len() {
        0 => String::new(),
        cleaned => format!("清理了 {cleaned} 处。"),
    };
    format!(
        "{}「{}」{} 行：{done}。新增 {}，修改 {}，不变 {}，不能导入 {}。{cleaned}",
        report.file,
        report.sheet,
        report.rows,
        report.new,
        report.changed,
        report.same,
        report.refused()
    )
}
