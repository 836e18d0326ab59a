//! The headers that every answer carries: what a page from here may load, embed and ask for, which is next to nothing.
//!
//! Whoever serves the app could serve hostile code; these keep anybody else from adding some.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const FIXED: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("x-frame-options"), "DENY"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), bluetooth=(), serial=(), midi=(), \
         display-capture=(), browsing-topics=()",
    ),
];

/// Sets them all.
pub(super) fn protect(headers: &mut HeaderMap, host: Option<&HeaderValue>) {
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, policy(host));
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// Older Safari does not count a WebSocket to the same host as `'self'`, so it is named as well.
fn policy(host: Option<&HeaderValue>) -> HeaderValue {
    let plain = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'-' | b':' | b'[' | b']');
    let host = host
        .and_then(|host| host.to_str().ok())
        .filter(|host| !host.is_empty() && host.len() <= 255 && host.bytes().all(plain));
    let Some(host) = host else { return HeaderValue::from_static(POLICY) };
    let with_sockets = POLICY.replace("connect-src 'self'", &format!("connect-src 'self' ws://{host} wss://{host}"));
    HeaderValue::from_str(&with_sockets).unwrap_or(HeaderValue::from_static(POLICY))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn policy_for(host: &str) -> String {
        let mut headers = HeaderMap::new();
        protect(&mut headers, HeaderValue::from_str(host).ok().as_ref());
        headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned()
    }

    #[test]
    fn a_page_may_talk_to_where_it_came_from_and_nowhere_else() {
        assert!(policy_for("127.0.0.1:8787").contains("connect-src 'self' ws://127.0.0.1:8787 wss://127.0.0.1:8787;"));
        assert!(policy_for("[::1]:80").contains("ws://[::1]:80 "));
    }

    #[test]
    fn a_host_that_is_none_adds_nothing_to_the_policy() {
        for host in ["", "a; script-src *", "a b", "evil.example *", "x'y"] {
            assert_eq!(policy_for(host), POLICY);
        }
    }

    #[test]
    fn nothing_is_cached_unless_said_so() {
        let mut headers = HeaderMap::new();
        protect(&mut headers, None);
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    }
}
