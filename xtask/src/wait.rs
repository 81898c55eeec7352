//! Waiting for a program that was started a moment ago.

use std::net::{SocketAddr, TcpListener};
use std::time::{Duration, Instant};

use crate::fault::Fault;

/// Look again ten times a second until `ready` says yes; `false` when the time is up.
#[expect(
    clippy::disallowed_methods,
    reason = "this program has nothing to do while another one starts"
)]
pub(crate) fn until(
    limit: Duration,
    mut ready: impl FnMut() -> Result<bool, Fault>,
) -> Result<bool, Fault> {
    let start = Instant::now();
    while start.elapsed() < limit {
        if ready()? {
            return Ok(true);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok(false)
}

/// An address of this machine on which nothing listens.
pub(crate) fn free_address() -> Result<SocketAddr, Fault> {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .map_err(|cause| Fault::new(format!("No free port on 127.0.0.1: {cause}")))
}
