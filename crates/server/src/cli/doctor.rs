//! `onex doctor`: what an installation lacks, each with what to do. Looks, and changes nothing.

mod machine;
mod records;

use std::process::ExitCode;

use clap::Args;

use super::{CliError, PlaceArgs, say};

/// How the school is served, as `onex serve` is told.
#[derive(Clone, Debug, Args)]
pub(crate) struct DoctorArgs {
    /// 大家访问用的网址
    #[arg(long, env = "ONEX_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    Good,
    /// Worth knowing; nothing is broken.
    Note,
    /// To be mended.
    Wrong,
}

/// One thing that was looked at.
struct Finding {
    weight: Weight,
    what: String,
    /// What to do, empty when nothing.
    advice: String,
}

impl Finding {
    fn good(what: impl Into<String>) -> Self {
        Self {
            weight: Weight::Good,
            what: what.into(),
            advice: String::new(),
        }
    }

    fn note(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            weight: Weight::Note,
            what: what.into(),
            advice: advice.into(),
        }
    }

    fn wrong(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            weight: Weight::Wrong,
            what: what.into(),
            advice: advice.into(),
        }
    }
}

/// Exit code 1 when something is wrong.
pub(super) async fn run(place: &PlaceArgs, args: DoctorArgs) -> Result<ExitCode, CliError> {
    let mut findings = machine::findings(place, args.public_url.as_deref())?;
    findings.extend(records::findings(place).await);
    for finding in &findings {
        let mark = match finding.weight {
            Weight::Good => "✓",
            Weight::Note => "·",
            Weight::Wrong => "!",
        };
        say(&format!("{mark} {}", finding.what));
        if !finding.advice.is_empty() {
            say(&format!("    {}", finding.advice));
        }
    }
    let wrong = findings
        .iter()
        .filter(|finding| finding.weight == Weight::Wrong)
        .count();
    if wrong == 0 {
        say("这套安装什么也不缺");
        return Ok(ExitCode::SUCCESS);
    }
    say(&format!("还差 {wrong} 项，做完再运行一次 onex doctor"));
    Ok(ExitCode::from(1))
}
