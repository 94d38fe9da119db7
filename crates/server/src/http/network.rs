//! From which network a request comes, when nobody is signed in.

use std::net::{IpAddr, SocketAddr};

use http::{HeaderMap, HeaderName};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Bits of an address that name a network: what a provider gives to one customer.
const IPV4: u8 = 24;
const IPV6: u8 = 56;

/// Who holds the other end of a connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub(super) IpAddr);

/// The first address of the client's network. Behind a proxy that is trusted, it is the network of
/// the last address in `X-Forwarded-For` that no such proxy has; what stands before it is hearsay.
pub(super) fn of(Peer(peer): Peer, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut client = peer.to_canonical();
    let mut claims = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .rev()
        .flat_map(|value| {
            let value = value.to_str().unwrap_or_default();
            value.rsplit(',').map(|claim| address(claim.trim()))
        });
    while is_trusted(&client) {
        let Some(Some(claim)) = claims.next() else {
            break;
        };
        client = claim.to_canonical();
    }
    of_address(client)
}

/// The address in a claim. Some gateways write the port of the client too.
fn address(claim: &str) -> Option<IpAddr> {
    let with_port = || claim.parse().map(|address: SocketAddr| address.ip());
    claim.parse().or_else(|_| with_port()).ok()
}

/// The first address of an address's network.
pub(super) fn of_address(address: IpAddr) -> IpAddr {
    // The lengths are those of the constants, within what an address has.
    let network = match address {
        IpAddr::V4(address) => Ipv4Net::new(address, IPV4).map(|net| net.network().into()),
        IpAddr::V6(address) => Ipv6Net::new(address, IPV6).map(|net| net.network().into()),
    };
    network.unwrap_or(address)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn client(peer: &str, forwarded: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED_FOR, HeaderValue::from_str(value).unwrap());
        }
        let trusted = ["10.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()];
        of(Peer(peer.parse().unwrap()), &headers, &trusted).to_string()
    }

    #[test]
    fn a_network_pays_as_one() {
        assert_eq!(client("192.0.2.77", &[]), "192.0.2.0");
        assert_eq!(client("2001:db8:1:2fff:1::9", &[]), "2001:db8:1:2f00::");
        assert_eq!(client("::ffff:192.0.2.77", &[]), "192.0.2.0");
    }

    #[test]
    fn only_a_trusted_proxy_tells_for_whom_it_asks() {
        assert_eq!(client("192.0.2.77", &["198.51.100.7"]), "192.0.2.0");
        assert_eq!(client("10.1.2.3", &["198.51.100.7"]), "198.51.100.0");
        assert_eq!(client("::1", &["198.51.100.7"]), "198.51.100.0");
    }

    #[test]
    fn what_the_client_itself_claims_is_not_believed() {
        assert_eq!(
            client("10.1.2.3", &["203.0.113.9, 198.51.100.7, 10.9.9.9"]),
            "198.51.100.0"
        );
        assert_eq!(
            client("10.1.2.3", &["203.0.113.9", "198.51.100.7"]),
            "198.51.100.0"
        );
    }

    #[test]
    fn a_port_beside_the_address_is_passed_over() {
        assert_eq!(client("10.1.2.3", &["198.51.100.7:5678"]), "198.51.100.0");
        assert_eq!(
            client("10.1.2.3", &["[2001:db8:1:2fff:1::9]:80"]),
            "2001:db8:1:2f00::"
        );
        assert_eq!(
            client("10.1.2.3", &["198.51.100.7:5678, 10.9.9.9:443"]),
            "198.51.100.0"
        );
        assert_eq!(client("10.1.2.3", &["198.51.100.7:https"]), "10.1.2.0");
    }

    #[test]
    fn a_proxy_that_says_nothing_pays_itself() {
        assert_eq!(client("10.1.2.3", &[]), "10.1.2.0");
        assert_eq!(client("10.1.2.3", &["unknown"]), "10.1.2.0");
        assert_eq!(client("10.1.2.3", &["10.4.5.6"]), "10.4.5.0");
    }
}
