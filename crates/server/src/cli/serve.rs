//! `onex serve`: the pages and the background work, until the machine says stop.

use std::net::SocketAddr;
use std::process::ExitCode;

use clap::Args;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::open::program;
use super::{CliError, PlaceArgs, open, say};
use crate::shell::{App, Config, Network, router};
use crate::{identity, notices, worker};

/// How to serve.
#[derive(Clone, Debug, Args)]
pub(crate) struct ServeArgs {
    /// 监听的地址和端口；端口写 0 由系统挑一个
    #[arg(
        long,
        default_value = "127.0.0.1:8080",
        env = "ONEX_LISTEN",
        value_name = "ADDR:PORT"
    )]
    pub(crate) listen: SocketAddr,
    /// 大家访问用的网址；以 https:// 开头时用安全 Cookie
    #[arg(long, env = "ONEX_PUBLIC_URL", value_name = "URL")]
    pub(crate) public_url: Option<String>,
    /// 反向代理的网段；只有它们转来的 X-Forwarded-For 才算数。不写就一个也不信
    #[arg(
        long = "trusted-proxy",
        env = "ONEX_TRUSTED_PROXIES",
        value_name = "CIDR",
        value_delimiter = ','
    )]
    pub(crate) trusted_proxies: Vec<Network>,
}

/// Serves a school.
pub(super) async fn run(place: &PlaceArgs, args: ServeArgs) -> Result<ExitCode, CliError> {
    let listener = bind(args.listen).await?;
    let config = Config {
        data: place.data.clone(),
        public_url: public_url(&args, &listener)?,
        second_factor: true,
        demo: None,
        trusted_proxies: args.trusted_proxies,
        program: program()?,
    };
    let app = open(place, config).await?;
    if let Some(token) = identity::issue_token(&app).await? {
        say(&format!(
            "还没有账号。请打开 {}/first-run 开通，\nfirst-run token: {token}",
            app.config.public_url
        ));
    }
    until_stopped(app, listener).await
}

/// Binds the address, so that the real port is known before anything else starts.
pub(crate) async fn bind(address: SocketAddr) -> Result<TcpListener, CliError> {
    TcpListener::bind(address)
        .await
        .map_err(|cause| CliError::Machine {
            doing: format!("监听不了 {address}，换一个端口试试"),
            cause,
        })
}

/// The address people use: as given, or the one listened on.
pub(crate) fn public_url(args: &ServeArgs, listener: &TcpListener) -> Result<String, CliError> {
    let address = listener.local_addr().map_err(|cause| CliError::Machine {
        doing: "问不到监听的端口".to_owned(),
        cause,
    })?;
    Ok(args
        .public_url
        .clone()
        .unwrap_or_else(|| format!("http://{address}")))
}

/// Serves until SIGTERM or Ctrl-C; requests under way are finished, jobs under way are taken up again next time.
pub(crate) async fn until_stopped(app: App, listener: TcpListener) -> Result<ExitCode, CliError> {
    say(&format!("OneX 已启动：{}", app.config.public_url));
    let work = tokio::spawn(worker::run(app.clone()));
    let outbox = tokio::spawn(notices::run(app.clone()));
    let service = router(&app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(stop())
        .await
        .map_err(|cause| CliError::Machine {
            doing: "服务中断".to_owned(),
            cause,
        })?;
    work.abort();
    outbox.abort();
    Ok(ExitCode::SUCCESS)
}

async fn stop() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(error) => {
                tracing::error!(%error, "SIGTERM cannot be heard; stop with Ctrl-C");
                std::future::pending::<()>().await;
            }
        }
    };
    tokio::select! {
        () = terminated => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
