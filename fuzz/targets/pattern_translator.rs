//! A pattern is refused with a reason, or takes a message or not, and says the same each time.
//!
//! The input is a pattern and a message, with a zero byte between them.
#![no_main]

use apigw_java_regex::Pattern;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let (source, message) = input
        .split_once('\0')
        .unwrap_or((input, "Not Found: {\"status\":404}"));
    match Pattern::new(source) {
        Ok(pattern) => {
            assert_eq!(pattern.as_str(), source);
            assert_eq!(pattern.matches(message), pattern.clone().matches(message));
        }
        Err(refused) => {
            assert!(!refused.reason.is_empty());
            assert!(refused.at <= source.chars().count(), "{refused}");
        }
    }
});
