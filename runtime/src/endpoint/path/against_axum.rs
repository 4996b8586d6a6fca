//! Each shape as axum itself reads it: what it accepts of some request is never refused here, and what is refused here it never accepts.

use super::*;
use axum::{Router, body::Body, extract::Request, routing::get};
use serde::{Deserialize, de::IgnoredAny};
use std::collections::{BTreeMap, HashMap};
use tower::ServiceExt;

/// Whether axum reads a `T` from one of the requests to `path`.
async fn axum_accepts<T: DeserializeOwned + Send + 'static>(path: &str, requests: &[&str]) -> bool {
    for request in requests {
        let router = Router::new().route(path, get(async |_: Path<T>| ()));
        let request = Request::get(*request).body(Body::empty()).unwrap();
        if router.oneshot(request).await.unwrap().status().is_success() {
            return true;
        }
    }
    false
}

/// Requests for paths of as many parameters, with values that numbers, texts, enums and UUIDs accept.
const VALUES: [&str; 3] = ["1", "Open", "00000000-0000-0000-0000-000000000000"];

async fn verdicts<T: DeserializeOwned + Send + 'static>(path: &str) -> (bool, bool) {
    let names: Vec<_> = names(path).collect();
    let requests = VALUES.map(|value| {
        names.iter().fold(path.to_owned(), |path, name| {
            path.replace(&format!("{{{name}}}"), value)
        })
    });
    let accepted = axum_accepts::<T>(path, &requests.each_ref().map(|request| &**request)).await;
    (accepted, fault::<T>(&names).is_none())
}

/// A row for each shape: its type, its path, whether axum accepts it.
macro_rules! shapes {
    ($($ty:ty, $path:literal, $accepted:literal;)*) => {
        #[tokio::test]
        async fn each_shape_is_judged_as_axum_reads_it() {
            $(assert_eq!(
                verdicts::<$ty>($path).await,
                ($accepted, $accepted),
                "{} at {}: axum, and the check",
                stringify!($ty),
                $path
            );)*
        }
    };
}

macro_rules! structs {
    ($($name:ident { $($(#[$meta:meta])* $field:ident: $ty:ty),* })*) => {$(
        #[derive(Deserialize)]
        #[allow(dead_code, reason = "what is read is not looked at")]
        struct $name { $($(#[$meta])* $field: $ty),* }
    )*};
}

structs! {
    Number { a: u32 }
    Optional { a: Option<u32> }
    Absent { a: u32, b: Option<u32> }
    List { a: Vec<u32> }
    OptionalList { a: Option<Vec<u32>> }
    DefaultList { #[serde(default)] a: Vec<u32> }
    AbsentList { a: u32, #[serde(default)] b: Vec<u32> }
    Nested { a: Number }
    Mapped { a: BTreeMap<String, String> }
    Tuple { a: (String, u32) }
    Array { a: [u32; 2] }
    Unit { a: () }
    Flat { a: u32, #[serde(flatten)] rest: HashMap<String, String> }
    FlatText { #[serde(flatten)] text: Text }
    FlatNumber { #[serde(flatten)] number: Number }
    Text { a: String }
    Ignored { a: IgnoredAny }
    Enum { a: Kind }
    Newtype { a: Id }
    NewtypeList { a: Ids }
    Both { a: u32, b: Vec<u32> }
}

#[derive(Deserialize)]
enum Kind {
    Open,
}

#[derive(Deserialize)]
#[serde(untagged)]
#[allow(dead_code, reason = "what is read is not looked at")]
enum Untagged {
    Text(String),
    Number(u32),
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "what is read is not looked at")]
struct Id(u32);

#[derive(Deserialize)]
#[allow(dead_code, reason = "what is read is not looked at")]
struct Ids(Vec<u32>);

#[derive(Deserialize)]
#[allow(dead_code, reason = "what is read is not looked at")]
struct OptionalId(Option<u32>);

#[derive(Deserialize)]
#[allow(dead_code, reason = "what is read is not looked at")]
struct Pair(u32, u32);

#[derive(Deserialize)]
struct Nothing;

/// Reads a list of what is separated by commas, from one text.
struct Separated;

impl<'de> Deserialize<'de> for Separated {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|_| Self)
    }
}

/// Takes a list, or nothing.
struct Lenient;

impl<'de> Deserialize<'de> for Lenient {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let _ = Vec::<u32>::deserialize(deserializer);
        Ok(Self)
    }
}

shapes! {
    u32, "/{a}", true;
    u32, "/{a}/{b}", false;
    u32, "/a", false;
    String, "/{a}", true;
    char, "/{a}", true;
    u128, "/{a}", true;
    f64, "/{a}", true;
    Kind, "/{a}", true;
    Untagged, "/{a}", true;
    Id, "/{a}", true;
    Ids, "/{a}", true;
    OptionalId, "/{a}", false;
    Option<u32>, "/{a}", false;
    Option<Number>, "/{a}", false;
    Option<(u32, u32)>, "/{a}/{b}", false;
    IgnoredAny, "/{a}", false;
    (), "/{a}", true;
    Nothing, "/{a}/{b}", true;
    Separated, "/{a}", true;
    Lenient, "/{a}", true;
    (u32,), "/{a}", true;
    (u32, String), "/{a}/{b}", true;
    (u32, u32), "/{a}", false;
    [u32; 2], "/{a}/{b}", true;
    [u32; 2], "/{a}", false;
    Pair, "/{a}/{b}", true;
    (Option<u32>, Option<u32>), "/{a}/{b}", true;
    ((u32, u32), u32), "/{a}/{b}", false;
    ((String, u32), u32), "/{a}/{b}", true;
    ((String, u32, u32), u32), "/{a}/{b}", false;
    (Pair, u32), "/{a}/{b}", false;
    (Number, u32), "/{a}/{b}", false;
    (Vec<u32>, u32), "/{a}/{b}", false;
    (BTreeMap<String, String>, u32), "/{a}/{b}", false;
    ((), u32), "/{a}/{b}", true;
    (Lenient, u32), "/{a}/{b}", true;
    Vec<u32>, "/{a}/{b}", true;
    Vec<u32>, "/a", true;
    Vec<Vec<u32>>, "/{a}", false;
    Vec<Vec<u32>>, "/a", true;
    Vec<Option<u32>>, "/{a}", true;
    Vec<Number>, "/{a}", false;
    Vec<(String, u32)>, "/{a}/{b}", true;
    Vec<(u32, u32)>, "/{a}/{b}", false;
    Vec<(String, Option<u32>)>, "/{a}", true;
    Vec<(String, Vec<u32>)>, "/{a}", false;
    HashMap<String, u32>, "/{a}/{b}", true;
    BTreeMap<String, String>, "/a", true;
    Number, "/{a}", true;
    Number, "/{a}/{b}", true;
    Number, "/{b}", false;
    Optional, "/{a}", true;
    Optional, "/{b}", true;
    Absent, "/{a}", true;
    List, "/{a}", false;
    OptionalList, "/{a}", false;
    OptionalList, "/{b}", true;
    DefaultList, "/{a}", false;
    DefaultList, "/{b}", true;
    AbsentList, "/{a}", true;
    Nested, "/{a}", false;
    Mapped, "/{a}", false;
    Tuple, "/{a}", false;
    Array, "/{a}", false;
    Unit, "/{a}", true;
    Text, "/{a}", true;
    Ignored, "/{a}", true;
    Enum, "/{a}", true;
    Newtype, "/{a}", true;
    NewtypeList, "/{a}", false;
    Both, "/{a}/{b}", false;
    Flat, "/{a}/{b}", true;
    FlatText, "/{a}", true;
}

/// What axum refuses here depends on values, or on a map, which are not judged.
#[tokio::test]
async fn maps_are_not_judged() {
    assert_eq!(verdicts::<FlatNumber>("/{a}").await, (false, true));
    assert_eq!(
        verdicts::<HashMap<String, Vec<u32>>>("/{a}").await,
        (false, true)
    );
}
