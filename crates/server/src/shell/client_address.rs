//! From which address a request comes when a proxy stands before the program (ux-security B4).
//!
//! `X-Forwarded-For` is written by whoever sends the request, so it counts only where a known proxy handed it on:
//! read from the right, the first address that is no known proxy is the sender's. What stands further left may be
//! invented and is not looked at.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

/// Addresses with one beginning, as people write them: `10.0.0.0/8`, `fd00::/8`, or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

/// What is no network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("代理的网段要写成 10.0.0.0/8 或 192.168.1.5 这样")]
pub struct NotANetwork;

impl FromStr for Network {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let (address, prefix) = match text.trim().split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text.trim(), None),
        };
        let address: IpAddr = address.parse().map_err(|_| NotANetwork)?;
        let longest = width(address);
        let prefix = prefix.map_or(Ok(longest), |prefix| {
            prefix.parse().map_err(|_| NotANetwork)
        })?;
        if prefix > longest {
            return Err(NotANetwork);
        }
        Ok(Self { address, prefix })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix)
    }
}

impl Network {
    /// Whether an address lies in it. IPv4 and IPv6 never match each other.
    fn holds(self, address: IpAddr) -> bool {
        let width = width(self.address);
        if width != self::width(address) {
            return false;
        }
        let differing = number(self.address) ^ number(address);
        let rest = u32::from(width - self.prefix);
        // A shift by the whole width is no shift: a prefix of nothing holds every address.
        differing.checked_shr(rest).unwrap_or(0) == 0
    }
}

const fn width(address: IpAddr) -> u8 {
    match address {
        IpAddr::V4(_) => 32,
        IpAddr::V6(_) => 128,
    }
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(four) => u128::from(u32::from(four)),
        IpAddr::V6(six) => u128::from(six),
    }
}

/// The sender's address: the peer's, unless a trusted proxy says on whose behalf it asks.
///
/// `forwarded` are the header's lines in the order they stand in. An entry that is no address ends the search:
/// then the nearest known hop counts.
pub(crate) fn client_address<'a>(
    peer: IpAddr,
    forwarded: impl DoubleEndedIterator<Item = &'a str>,
    trusted: &[Network],
) -> IpAddr {
    let known = |address: IpAddr| trusted.iter().any(|network| network.holds(address));
    let mut nearest = peer.to_canonical();
    for entry in forwarded.rev().flat_map(|line| line.rsplit(',')) {
        if !known(nearest) {
            break;
        }
        match entry_address(entry) {
            Some(address) => nearest = address,
            None => break,
        }
    }
    nearest
}

/// Some proxies write the port too.
fn entry_address(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim();
    let plain = entry
        .strip_prefix('[')
        .and_then(|entry| entry.strip_suffix(']'))
        .unwrap_or(entry);
    let address = plain
        .parse::<IpAddr>()
        .or_else(|_| entry.parse::<SocketAddr>().map(|socket| socket.ip()));
    address.ok().map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::{Network, NotANetwork, client_address};

    fn networks(text: &str) -> Vec<Network> {
        text.split_whitespace()
            .map(|one| one.parse().unwrap())
            .collect()
    }

    #[test]
    fn only_a_trusted_proxy_may_say_on_whose_behalf_it_asks() {
        const PROXY: &str = "127.0.0.1 10.0.0.0/8";
        // (who connects, the header's lines, whom we trust, whose address counts)
        let table: &[(&str, &[&str], &str, &str)] = &[
            ("203.0.113.9", &[], "", "203.0.113.9"),
            ("127.0.0.1", &["203.0.113.9"], "", "127.0.0.1"),
            ("203.0.113.9", &["198.51.100.1"], PROXY, "203.0.113.9"),
            ("127.0.0.1", &[], PROXY, "127.0.0.1"),
            ("127.0.0.1", &["203.0.113.9"], PROXY, "203.0.113.9"),
            // What the sender invented stands left of what the proxy saw.
            ("127.0.0.1", &["1.1.1.1, 203.0.113.9"], PROXY, "203.0.113.9"),
            (
                "127.0.0.1",
                &["10.9.9.9, 203.0.113.9"],
                PROXY,
                "203.0.113.9",
            ),
            // Two proxies in a row, on one line and on two.
            (
                "127.0.0.1",
                &["1.1.1.1, 203.0.113.9, 10.2.0.4"],
                PROXY,
                "203.0.113.9",
            ),
            (
                "127.0.0.1",
                &["1.1.1.1, 203.0.113.9", "10.2.0.4"],
                PROXY,
                "203.0.113.9",
            ),
            ("127.0.0.1", &["10.1.0.1, 10.2.0.4"], PROXY, "10.1.0.1"),
            // No address: the nearest hop we know.
            ("127.0.0.1", &["203.0.113.9, unknown"], PROXY, "127.0.0.1"),
            (
                "127.0.0.1",
                &["203.0.113.9, unknown, 10.2.0.4"],
                PROXY,
                "10.2.0.4",
            ),
            ("127.0.0.1", &[""], PROXY, "127.0.0.1"),
            // Ports, and IPv4 written as IPv6.
            ("127.0.0.1", &["203.0.113.9:51234"], PROXY, "203.0.113.9"),
            (
                "::ffff:127.0.0.1",
                &["::ffff:203.0.113.9"],
                PROXY,
                "203.0.113.9",
            ),
            ("::1", &["[2001:db8::7]:443"], "::1", "2001:db8::7"),
            ("fd00::2", &["2001:db8::7"], "fd00::/8", "2001:db8::7"),
            ("192.0.2.1", &["203.0.113.9"], "0.0.0.0/0", "203.0.113.9"),
            ("2001:db8::1", &["203.0.113.9"], "0.0.0.0/0", "2001:db8::1"),
        ];
        for (peer, lines, trusted, expected) in table {
            let found = client_address(
                peer.parse().unwrap(),
                lines.iter().copied(),
                &networks(trusted),
            );
            assert_eq!(
                found.to_string(),
                *expected,
                "{peer} says {lines:?}, trusting {trusted:?}"
            );
        }
    }

    #[test]
    fn a_network_is_an_address_with_the_length_of_its_beginning() {
        for wrong in [
            "",
            "proxy",
            "10.0.0.0/33",
            "::/129",
            "10.0.0.0/-1",
            "10.0.0/8",
            "10.0.0.0/",
        ] {
            assert_eq!(wrong.parse::<Network>(), Err(NotANetwork), "{wrong}");
        }
        let inside = |network: &str, address: &str| {
            let network: Network = network.parse().unwrap();
            network.holds(address.parse().unwrap())
        };
        assert!(inside("192.168.4.0/22", "192.168.7.255"));
        assert!(!inside("192.168.4.0/22", "192.168.8.0"));
        assert!(inside("192.168.1.5", "192.168.1.5"));
        assert!(!inside("192.168.1.5", "192.168.1.4"));
        assert!(inside("::/0", "2001:db8::1"));
        assert!(!inside("::/0", "10.0.0.1"));
    }
}
