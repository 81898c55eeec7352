//! The database: reachable, migrated, opened by these keys; the clock; the second factor of those who need one.

use std::collections::BTreeSet;

use domain::access::Post;
use store::{Db, Keys, StoreError, StoreResult, settings};

use super::Finding;
use crate::cli::PlaceArgs;
use crate::shell::Clock;

/// Each look stands alone: what cannot be looked at is itself a finding.
pub(super) async fn findings(place: &PlaceArgs) -> Vec<Finding> {
    let db = match open(place).await {
        Ok(Some(db)) => db,
        Ok(None) => {
            return vec![Finding::wrong(
                "数据目录里还没有数据库",
                "第一次使用，运行 onex serve 会建好它；还原备份用 onex restore",
            )];
        }
        Err(error) => return vec![unreachable(&error)],
    };
    let mut findings = vec![match db.pending().await {
        Ok(pending) if pending.is_empty() => Finding::good("数据库连得上，表已是最新"),
        Ok(pending) => Finding::wrong(
            format!("数据库的表还差 {} 次升级", pending.len()),
            "请先备份，再运行 onex migrate",
        ),
        Err(error) => unreachable(&error),
    }];
    if findings
        .iter()
        .all(|finding| finding.weight == super::Weight::Good)
    {
        match records(place, &db).await {
            Ok(found) => findings.extend(found),
            Err(error) => findings.push(unreachable(&error)),
        }
    }
    findings
}

async fn open(place: &PlaceArgs) -> StoreResult<Option<Db>> {
    match &place.database_url {
        Some(url) => Db::open(url).await.map(Some),
        None if place.data.join("onex.db").is_file() => {
            Db::open_file(&place.data.join("onex.db")).await.map(Some)
        }
        None => Ok(None),
    }
}

fn unreachable(error: &StoreError) -> Finding {
    match error {
        StoreError::Newer(name) => Finding::wrong(
            format!("数据库是更新的程序建的（{name}）"),
            "请换成那个更新的版本，旧程序不能用新的表",
        ),
        other => Finding::wrong(
            format!("数据库连不上：{other}"),
            "PostgreSQL 请核对 DATABASE_URL 和服务是否启动；SQLite 请核对 onex.db 的权限",
        ),
    }
}

async fn records(place: &PlaceArgs, db: &Db) -> StoreResult<Vec<Finding>> {
    let demo = settings::get(db.read(), "demo").await?.is_some();
    let mut findings = Vec::new();
    findings.extend(keys(place, db).await?);
    findings.push(clock(db, demo).await?);
    findings.push(second_factor(db, demo).await?);
    Ok(findings)
}

/// Keys are looked at only where there are some: opening would make new ones.
async fn keys(place: &PlaceArgs, db: &Db) -> StoreResult<Option<Finding>> {
    let folder = place.data.join("keys");
    if !folder.join("onex.keys").is_file() {
        return Ok(None);
    }
    let keys = Keys::open_or_create(&folder)?;
    let tx = db.begin().await?;
    let fits = settings::hold_keys(&tx, &keys).await;
    tx.rollback().await?;
    Ok(Some(match fits {
        Ok(()) => Finding::good("密钥与数据库相符"),
        Err(_) => Finding::wrong(
            "密钥不是这个数据库的，身份证号打不开",
            "请把备份那时另外保管的 keys 目录复制过来；不要用新生成的密钥",
        ),
    }))
}

async fn clock(db: &Db, demo: bool) -> StoreResult<Finding> {
    let shift = settings::get(db.read(), "clock_shift_seconds").await?;
    Ok(match (shift, demo) {
        (None, _) => Finding::good("时钟就是机器的时间"),
        (Some(_), true) => Finding::note(
            "演示的时钟停在 2025 年 5 月 20 日那一周，从那天起照常走",
            "",
        ),
        (Some(seconds), false) => Finding::wrong(
            format!("时钟被调了 {seconds} 秒，截止时间和日志都会不对"),
            "这是演示才有的设置，请删去 setting 表里的 clock_shift_seconds",
        ),
    })
}

async fn second_factor(db: &Db, demo: bool) -> StoreResult<Finding> {
    if demo {
        return Ok(Finding::note(
            "演示没有开第二重验证，数据都是编的",
            "真正的学校用 onex serve，第二重验证总是开着",
        ));
    }
    let today = Clock::Real.today();
    let needing: BTreeSet<_> = store::identity::holdings_on(db.read(), today)
        .await?
        .into_iter()
        .filter(|held| Post::needs_second_factor(held.post))
        .map(|held| held.account_id)
        .collect();
    let mut without = Vec::new();
    for id in &needing {
        let account = store::identity::account(db.read(), *id).await?;
        if account.is_active() && account.totp_secret.is_none() {
            without.push(account.name);
        }
    }
    Ok(if without.is_empty() {
        Finding::good(format!("要第二重验证的 {} 个账号都已设置", needing.len()))
    } else {
        Finding::note(
            format!("还没设第二重验证：{}", without.join("、")),
            "他们下次登录时会被要求设置，设好之前办不了事",
        )
    })
}
