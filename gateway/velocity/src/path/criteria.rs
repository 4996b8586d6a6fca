//! One condition of a filter, compared as Jayway's `Criteria` does: a word without quotes on the right side is a string,
//! a number compares with a string by its digits, and a filter does not select a value that cannot be compared.

use super::{
    super::{
        error::shortened,
        value::{Heap, Number, Value},
    },
    Fault, Path,
    evaluate::{End, Walk},
    parse,
};
use apigw_java_regex::{Pattern, StepBudget};
use std::{borrow::Cow, cmp::Ordering};

/// A condition.
#[derive(Debug)]
pub(super) enum Criteria {
    Exists {
        path: Path,
        negated: bool,
    },
    Compares {
        model: Operand,
        comparison: Comparison,
        expected: Operand,
    },
}

#[derive(Debug)]
pub(super) enum Operand {
    Path(Path),
    Text(String),
    Pattern(Box<Pattern>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    GreaterOrEqual,
    LessOrEqual,
    NotEqual,
    Less,
    Greater,
    Matches,
}

/// Jayway splits a condition at the first of these that it contains anywhere.
const COMPARISONS: [(&str, Comparison); 7] = [
    ("==", Comparison::Equal),
    (">=", Comparison::GreaterOrEqual),
    ("<=", Comparison::LessOrEqual),
    ("!=", Comparison::NotEqual),
    ("<", Comparison::Less),
    (">", Comparison::Greater),
    ("=~", Comparison::Matches),
];

/// An operand as it is compared.
#[derive(Debug, Clone)]
enum Compared<'o> {
    Value(Value),
    Text(&'o str),
    Pattern(&'o Pattern),
}

impl Criteria {
    pub(super) fn parse(text: &str, depth: usize, steps: &mut StepBudget) -> Result<Self, Fault> {
        let blank = |c: char| c <= ' ';
        let found = COMPARISONS
            .iter()
            .find_map(|(sign, comparison)| Some((text.split_once(sign)?, *comparison)));
        let Some(((left, right), comparison)) = found else {
            let path = text.strip_prefix('!').unwrap_or(text);
            return match Operand::parse(path, depth, steps)? {
                Operand::Path(inner) if is_path(text) => Ok(Self::Exists {
                    path: inner,
                    negated: path.len() < text.len(),
                }),
                _ => Err(format!("`{}` has no operator", shortened(text)).into()),
            };
        };
        let (left, right) = (left.trim_matches(blank), right.trim_matches(blank));
        if right.starts_with("!@") {
            return Err("`!` can only stand in front of a path that has to exist".into());
        }
        let left = left
            .strip_prefix('!')
            .filter(|rest| rest.starts_with('@'))
            .unwrap_or(left);
        Ok(Self::Compares {
            model: Operand::parse(left, depth, steps)?,
            comparison,
            expected: Operand::parse(right, depth, steps)?,
        })
    }

    /// Whether the condition holds for a value.
    pub(super) fn accepts(&self, walk: &mut Walk<'_>, item: Value) -> Result<bool, End> {
        match self {
            Self::Exists { path, negated } => {
                let found = match walk.existing(path, item) {
                    Ok(value) => !value.is_null(),
                    Err(End::Missing) => false,
                    Err(problem) => return Err(problem),
                };
                Ok(found != *negated)
            }
            Self::Compares {
                model,
                comparison,
                expected,
            } => {
                let found = model.evaluate(walk, item).and_then(|model| {
                    let expected = expected.evaluate(walk, item)?;
                    holds(walk.heap, *comparison, &expected, &model)
                });
                match found {
                    Err(End::Missing) => Ok(false),
                    found => found,
                }
            }
        }
    }
}

fn is_path(text: &str) -> bool {
    ["$", "@", "!@"].iter().any(|start| text.starts_with(start))
}

impl Operand {
    fn parse(text: &str, depth: usize, steps: &mut StepBudget) -> Result<Self, Fault> {
        if text.starts_with(['$', '@']) {
            let path = parse::path(text, depth + 1, steps)?;
            if !path.is_definite() {
                let text = shortened(text);
                return Err(format!("`{text}` in a filter does not name one place").into());
            }
            return Ok(Self::Path(path));
        }
        if let Some(rest) = text.strip_prefix('\'')
            && text.ends_with('\'')
        {
            let inner = rest.strip_suffix('\'').ok_or("a quote is not closed")?;
            return Ok(Self::Text(inner.to_owned()));
        }
        if let Some(rest) = text.strip_prefix('/')
            && (text.ends_with('/') || text.ends_with("/i"))
        {
            let (pattern, flags) = rest.rsplit_once('/').ok_or("a pattern is not closed")?;
            let prefix = if flags == "i" { "(?i)" } else { "" };
            let pattern = Pattern::new_within(&[prefix, pattern].concat(), steps);
            let pattern = pattern.map_err(|error| {
                let text = shortened(text);
                match steps.left() {
                    0 => format!("the pattern `{text}` takes too many steps to be compiled"),
                    _ => format!("the pattern `{text}`: {error}"),
                }
            })?;
            return Ok(Self::Pattern(Box::new(pattern)));
        }
        Ok(Self::Text(text.to_owned()))
    }

    fn evaluate(&self, walk: &mut Walk<'_>, item: Value) -> Result<Compared<'_>, End> {
        Ok(match self {
            Self::Path(path) => Compared::Value(walk.operand(path, item)?),
            Self::Text(text) => Compared::Text(text),
            Self::Pattern(pattern) => Compared::Pattern(pattern),
        })
    }
}

/// Whether a comparison holds. Operands that cannot be compared are like a missing member: the filter does not select the value.
fn holds(
    heap: &mut Heap,
    comparison: Comparison,
    expected: &Compared<'_>,
    model: &Compared<'_>,
) -> Result<bool, End> {
    if comparison == Comparison::Matches {
        return matches(heap, expected, model);
    }
    let is_null = |operand: &Compared<'_>| matches!(operand, Compared::Value(Value::Null));
    let is_order = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
    if is_order && is_null(expected) != is_null(model) {
        return Ok(false);
    }
    let order = compare(heap, expected, model)?;
    Ok(match comparison {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Greater => order.is_lt(),
        Comparison::GreaterOrEqual => order.is_le(),
        Comparison::Less => order.is_gt(),
        Comparison::LessOrEqual => order.is_ge(),
        Comparison::Matches => false,
    })
}

fn matches(heap: &mut Heap, expected: &Compared<'_>, model: &Compared<'_>) -> Result<bool, End> {
    let (pattern, target) = match (expected, model) {
        (target, Compared::Pattern(pattern)) | (Compared::Pattern(pattern), target) => {
            (*pattern, target)
        }
        _ => return Err(End::Invalid("`=~` needs a pattern such as `/a.*/`".into())),
    };
    let text = match target {
        Compared::Value(Value::Null) => return Ok(false),
        Compared::Value(value) => Cow::Owned(heap.printed(*value)?),
        Compared::Text(text) => Cow::Borrowed(*text),
        Compared::Pattern(pattern) => Cow::Borrowed(pattern.as_str()),
    };
    let steps = &mut heap.budget.steps;
    let matches = pattern.matches_within(&text, steps);
    matches.map_err(|error| End::Invalid(error.to_string().into()))
}

/// Jayway's `safeCompare`.
fn compare(
    heap: &mut Heap,
    expected: &Compared<'_>,
    model: &Compared<'_>,
) -> Result<Ordering, End> {
    if is_same(expected, model) {
        return Ok(Ordering::Equal);
    }
    match (is_nullish(heap, expected), is_nullish(heap, model)) {
        (true, true) => return Ok(Ordering::Equal),
        (true, false) => return Ok(Ordering::Less),
        (false, true) => return Ok(Ordering::Greater),
        (false, false) => {}
    }
    for operand in [expected, model] {
        let length = match operand {
            Compared::Value(Value::Text(text) | Value::Number(Number::Digits(text))) => text.len(),
            Compared::Text(text) => text.len(),
            _ => 0,
        };
        heap.budget.read(length)?;
    }
    let text = |operand: &Compared<'_>| match operand {
        Compared::Value(Value::Text(text)) => Some(heap.str(*text).to_owned()),
        Compared::Text(text) => Some((*text).to_owned()),
        _ => None,
    };
    let number = |operand: &Compared<'_>| match operand {
        Compared::Value(Value::Number(number)) => Some(heap.numeric(*number).to_string()),
        _ => None,
    };
    let boolean = |operand: &Compared<'_>| match operand {
        Compared::Value(Value::Boolean(value)) => Some(*value),
        _ => None,
    };
    if let Some(expected) = text(expected) {
        if let Some(model) = text(model) {
            let expected = expected.replace("\\'", "'");
            return Ok(expected.encode_utf16().cmp(model.encode_utf16()));
        }
        if let Some(model) = number(model) {
            return compare_decimals(&expected, &model);
        }
        if let Some(model) = boolean(model) {
            return Ok(expected.eq_ignore_ascii_case("true").cmp(&model));
        }
    }
    if let (Some(expected), Some(model)) = (number(expected), number(model)) {
        return compare_decimals(&expected, &model);
    }
    if let (Some(expected), Some(model)) = (boolean(expected), boolean(model)) {
        return Ok(expected.cmp(&model));
    }
    Err(End::Missing)
}

/// Whether both are one object of the document.
fn is_same(one: &Compared<'_>, other: &Compared<'_>) -> bool {
    match (one, other) {
        (Compared::Value(Value::List(one)), Compared::Value(Value::List(other))) => one == other,
        (Compared::Value(Value::Map(one)), Compared::Value(Value::Map(other))) => one == other,
        _ => false,
    }
}

/// To Jayway, the string `null` is null.
fn is_nullish(heap: &Heap, operand: &Compared<'_>) -> bool {
    match operand {
        Compared::Value(Value::Null) => true,
        Compared::Value(Value::Text(text)) => heap.str(*text) == "null",
        Compared::Text(text) => *text == "null",
        _ => false,
    }
}

/// `new BigDecimal(one).compareTo(new BigDecimal(other))`.
fn compare_decimals(one: &str, other: &str) -> Result<Ordering, End> {
    Ok(decimal(one)?.compare(&decimal(other)?))
}

fn decimal(text: &str) -> Result<Decimal<'_>, End> {
    let problem = || format!("`{}` is not a number to compare with one", shortened(text));
    Decimal::parse(text).ok_or_else(|| End::Invalid(problem().into()))
}

/// A decimal number of any length: `0.DIGITS × 10^EXPONENT`, without zeros around the digits.
struct Decimal<'t> {
    negative: bool,
    digits: Cow<'t, str>,
    exponent: i64,
}

impl<'t> Decimal<'t> {
    fn parse(text: &'t str) -> Option<Self> {
        let negative = text.starts_with('-');
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, i64::from(exponent.parse::<i32>().ok()?)),
            None => (unsigned, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let joined: Cow<'t, str> = if fraction.is_empty() {
            whole.into()
        } else {
            [whole, fraction].concat().into()
        };
        if joined.is_empty() || !joined.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let zeros = joined.len() - joined.trim_start_matches('0').len();
        let digits = joined.trim_matches('0').to_owned();
        let places = i64::try_from(whole.len()).ok()? - i64::try_from(zeros).ok()?;
        Some(Self {
            negative: negative && !digits.is_empty(),
            exponent: if digits.is_empty() {
                0
            } else {
                exponent + places
            },
            digits: digits.into(),
        })
    }

    fn compare(&self, other: &Self) -> Ordering {
        let sign = |decimal: &Self| match (decimal.digits.is_empty(), decimal.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        let magnitude = |one: &Self, other: &Self| {
            one.exponent
                .cmp(&other.exponent)
                .then_with(|| one.digits.cmp(&other.digits))
        };
        sign(self).cmp(&sign(other)).then_with(|| match sign(self) {
            0 => Ordering::Equal,
            1 => magnitude(self, other),
            _ => magnitude(other, self),
        })
    }
}
