//! The address a request comes from, for limits on guessing.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};

use super::client_address::client_address;
use super::{App, WebError};

/// Who asks; a proxy's own address only where it is not one of the trusted. Tests have none and share one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) IpAddr);

impl Peer {
    pub(crate) fn of(app: &App, headers: &HeaderMap, extensions: &Extensions) -> Self {
        let peer = extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| {
            peer.ip()
        });
        let lines = headers.get_all("x-forwarded-for").iter();
        let forwarded = lines.map(|line| line.to_str().unwrap_or_default());
        Self(client_address(peer, forwarded, &app.config.trusted_proxies))
    }
}

impl FromRequestParts<App> for Peer {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, WebError> {
        Ok(Self::of(app, &parts.headers, &parts.extensions))
    }
}
