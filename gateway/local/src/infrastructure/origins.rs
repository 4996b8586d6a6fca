//! Where each part of a document that was put together stands in the file it was made from.

use serde_json::Value;
use std::collections::BTreeMap;

/// The places of a file by those of the document, both as JSON pointers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Origins {
    file: Value,
    places: BTreeMap<String, String>,
}

impl Origins {
    pub(super) fn new(file: &Value) -> Self {
        Self {
            file: file.clone(),
            places: BTreeMap::new(),
        }
    }

    /// Notes that what is at `pointer` in the document was made from what is at `origin` in the file.
    pub(super) fn note(&mut self, pointer: String, origin: &str) {
        self.places.insert(pointer, origin.to_owned());
    }

    /// The place in the file, as near as it is known.
    pub(crate) fn of(&self, pointer: &str) -> String {
        let mut known = pointer;
        let origin = loop {
            if let Some(origin) = self.places.get(known) {
                break origin;
            }
            match known.rfind('/') {
                Some(slash) => known = &known[..slash],
                None => return String::new(),
            }
        };
        let mut place = origin.clone();
        let mut value = self.file.pointer(origin);
        for segment in pointer[known.len()..].split('/').skip(1) {
            let Some((name, inner)) = value.and_then(|value| member(value, segment)) else {
                break;
            };
            place.push('/');
            place.push_str(&name);
            value = Some(inner);
        }
        place
    }
}

/// The member of `value` for a segment of a pointer, which `CloudFormation` spells `Uri` and Terraform `request_templates`.
fn member<'a>(value: &'a Value, segment: &str) -> Option<(String, &'a Value)> {
    if let Some(inner) = value.pointer(&format!("/{segment}")) {
        return Some((segment.to_owned(), inner));
    }
    let plain = |name: &str| name.replace('_', "").to_ascii_lowercase();
    let (wanted, members) = (plain(segment), value.as_object()?);
    let (name, inner) = members.iter().find(|(name, _)| plain(name) == wanted)?;
    Some((escaped(name), inner))
}

/// A name as a segment of a JSON pointer: RFC 6901, section 3.
pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn places_are_as_near_as_the_file_has_them() {
        let file = json!({"Resources": {"Get": {"Properties": {
            "Integration": {"Uri": {"Ref": "x"}, "request_templates": {"application/json": 7}},
        }}}});
        let mut origins = Origins::new(&file);
        origins.note("/paths/~1a/get".to_owned(), "/Resources/Get/Properties");
        origins.note(
            "/paths/~1a/get/x".to_owned(),
            "/Resources/Get/Properties/Integration",
        );
        for (pointer, place) in [
            ("/paths/~1a/get/x/uri", "/Integration/Uri"),
            (
                "/paths/~1a/get/x/requestTemplates/application~1json",
                "/Integration/request_templates/application~1json",
            ),
            ("/paths/~1a/get/x/credentials/0", "/Integration"),
            ("/paths/~1a/get/security", ""),
        ] {
            assert_eq!(
                origins.of(pointer),
                format!("/Resources/Get/Properties{place}")
            );
        }
        assert_eq!(origins.of("/paths/~1b"), "");
        assert_eq!(origins.of(""), "");
    }
}
