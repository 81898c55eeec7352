//! The help and the usage errors in Chinese: whoever types these commands works in a school's office.

use std::process::ExitCode;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, Error};
use serde_json::json;

use super::{fail, say};

const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// The command with its headings, its defaults and `--help` in Chinese, at every level.
pub(super) fn in_chinese(command: Command) -> Command {
    let root = command.get_version().is_some();
    let mut command = command
        .help_template(TEMPLATE)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .disable_help_flag(true)
        .disable_version_flag(true)
        .mut_args(argument)
        .mut_subcommands(in_chinese)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .help_heading("选项")
                .help("看这份说明"),
        );
    if root {
        let version = Arg::new("version").short('V').long("version");
        command = command.arg(
            version
                .action(ArgAction::Version)
                .help_heading("选项")
                .help("看版本"),
        );
    }
    command
}

fn argument(argument: Arg) -> Arg {
    let mut notes = Vec::new();
    let defaults: Vec<_> = argument
        .get_default_values()
        .iter()
        .map(|value| value.to_string_lossy().into_owned())
        .filter(|value| !value.is_empty())
        .collect();
    let takes_value = argument.get_action().takes_values();
    if takes_value && !defaults.is_empty() {
        notes.push(format!("不写就是 {}", defaults.join("、")));
    }
    if let Some(name) = argument.get_env() {
        notes.push(format!("也可以写在环境变量 {} 里", name.to_string_lossy()));
    }
    let mut help = argument
        .get_help()
        .map(StyledStr::to_string)
        .unwrap_or_default();
    if !notes.is_empty() {
        help = format!("{help}（{}）", notes.join("；"));
    }
    let heading = if argument.is_positional() {
        "文件"
    } else {
        "选项"
    };
    let named = argument.get_env().is_some();
    let mut argument = argument.help_heading(heading).help(help);
    if takes_value {
        argument = argument.hide_default_value(true);
    }
    if named {
        argument = argument.hide_env(true);
    }
    argument
}

/// Print the help that was asked for, or say what is wrong with what was typed. Exit code 2 for the latter.
pub(super) fn answer(error: &Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            say(translated(&error.render().to_string()).trim_end());
            return ExitCode::SUCCESS;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            return fail(translated(&error.render().to_string()).trim_end());
        }
        _ => {}
    }
    let sentence = sentence(error);
    if std::env::args_os().any(|argument| argument == "--json") {
        say(
            &json!({ "file": null, "error": { "kind": "usage", "sentence": sentence } })
                .to_string(),
        );
        return ExitCode::from(2);
    }
    let usage = error.get(ContextKind::Usage).map(ToString::to_string);
    let usage = usage.map(|usage| translated(&usage)).unwrap_or_default();
    fail(&format!("{sentence}\n\n{}", usage.trim()))
}

fn translated(text: &str) -> String {
    let headings = ["命令", "选项", "文件"];
    let text = headings.iter().fold(text.to_owned(), |text, heading| {
        text.replace(&format!("\n{heading}:\n"), &format!("\n{heading}：\n"))
    });
    text.replace("Usage: ", "用法：")
        .replace("[OPTIONS]", "[选项]")
        .replace("[COMMAND]", "[命令]")
        .replace("<COMMAND>", "<命令>")
}

fn sentence(error: &Error) -> String {
    let of = |kind: ContextKind| error.get(kind).map(words).unwrap_or_default();
    let argument = bare(&of(ContextKind::InvalidArg));
    let value = of(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument if !argument.starts_with('-') => {
            format!("「{argument}」是多出来的，请去掉，或写在它的选项后面。")
        }
        ErrorKind::UnknownArgument => {
            let near = of(ContextKind::SuggestedArg);
            let advice = perhaps(&near, "请核对写法，或用 --help 看有哪些选项。");
            format!("没有「{argument}」这个选项。{advice}")
        }
        ErrorKind::InvalidSubcommand => {
            let near = of(ContextKind::SuggestedSubcommand);
            let advice = perhaps(&near, "请用 onex --help 看有哪些命令。");
            format!(
                "没有「{}」这个命令。{advice}",
                of(ContextKind::InvalidSubcommand)
            )
        }
        ErrorKind::MissingSubcommand => "后面还要写一个命令，请用 --help 看有哪些。".to_owned(),
        ErrorKind::MissingRequiredArgument => format!("还差：{argument}。请补上再运行。"),
        ErrorKind::ArgumentConflict => {
            let prior = bare(&of(ContextKind::PriorArg));
            if prior.is_empty() || prior == argument {
                format!("「{argument}」写了两次，请只留一次。")
            } else {
                format!("「{argument}」和「{prior}」不能一起写，请去掉一个。")
            }
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            format!("「{argument}」后面要写内容，现在空着。请补上再运行。")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("「{argument}」写的是「{value}」。{}", expected(&argument))
        }
        ErrorKind::NoEquals | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("「{argument}」后面要写内容。请补上再运行。")
        }
        ErrorKind::TooManyValues => format!("「{value}」是多出来的，请去掉再运行。"),
        ErrorKind::InvalidUtf8 => "有一项的文字编码认不出来，请改用 UTF-8 的终端。".to_owned(),
        _ => "这样写看不懂，请用 --help 看写法。".to_owned(),
    }
}

/// What an option whose value is read as a number or an address wants.
fn expected(argument: &str) -> &'static str {
    if argument.contains("--listen") {
        "要写成 地址:端口，如 127.0.0.1:8080。"
    } else if argument.contains("--approved") || argument.contains("--seats") {
        "要写 0 或更大的整数，如 150。"
    } else {
        "写法不对，请用 --help 看写法。"
    }
}

fn perhaps(near: &str, else_say: &str) -> String {
    if near.is_empty() {
        else_say.to_owned()
    } else {
        format!("是不是 {near}？")
    }
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(list) => list.join("、"),
        ContextValue::StyledStrs(list) => {
            let list: Vec<_> = list.iter().map(ToString::to_string).collect();
            list.join("、")
        }
        ContextValue::None => String::new(),
        value => value.to_string(),
    }
}

/// `--major <CODE>` is `--major` to whoever typed it.
fn bare(argument: &str) -> String {
    let names = argument.split('、').map(|one| {
        if one.starts_with('-') {
            one.split([' ', '=']).next().unwrap_or(one)
        } else {
            one
        }
    });
    names.collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_english_is_left_in_the_help_and_every_fault_has_its_sentence() {
        use clap::CommandFactory as _;
        let command = || in_chinese(super::super::Cli::command());
        let typed = |line: &str| {
            command()
                .try_get_matches_from(line.split_whitespace())
                .map(|_| ())
                .unwrap_err()
        };
        for line in [
            "onex --help",
            "onex select --help",
            "onex import students --help",
            "onex serve -h",
        ] {
            let help = translated(&typed(line).render().to_string());
            assert!(
                help.contains("用法：onex") && help.contains("选项"),
                "{help}"
            );
            for english in [
                "Usage",
                "Options",
                "Print",
                "default",
                "env:",
                "Commands",
                "Arguments",
            ] {
                assert!(!help.contains(english), "{english}: {help}");
            }
        }
        let select = "onex select --roster a --scores b --major 1 --grade 2023 --ratio 60%";
        for (line, words) in [
            (format!("{select} --cut 60"), "没有「--cut」这个选项"),
            (format!("{select} --ratio 50%"), "「--ratio」写了两次"),
            (
                format!("{select} --seats 多"),
                "「--seats」写的是「多」。要写 0 或更大的整数",
            ),
            (
                "onex select --roster a".to_owned(),
                "还差：--scores、--major、--grade、--ratio",
            ),
            (
                "onex improt".to_owned(),
                "没有「improt」这个命令。是不是 import？",
            ),
            ("onex fill".to_owned(), "还差"),
        ] {
            let said = sentence(&typed(&line));
            assert!(said.contains(words), "{line}: {said}");
        }
    }
}
