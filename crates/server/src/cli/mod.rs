//! The command line: the same code as the pages, stable JSON and exit codes.
//!
//! Exit codes of commands that take files: 0 nothing refused, 1 some rows refused, 2 the file refused.

mod backup;
mod demo;
mod doctor;
mod fill;
mod import;
mod open;
mod progress;
mod restore;
mod select;
mod serve;
mod told;
mod usage;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

pub(crate) use open::open;

/// 1+X 证书工作台：一所学校的职业技能等级证书工作
#[derive(Debug, Parser)]
#[command(name = "onex", version, about, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    place: PlaceArgs,
    #[command(subcommand)]
    command: Command,
}

/// Where the school's data is.
#[derive(Clone, Debug, Args)]
pub(crate) struct PlaceArgs {
    /// 学校的数据目录：数据库、文件、密钥
    #[arg(
        long,
        global = true,
        default_value = "data",
        env = "ONEX_DATA",
        value_name = "DIR"
    )]
    pub(crate) data: PathBuf,
    /// PostgreSQL 的地址；不给就用数据目录里的 SQLite
    #[arg(
        long,
        global = true,
        env = "DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub(crate) database_url: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 启动服务，打印访问地址
    Serve(serve::ServeArgs),
    /// 在空目录里生成一所示范学校并启动；数据都是编的
    Demo(demo::DemoArgs),
    /// 核对操作日志和文件有没有被改动过
    Verify(verify::VerifyArgs),
    /// 检查这套安装还缺什么，怎么补
    Doctor(doctor::DoctorArgs),
    /// 备份成一个文件，可以在使用中做；密钥不在里面
    Backup(backup::BackupArgs),
    /// 把备份还原到空目录，并核对与备份一致
    Restore(restore::RestoreArgs),
    /// 建立或升级数据库的表
    Migrate,
    /// 导入表格
    #[command(subcommand)]
    Import(import::ImportCommand),
    /// 按名册和成绩表选拔：只读两个文件，不打开学校的数据
    Select(select::SelectArgs),
    /// 把名单填进平台的空白模板；格式、下拉和别的工作表不变
    Fill(fill::FillArgs),
    /// The limited child process that reads what was uploaded.
    #[command(hide = true)]
    Sandbox {
        /// What to do with the bytes on standard input.
        task: String,
    },
}

/// Runs the program and gives its exit code.
pub fn main() -> ExitCode {
    let command = usage::in_chinese(Cli::command());
    let parsed = command
        .try_get_matches()
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return usage::answer(&error),
    };
    // The child must not start threads or open anything before its limits are set.
    if let Command::Sandbox { task } = &cli.command {
        return documents::sandbox::run_child(task);
    }
    start_logging();
    // TLS to message services and object stores needs its provider chosen before the first client is made.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("程序没有启动：{error}")),
    };
    match runtime.block_on(run(cli)) {
        Ok(code) => code,
        Err(error) => fail(&error.to_string()),
    }
}

async fn run(cli: Cli) -> Result<ExitCode, CliError> {
    match cli.command {
        Command::Serve(args) => serve::run(&cli.place, args).await,
        Command::Demo(args) => demo::run(&cli.place, args).await,
        Command::Verify(args) => verify::run(&cli.place, args).await,
        Command::Doctor(args) => doctor::run(&cli.place, args).await,
        Command::Backup(args) => backup::run(&cli.place, args).await,
        Command::Restore(args) => restore::run(&cli.place, args).await,
        Command::Migrate => {
            let db = open::database(&cli.place).await?;
            db.migrate().await?;
            say("数据库的表已是最新");
            Ok(ExitCode::SUCCESS)
        }
        Command::Import(command) => import::run(&cli.place, command).await,
        Command::Select(args) => select::run(&args),
        Command::Fill(args) => fill::run(&args),
        Command::Sandbox { .. } => Ok(ExitCode::FAILURE),
    }
}

/// Why a command ends early; the sentence is for the person at the terminal.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    /// The database or the files.
    #[error("数据没有打开或写入：{0}")]
    Store(#[from] store::StoreError),
    /// The machine.
    #[error("{doing}：{}", cause_words(cause))]
    Machine {
        /// What was being done.
        doing: String,
        /// What the machine answered.
        cause: std::io::Error,
    },
    /// A rule, with its sentence.
    #[error("{0}")]
    Refused(String),
}

impl CliError {
    /// A word that stays the same, for JSON.
    const fn kind(&self) -> &'static str {
        match self {
            Self::Store(_) => "store",
            Self::Machine { .. } => "machine",
            Self::Refused(_) => "refused",
        }
    }
}

impl From<crate::shell::WebError> for CliError {
    fn from(error: crate::shell::WebError) -> Self {
        match error {
            crate::shell::WebError::Store(error) => Self::Store(error),
            crate::shell::WebError::Refused(sentence) => Self::Refused(sentence),
            other => Self::Refused(other.to_string()),
        }
    }
}

/// Why a command that reads files has nothing to give: as JSON on standard output for a program, as a sentence on
/// standard error for people. Exit code 2.
fn refuse(json: bool, file: Option<&str>, kind: &str, sentence: &str) -> ExitCode {
    if json {
        let error = serde_json::json!({ "kind": kind, "sentence": sentence });
        say(&serde_json::json!({ "file": file, "error": error }).to_string());
        return ExitCode::from(2);
    }
    match file {
        Some(file) if !sentence.contains(file) => fail(&format!("「{file}」：{sentence}")),
        _ => fail(sentence),
    }
}

/// What the machine answered, in words where the answer is a usual one.
fn cause_words(cause: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match cause.kind() {
        ErrorKind::NotFound => "没有这个文件".to_owned(),
        ErrorKind::PermissionDenied => "没有读写的权限".to_owned(),
        ErrorKind::IsADirectory => "这是一个目录，不是文件".to_owned(),
        ErrorKind::AddrInUse => "这个端口已有程序在用".to_owned(),
        ErrorKind::StorageFull => "磁盘满了".to_owned(),
        _ => cause.to_string(),
    }
}

/// A line for the person at the terminal.
#[expect(
    clippy::print_stdout,
    reason = "a command's answer goes to standard output"
)]
pub(crate) fn say(line: &str) {
    println!("{line}");
}

#[expect(
    clippy::print_stderr,
    reason = "a command's complaint goes to standard error"
)]
fn fail(sentence: &str) -> ExitCode {
    eprintln!("{sentence}");
    ExitCode::from(2)
}

fn start_logging() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("ONEX_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,server=info,store=info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}
