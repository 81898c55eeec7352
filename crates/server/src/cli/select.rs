//! `onex select`: a selection from two files alone (plan 4.2), by the rule of the pages. No school is opened.

mod output;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use documents::sheets::{Limits, Unreadable, sandbox};
use domain::import::grid::Grid;
use domain::import::{FileRefused, Fixes, Request};
use domain::school::roster::{self, Known, Roster};
use domain::selection::{
    Cohort, Earlier, Outcome, Parameters, PartNames, RollEntry, Scope, ScoreFile, gather, needed,
    read_scores, roll_of, select,
};
use domain::values::Grade;
use serde::Serialize;

use super::open::program;
use super::{CliError, cause_words, refuse, say};

/// What a selection from files is computed from. No option takes a cut score: it is a result.
#[derive(Clone, Debug, Args)]
pub(crate) struct SelectArgs {
    /// 学生名册：xlsx、xls 或 csv
    #[arg(long, value_name = "FILE")]
    roster: PathBuf,
    /// 选拔成绩表：xlsx、xls 或 csv
    #[arg(long, value_name = "FILE")]
    scores: PathBuf,
    /// 专业代码，如 730301
    #[arg(long, value_name = "CODE")]
    major: String,
    /// 年级（入学年份），如 2023
    #[arg(long, value_name = "YEAR")]
    grade: String,
    /// 录取比例，如 60%、0.6 或 60
    #[arg(long, value_name = "RATIO")]
    ratio: String,
    /// 名额的小数：down 舍去，nearest 四舍五入，up 进一
    #[arg(long, value_name = "down|nearest|up", default_value = "down")]
    rounding: String,
    /// 各科占总分的比例，合计 100；科目用成绩表里的叫法，如 笔试=40,实操=60
    #[arg(long, value_name = "WEIGHTS", default_value = "theory=50,practical=50")]
    weights: String,
    /// 总分相同先比哪一科，如 practical,theory 或 实操,理论；不写就不比
    #[arg(long, value_name = "KEYS", default_value = "")]
    tie_keys: String,
    /// 还相同：none 都不录取，all 都录取，draw:种子 抽签
    #[arg(long, value_name = "none|all|draw:SEED", default_value = "none")]
    ties: String,
    /// 批准人数
    #[arg(long, value_name = "N")]
    approved: Option<u32>,
    /// 机位数
    #[arg(long, value_name = "N")]
    seats: Option<u32>,
    /// 输出 JSON，给别的程序用；算不了时也是 JSON
    #[arg(long)]
    json: bool,
}

/// Why there is no selection at all: exit code 2.
#[derive(Debug, thiserror::Error)]
enum Stopped {
    #[error("--{option}：{why}")]
    Option { option: &'static str, why: String },
    #[error("{why}。请核对文件名和路径。")]
    NotOpened { file: String, why: String },
    #[error("{why}")]
    Unreadable { file: String, why: Unreadable },
    #[error("{why}")]
    Refused { file: String, why: FileRefused },
    #[error("名册里没有 {grade} 级、专业 {major} 的在读或实习学生，没有基数。名册里有：{found}。")]
    NoBase {
        file: String,
        major: String,
        grade: Grade,
        found: String,
    },
}

impl Stopped {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Option { .. } => "option",
            Self::NotOpened { .. } => "not_opened",
            Self::Unreadable { why, .. } => why.kind(),
            Self::Refused { why, .. } => why.kind(),
            Self::NoBase { .. } => "no_base",
        }
    }

    fn file(&self) -> Option<&str> {
        match self {
            Self::Option { .. } => None,
            Self::NotOpened { file, .. }
            | Self::Unreadable { file, .. }
            | Self::Refused { file, .. }
            | Self::NoBase { file, .. } => Some(file),
        }
    }
}

/// Runs the command; nothing is written anywhere.
pub(super) fn run(args: &SelectArgs) -> Result<ExitCode, CliError> {
    let program = program()?;
    match selected(args, &program) {
        Ok(selection) => {
            if args.json {
                say(&json(&selection.output())?);
            } else {
                selection.tell();
            }
            Ok(ExitCode::from(u8::from(selection.any_refused())))
        }
        Err(stopped) => Ok(refuse(
            args.json,
            stopped.file(),
            stopped.kind(),
            &stopped.to_string(),
        )),
    }
}

fn json(value: &impl Serialize) -> Result<String, CliError> {
    serde_json::to_string_pretty(value).map_err(|cause| CliError::Refused(cause.to_string()))
}

/// A selection with everything that was found on the way.
struct Selection {
    roster: Roster,
    scores: ScoreFile,
    cohort: Cohort,
    outcome: Outcome,
    rule: Parameters,
    names: PartNames,
}

fn selected(args: &SelectArgs, program: &Path) -> Result<Selection, Stopped> {
    let rule = rule(args)?;
    let grade: Grade = option("grade", &args.grade)?;
    let fixes = Fixes::default();
    let (file, grid) = read(program, &args.roster)?;
    let request = Request {
        file: &file,
        grid: &grid,
        mapping: None,
        fixes: &fixes,
    };
    let roster =
        roster::check(request, &Known::default(), true).map_err(|why| Stopped::Refused {
            file: file.clone(),
            why,
        })?;
    let roll = roll_of(&roster);
    let scope = Scope {
        major: args.major.trim().to_owned(),
        grade,
        counting: rule.counting.clone(),
    };
    let (score_file, grid) = read(program, &args.scores)?;
    let request = Request {
        file: &score_file,
        grid: &grid,
        mapping: None,
        fixes: &fixes,
    };
    let names = PartNames::default();
    let wanted = (&needed(&rule)[..], &names);
    let scores =
        read_scores(request, wanted, &roll, &Earlier::new()).map_err(|why| Stopped::Refused {
            file: score_file,
            why,
        })?;
    let cohort = gather(&roll, &scores.rows(), &scope);
    if cohort.candidates.is_empty() {
        let found = cohorts(&roll);
        return Err(Stopped::NoBase {
            file,
            major: scope.major,
            grade,
            found,
        });
    }
    let outcome = select(&cohort.candidates, &rule);
    Ok(Selection {
        roster,
        scores,
        cohort,
        outcome,
        rule,
        names,
    })
}

fn rule(args: &SelectArgs) -> Result<Parameters, Stopped> {
    let ratio = args.ratio.parse().map_err(|_| {
        let why = format!(
            "写的是「{}」。请写成 60% 或 0.6，在 0 到 100% 之间",
            args.ratio
        );
        Stopped::Option {
            option: "ratio",
            why,
        }
    })?;
    let mut rule = Parameters::new(ratio, option("weights", &args.weights)?);
    rule.rounding = option("rounding", &args.rounding)?;
    rule.tie_keys = option("tie-keys", &args.tie_keys)?;
    rule.ties = option("ties", &args.ties)?;
    rule.approved = args.approved;
    rule.seats = args.seats;
    Ok(rule)
}

fn option<T>(option: &'static str, text: &str) -> Result<T, Stopped>
where
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|why: T::Err| Stopped::Option {
        option,
        why: why.to_string(),
    })
}

/// Read a file in the limited child, like every other file of somebody else.
fn read(program: &Path, path: &Path) -> Result<(String, Grid), Stopped> {
    let file = path
        .file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned();
    let bytes = std::fs::read(path).map_err(|cause| Stopped::NotOpened {
        file: path.display().to_string(),
        why: cause_words(&cause),
    })?;
    let grid = sandbox::read(program, &bytes, &file, &Limits::default()).map_err(|why| {
        Stopped::Unreadable {
            file: file.clone(),
            why,
        }
    })?;
    Ok((file, grid))
}

/// The grades and majors a roster has, for whoever asked for one it has not.
fn cohorts(roll: &[RollEntry]) -> String {
    let mut found: Vec<String> = roll
        .iter()
        .map(|student| format!("{} 级 {}", student.grade, student.major))
        .collect();
    found.sort();
    found.dedup();
    if found.is_empty() {
        "（没有可用的学生）".to_owned()
    } else {
        found.join("、")
    }
}
