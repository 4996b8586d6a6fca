//! Dates in the two forms that the gateway writes.

use std::time::Duration;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// As HTTP writes it: `Thu, 09 Apr 2015 12:34:56 GMT`.
pub(super) fn http_date(since: Duration) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    let seconds = since.as_secs();
    let (year, month, day) = date(seconds / 86_400);
    let weekday = DAYS[usize::try_from(seconds / 86_400 % 7).unwrap_or_default()];
    let (month, time) = (MONTHS[month], time(seconds));
    format!("{weekday}, {day:02} {month} {year} {time} GMT")
}

/// `09/Apr/2015:12:34:56 +0000`
pub(super) fn clf(since: Duration) -> String {
    let seconds = since.as_secs();
    let (year, month, day) = date(seconds / 86_400);
    let mut out = String::with_capacity(26);
    push_two(&mut out, day);
    for part in ["/", MONTHS[month], "/"] {
        out.push_str(part);
    }
    push_two(&mut out, year / 100);
    push_two(&mut out, year);
    for part in [":", &time(seconds), " +0000"] {
        out.push_str(part);
    }
    out
}

/// The time of the day: `12:34:56`.
fn time(seconds: u64) -> String {
    let mut out = String::with_capacity(8);
    push_two(&mut out, seconds / 3600 % 24);
    out.push(':');
    push_two(&mut out, seconds / 60 % 60);
    out.push(':');
    push_two(&mut out, seconds % 60);
    out
}

/// Adds the last two decimal digits.
fn push_two(out: &mut String, number: u64) {
    let digit = |number: u64| b'0' + u8::try_from(number % 10).unwrap_or_default();
    out.push(char::from(digit(number / 10)));
    out.push(char::from(digit(number)));
}

/// The year, the month from 0 and the day of the month that are `days` after 1 January 1970.
///
/// Years begin in March here, and 400 of them are an era: `civil_from_days` of
/// [Howard Hinnant's algorithms](https://howardhinnant.github.io/date_algorithms.html).
fn date(days: u64) -> (u64, usize, u64) {
    const DAYS_OF_ERA: u64 = 146_097;
    let days = days + 719_468;
    let (era, day) = (days / DAYS_OF_ERA, days % DAYS_OF_ERA);
    let year = (day - day / 1460 + day / 36_524 - day / (DAYS_OF_ERA - 1)) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let since_march = (5 * day + 2) / 153;
    let day = day - (153 * since_march + 2) / 5 + 1;
    let month = (since_march + 2) % 12;
    let year = 400 * era + year + u64::from(month < 2);
    (year, usize::try_from(month).unwrap_or_default(), day)
}

#[cfg(test)]
mod tests {
    use super::{clf, http_date};
    use std::time::Duration;

    #[test]
    fn dates_are_those_of_the_calendar() {
        assert_eq!(clf(Duration::ZERO), "01/Jan/1970:00:00:00 +0000");
        assert_eq!(
            clf(Duration::from_secs(951_827_696)),
            "29/Feb/2000:12:34:56 +0000"
        );
        assert_eq!(
            clf(Duration::from_secs(1_798_761_599)),
            "31/Dec/2026:23:59:59 +0000"
        );
        assert_eq!(
            http_date(Duration::from_secs(784_111_777)),
            "Sun, 06 Nov 1994 08:49:37 GMT"
        );
    }
}
