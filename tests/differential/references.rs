//! References for the generated templates: what the variables, `$input`, `$util` and `$context` can do.

use crate::generator::{number, string, value};
use lambda_api_errors_tests::random::Random;

const PATHS: [&str; 40] = [
    "$",
    "$.s",
    "$.n",
    "$.l",
    "$.m",
    "$.v",
    "$.missing",
    "$.m.a",
    "$.m['a']",
    "$.m['x-y']",
    "$.m.x-y",
    "$['s']",
    "s",
    "$.l[0]",
    "$.l[1]",
    "$.l[9]",
    "$.l[*]",
    "$.l[0,1]",
    "$.l[0:2]",
    "$.l[1:]",
    "$.l[:1]",
    "$.l[-1:]",
    "$.l[-1]",
    "$.*",
    "$.m.*",
    "$..a",
    "$..*",
    "$..[0]",
    "$.l[*].a",
    "$.l[*].a.b",
    "$.m['a','b']",
    "$.missing[*].a",
    "$.m..b",
    "$.l[(@.length-1)]",
    "$.l[?(@.a)]",
    "$.m.a.b",
    "$.s.a",
    "$.v[0]",
    "$.s[0]",
    "$..name[0]",
];

/// Patterns as templates use them, and what only Java reads so.
const PATTERNS: [&str; 44] = [
    "','",
    "'a'",
    "'[a-c]+'",
    "'(l+)(o?)'",
    "'[ \t]+'",
    "\"\\\\'\"",
    "'x|a'",
    "'\\.'",
    "'[^a-z]'",
    "'a(?=b)'",
    "'(a)(b)?'",
    "''",
    "'.'",
    "'.*'",
    "'.+'",
    "'^\\s+|\\s+$'",
    "'[^a-zA-Z0-9]'",
    "'\\W+'",
    "'\\n'",
    "'\\r?\\n|\\r'",
    "'\\R'",
    "'(?m)^'",
    "'(?m)$'",
    "'$'",
    "'\\z'",
    "'(?s).*'",
    "'(\\n|.)+'",
    "'\\b'",
    "'\\bHello\\b'",
    "'[\\p{Punct}&&[^,]]'",
    "'\\p{L}+'",
    "'\\p{javaLowerCase}'",
    "'\\Q{\\E.*'",
    "'(?i)[A-C]'",
    "'(?<first>\\w)(\\w*)'",
    "'(\\w)\\1'",
    "'\\{'",
    "'{'",
    "'['",
    "'*'",
    "'a*'",
    "'(?<!a)b'",
    "\"[$]s\"",
    "$s",
];

const REPLACEMENTS: [&str; 11] = [
    "''",
    "'x'",
    "'[$0]'",
    "'$1'",
    "'$1$2'",
    "'\\$'",
    "'$'",
    "'\\\\'",
    "\"'\"",
    "'${first}'",
    "$e",
];

/// A reference as it is printed, in one of its spellings.
pub(crate) fn printed(random: &mut Random, depth: usize) -> String {
    let reference = reference(random, depth);
    match random.below(5) {
        0 => format!("${{{}}}", &reference[1..]),
        1 => format!("$!{}", &reference[1..]),
        2 => format!("$!{{{}}}", &reference[1..]),
        _ => reference,
    }
}

pub(crate) fn reference(random: &mut Random, depth: usize) -> String {
    let depth = depth.saturating_sub(1);
    match random.below(12) {
        0 => of_string(random, "$s", depth),
        1 => of_string(random, "$e", depth),
        2 => of_list(random, depth),
        3 => of_map(random, depth),
        4 => format!("$input.path('{}')", path(random)),
        5 => format!("$input.json('{}')", path(random)),
        6 => of_input(random, depth),
        7 => of_util(random, depth),
        8 => of_context(random),
        9 => of_number(random),
        _ => random
            .pick(&["$s", "$n", "$l", "$m", "$v", "$e", "$u", "$i", "$x", "$y"])
            .to_owned(),
    }
}

fn path(random: &mut Random) -> &'static str {
    random.pick(&PATHS)
}

fn of_string(random: &mut Random, root: &str, depth: usize) -> String {
    let text = string(random, depth);
    let index = number(random);
    let call = match random.below(30) {
        0 => "length()".to_owned(),
        1 => format!("substring({index})"),
        2 => format!("substring({}, {})", random.below(3), 2 + random.below(4)),
        3 => format!("indexOf({text})"),
        4 => format!("lastIndexOf({text})"),
        5 => format!("indexOf({text}, {index})"),
        6 => format!("lastIndexOf({text}, {index})"),
        7 => format!("split({})[0]", random.pick(&PATTERNS)),
        8 => format!("split({}).size()", random.pick(&PATTERNS)),
        9 => format!("split({}, {index}).size()", random.pick(&PATTERNS)),
        10 => format!(
            "replaceAll({}, {})",
            random.pick(&PATTERNS),
            random.pick(&REPLACEMENTS)
        ),
        11 => format!(
            "replaceFirst({}, {})",
            random.pick(&PATTERNS),
            random.pick(&REPLACEMENTS)
        ),
        12 => format!("replace({text}, {})", string(random, depth)),
        13 => format!("startsWith({text})"),
        14 => format!("endsWith({text})"),
        15 => format!("equals({text})"),
        16 => format!("equalsIgnoreCase({text})"),
        17 => format!("contains({text})"),
        18 => "isEmpty()".to_owned(),
        19 => format!("matches({})", random.pick(&PATTERNS)),
        20 => "toUpperCase()".to_owned(),
        21 => "toLowerCase()".to_owned(),
        22 => "trim()".to_owned(),
        23 => format!("concat({text})"),
        24 => format!("charAt({index})"),
        25 => "toString()".to_owned(),
        26 => "empty".to_owned(),
        27 => format!("compareTo({text})"),
        28 => format!("substring({})", random.pick(&["$n", "1.0", "'1'", "$u"])),
        _ => format!("trim().toLowerCase().contains({text})"),
    };
    format!("{root}.{call}")
}

fn of_list(random: &mut Random, depth: usize) -> String {
    let index = number(random);
    let value = value(random, depth);
    let call = match random.below(18) {
        0 => "size()".to_owned(),
        1 => format!("get({index})"),
        2 => format!("set({index}, {value})"),
        3 => format!("add({value})"),
        4 => format!("add({index}, {value})"),
        5 => format!("remove({index})"),
        6 => format!("remove({value})"),
        7 => format!("contains({value})"),
        8 => "isEmpty()".to_owned(),
        9 => format!("addAll({value})"),
        10 => format!("indexOf({value})"),
        11 => "empty".to_owned(),
        12 => "size".to_owned(),
        13 => "toString()".to_owned(),
        14 => "clear()".to_owned(),
        15 => format!("equals({value})"),
        16 => format!("containsAll({value})"),
        _ => return format!("$l[{index}]"),
    };
    format!("$l.{call}")
}

fn of_map(random: &mut Random, depth: usize) -> String {
    let key = string(random, depth);
    let value = value(random, depth);
    let call = match random.below(20) {
        0 => "size()".to_owned(),
        1 => format!("get({key})"),
        2 => format!("put({key}, {value})"),
        3 => format!("containsKey({key})"),
        4 => format!("containsValue({value})"),
        5 => "keySet()".to_owned(),
        6 => "values()".to_owned(),
        7 => "entrySet()".to_owned(),
        8 => format!("remove({key})"),
        9 => "isEmpty()".to_owned(),
        10 => "a".to_owned(),
        11 => "a.b".to_owned(),
        12 => "x-y".to_owned(),
        13 => format!("getOrDefault({key}, {value})"),
        14 => "keySet().size()".to_owned(),
        15 => format!("keySet().contains({key})"),
        16 => format!("putAll({value})"),
        17 => "empty".to_owned(),
        18 => return format!("$m[{key}]"),
        _ => return format!("$m[{key}].size()"),
    };
    format!("$m.{call}")
}

fn of_number(random: &mut Random) -> String {
    const CALLS: [&str; 14] = [
        "$n.parseInt('404')",
        "$n.parseInt($s)",
        "$n.valueOf($s)",
        "$n.doubleValue()",
        "$n.longValue()",
        "$n.toString().length()",
        "$n",
        "$n.toString()",
        "$n.intValue()",
        "$n.equals(1)",
        "$n.compareTo(1)",
        "$n.a",
        "$n[0]",
        "$n.size()",
    ];
    random.pick(&CALLS).to_owned()
}

fn of_input(random: &mut Random, depth: usize) -> String {
    const CALLS: [&str; 12] = [
        "$input.body",
        "$input.getBody()",
        "$input.params('id')",
        "$input.params('Accept')",
        "$input.params('none')",
        "$input.params()",
        "$input.params().path",
        "$input.params().header.Accept",
        "$input.params().path.get('id')",
        "$input.params().keySet()",
        "$input.body.length()",
        "$input.nothing",
    ];
    match random.below(4) {
        0 => format!("$input.path('{}').size()", path(random)),
        1 => format!("$input.path({})", string(random, depth)),
        _ => random.pick(&CALLS).to_owned(),
    }
}

fn of_util(random: &mut Random, depth: usize) -> String {
    const FUNCTIONS: [&str; 5] = [
        "escapeJavaScript",
        "urlEncode",
        "base64Encode",
        "nothing",
        "escapeJavaScript",
    ];
    match random.below(7) {
        6 => "$util.parseJson($e).a.b".to_owned(),
        0 => format!(
            "$util.base64Decode($util.base64Encode({}))",
            value(random, depth)
        ),
        1 => format!("$util.urlDecode($util.urlEncode({}))", value(random, depth)),
        2 => format!("$util.parseJson($input.json('{}'))", path(random)),
        3 => format!(
            "$util.escapeJavaScript({}).replaceAll(\"\\\\'\",\"'\")",
            value(random, depth)
        ),
        _ => format!(
            "$util.{}({})",
            random.pick(&FUNCTIONS),
            value(random, depth)
        ),
    }
}

fn of_context(random: &mut Random) -> String {
    const CALLS: [&str; 16] = [
        "$context.stage",
        "$context.identity.sourceIp",
        "$context.identity",
        "$context.none.x",
        "$context['stage']",
        "$context.requestTimeEpoch",
        "$context.keySet()",
        "$context",
        "$context.responseOverride.header.put('a', 'b')",
        "$context.responseOverride",
        "$context.get('stage')",
        "$stageVariables.name",
        "$stageVariables['name']",
        "$stageVariables.hostile",
        "$stageVariables",
        "$context.identity.entrySet()",
    ];
    random.pick(&CALLS).to_owned()
}
