//! The machine: the folder, the disk, the keys' permissions, the address, the child process.

use std::path::Path;
use std::process::Command;

use documents::sheets::list::{List, workbook};
use documents::sheets::{Limits, sandbox};

use super::Finding;
use crate::cli::open::program;
use crate::cli::{CliError, PlaceArgs};

/// Below this a few years of workbooks and backups do not fit.
const ROOM_MEGABYTES: u64 = 2_048;

pub(super) fn findings(
    place: &PlaceArgs,
    public_url: Option<&str>,
) -> Result<Vec<Finding>, CliError> {
    let mut findings = vec![folder(&place.data)];
    findings.extend(disk(&place.data));
    findings.push(keys(&place.data.join("keys").join("onex.keys")));
    findings.push(address(public_url));
    findings.push(child(&program()?));
    Ok(findings)
}

fn folder(folder: &Path) -> Finding {
    let shown = folder.display();
    if !folder.is_dir() {
        return Finding::wrong(
            format!("数据目录 {shown} 还没有"),
            "请用 --data 指对目录；第一次使用，运行 onex serve 会建好它",
        );
    }
    match tempfile::tempfile_in(folder) {
        Ok(_) => Finding::good(format!("数据目录 {shown} 可以写入")),
        Err(cause) => Finding::wrong(
            format!("数据目录 {shown} 写不了：{cause}"),
            "请让运行 onex 的账户拥有这个目录：chown -R onex 目录",
        ),
    }
}

/// `df` knows every kind of file system; without it nothing is said.
fn disk(folder: &Path) -> Option<Finding> {
    let output = Command::new("df").args(["-Pk"]).arg(folder).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let free: u64 = text
        .lines()
        .nth(1)?
        .split_whitespace()
        .nth(3)?
        .parse()
        .ok()?;
    let (megabytes, gigabytes) = (free / 1_024, free / 1_048_576);
    Some(if megabytes < ROOM_MEGABYTES {
        Finding::wrong(
            format!("磁盘只剩 {megabytes} MB"),
            "请腾出 2 GB 以上：删旧备份，或把数据目录移到大一些的盘",
        )
    } else {
        Finding::good(format!("磁盘还有 {gigabytes} GB"))
    })
}

fn keys(file: &Path) -> Finding {
    let Ok(found) = std::fs::metadata(file) else {
        return Finding::wrong(
            format!("没有密钥文件 {}", file.display()),
            "新学校运行一次 onex serve 就会生成；还原的学校请把另外保管的 keys 目录复制过来",
        );
    };
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&found.permissions()) & 0o777;
        if mode & 0o077 != 0 {
            return Finding::wrong(
                format!("密钥文件 {} 别人也能读（{mode:o}）", file.display()),
                format!("请运行 chmod 600 {}", file.display()),
            );
        }
    }
    Finding::good("密钥文件只有运行 onex 的账户能读")
}

fn address(public_url: Option<&str>) -> Finding {
    match public_url {
        Some(url) if url.starts_with("https://") => {
            Finding::good(format!("访问网址 {url} 走加密连接"))
        }
        Some(url) => Finding::wrong(
            format!("访问网址 {url} 不走加密连接"),
            "请在前面放一个带证书的反向代理，再把 --public-url 改成 https:// 开头（见 docs/operations.md）",
        ),
        None => Finding::note(
            "没有给访问网址，只适合在本机试用",
            "给大家用之前，请设 ONEX_PUBLIC_URL=https://学校的网址（见 docs/operations.md）",
        ),
    }
}

/// Uploads are read in a child process with limits: read a real workbook in it.
fn child(program: &Path) -> Finding {
    let list = List {
        title: "试读".to_owned(),
        header: vec!["姓名".to_owned()],
        rows: vec![vec!["试".into()]],
        ..List::default()
    };
    let read = workbook(&list)
        .map_err(|error| error.to_string())
        .and_then(|bytes| {
            sandbox::read(program, &bytes, "试读.xlsx", &Limits::default())
                .map_err(|error| error.to_string())
        });
    match read {
        Ok(_) => Finding::good("读取上传文件的子进程正常：试读了一个工作簿"),
        Err(cause) => Finding::wrong(
            format!("读取上传文件的子进程没有读出试读的工作簿：{cause}"),
            "请让运行 onex 的账户能启动程序自己，并留出 512 MB 内存",
        ),
    }
}
