use super::*;
use serde::Deserialize;
use std::collections::HashMap;

fn found<T: DeserializeOwned>(names: &[&str]) -> Option<Fault> {
    fault::<T>(names)
}

/// The problems of one extractor, which its signature calls `name`.
fn problems_of(name: &str, path: &str, find: Option<FindFault>) -> Vec<String> {
    let extractors = [(name.to_owned(), find), ("State<()>".to_owned(), None)];
    problems(path, extractors.into_iter())
}

/// What axum takes for its first variant, a number, a text, a UUID, a list.
#[derive(Deserialize)]
#[allow(dead_code, reason = "what is read is not looked at")]
struct Cart {
    kind: Kind,
    number: u32,
    note: Option<String>,
    #[serde(default)]
    page: u8,
    #[serde(rename = "cart_id", alias = "cart")]
    id: Uuid,
    last: String,
}

#[derive(Deserialize)]
enum Kind {
    Open,
}

/// Only a UUID is read.
struct Uuid;

impl<'de> Deserialize<'de> for Uuid {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let is_uuid = text.len() == 36 && text.split('-').count() == 5;
        is_uuid
            .then_some(Self)
            .ok_or_else(|| serde::de::Error::custom("no UUID"))
    }
}

#[test]
fn names_are_found_behind_any_value() {
    let names = ["kind", "number", "cart", "last"];
    assert_eq!(found::<Cart>(&names), None);
    assert_eq!(found::<Cart>(&names[..3]), Some(Fault::Missing("last")));
    let renamed = ["kind", "number", "id", "last"];
    assert_eq!(found::<Cart>(&renamed), Some(Fault::Missing("cart_id")));
    assert_eq!(found::<Cart>(&["booking_id"]), Some(Fault::Missing("kind")));
}

#[test]
fn numbers_of_parameters_are_found_behind_newtypes() {
    #[derive(Deserialize)]
    #[allow(dead_code, reason = "what is read is not looked at")]
    struct Id(u32);
    #[derive(Deserialize)]
    #[allow(dead_code, reason = "what is read is not looked at")]
    struct Pair(u32, Id);

    assert_eq!(found::<Id>(&["a"]), None);
    assert_eq!(found::<Id>(&[]), Some(Fault::Count(1)));
    assert_eq!(found::<Kind>(&["a", "b"]), Some(Fault::Count(1)));
    assert_eq!(found::<Pair>(&["a", "b"]), None);
    assert_eq!(found::<(Id, u8, u8)>(&["a", "b"]), Some(Fault::Count(3)));
}

#[test]
fn what_only_a_request_can_tell_is_taken_as_right() {
    #[derive(Deserialize)]
    #[allow(dead_code, reason = "what is read is not looked at")]
    struct Flat {
        id: u32,
        #[serde(flatten)]
        others: HashMap<String, String>,
    }
    #[derive(Deserialize)]
    #[allow(dead_code, reason = "what is read is not looked at")]
    struct Never {
        first: NeverRead,
        second: u32,
    }
    struct NeverRead;
    impl<'de> Deserialize<'de> for NeverRead {
        fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
            Err(serde::de::Error::custom("not by these"))
        }
    }

    assert_eq!(found::<HashMap<String, String>>(&["a"]), None);
    assert_eq!(found::<Vec<String>>(&["a", "b"]), None);
    assert_eq!(found::<Flat>(&["other"]), None);
    assert_eq!(found::<Never>(&["first"]), None);
}

#[test]
fn unknown_parameters_are_found_where_they_are_refused() {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "what is read is not looked at")]
    struct Strict {
        id: u32,
    }
    assert_eq!(
        found::<Strict>(&["id", "shop"]),
        Some(Fault::Unknown("shop".to_owned()))
    );
    assert_eq!(
        problems_of(
            "Path<Strict>",
            "/shops/{shop}/{id}",
            PathProbe::<Path<Strict>>::FIND_FAULT
        ),
        [
            "its `Path<Strict>` refuses the parameter `shop` of the path `/shops/{shop}/{id}`: add a field `shop`, or remove `#[serde(deny_unknown_fields)]`"
        ]
    );
}

#[test]
fn a_name_that_differs_is_reported_with_its_remedies() {
    #[derive(Deserialize)]
    #[allow(dead_code, reason = "what is read is not looked at")]
    struct Booking {
        id: u32,
    }
    let booking = |path| {
        problems_of(
            "Path<Booking>",
            path,
            PathProbe::<Path<Booking>>::FIND_FAULT,
        )
    };
    assert_eq!(booking("/c/{id}"), [""; 0]);
    assert_eq!(
        booking("/c/{booking_id}"),
        [
            "its `Path<Booking>` needs a parameter `id`, and the path `/c/{booking_id}` has the parameter `booking_id`: write `{id}` in the path, or `#[serde(rename = \"booking_id\")]` above the field `id`"
        ]
    );
    assert_eq!(
        problems_of(
            "Path<(u8, u8)>",
            "/c/{*rest}",
            PathProbe::<Path<(u8, u8)>>::FIND_FAULT
        ),
        [
            "its `Path<(u8, u8)>` takes 2 parameters, and the path `/c/{*rest}` has the parameter `rest`"
        ]
    );
}

#[test]
fn what_axum_reads_from_no_path_is_reported_with_its_remedy() {
    #[derive(Deserialize)]
    #[allow(dead_code, reason = "what is read is not looked at")]
    struct Search {
        tags: Option<Vec<String>>,
    }
    let option = problems_of(
        "Path<Option<u32>>",
        "/c/{id}",
        PathProbe::<Path<Option<u32>>>::FIND_FAULT,
    );
    assert_eq!(
        option,
        [
            "its `Path<Option<u32>>` reads the path `/c/{id}` as an `Option`, and a path that matches has all of its parameters: remove the `Option`"
        ]
    );
    let list = problems_of(
        "Path<Search>",
        "/c/{tags}",
        PathProbe::<Path<Search>>::FIND_FAULT,
    );
    assert_eq!(
        list,
        [
            "its `Path<Search>` reads the parameter `tags` of the path `/c/{tags}` as a list, and a parameter is one text: take it as a number, a `String`, or a type of your own that reads one text"
        ]
    );
    let pair = problems_of(
        "Path<((u32, u32), u32)>",
        "/c/{a}/{b}",
        PathProbe::<Path<((u32, u32), u32)>>::FIND_FAULT,
    );
    assert_eq!(
        pair,
        [
            "its `Path<((u32, u32), u32)>` reads the parameter `a` of the path `/c/{a}/{b}` as a pair whose first part is not text, and that part is the parameter's name: take the value alone, or `(String, T)`"
        ]
    );
}
