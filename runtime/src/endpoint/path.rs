//! Whether `Path<T>` can read the parameters of the endpoint's path.
//!
//! In: the extractor's type, and the path. Out: what makes every request fail, with the remedy. How many parameters a tuple or
//! a number takes is known while compiling. Which names a struct takes is known once its `Deserialize` has been asked, which
//! happens when the API starts; so is what axum reads from no path, such as a list in one parameter. Must not judge values, nor types that
//! read a map: what cannot be known is taken as right.

mod recording;
mod value;

use super::{Endpoint, Route, WithRejection};
use crate::{ApiError, const_text::ConstText};
use axum::extract::Path;
use recording::{Fault, Shape, fault};
use serde::de::DeserializeOwned;
use std::marker::PhantomData;

/// Tells what keeps an extractor from reading parameters of these names.
pub type FindFault = fn(&[&str]) -> Option<Fault>;

/// What could be wrong with the names of the parameters, and how many there are, as far as it is known.
pub(super) type PathReading = (Option<FindFault>, Option<usize>);

/// How an extractor reads the path, if it reads none or there is none.
pub const NO_PATH: PathReading = (None, None);

/// Tells how the extractor `T` reads the parameters of a path, if it does.
#[derive(Debug)]
pub struct PathProbe<T>(PhantomData<T>);

impl<T: DeserializeOwned> PathProbe<Path<T>> {
    /// What is wrong with the names.
    pub const FIND_FAULT: Option<FindFault> = Some(fault::<T>);
}

/// It is `None` on a path without parameters, and refuses as `Path<T>` does on any other.
impl<T: DeserializeOwned> PathProbe<Option<Path<T>>> {
    /// What is wrong with the names.
    pub const FIND_FAULT: Option<FindFault> = Some(|names| {
        let fault = fault::<T>(names)?;
        (!(names.is_empty() && matches!(fault, Fault::Count(_)))).then_some(fault)
    });
}

/// It refuses no request, and is an `Err` where `Path<T>` refuses.
impl<T: DeserializeOwned, R> PathProbe<Result<Path<T>, R>> {
    /// What is wrong with the names.
    pub const FIND_FAULT: Option<FindFault> = Some(fault::<T>);
}

impl<T: DeserializeOwned, E: ApiError> PathProbe<WithRejection<Path<T>, E>> {
    /// What is wrong with the names.
    pub const FIND_FAULT: Option<FindFault> = Some(fault::<T>);
}

/// The constants of a [`PathProbe`] whose extractor does not read parameters, or in a way that is not known.
pub trait UnknownPath {
    /// Nothing is known.
    const FIND_FAULT: Option<FindFault> = None;
    /// Nothing is known.
    const COUNT: Option<usize> = None;
}

impl<T> UnknownPath for PathProbe<T> {}

/// A type of which the number of parameters is known.
pub trait Counted {
    /// How many parameters the path has.
    const COUNT: usize;
}

impl<T: Counted> PathProbe<Path<T>> {
    /// How many parameters the path has.
    pub const COUNT: Option<usize> = Some(T::COUNT);
}

macro_rules! single {
    ($($single:ty)*) => {$(
        impl Counted for $single {
            const COUNT: usize = 1;
        }
    )*};
}

single!(bool char String f32 f64 u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

macro_rules! tuples {
    ($($count:literal: $($name:ident)*;)*) => {$(
        impl<$($name),*> Counted for ($($name,)*) {
            const COUNT: usize = $count;
        }
    )*};
}

tuples! {
    1: A;
    2: A B;
    3: A B C;
    4: A B C D;
    5: A B C D E;
    6: A B C D E F;
    7: A B C D E F G;
    8: A B C D E F G H;
}

/// Fails the build when an argument of `P` takes a number of parameters, and the path has another number of them.
#[track_caller]
pub const fn check_path<P: Endpoint>(index: usize) {
    let Some(count) = P::DECLARATION.arguments[index].parameters else {
        return;
    };
    let found = P::DECLARATION.parameters;
    if found == count {
        return;
    }
    let path = match P::DECLARATION.route {
        Some(Route { path, .. }) => path,
        None => "",
    };
    let text = ConstText::new()
        .push("`Path` takes ")
        .number(count)
        .push(if count == 1 {
            " parameter"
        } else {
            " parameters"
        })
        .push(" here, and the path `")
        .push(path)
        .push("` has ");
    let text = if found == 0 {
        text.push("none")
    } else {
        text.number(found)
    };
    text.push("\nhelp: ")
        .push(if found < count {
            "add a parameter to the path, such as `/{id}`, or take fewer in `Path`"
        } else {
            "take all of them, such as `Path<(u32, u32)>` for two, or write `#[derive(Deserialize)]` on a struct that names those it needs"
        })
        .fail();
}

/// What makes each request to `path` fail in one of the extractors, which are given as the handler's signature names them, with the remedy.
pub(crate) fn problems(
    path: &str,
    extractors: impl Iterator<Item = (String, Option<FindFault>)>,
) -> Vec<String> {
    let names: Vec<_> = names(path).collect();
    extractors
        .filter_map(|(extractor, find)| {
            let fault = find?(&names)?;
            Some(format!(
                "its `{extractor}` {}",
                sentence(path, &names, &fault)
            ))
        })
        .collect()
}

/// The names of the parameters, in order.
pub(super) fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('/')
        .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| name.trim_start_matches('*'))
}

fn sentence(path: &str, names: &[&str], fault: &Fault) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    let found = match quoted.as_slice() {
        [] => "no parameters".to_owned(),
        [one] => format!("the parameter {one}"),
        more => format!("the parameters {}", more.join(", ")),
    };
    match fault {
        Fault::Count(count) => format!(
            "takes {count} parameter{}, and the path `{path}` has {found}",
            if *count == 1 { "" } else { "s" }
        ),
        Fault::Missing(field) => format!(
            "needs a parameter `{field}`, and the path `{path}` has {found}: {}",
            match names {
                [only] => format!(
                    "write `{{{field}}}` in the path, or `#[serde(rename = \"{only}\")]` above the field `{field}`"
                ),
                _ => format!(
                    "write `{{{field}}}` in the path, or give the field `{field}` a name of those by `#[serde(rename = \"…\")]`"
                ),
            }
        ),
        Fault::Unknown(name) => format!(
            "refuses the parameter `{name}` of the path `{path}`: add a field `{name}`, or remove `#[serde(deny_unknown_fields)]`"
        ),
        Fault::Shape {
            shape,
            parameter: Some(name),
        } => format!(
            "reads the parameter `{name}` of the path `{path}` {}",
            shape.in_parameter()
        ),
        Fault::Shape {
            shape,
            parameter: None,
        } => format!("reads the path `{path}` {}", shape.of_path()),
    }
}

impl Shape {
    /// How one parameter is read, and how it can be.
    fn in_parameter(self) -> String {
        let shape = match self {
            Self::List => "list",
            Self::Tuple => "tuple",
            Self::Struct => "struct",
            Self::Map => "map",
            Self::Name => {
                return "as a pair whose first part is not text, and that part is the parameter's name: \
                        take the value alone, or `(String, T)`"
                    .to_owned();
            }
            Self::Option | Self::Other => {
                return format!("{UNUSUAL}: take it as a number or a `String`");
            }
        };
        format!(
            "as a {shape}, and a parameter is one text: take it as a number, a `String`, or a type of your own that reads one text"
        )
    }

    /// How a whole path is read, and how it can be.
    fn of_path(self) -> String {
        match self {
            Self::Option => "as an `Option`, and a path that matches has all of its parameters: remove the `Option`".to_owned(),
            _ => format!("{UNUSUAL}: take a number, a `String`, a tuple or a struct"),
        }
    }
}

const UNUSUAL: &str = "in a way that axum does not offer for paths";

#[cfg(test)]
mod against_axum;
#[cfg(test)]
mod tests;
