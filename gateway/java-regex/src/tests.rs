//! Java's answers, recorded from `java.util.regex.Pattern.matches` (17.0.15).

use super::{MatchError, Pattern, ReplaceError, Search, StepBudget};

#[track_caller]
fn matches(pattern: &str, taken: &[&str], left: &[&str]) {
    let compiled = Pattern::new(pattern).unwrap();
    for message in taken {
        assert_eq!(compiled.matches(message), Ok(true), "{pattern} {message:?}");
    }
    for message in left {
        assert_eq!(
            compiled.matches(message),
            Ok(false),
            "{pattern} {message:?}"
        );
    }
}

#[track_caller]
fn invalid(pattern: &str, reason: &str) {
    let error = Pattern::new(pattern).unwrap_err();
    assert!(error.invalid, "{pattern}: {error}");
    assert_eq!(error.reason, reason, "{pattern}");
}

#[track_caller]
fn refused(pattern: &str, reason: &str) {
    let error = Pattern::new(pattern).unwrap_err();
    assert!(!error.invalid, "{pattern}: {error}");
    assert!(error.reason.contains(reason), "{pattern}: {error}");
}

#[test]
fn takes_the_whole_message_only() {
    matches("404", &["404"], &["foo 404 bar", "404 ", ""]);
    matches("Invalid*", &["Invalid", "Invalidd"], &["Invalid input"]);
    matches("a|b", &["a", "b"], &["ab", "xa", "bx"]);
    matches(".*", &["", "x"], &["x\n"]);
    matches("", &[""], &["x"]);
}

#[test]
fn a_dot_stops_at_each_of_javas_line_breaks() {
    let breaks = ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"];
    matches(".", &["x", "\u{b}", "\u{c}", "😀"], &breaks);
    matches("(?s).", &breaks, &["\r\n"]);
    matches("(?d).", &breaks[1..], &breaks[..1]);
    matches(r"[\s\S]", &breaks, &["\r\n"]);
    matches(r"\R", &["\r\n", "\n", "\r", "\u{2028}"], &["\n\r", "x"]);
    matches(r"\R{2}", &["\r\n\n", "\n\r"], &["\r\n"]);
}

#[test]
fn a_trailing_line_break_counts() {
    matches("msg.*", &["msg"], &["msg\n"]);
    matches("msg$", &["msg"], &["msg\n"]);
    matches(r"msg\n?", &["msg", "msg\n"], &["msg\r\n"]);
    matches(r"msg$\s*", &["msg\n", "msg\r\n", "msg"], &["msg\n\n"]);
    matches(r"(?m)msg$\s*", &["msg\n\n"], &["msg x"]);
    matches(r"msg\r$\n", &[], &["msg\r\n"]);
    matches("(?m)^", &[], &[""]);
}

#[test]
fn classes_have_javas_extent() {
    matches(r"\d\w\s", &["1_ "], &["٣a ", "1é ", "1a\u{a0}"]);
    matches(r"\h\v", &["\u{a0}\u{85}"], &[" x"]);
    matches(r"\p{Alpha}\p{Punct}", &["a~"], &["é~", "a1"]);
    matches(r"\p{Lu}\pN\p{IsGreek}", &["É٣Ω"], &["é1Ω"]);
    matches("[a-z&&[^m-p]]+", &["abz"], &["abn"]);
    matches("[a-c[x-z]]+", &["axz"], &["m"]);
    matches("[]a]+", &["]a"], &["b"]);
    matches("[^]a]", &["b"], &["]"]);
    matches("[a-]+", &["a-"], &["b"]);
    matches("(?i)[^k-m]é", &["zé"], &["Ké", "zÉ"]);
    matches("(?i)k", &["K"], &["\u{212a}"]);
}

#[test]
fn escapes_are_javas() {
    matches(r"\x41\u00e9\x{1F600}\ud83d\ude00", &["Aé😀😀"], &[]);
    matches(r"\0101\cA\e\a\f\t", &["A\u{1}\u{1b}\u{7}\u{c}\t"], &[]);
    matches(r"\Qa.b{\E+", &["a.b{{"], &["axb{"]);
    matches(r"[\Q]-^\E]+", &["]-^"], &["\\"]);
    matches(r"\Q1.5", &["1.5"], &["1x5"]);
    matches("a}]", &["a}]"], &[]);
}

#[test]
fn groups_flags_and_quantifiers() {
    matches("(?<name>a+)-\\k<name>", &["aa-aa"], &["aa-a"]);
    matches(r"(a)\11", &["aa1"], &["aa"]);
    matches(r"(a)\2", &[], &["aa", "a"]);
    matches("a*+a", &[], &["aa", "a"]);
    matches("(?>a|ab)c", &["ac"], &["abc"]);
    matches("(?:a|ab){2}+", &["aa"], &["aba"]);
    matches("(?i:a)b|c(?i)d|e", &["Ab", "cD", "E"], &["AB", "C"]);
    matches("(?<=a|bc)x|a(?<!b)x", &["ax"], &["x"]);
    matches("a{2,3}?", &["aa", "aaa"], &["a", "aaaa"]);
}

#[test]
fn the_documents_own_patterns() {
    matches(
        r"^(?:RequestId: [^ ]+ Error: |[^ ]+ [^ ]+ )Task timed out after [0-9.]+ seconds[\s\S]*",
        &[
            "RequestId: 4c1 Error: Task timed out after 1.00 seconds",
            "2024-04-08T10:00:00.000Z 4c1 Task timed out after 1.00 seconds",
        ],
        &[
            "Task timed out after 1 seconds",
            "a b c Task timed out after 1 seconds",
        ],
    );
    matches(
        r"^(?!(?:Not Found: |Conflict: )\{)[\s\S]+",
        &["Lambda panicked: a\nb", "Not Found: plain"],
        &["Not Found: {}", "Conflict: {\n", ""],
    );
}

#[test]
fn what_java_refuses_is_refused_with_its_words() {
    invalid("a{", "Illegal repetition");
    invalid("Not Found: {.*", "Illegal repetition");
    invalid("*a", "Dangling meta character '*'");
    invalid("a**", "Dangling meta character '*'");
    invalid("(a", "Unclosed group");
    invalid("a)", "Unmatched closing ')'");
    invalid("[a", "Unclosed character class");
    invalid("[z-a]", "Illegal character range");
    invalid(r"\q", "Illegal/unsupported escape sequence");
    invalid(r"\x4", "Illegal hexadecimal escape sequence");
    invalid("a{3,1}", "Illegal repetition range");
    invalid("a{9999999999}", "Illegal repetition range");
    invalid("(?<1a>b)", "Unknown look-behind group");
    invalid(
        "(?<a>b)(?<a>c)",
        "Named capturing group <a> is already defined",
    );
    invalid(r"\k<a>", "named capturing group <a> does not exist");
    invalid("(?k)", "Unknown inline modifier");
}

#[test]
fn the_place_of_a_problem_is_counted_in_the_pattern_as_it_was_given() {
    for (pattern, at) in [
        (r"\Q{.}\E*(", 9),
        (r"\Q[[\Ea)b", 7),
        (r"\Q1\E\", 6),
        (r"\Q(", 0),
    ] {
        let place = Pattern::new(pattern).err().map(|refused| refused.at);
        assert_eq!(place.unwrap_or_default(), at, "{pattern}");
    }
}

#[test]
fn what_cannot_be_had_is_refused_with_the_reason() {
    refused("(?x)a", "the flag `x`");
    refused("[^a[b]]", "Java 8");
    refused("[^a&&b]", "Java 8");
    refused("(?<=a{1,3})b", "no fixed length");
    refused(r"(?i)(a)\1", "under the flag `i`");
    refused(r"\1(a)", "comes later");
    refused(r"(a\1)", "from within");
    refused("^*", "anchor");
    refused(r"(a\R)*", r"`\R`");
    refused(r"\p{javaLowerCase}", "not known");
    refused(r"(?i)\p{Lu}", "under the flag `i`");
    refused("{2}", "repetition of nothing");
    refused(r"\ud83d", "surrogate");
    refused(r"(?:(?=(a))b|a)\1", "a reference to a group inside");
    refused(r"(?:)*", "always empty");
    refused(&"a".repeat(200_000), "100,000 bytes");
    refused(r"((a{1000}){1000}){1000}", "multiply");
    refused(&"(".repeat(100_000), "nesting");
    refused(&"[".repeat(100_000), "nesting");
}

#[test]
fn where_javas_versions_disagree_there_is_no_answer() {
    let pattern = Pattern::new(r".*\bfoo\b.*").unwrap();
    assert_eq!(pattern.matches("a foo b"), Ok(true));
    assert_eq!(pattern.matches("é foo ü"), Ok(true));
    assert_eq!(pattern.matches("éfoo"), Err(MatchError::WordBoundary));
    assert_eq!(
        pattern.matches("foo e\u{301}"),
        Err(MatchError::WordBoundary)
    );
}

#[test]
fn hostile_patterns_end() {
    let message = "a".repeat(5_000) + "!";
    for pattern in [
        "(a+)+b",
        "(?=(a+)+b)x",
        ".*.*.*x",
        "(?:(?=a)a|a)*b",
        "(?>a*)*b|(a|aa)+(?!x)c",
        r"(?:\n|.)*b",
    ] {
        let answer = Pattern::new(pattern).unwrap().matches(&message);
        assert_ne!(answer, Ok(true), "{pattern}");
    }
    let endless = Pattern::new("(?:(?=a)a|a)*b").unwrap().matches(&message);
    assert_eq!(endless, Err(MatchError::TooManySteps));
}

#[test]
fn bounded_repetitions_are_charged() {
    let run = "a".repeat(5_000) + "!";
    let mut bits = 1_u32;
    let shuffled = (0..20_000).map(|_| {
        bits = bits.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        if bits >> 31 == 0 { 'a' } else { 'b' }
    });
    for (pattern, message) in [
        ("(a{0,300}){0,300}", &run),
        ("(?!b)(a{0,100}){0,100}", &run),
        ("(?s)(.*a.{300}){3}c", &shuffled.collect()),
    ] {
        let budget = &mut StepBudget::default();
        let answer = Pattern::new(pattern)
            .unwrap()
            .matches_within(message, budget);
        assert_eq!(answer, Err(MatchError::TooManySteps), "{pattern}");
    }
    let message = "Not Found: ".to_owned() + &"x".repeat(100_000);
    for pattern in [
        r"Not Found: .{0,200}.*",
        "[A-Za-z: ]{1,500}x+",
        r"(?s)(Not|Found|[: ]){3,100}.*",
    ] {
        let budget = &mut StepBudget::default();
        let answer = Pattern::new(pattern)
            .unwrap()
            .matches_within(&message, budget);
        assert_eq!(answer, Ok(true), "{pattern}");
        assert!(budget.left() > 9_000_000, "{pattern}");
    }
}

#[test]
fn a_run_that_ends_where_the_next_construct_starts_costs_its_text() {
    let message = "Not Found: ".to_owned() + &r#"{"detail":"there is no cart"}"#.repeat(10);
    for pattern in [
        r"^(?:(?!(?:Not Found: )\{)(?:RequestId: [^ ]{1,99} Error: |[^ ]{1,99} [^ ]{1,99} )Task timed out)[\s\S]*",
        r"^(?!(?:RequestId: [^ ]{1,99} Error: |[^ ]{1,99} [^ ]{1,99} )Task timed out after [0-9.]{1,99} seconds)[\s\S]+",
    ] {
        let budget = &mut StepBudget::default();
        let compiled = Pattern::new(pattern).unwrap();
        assert!(
            compiled.matches_within(&message, budget).is_ok(),
            "{pattern}"
        );
        assert!(budget.left() > 9_999_000, "{pattern}: {}", budget.left());
    }
    for pattern in [
        // From each of the places where the first run can end, the second one is counted.
        r"(?!x)[a-zA-Z ]{1,99}[^ ]{1,99} \{.*",
        r"(?!x)[^q]{1,99}[^ ]{1,99} q",
        r"(?!x)(?:[^ ]{1,99} ){1,9}q",
    ] {
        let budget = &mut StepBudget::default();
        let compiled = Pattern::new(pattern).unwrap();
        _ = compiled.matches_within(&message, budget);
        assert!(budget.left() < 9_900_000, "{pattern}: {}", budget.left());
    }
}

#[test]
fn what_follows_a_look_around_may_be_as_long_as_a_payload() {
    let long = "x".repeat(6_000_000);
    for (pattern, is_taken) in [
        (
            r"^(?!Not Found: |[^ ]{1,99} [^ ]{1,99} timed out)[\s\S]+",
            true,
        ),
        (r"^(?:(?!Not Found: )[^ ]{1,99} timed out)[\s\S]*", false),
        (r"(?s)(?!a).+", true),
        (r"(?!a)[^y]{2,}", true),
        (r"(?!a)[^y]{2,5}", false),
        (r"(?=.)x*y", false),
        (r"^(?!.*q)x*(?:x|y)+x", true),
        (r"(?!a)(?:x*|y)*y", false),
        (r"\bx(?=x)x*", true),
    ] {
        let budget = &mut StepBudget::default();
        let answer = Pattern::new(pattern).unwrap().matches_within(&long, budget);
        assert_eq!(answer, Ok(is_taken), "{pattern}");
        assert!(budget.left() > 5_000_000, "{pattern}: {}", budget.left());
    }
}

/// A server tries a match with few steps first, on a thread that others wait for.
#[test]
fn no_match_takes_more_steps_than_are_left() {
    let run = "a".repeat(5_000) + "!";
    let pattern = Pattern::new("(a{0,300}){0,300}").unwrap();
    let budget = &mut StepBudget::steps(50_000);
    assert_eq!(
        pattern.matches_within(&run, budget),
        Err(MatchError::TooManySteps)
    );
    assert_eq!(budget.left(), 0);
    let budget = &mut StepBudget::steps(50_000);
    let short = Pattern::new("Not Found: .{0,100}").unwrap();
    assert_eq!(
        short.matches_within("Not Found: no such cart", budget),
        Ok(true)
    );
}

/// What a rest costs that is matched anew for each place where it may begin, counts as steps.
#[test]
fn a_look_around_that_is_repeated_in_front_is_charged() {
    let long = "x".repeat(100_000);
    for pattern in [r"(?:(?=.)x)*x*y", r"x*(?=x)x*y", r"(?:(?=x)|y)*x*x*x*y"] {
        let budget = &mut StepBudget::default();
        let answer = Pattern::new(pattern).unwrap().matches_within(&long, budget);
        assert_ne!(answer, Ok(true), "{pattern}");
        assert!(
            answer.is_err() || budget.left() > 9_000_000,
            "{pattern}: {answer:?}"
        );
    }
}

/// Each look-ahead reads the rest of the text, and finds nothing.
#[test]
fn a_look_ahead_is_charged_at_each_place_and_in_each_round() {
    let long = "a".repeat(1_000_000);
    for pattern in ["(?=.*z)a", "(?=.*z|.*y)a"] {
        let search = Search::new(pattern).unwrap();
        let found = search.find_all(&long, &mut StepBudget::default()).next();
        assert_eq!(found.unwrap().unwrap_err(), MatchError::TooManySteps);
    }
    for pattern in ["(?:(?=.*z|a)a)*b", ".*(?=.*z)b"] {
        let answer = Pattern::new(pattern).unwrap().matches(&long);
        assert_eq!(answer, Err(MatchError::TooManySteps), "{pattern}");
    }
    let found = format!("{}z", "b".repeat(99_999) + "a");
    let often = found.repeat(20);
    let search = Search::new("(?=[^!]*z)a").unwrap();
    let budget = &mut StepBudget::default();
    let ended = search.find_all(&often, budget).find(Result::is_err);
    assert_eq!(ended.unwrap().unwrap_err(), MatchError::TooManySteps);
}

#[test]
fn separators_outside_of_quotes_split_a_line() {
    let fields: Vec<_> = (0..40).map(|n| format!("\"a, {n}\"")).collect();
    let search = Search::new(r#",(?=(?:[^"]*"[^"]*")*[^"]*$)"#).unwrap();
    let line = fields.join(",");
    let parts = search.split(&line, 0, &mut StepBudget::default());
    assert_eq!(parts.unwrap(), fields);
}

#[test]
fn a_look_behind_that_could_see_half_a_character_has_no_answer() {
    let text = "a\u{1F600}x";
    for pattern in [".*(?<=a.)x", r".*(?<=\W)x", ".*(?<!a.)x"] {
        let pattern = Pattern::new(pattern).unwrap();
        assert_eq!(pattern.matches(text), Err(MatchError::HalfCharacter));
        assert!(pattern.matches("a-x").is_ok());
    }
    matches(".*(?<!a)x", &[text], &["ax"]);
}

#[track_caller]
fn replaces(pattern: &str, text: &str, replacement: &str, expected: &str) {
    let search = Search::new(pattern).unwrap();
    let replaced = search.replace(text, replacement, None, &mut StepBudget::default());
    assert_eq!(replaced.as_deref(), Ok(expected), "{pattern} {text:?}");
}

#[test]
fn searches_go_on_as_in_java() {
    replaces("(\\w+)-(?<n>\\w+)", "a-b, c-d", "${n}-$1", "b-a, d-c");
    replaces("x*", "axb", "-", "-a--b-");
    replaces("", "ab", "-", "-a-b-");
    replaces("(?m)^", "a\nb\n", "> ", "> a\n> b\n");
    replaces("^", "a\nb", "> ", "> a\nb");
    replaces("a|ab", "abab", "<$0>", "<a>b<a>b");
    replaces("(a)|(b)", "ab", "[$1$2]", "[a][b]");
    replaces("(?<=a)b", "abb", "-", "a-b");
    replaces("[^a-z]", "a\u{1F600}b", "", "ab");
    replaces("$", "a\n", "!", "a!\n!");
    replaces("a", "aa", r"\$\\", r"$\$\");
}

#[test]
fn splits_are_javas() {
    let split = |pattern: &str, text: &'static str, limit| {
        let search = Search::new(pattern).unwrap();
        search
            .split(text, limit, &mut StepBudget::default())
            .unwrap()
    };
    assert_eq!(split(",", "a,b,,c,,", 0), ["a", "b", "", "c"]);
    assert_eq!(split(",", "a,b,,", -1), ["a", "b", "", ""]);
    assert_eq!(split(",", "a,b,c", 2), ["a", "b,c"]);
    assert_eq!(split(",", ",a", 0), ["", "a"]);
    assert_eq!(split("", "ab", 0), ["a", "b"]);
    assert_eq!(split(",", "", 0), [""]);
    assert_eq!(split(",", ",", 0), [""; 0]);
}

#[test]
fn what_a_search_cannot_tell_is_an_error() {
    let budget = &mut StepBudget::default();
    let replaced = |pattern: &str, text: &str, replacement: &str, budget: &mut StepBudget| {
        let search = Search::new(pattern).unwrap();
        search.replace(text, replacement, None, budget).unwrap_err()
    };
    let half = ReplaceError::Match(MatchError::HalfCharacter);
    assert_eq!(replaced("x*", "\u{1F600}", "-", budget), half);
    assert_eq!(replaced("(?<!^).", "\u{1F600}", "-", budget), half);
    assert_eq!(
        replaced("(?:(?=(a))b|a)", "a", "$1", budget),
        ReplaceError::UnreliableGroup(1)
    );
    let invalid = |reason: &str| ReplaceError::Replacement(reason.to_owned());
    assert_eq!(replaced("a", "a", "$1", budget), invalid("no group 1"));
    assert_eq!(
        replaced("a", "a", "\\", budget),
        invalid("character to be escaped is missing")
    );
    assert_eq!(
        replaced("a", "a", "${n}", budget),
        invalid("no group with name {n}")
    );
    assert!(Search::new(r"\Ga").is_err());
}

#[test]
fn hostile_searches_end_after_a_number_of_steps() {
    let text = "a".repeat(20_000);
    for pattern in ["(?:(?=a)a|a)*b", "a(?:.*b)?", "a(?=.*b|)", "(a|aa)+(?!a)b"] {
        let search = Search::new(pattern).unwrap();
        let budget = &mut StepBudget::default();
        let last = search.find_all(&text, budget).last().unwrap();
        assert_eq!(last.unwrap_err(), MatchError::TooManySteps, "{pattern}");
    }
    let budget = &mut StepBudget::default();
    let found = Search::new("[^b]").unwrap().find_all(&text, budget).count();
    assert_eq!(found, 20_000);
    assert!(budget.left() > StepBudget::default().left() / 2);
}
