//! Which template applies: the media type alone decides, without its parameters.

use crate::document::Template;

/// The template whose key is `media_type`.
pub(super) fn exact<'a>(
    templates: &'a [(String, Template)],
    media_type: &str,
) -> Option<(&'a str, &'a Template)> {
    templates
        .iter()
        .find(|(key, _)| plain(key).eq_ignore_ascii_case(media_type))
        .map(|(key, template)| (key.as_str(), template))
}

/// The entry whose key is `media_type`, else the one for JSON, else the first.
pub(super) fn closest<'a, T>(
    entries: &'a [(String, T)],
    media_type: &str,
) -> Option<(&'a str, &'a T)> {
    let of = |wanted: &str| {
        entries
            .iter()
            .find(|(key, _)| plain(key).eq_ignore_ascii_case(wanted))
    };
    of(media_type)
        .or_else(|| of("application/json"))
        .or_else(|| entries.first())
        .map(|(key, entry)| (key.as_str(), entry))
}

fn plain(key: &str) -> &str {
    key.split(';').next().unwrap_or(key).trim()
}

/// Whether one of the binary media types, which may be `image/*` or `*/*`, covers `media_type`.
///
/// `*/png` covers nothing, and neither `image` nor `*/*` as a media type is covered by `image/*`: so AWS was recorded
/// (`LocalStack`'s AWS-validated test `test_aws_proxy_binary_response`). That `*/*` covers everything is documented:
/// [Binary media types](https://docs.aws.amazon.com/apigateway/latest/developerguide/lambda-proxy-binary-media.html).
pub(super) fn is_binary(binary: &[String], media_type: &str) -> bool {
    let Some((kind, subtype)) = media_type.split_once('/') else {
        return false;
    };
    binary.iter().any(|pattern| match pattern.split_once('/') {
        Some(("*", "*")) => true,
        Some(("*", _)) | None => false,
        Some((of, "*")) => of.eq_ignore_ascii_case(kind),
        Some((of, sub)) => of.eq_ignore_ascii_case(kind) && sub.eq_ignore_ascii_case(subtype),
    })
}

/// A header's name as clients of HTTP/1.1 usually write it: `Content-Type`.
///
/// Names arrive here in lower case, and templates and functions ask for them by their exact spelling.
pub(super) fn train_case(name: &str) -> String {
    let mut spelled = name.to_owned();
    let mut start = 0;
    loop {
        if let Some(first) = spelled.get_mut(start..=start) {
            first.make_ascii_uppercase();
        }
        let dash = name.bytes().skip(start).position(|byte| byte == b'-');
        match dash {
            Some(dash) => start += dash + 1,
            None => return spelled,
        }
    }
}
