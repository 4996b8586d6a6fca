//! Templates by the grammar, with variables whose types the methods fit, mostly.

use crate::random::Random;

const START: &str = "#set($s = $input.path('$.s'))#set($n = $input.path('$.n'))#set($l = $input.path('$.l'))\
#set($m = $input.path('$.m'))#set($v = $input.path('$.v'))#set($e = $input.path('$.errorMessage'))";

const TEXTS: [&str; 30] = [
    "a", "{\"k\": ", "}", ",", " ", "  ", "\n", "\n  ", "\r\n", "\t", "é☃", "\u{1F600}", "100%", "$5", "$ ", "# ", "\\",
    "\\\\", "a.b", "(x)", "[y]", "!", "\"", "'", "$$", "##x\n", "#*c*#", "#[[ $raw #if ]]#", "\\#if", "<p>",
];

const PATHS: [&str; 40] = [
    "$", "$.s", "$.n", "$.l", "$.m", "$.v", "$.missing", "$.m.a", "$.m['a']", "$.m['x-y']", "$.m.x-y", "$['s']", "s",
    "$.l[0]", "$.l[1]", "$.l[9]", "$.l[*]", "$.l[0,1]", "$.l[0:2]", "$.l[1:]", "$.l[:1]", "$.l[-1:]", "$.l[-1]",
    "$.*", "$.m.*", "$..a", "$..*", "$..[0]", "$.l[*].a", "$.l[*].a.b", "$.m['a','b']", "$.missing[*].a", "$.m..b",
    "$.l[(@.length-1)]", "$.l[?(@.a)]", "$.m.a.b", "$.s.a", "$.v[0]", "$.s[0]", "$..name[0]",
];

const STRINGS: [&str; 26] = [
    "''", "'a'", "'abc'", "'it''s'", "'$s'", "\"\"", "\"a\"", "\"$s\"", "\"${s}!\"", "\"$!u\"", "\"a\"\"b\"", "\"$n$l\"",
    "\"#if(true)x#{else}y#end\"", "\"## $s\"", "\"\\u00e9\"", "\"$m.a.b\"", "\"x $\"", "\"x #\"", "','", "':'", "' '", "'{'",
    "'\\\\'", "'$.s'", "'/'", "\"é\u{1F600}\"",
];

/// Patterns that mean the same in Java's dialect and in the engine's, and that match no empty text: between the
/// halves of a surrogate pair, only Java finds one.
const PATTERNS: [&str; 11] = [
    "','", "'a'", "'[a-c]+'", "'(l+)(o?)'", "'[ \t]+'", "\"\\\\'\"", "'x|a'", "'\\.'", "'[^a-z]'", "'a(?=b)'",
    "'(a)(b)?'",
];

const REPLACEMENTS: [&str; 9] = ["''", "'x'", "'[$0]'", "'$1'", "'$1$2'", "'\\$'", "'$'", "'\\\\'", "\"'\""];

pub(crate) fn template(random: &mut Random) -> String {
    let mut template = START.to_owned();
    for _ in 0..=random.below(6) {
        statement(random, 3, &mut template);
    }
    template.push(' ');
    template
}

fn block(random: &mut Random, depth: usize, out: &mut String) {
    for _ in 0..random.below(4) {
        statement(random, depth, out);
    }
}

fn statement(random: &mut Random, depth: usize, out: &mut String) {
    let text = match random.below(if depth == 0 { 9 } else { 14 }) {
        0..3 => random.pick(&TEXTS).to_owned(),
        3..6 => printed(random, depth),
        6 | 7 => set(random, depth),
        8 => odd(random),
        9..12 => condition(random, depth),
        _ => foreach(random, depth),
    };
    out.push_str(&text);
}

fn odd(random: &mut Random) -> String {
    const ODD: [&str; 24] = [
        "#foo", "#foo()", "#foo($s 'x')", "#macro(m $x)", "#evaluate(\"$s\")", "#parse('x')", "#include('y')", "\\$s",
        "\\\\$s", "\\$u", "\\\\\\$s", "$\\!s", "\\$!s", "\\#set($s = 1)", "\\\\#if(true)x#end", "\\#foo", "$!{s}x", "${s}x",
        "$s.", "$s-x", "$s.length().", "$u.a.b[0].c()", "#@b('x')y#end", "$!u[$u]",
    ];
    random.pick(&ODD).to_owned()
}

/// A reference as it is printed, in one of its spellings.
fn printed(random: &mut Random, depth: usize) -> String {
    let reference = reference(random, depth);
    match random.below(5) {
        0 => format!("${{{}}}", &reference[1..]),
        1 => format!("$!{}", &reference[1..]),
        2 => format!("$!{{{}}}", &reference[1..]),
        _ => reference,
    }
}

fn reference(random: &mut Random, depth: usize) -> String {
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
        _ => random.pick(&["$s", "$n", "$l", "$m", "$v", "$e", "$u", "$i", "$x", "$y"]).to_owned(),
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
        10 => format!("replaceAll({}, {})", random.pick(&PATTERNS), random.pick(&REPLACEMENTS)),
        11 => format!("replaceFirst({}, {})", random.pick(&PATTERNS), random.pick(&REPLACEMENTS)),
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
    const CALLS: [&str; 8] = [
        "$n", "$n.toString()", "$n.intValue()", "$n.equals(1)", "$n.compareTo(1)", "$n.a", "$n[0]", "$n.size()",
    ];
    random.pick(&CALLS).to_owned()
}

fn of_input(random: &mut Random, depth: usize) -> String {
    const CALLS: [&str; 12] = [
        "$input.body", "$input.getBody()", "$input.params('id')", "$input.params('Accept')", "$input.params('none')",
        "$input.params()", "$input.params().path", "$input.params().header.Accept", "$input.params().path.get('id')",
        "$input.params().keySet()", "$input.body.length()", "$input.nothing",
    ];
    match random.below(4) {
        0 => format!("$input.path('{}').size()", path(random)),
        1 => format!("$input.path({})", string(random, depth)),
        _ => random.pick(&CALLS).to_owned(),
    }
}

fn of_util(random: &mut Random, depth: usize) -> String {
    const FUNCTIONS: [&str; 5] = ["escapeJavaScript", "urlEncode", "base64Encode", "nothing", "escapeJavaScript"];
    match random.below(6) {
        0 => format!("$util.base64Decode($util.base64Encode({}))", value(random, depth)),
        1 => format!("$util.urlDecode($util.urlEncode({}))", value(random, depth)),
        2 => format!("$util.parseJson($input.json('{}'))", path(random)),
        3 => format!("$util.escapeJavaScript({}).replaceAll(\"\\\\'\",\"'\")", value(random, depth)),
        _ => format!("$util.{}({})", random.pick(&FUNCTIONS), value(random, depth)),
    }
}

fn of_context(random: &mut Random) -> String {
    const CALLS: [&str; 16] = [
        "$context.stage", "$context.identity.sourceIp", "$context.identity", "$context.none.x", "$context['stage']",
        "$context.requestTimeEpoch", "$context.keySet()", "$context", "$context.responseOverride.header.put('a', 'b')",
        "$context.responseOverride", "$context.get('stage')", "$stageVariables.name", "$stageVariables['name']",
        "$stageVariables.hostile", "$stageVariables", "$context.identity.entrySet()",
    ];
    random.pick(&CALLS).to_owned()
}

fn number(random: &mut Random) -> String {
    match random.below(6) {
        0 => "$n".to_owned(),
        1 => "-1".to_owned(),
        2 => random.pick(&["100", "2147483648", "$u", "$foreach.index"]).to_owned(),
        _ => random.below(4).to_string(),
    }
}

fn string(random: &mut Random, depth: usize) -> String {
    if depth > 0 && random.once_in(4) {
        return reference(random, depth);
    }
    random.pick(&STRINGS).to_owned()
}

/// What may stand as an argument or in a list: no operators.
fn value(random: &mut Random, depth: usize) -> String {
    match random.below(if depth == 0 { 6 } else { 11 }) {
        0..3 => random.pick(&STRINGS).to_owned(),
        3 => number(random),
        4 => random.pick(&["true", "false", "1.5", "2e3", ".5", "[]", "{}", "-3", "[1..3]", "[3..1]"]).to_owned(),
        5 => random.pick(&["$s", "$n", "$l", "$m", "$v", "$u"]).to_owned(),
        6 => format!("[{}, {}]", value(random, depth - 1), value(random, depth - 1)),
        7 => format!("{{{}: {}}}", string(random, depth - 1), value(random, depth - 1)),
        8 => format!("[{}..{}]", random.below(4), random.pick(&["0", "-1", "100", "$u", "$foreach.index", "$s"])),
        _ => reference(random, depth - 1),
    }
}

fn expression(random: &mut Random, depth: usize) -> String {
    const OPERATORS: [&str; 24] = [
        "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "and", "or", "eq", "ne", "lt", "le", "gt",
        "ge", "+", "==", "&&",
    ];
    if depth == 0 {
        return value(random, 1);
    }
    match random.below(8) {
        0 => format!("!{}", expression(random, depth - 1)),
        1 => format!("not {}", expression(random, depth - 1)),
        2 => format!("({})", expression(random, depth - 1)),
        3 | 4 => value(random, depth),
        _ => {
            let left = expression(random, depth - 1);
            let operator = random.pick(&OPERATORS);
            format!("{left} {operator} {}", expression(random, depth - 1))
        }
    }
}

fn set(random: &mut Random, depth: usize) -> String {
    const TARGETS: [&str; 16] = [
        "$x", "$y", "$s", "$x", "$m.a", "$m['k']", "$m[$s]", "$l[0]", "$l[-1]", "$x.y", "$context.responseOverride.status",
        "$context.responseOverride.header.foo", "$context['responseOverride'].header['X-A']", "$m.a.b", "${x}", "$l.x",
    ];
    let target = random.pick(&TARGETS);
    let space = random.pick(&["", " ", "  "]);
    let end = random.pick(&["", "", "\n", " \n", "  ", "\r\n"]);
    format!("#set({space}{target}{space}={space}{}{space}){end}", expression(random, depth.min(2)))
}

fn condition(random: &mut Random, depth: usize) -> String {
    let end = random.pick(&["", "", "\n", " \t\n", " "]);
    let mut text = format!("#if({}){end}", expression(random, depth));
    block(random, depth - 1, &mut text);
    if random.once_in(3) {
        text.push_str(&format!("#elseif({}){end}", expression(random, depth - 1)));
        block(random, depth - 1, &mut text);
    }
    if random.once_in(2) {
        text.push_str(random.pick(&["#{else}", "#else\n", "#else "]));
        block(random, depth - 1, &mut text);
    }
    text.push_str(random.pick(&["#end", "#{end}", "#end\n", "#end "]));
    text
}

fn foreach(random: &mut Random, depth: usize) -> String {
    const LOOPS: [&str; 22] = [
        "$foreach.count", "$foreach.index", "$foreach.hasNext", "$foreach.first", "$foreach.last", "$velocityCount",
        "$foreach.hasNext()", "#if($foreach.hasNext),#end", "#break", "#if($foreach.count == 2)#break#end", "#stop",
        "$foreach.parent.index", "$foreach.topmost.count", "#break($foreach.parent)", "$i", "$i.key=$i.value;", "$i.a",
        "#set($i = 'z')$i", "$l.add($i)", "$foreach", "$velocityHasNext", "#set($foreach.z = $i)$foreach.z",
    ];
    const LISTS: [&str; 16] = [
        "$l", "$m", "$m.keySet()", "$m.entrySet()", "$m.values()", "[1..3]", "[3..1]", "['a', $s, $n]", "$s.split(',')",
        "$input.params().header.keySet()", "$u", "$v", "$s", "{'a': 1, 'b': $l}", "$input.path('$.l[*]')", "[]",
    ];
    let item = random.pick(&["$i", "$i", "$x", "${i}", "$s"]);
    let list = if random.once_in(4) { value(random, depth) } else { random.pick(&LISTS).to_owned() };
    let mut text = format!("#foreach({item} in {list}){}", random.pick(&["", "\n", " "]));
    block(random, depth - 1, &mut text);
    for _ in 0..random.below(3) {
        text.push_str(random.pick(&LOOPS));
    }
    block(random, depth - 1, &mut text);
    text.push_str(random.pick(&["#end", "#end\n", "#{end}"]));
    text
}
