//! `onex demo`: fills an empty folder with an invented school and serves it.

use std::path::Path;
use std::process::ExitCode;

use clap::Args;
use store::settings;

use super::open::{open_at, program};
use super::serve::{ServeArgs, bind, public_url, until_stopped};
use super::{CliError, PlaceArgs, open, say};
use crate::demo::{self, Folder};
use crate::shell::{App, Clock, Config};

/// How to show the demonstration.
#[derive(Clone, Debug, Args)]
pub(crate) struct DemoArgs {
    #[command(flatten)]
    serve: ServeArgs,
    /// 只生成数据，不启动服务
    #[arg(long)]
    fill_only: bool,
}

/// Fills when the folder is empty, then serves.
pub(super) async fn run(place: &PlaceArgs, args: DemoArgs) -> Result<ExitCode, CliError> {
    fill(place).await?;
    write_accounts(&place.data)?;
    if args.fill_only {
        print_accounts();
        return Ok(ExitCode::SUCCESS);
    }
    let listener = bind(args.serve.listen).await?;
    let mut config = config(place, public_url(&args.serve, &listener)?)?;
    config.trusted_proxies = args.serve.trusted_proxies;
    let app = open(place, config).await?;
    print_accounts();
    until_stopped(app, listener).await
}

fn config(place: &PlaceArgs, public_url: String) -> Result<Config, CliError> {
    Ok(Config {
        data: place.data.clone(),
        public_url,
        second_factor: false,
        demo: Some(demo::SENTENCE.to_owned()),
        trusted_proxies: Vec::new(),
        program: program()?,
    })
}

async fn fill(place: &PlaceArgs) -> Result<(), CliError> {
    let app = open_at(
        place,
        config(place, String::new())?,
        Clock::fixed(demo::today()),
    )
    .await?;
    let folder = place.data.display();
    match demo::folder(&app).await? {
        Folder::Demonstration => return Ok(()),
        Folder::Empty => {}
        Folder::Half => {
            return Err(CliError::Refused(format!(
                "{folder} 里的演示数据只生成了一半，上次被打断了。请删掉这个目录再运行，或用 --data 另选一个空目录"
            )));
        }
        Folder::School => {
            return Err(CliError::Refused(format!(
                "{folder} 里已有学校的数据，演示不会动它。请用 --data 另选一个空目录；要启动这所学校，请用 onex serve"
            )));
        }
    }
    demo::fill(&app).await?;
    shift_clock(&app).await
}

/// From now on the clock of this folder runs behind the machine's by the same amount.
async fn shift_clock(app: &App) -> Result<(), CliError> {
    let shift = demo::today() - Clock::Real.now();
    let tx = app.db.begin().await?;
    settings::set(&tx, "clock_shift_seconds", &shift.num_seconds().to_string()).await?;
    tx.commit().await.map_err(store::StoreError::from)?;
    Ok(())
}

fn write_accounts(folder: &Path) -> Result<(), CliError> {
    let path = folder.join("accounts.json");
    let text = serde_json::json!({ "accounts": demo::accounts() });
    std::fs::write(&path, format!("{text:#}\n")).map_err(|cause| CliError::Machine {
        doing: format!("写不了 {}", path.display()),
        cause,
    })
}

fn print_accounts() {
    let accounts = demo::accounts();
    let password = accounts
        .first()
        .map(|account| account.password)
        .unwrap_or_default();
    say(&format!(
        "示范职业技术学校：数据都是编的。所有账号的密码都是 {password}"
    ));
    say("");
    say(&format!(
        "  {}{}{}",
        padded("岗位", 26),
        padded("姓名", 10),
        "账号"
    ));
    for account in accounts {
        say(&format!(
            "  {}{}{}",
            padded(&account.label, 26),
            padded(account.name, 10),
            account.login
        ));
    }
    say("");
}

/// A Chinese character is as wide as two letters.
fn padded(text: &str, width: usize) -> String {
    let taken: usize = text
        .chars()
        .map(|character| if character.is_ascii() { 1 } else { 2 })
        .sum();
    format!("{text}{}", " ".repeat(width.saturating_sub(taken)))
}
