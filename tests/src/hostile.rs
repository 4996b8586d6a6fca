//! Texts that a caller could send to break a pattern, a template, a header or the JSON around it.

use proptest::{
    prelude::{Strategy, any, prop_oneof},
    sample::select,
    strategy::ValueTree,
    test_runner::{RngAlgorithm, TestRng, TestRunner},
};

/// A text, and what it is for.
#[derive(Debug, Clone, Copy)]
pub struct Hostile {
    /// What it is called in messages and vectors.
    pub name: &'static str,
    /// The text.
    pub text: &'static str,
    /// What it attacks.
    pub attacks: &'static str,
}

macro_rules! hostile {
    ($($attacks:literal: { $($name:literal = $text:expr;)* })*) => {
        /// Every such text.
        pub const HOSTILE: &[Hostile] = &[$($(
            Hostile { name: $name, text: $text, attacks: $attacks },
        )*)*];
    };
}

hostile! {
    "texts that are hardly there": {
        "empty" = "";
        "space" = " ";
        "spaces around" = "  a b  ";
        "tab" = "\t";
        "one letter" = "x";
        "null" = "null";
        "true" = "true";
        "zero" = "0";
        "number that a parser would shorten" = "1.10";
        "number that no double holds" = "12345678901234567890";
        "exponent" = "1e400";
        "empty quotes" = "\"\"";
    }
    "the dot of a pattern, which stops at line ends, and `$`, which looks past the last one": {
        "line feed" = "a\nb";
        "carriage return" = "a\rb";
        "both" = "a\r\nb";
        "only a line feed" = "\n";
        "line feed at the end" = "a\n";
        "line feed at the start" = "\na";
        "many line feeds" = "\n\n\n\n";
        "next line, U+0085" = "a\u{85}b";
        "line separator, U+2028" = "a\u{2028}b";
        "paragraph separator, U+2029" = "a\u{2029}b";
        "vertical tab and form feed" = "a\u{b}b\u{c}c";
    }
    "characters that JSON libraries drop, refuse or write differently": {
        "delete, U+007F, which json-smart drops" = "a\u{7f}b";
        "null character" = "a\u{0}b";
        "escape" = "\u{1b}[31m";
        "all C0 controls" = "\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}\u{7}\u{8}\u{e}\u{f}\u{10}\u{11}\u{12}\u{13}\u{14}\u{15}\u{16}\u{17}\u{18}\u{19}\u{1a}\u{1c}\u{1d}\u{1e}";
        "C1 controls" = "\u{80}\u{9f}";
        "byte order mark" = "\u{feff}a";
        "zero width space" = "a\u{200b}b";
        "right-to-left override" = "a\u{202e}b";
        "soft hyphen" = "a\u{ad}b";
        "no-break space" = "a\u{a0}b";
        "not a character" = "a\u{ffff}b\u{fffe}";
        "replacement character" = "a\u{fffd}b";
        "last before the surrogates, first after" = "\u{d7ff}\u{e000}";
        "umlauts" = "Grüße";
        "combining" = "e\u{301}";
        "Japanese" = "日本語のエラー";
        "Arabic" = "خطأ";
        "emoji, two surrogates each" = "🦀😀";
        "emoji of several" = "👩‍👩‍👧‍👦";
        "flag" = "🇪🇺";
        "last character of all" = "\u{10ffff}";
    }
    "the separator between body and headers, U+001F": {
        "separator" = "a\u{1f}b";
        "only the separator" = "\u{1f}";
        "separator and headers" = "\u{1f}{\"X-Forged\":\"1\"}";
        "end of a body, separator and headers" = "\"}\u{1f}{\"Location\":\"https://evil.example\"}";
        "separator, escaped" = "\\u001f{\"X-Forged\":\"1\"}";
        "separator, percent-encoded" = "%1F{\"X-Forged\":\"1\"}";
        "header and line ends" = "a\r\nX-Forged: 1\r\n\r\nbody";
    }
    "quotes and backslashes, of JSON, of JavaScript and of templates": {
        "double quote" = "say \"hi\"";
        "only a double quote" = "\"";
        "apostrophe" = "it's";
        "two apostrophes" = "it''s";
        "backslash" = "a\\b";
        "only a backslash" = "\\";
        "two backslashes" = "\\\\";
        "backslash and apostrophe" = "\\'";
        "backslash and quote" = "\\\"";
        "backslashes and apostrophe" = "\\\\'";
        "backslash at the end" = "C:\\";
        "escapes spelt out" = "\\n\\u0041\\x41\\0";
        "half an escape" = "\\u00";
        "half a surrogate pair, spelt out" = "\\ud83d";
        "backtick" = "`${x}`";
        "slash" = "a/b </script>";
    }
    "braces and other JSON inside of JSON": {
        "brace" = "{";
        "closing brace" = "}";
        "brackets" = "[]][[";
        "empty object" = "{}";
        "object" = "{\"a\":{\"b\":[1,2]}}";
        "end of a string and another member" = "\",\"status\":200,\"x\":\"";
        "end of a body" = "\"}";
        "status as published patterns look for it" = "\"status\":500";
        "status in an object" = "{\"status\":400,\"title\":\"Bad Request\"}";
        "httpStatusCode" = "{\"error\":{\"httpStatusCode\":500,";
        "result" = "{\"result\":\"validation error\"";
        "envelope of a success" = "{\"lambdaApiErrors\":1,\"status\":200,\"headers\":{},\"body\":\"forged\"}";
        "errorMessage" = "{\"errorMessage\":\"Not Found: {}\",\"errorType\":\"x\"}";
        "start of a problem" = "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404";
    }
    "prefixes of other statuses": {
        "Not Found" = "Not Found: ";
        "Not Found and a brace" = "Not Found: {";
        "Bad Request" = "Bad Request: {\"status\":400}";
        "Internal Server Error" = "Internal Server Error: {\"status\":500}";
        "Gateway Timeout" = "Gateway Timeout: {";
        "Created" = "Created: {}";
        "a prefix after a line end" = "x\nBad Request: {}";
        "published catch-all" = "[400] Bad Request";
    }
    "messages of the platform": {
        "timeout" = "RequestId: 7dbd5fa1-0a4e-4a2b-9d5e-2f3c0e6c9f11 Error: Task timed out after 1.00 seconds";
        "timeout, as it was" = "2024-04-08T16:58:59.123Z 7dbd5fa1-0a4e-4a2b-9d5e-2f3c0e6c9f11 Task timed out after 1.00 seconds";
        "only the end of it" = "Task timed out after 3.00 seconds";
        "with a prefix" = "a b Task timed out after 3 seconds";
        "exit" = "RequestId: 7dbd5fa1 Error: Runtime exited with error: signal: killed";
    }
    "the language of templates": {
        "dollar" = "$";
        "dollar at the end" = "5$";
        "reference" = "$m $!m ${m} $!{m} $b";
        "reference to everything" = "$input.body$context.requestId$util.urlEncode('x')";
        "override" = "#set($context.responseOverride.status=200)";
        "hash" = "#";
        "two hashes, which eat the rest of the line" = "a##b";
        "hash and star, which eat up to the counterpart" = "a#*b";
        "star and hash" = "*#";
        "double brackets, which are verbatim" = "#[[ $x ]]#";
        "if" = "#if(true)yes#end";
        "bare words" = "#if #else #elseif #end #foreach #macro #set #stop #break #parse #include #evaluate #define";
        "stop" = "#stop";
        "end" = "#end";
        "macro" = "#macro(x)y#end#x()";
        "foreach" = "#foreach($i in [1..1000])$i#end";
        "escaped reference" = "\\$m \\#end \\\\$m";
        "braces of CloudFormation and Terraform" = "${AWS::Region} %{ if } ${!x} #{y}";
    }
    "the language of patterns": {
        "metacharacters" = "^.*+?()[]|\\d$";
        "end of a quotation" = "\\Q\\E";
        "flags" = "(?s)(?i)(?x)";
        "replacement" = "$0 $1 \\1 ${name}";
        "many spaces" = "                                                                ";
    }
    "what reads paths, queries and headers": {
        "percent" = "100%";
        "percent-encoded" = "%2F%00%0A%E9%zz";
        "plus" = "a+b c";
        "query" = "a=b&c=d;e#f?g";
        "dots" = "../../etc/passwd";
        "colon and at" = "user:pass@host:80";
        "comma" = "a, b;q=0.5";
        "list" = "['a','b']";
        "HTML" = "<b>&amp;</b>";
    }
}

/// A text of about 100 kB with something of everything in it.
#[must_use]
pub fn long() -> String {
    let all: String = HOSTILE.iter().map(|hostile| hostile.text).collect();
    all.chars().cycle().take(100_000).collect()
}

/// Random texts: any characters, or pieces of the hostile ones; the same ones for the same `seed`.
///
/// # Panics
///
/// Never: the strategies refuse nothing.
pub fn random(seed: u8) -> impl Iterator<Item = String> {
    let piece = prop_oneof![
        4 => select(HOSTILE).prop_map(|hostile| hostile.text.to_owned()),
        3 => any::<char>().prop_map(String::from),
        2 => select(&["$", "#", "\\", "'", "\"", "{", "}", "\n", "\u{1f}", ":", " "][..]).prop_map(str::to_owned),
        1 => "[ -~]{0,12}",
    ];
    let texts = proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
    let mut runner = TestRunner::new_with_rng(proptest::test_runner::Config::default(), rng);
    std::iter::repeat_with(move || texts.new_tree(&mut runner).expect("a text").current())
}
