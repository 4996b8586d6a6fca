//! Numbers as Java has them: `Integer`, `Long`, `Double`, and the big ones.

use std::{borrow::Cow, cmp::Ordering, fmt};

/// A number with all of its digits, to compute with and to print.
///
/// Arithmetic widens as Velocity's does: whole numbers from 32 to 64 bits and on to any size, and a double
/// makes the result a double.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Numeric<'d> {
    /// `java.lang.Integer`.
    Integer(i32),
    /// `java.lang.Long`.
    Long(i64),
    /// `java.lang.Double`.
    Double(f64),
    /// `java.math.BigInteger`.
    Big(i128),
    /// A `BigInteger` or `BigDecimal` that is only carried along, never computed with.
    Digits(Cow<'d, str>),
}

/// Why two numbers cannot be computed.
const TOO_LARGE: &str = "a number has too many digits to compute with";

impl Numeric<'static> {
    fn whole(value: i128) -> Self {
        if let Ok(value) = i32::try_from(value) {
            Self::Integer(value)
        } else if let Ok(value) = i64::try_from(value) {
            Self::Long(value)
        } else {
            Self::Big(value)
        }
    }

    /// Wraps a result in the wider of its operands' types, or a still wider one where it does not fit.
    fn wrap(value: i128, left: &Numeric<'_>, right: &Numeric<'_>) -> Self {
        match (left, right) {
            (Numeric::Big(_), _) | (_, Numeric::Big(_)) => Self::Big(value),
            (Numeric::Long(_), _) | (_, Numeric::Long(_)) => {
                i64::try_from(value).map_or(Self::Big(value), Self::Long)
            }
            _ => Self::whole(value),
        }
    }
}

impl Numeric<'_> {
    /// A literal of a template, or a whole number of a JSON text.
    pub(crate) fn parse_literal(literal: &str) -> Numeric<'static> {
        if literal.contains(['.', 'e', 'E']) {
            Numeric::Double(literal.parse().unwrap_or(f64::NAN))
        } else if let Ok(whole) = literal.parse::<i32>() {
            Numeric::Integer(whole)
        } else if let Ok(whole) = literal.parse::<i128>() {
            Numeric::whole(whole)
        } else {
            let digits = literal.trim_start_matches('-').trim_start_matches('0');
            let sign = if literal.starts_with('-') { "-" } else { "" };
            Numeric::Digits([sign, digits].concat().into())
        }
    }

    /// A number of a JSON text: json-smart keeps every digit of a fraction that is longer than 18 characters.
    pub(crate) fn parse_json(number: &str) -> Numeric<'static> {
        const LONGEST_DOUBLE: usize = 18;
        if number == "-" {
            Numeric::Integer(0)
        } else if number.contains(['.', 'e', 'E']) && number.len() > LONGEST_DOUBLE {
            Numeric::Digits(decimal_text(number).into())
        } else {
            Numeric::parse_literal(number)
        }
    }

    fn as_whole(&self) -> Option<i128> {
        match self {
            Self::Integer(value) => Some((*value).into()),
            Self::Long(value) => Some((*value).into()),
            Self::Big(value) => Some(*value),
            Self::Double(_) | Self::Digits(_) => None,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "as Java's doubleValue")]
    fn as_double(&self) -> Option<f64> {
        match self {
            Self::Integer(value) => Some((*value).into()),
            Self::Long(value) => Some(*value as f64),
            Self::Double(value) => Some(*value),
            Self::Big(_) | Self::Digits(_) => None,
        }
    }

    /// Java's `intValue`.
    #[expect(clippy::cast_possible_truncation, reason = "as Java's intValue")]
    pub(crate) fn int_value(&self) -> i32 {
        match self {
            Self::Integer(value) => *value,
            Self::Long(value) => *value as i32,
            Self::Double(value) => *value as i32,
            Self::Big(value) => *value as i32,
            Self::Digits(text) => text.parse::<f64>().map_or(0, |value| value as i128 as i32),
        }
    }

    /// The value as a `long`; what has too many digits to compute with has none here.
    #[expect(clippy::cast_possible_truncation, reason = "as Java's longValue")]
    pub(crate) fn long_value(&self) -> Option<i64> {
        Some(match self {
            Self::Integer(value) => (*value).into(),
            Self::Long(value) => *value,
            Self::Double(value) => *value as i64,
            Self::Big(value) => *value as i64,
            Self::Digits(_) => return None,
        })
    }

    #[expect(clippy::cast_precision_loss, reason = "as Java's doubleValue")]
    pub(crate) fn double_value(&self) -> f64 {
        match self {
            Self::Integer(value) => (*value).into(),
            Self::Long(value) => *value as f64,
            Self::Double(value) => *value,
            Self::Big(value) => *value as f64,
            Self::Digits(text) => text.parse().unwrap_or(f64::NAN),
        }
    }

    pub(crate) fn is_zero(&self) -> bool {
        match self {
            Self::Double(value) => *value == 0.0,
            Self::Digits(text) => !text.contains(|digit| matches!(digit, '1'..='9')),
            _ => self.as_whole() == Some(0),
        }
    }

    /// Computes with whole numbers if both are whole, with doubles otherwise.
    pub(crate) fn compute(
        &self,
        other: &Numeric<'_>,
        whole: impl Fn(i128, i128) -> Option<i128>,
        double: impl Fn(f64, f64) -> f64,
    ) -> Result<Numeric<'static>, &'static str> {
        if let (Some(left), Some(right)) = (self.as_whole(), other.as_whole()) {
            let value = whole(left, right).ok_or(TOO_LARGE)?;
            return Ok(Numeric::wrap(value, self, other));
        }
        match (self.as_double(), other.as_double()) {
            (Some(left), Some(right)) => Ok(Numeric::Double(double(left, right))),
            _ => Err(TOO_LARGE),
        }
    }

    /// Velocity's comparison; a NaN counts as equal to everything.
    pub(crate) fn compare(&self, other: &Numeric<'_>) -> Result<Ordering, &'static str> {
        if let (Some(left), Some(right)) = (self.as_whole(), other.as_whole()) {
            return Ok(left.cmp(&right));
        }
        if let (Some(left), Some(right)) = (self.as_double(), other.as_double()) {
            return Ok(left.partial_cmp(&right).unwrap_or(Ordering::Equal));
        }
        // Rounding keeps the order, so only numbers that are equal when rounded need all their digits.
        let rounded = |number: &Numeric<'_>| number.to_string().parse::<f64>().ok();
        let order = rounded(self)
            .zip(rounded(other))
            .and_then(|(left, right)| left.partial_cmp(&right));
        match order.filter(|order| order.is_ne()) {
            Some(order) => Ok(order),
            None if self == other => Ok(Ordering::Equal),
            None => Err(TOO_LARGE),
        }
    }
}

impl fmt::Display for Numeric<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(value) => value.fmt(f),
            Self::Long(value) => value.fmt(f),
            Self::Big(value) => value.fmt(f),
            Self::Digits(text) => f.write_str(text),
            Self::Double(value) => f.write_str(&double_text(*value)),
        }
    }
}

/// `Double.toString`.
fn double_text(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    if value == 0.0 || (1e-3..1e7).contains(&value.abs()) {
        return format!("{value:?}");
    }
    let scientific = format!("{value:E}");
    let (digits, exponent) = scientific.split_once('E').unwrap_or((&scientific, "0"));
    let fraction = if digits.contains('.') { "" } else { ".0" };
    format!("{digits}{fraction}E{exponent}")
}

/// `new BigDecimal(number).toString()`.
fn decimal_text(number: &str) -> String {
    let (sign, number) = number
        .strip_prefix('-')
        .map_or(("", number), |rest| ("-", rest));
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let joined = [whole, fraction].concat();
    let digits = match joined.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    let exponent: i64 = exponent.parse().unwrap_or(0);
    let count = |text: &str| i64::try_from(text.len()).unwrap_or(i64::MAX);
    let scale = count(fraction).saturating_sub(exponent);
    let adjusted = (count(digits) - 1).saturating_sub(scale);
    if scale < 0 || adjusted < -6 {
        let (first, rest) = digits.split_at(1);
        let point = if rest.is_empty() { "" } else { "." };
        return match adjusted {
            0 => format!("{sign}{first}{point}{rest}"),
            _ => format!("{sign}{first}{point}{rest}E{adjusted:+}"),
        };
    }
    let scale = usize::try_from(scale).unwrap_or(0);
    if scale == 0 {
        return [sign, digits].concat();
    }
    let padded = format!("{digits:0>width$}", width = scale + 1);
    let (whole, fraction) = padded.split_at(padded.len() - scale);
    format!("{sign}{whole}.{fraction}")
}
