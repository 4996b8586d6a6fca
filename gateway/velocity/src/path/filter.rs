//! Filters: `?(@.price < 10 && @.name == 'tea')`.

use super::{
    super::value::{Number, Value},
    Path, read,
};
use std::cmp::Ordering;

/// Conditions that all have to hold.
#[derive(Debug)]
pub(super) struct Filter(Vec<Condition>);

#[derive(Debug)]
struct Condition {
    path: Path,
    test: Option<(Comparison, Value)>,
}

#[derive(Debug, Clone, Copy)]
enum Comparison {
    Equal,
    NotEqual,
    LessOrEqual,
    GreaterOrEqual,
    Less,
    Greater,
}

const COMPARISONS: [(&str, Comparison); 6] = [
    ("==", Comparison::Equal),
    ("!=", Comparison::NotEqual),
    ("<=", Comparison::LessOrEqual),
    (">=", Comparison::GreaterOrEqual),
    ("<", Comparison::Less),
    (">", Comparison::Greater),
];

impl Filter {
    pub(super) fn parse(fragment: &str) -> Result<Self, String> {
        let inner = fragment
            .strip_prefix("[?")
            .and_then(|rest| rest.trim().strip_prefix('(')?.strip_suffix(")]"))
            .filter(|inner| inner.matches('(').count() == inner.matches(')').count())
            .ok_or("a filter is written `[?(@.name == 'value')]`")?;
        if inner.contains("||") || inner.contains("=~") {
            return Err("`||` and `=~` in filters are not supported".to_owned());
        }
        inner
            .split("&&")
            .map(Condition::parse)
            .collect::<Result<_, _>>()
            .map(Self)
    }

    pub(super) fn accepts(&self, value: &Value) -> Result<bool, String> {
        for condition in &self.0 {
            if !condition.holds(value)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Condition {
    fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if !text.starts_with('@') {
            return Err(format!("`{text}` does not start with `@`"));
        }
        let found = COMPARISONS
            .iter()
            .filter_map(|(operator, comparison)| {
                Some((text.find(operator)?, operator, *comparison))
            })
            .min_by_key(|(at, operator, _)| (*at, usize::MAX - operator.len()));
        let Some((at, operator, comparison)) = found else {
            let path = Path::parse(text)?;
            return Ok(Self { path, test: None });
        };
        Ok(Self {
            path: Path::parse(text[..at].trim())?,
            test: Some((comparison, literal(text[at + operator.len()..].trim())?)),
        })
    }

    fn holds(&self, value: &Value) -> Result<bool, String> {
        let found = read(value, &self.path)?;
        let Some((comparison, expected)) = &self.test else {
            return Ok(found.is_some_and(|found| !matches!(found, Value::Null)));
        };
        let ordering = compare(&found.unwrap_or_default(), expected);
        Ok(match comparison {
            Comparison::Equal => ordering == Some(Ordering::Equal),
            Comparison::NotEqual => ordering != Some(Ordering::Equal),
            Comparison::Less => ordering == Some(Ordering::Less),
            Comparison::Greater => ordering == Some(Ordering::Greater),
            Comparison::LessOrEqual => matches!(ordering, Some(Ordering::Less | Ordering::Equal)),
            Comparison::GreaterOrEqual => {
                matches!(ordering, Some(Ordering::Greater | Ordering::Equal))
            }
        })
    }
}

fn literal(text: &str) -> Result<Value, String> {
    for quote in ['\'', '"'] {
        if let Some(inner) = text
            .strip_prefix(quote)
            .and_then(|rest| rest.strip_suffix(quote))
        {
            return Ok(Value::from(inner));
        }
    }
    match text {
        "true" => Ok(Value::Boolean(true)),
        "false" => Ok(Value::Boolean(false)),
        "null" => Ok(Value::Null),
        number if number.parse::<f64>().is_ok() => Ok(Value::Number(Number::parse_json(number))),
        other => Err(format!("`{other}` is no literal")),
    }
}

fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.compare(right).ok(),
        (Value::Text(left), Value::Text(right)) => Some(left.cmp(right)),
        (left, right) => (left == right).then_some(Ordering::Equal),
    }
}
