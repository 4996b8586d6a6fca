//! Which hosts a request may name.
//!
//! In: a request's head. Out: the head is taken, or the reason against it. A page of the web must not reach the gateway by
//! a name of its own that it lets point to loopback (DNS rebinding): a browser sends that name in `Host`.

use super::refusal::Refusal;
use http::{Version, header, request, uri::Authority};
use std::net::IpAddr;

/// Loopback, and the names that were added to it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hosts {
    added: Vec<String>,
}

impl Hosts {
    /// Takes the host `name` too, with any port; `*` stands for every host.
    pub(super) fn add(&mut self, name: &str) {
        self.added.push(name.to_ascii_lowercase());
    }

    /// Refuses a head without its one host (RFC 9112, section 3.2), or with one that is not taken.
    pub(crate) fn check(&self, head: &request::Parts) -> Result<(), Refusal> {
        let mut hosts = head.headers.get_all(header::HOST).iter();
        let host = match (hosts.next(), hosts.next()) {
            (Some(host), None) => host,
            (None, _) if head.version < Version::HTTP_11 => return Ok(()),
            (None, _) => return Err(Refusal::NoHost),
            (Some(_), Some(_)) => return Err(Refusal::SeveralHosts),
        };
        let named = match head.uri.authority() {
            Some(authority) => authority.as_str().as_bytes(),
            None => host.as_bytes(),
        };
        if self.takes(named) {
            return Ok(());
        }
        Err(Refusal::ForeignHost(
            named.escape_ascii().take(100).map(char::from).collect(),
        ))
    }

    fn takes(&self, named: &[u8]) -> bool {
        if self.added.iter().any(|added| added == "*") {
            return true;
        }
        let Ok(authority) = Authority::try_from(named) else {
            return false;
        };
        let name = authority.host();
        let address = name.trim_start_matches('[').trim_end_matches(']');
        let top = name.rsplit('.').next().unwrap_or(name);
        let is_loopback = top.eq_ignore_ascii_case("localhost")
            || address
                .parse::<IpAddr>()
                .is_ok_and(|address| address.is_loopback());
        let is_added = || self.added.contains(&name.to_ascii_lowercase());
        // Nothing but a port stands beside the name: `[::1].evil.example` has the host `[::1]` too.
        let beside = authority.as_str().strip_prefix(name);
        let is_alone = beside.is_some_and(|rest| rest.is_empty() || rest.starts_with(':'));
        is_alone && (is_loopback || is_added())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::Request;

    fn check(hosts: &Hosts, host: &str) -> bool {
        let request = Request::get("/").header(header::HOST, host).body(());
        hosts.check(&request.unwrap().into_parts().0).is_ok()
    }

    #[test]
    fn takes_loopback_only() {
        let hosts = Hosts::default();
        for host in [
            "localhost",
            "LocalHost:8700",
            "api.localhost:1",
            "127.0.0.1",
            "127.1.2.3:80",
            "[::1]:8700",
        ] {
            assert!(check(&hosts, host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "evillocalhost",
            "127.0.0.1.evil.example",
            "192.168.0.1",
            "0.0.0.0",
            "[::2]",
            "[::1].evil.example",
            "[::1]evil",
            "localhost@evil.example",
            "localhost@localhost",
            "evil.example@localhost",
            "a b",
        ] {
            assert!(!check(&hosts, host), "{host}");
        }
    }

    #[test]
    fn takes_what_was_added() {
        let mut hosts = Hosts::default();
        hosts.add("Api.Test");
        assert!(check(&hosts, "api.test:8700"));
        assert!(!check(&hosts, "other.test"));
        hosts.add("*");
        assert!(check(&hosts, "other.test"));
    }

    #[test]
    fn an_absolute_target_names_the_host() {
        let hosts = Hosts::default();
        for (target, taken) in [
            ("http://localhost/x", true),
            ("http://evil.example/x", false),
        ] {
            let request = Request::get(target).header(header::HOST, "localhost");
            let head = request.body(()).unwrap().into_parts().0;
            assert_eq!(hosts.check(&head).is_ok(), taken, "{target}");
        }
    }
}
