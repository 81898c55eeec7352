//! `onex verify`: the audit chain row by row, the stored files byte by byte.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use domain::access::Reach;
use store::audit::{self, Anchor, Fault, Verdict};
use store::school::StudentFilter;
use store::{Page, files};

use super::backup::Archive;
use super::open::{open_existing, quiet_config};
use super::{CliError, PlaceArgs, say};
use crate::shell::App;

/// What to hold the records against.
#[derive(Clone, Debug, Args)]
pub(crate) struct VerifyArgs {
    /// 以前的备份：再核对那时的操作日志是不是还在
    #[arg(long, value_name = "BACKUP")]
    against: Option<PathBuf>,
}

/// Exit code 1 when something does not hold.
pub(super) async fn run(place: &PlaceArgs, args: VerifyArgs) -> Result<ExitCode, CliError> {
    let app = open_existing(place, quiet_config(place)?).await?;
    let anchor = args.against.as_deref().map(Archive::open).transpose()?;
    let anchor = anchor.as_ref().map(|archive| &archive.manifest().audit);
    let chain = chain(&app, anchor).await?;
    let files = stored_files(&app).await?;
    say(&counted(&app).await?);
    Ok(if chain && files {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

async fn chain(app: &App, anchor: Option<&Anchor>) -> Result<bool, CliError> {
    match audit::verify(app.db.read(), anchor).await? {
        Verdict::Intact { head } => {
            say(&format!(
                "操作日志 {} 条，前后相连，一条不缺；末条指纹 {}",
                head.seq, head.hash
            ));
            if let Some(anchor) = anchor {
                say(&format!(
                    "备份时的末条（第 {} 条）还在，内容没有变",
                    anchor.seq
                ));
            }
            Ok(true)
        }
        Verdict::Broken { seq, fault } => {
            say(&format!(
                "操作日志第 {seq} 条对不上：{}。请保留现场，用最近的备份核对，并告诉审计员",
                words(fault)
            ));
            Ok(false)
        }
    }
}

const fn words(fault: Fault) -> &'static str {
    match fault {
        Fault::Missing => "这一条不见了，后面的还在",
        Fault::Altered => "内容被改过",
        Fault::OutOfChain => "与前一条接不上",
        Fault::Cut => "从这一条起被截掉了",
        Fault::Rewritten => "与备份时的不一样，日志被整个重写过",
    }
}

async fn stored_files(app: &App) -> Result<bool, CliError> {
    let known = files::files(app.db.read()).await?;
    let mut bad = Vec::new();
    for file in &known {
        match app.files.get(&file.sha256).await {
            Ok(_) => {}
            Err(store::StoreError::NotFound) => bad.push(format!("{} 不见了", file.sha256)),
            Err(store::StoreError::Sealed(_)) => bad.push(format!("{} 内容被改过", file.sha256)),
            Err(error) => return Err(error.into()),
        }
    }
    if bad.is_empty() {
        say(&format!("文件 {} 个，都在，指纹都对", known.len()));
    } else {
        say(&format!(
            "文件 {} 个，其中 {} 个有问题，请从备份里找回：",
            known.len(),
            bad.len()
        ));
        for line in &bad {
            say(&format!("  {line}"));
        }
    }
    Ok(bad.is_empty())
}

async fn counted(app: &App) -> Result<String, CliError> {
    let db = app.db.read();
    let one = Page::new(1, 1);
    let students = store::school::students(db, &StudentFilter::default(), &Reach::All, one)
        .await?
        .total;
    let accounts = store::identity::accounts(db, "", one).await?.total;
    let classes = store::school::structure(db).await?.classes.len();
    Ok(format!(
        "学生 {students} 人，班级 {classes} 个，账号 {accounts} 个"
    ))
}
