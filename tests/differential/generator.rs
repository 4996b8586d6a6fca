//! Templates by the grammar, with variables whose types the methods fit, mostly.

use crate::references::{printed, reference};
use lambda_api_errors_tests::random::Random;

const START: &str = "#set($s = $input.path('$.s'))#set($n = $input.path('$.n'))#set($l = $input.path('$.l'))\
#set($m = $input.path('$.m'))#set($v = $input.path('$.v'))#set($e = $input.path('$.errorMessage'))";

const TEXTS: [&str; 36] = [
    "##\n",
    "## $s #if\r\n",
    "#** doc $s *#",
    "#*\n*#\n",
    "#[[a]]]#",
    "\n\n  \t",
    "a",
    "{\"k\": ",
    "}",
    ",",
    " ",
    "  ",
    "\n",
    "\n  ",
    "\r\n",
    "\t",
    "é☃",
    "\u{1F600}",
    "100%",
    "$5",
    "$ ",
    "# ",
    "\\",
    "\\\\",
    "a.b",
    "(x)",
    "[y]",
    "!",
    "\"",
    "'",
    "$$",
    "##x\n",
    "#*c*#",
    "#[[ $raw #if ]]#",
    "\\#if",
    "<p>",
];

const STRINGS: [&str; 26] = [
    "''",
    "'a'",
    "'abc'",
    "'it''s'",
    "'$s'",
    "\"\"",
    "\"a\"",
    "\"$s\"",
    "\"${s}!\"",
    "\"$!u\"",
    "\"a\"\"b\"",
    "\"$n$l\"",
    "\"#if(true)x#{else}y#end\"",
    "\"## $s\"",
    "\"\\u00e9\"",
    "\"$m.a.b\"",
    "\"x $\"",
    "\"x #\"",
    "','",
    "':'",
    "' '",
    "'{'",
    "'\\\\'",
    "'$.s'",
    "'/'",
    "\"é\u{1F600}\"",
];

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
    const ODD: [&str; 46] = [
        "#define($d)<$s$x>#end$d$d",
        "#define( $x )$foreach.index:$x.length()#end#foreach($y in $l)$x#end",
        "#define($d)#set($y = 1)#break a#end#if($d)$y$!{d}b#end",
        "#define($d)#foreach($x in $l)$x#if($x)#break#end#end#end$d.toString()",
        "#define($d)a$n#end$d()\\$d $$d#if($d == 'a')x#end",
        "#define($d)a#end#set($x = \"$d$d\")$x#set($x = $d + 'b')$x$d.length()",
        "#define($d)it''s $n#end$util.escapeJavaScript($d)#set($y = $d)$y",
        "#define($y)#stop#end#if($y)a#end",
        "#define($d)#define($x)in#end$x#end$x$d$x",
        "#define d#end",
        "#define('ab')c#end$b ab$ab",
        "#define($d $x)c#end",
        "$l[$foreach.index]",
        "$m[\"$s\"]",
        "${m.a}b",
        "$!{m.a.b}",
        "$!!s",
        "#{if}(true)x#{end}",
        "#{set}($x = 1)",
        "#if ( $s ) y #else if #end",
        "$input.params( 'id' )",
        "${l.get( 0 )}",
        "#foo",
        "#foo()",
        "#foo($s 'x')",
        "#macro(m $x)",
        "#evaluate(\"$s\")",
        "#parse('x')",
        "#include('y')",
        "\\$s",
        "\\\\$s",
        "\\$u",
        "\\\\\\$s",
        "$\\!s",
        "\\$!s",
        "\\#set($s = 1)",
        "\\\\#if(true)x#end",
        "\\#foo",
        "$!{s}x",
        "${s}x",
        "$s.",
        "$s-x",
        "$s.length().",
        "$u.a.b[0].c()",
        "#@b('x')y#end",
        "$!u[$u]",
    ];
    random.pick(&ODD).to_owned()
}

pub(crate) fn number(random: &mut Random) -> String {
    match random.below(6) {
        0 => "$n".to_owned(),
        1 => "-1".to_owned(),
        2 => random
            .pick(&["100", "2147483648", "$u", "$foreach.index"])
            .to_owned(),
        _ => random.below(4).to_string(),
    }
}

pub(crate) fn string(random: &mut Random, depth: usize) -> String {
    if depth > 0 && random.once_in(4) {
        return reference(random, depth);
    }
    random.pick(&STRINGS).to_owned()
}

/// What may stand as an argument or in a list: no operators.
pub(crate) fn value(random: &mut Random, depth: usize) -> String {
    match random.below(if depth == 0 { 6 } else { 11 }) {
        0..3 => random.pick(&STRINGS).to_owned(),
        3 => number(random),
        4 => random
            .pick(&[
                "true", "false", "1.5", "2e3", ".5", "[]", "{}", "-3", "[1..3]", "[3..1]",
            ])
            .to_owned(),
        5 => random
            .pick(&["$s", "$n", "$l", "$m", "$v", "$u"])
            .to_owned(),
        6 => format!(
            "[{}, {}]",
            value(random, depth - 1),
            value(random, depth - 1)
        ),
        7 => format!(
            "{{{}: {}}}",
            string(random, depth - 1),
            value(random, depth - 1)
        ),
        8 => format!(
            "[{}..{}]",
            random.below(4),
            random.pick(&["0", "-1", "100", "$u", "$foreach.index", "$s"])
        ),
        _ => reference(random, depth - 1),
    }
}

fn expression(random: &mut Random, depth: usize) -> String {
    const OPERATORS: [&str; 24] = [
        "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "and", "or", "eq",
        "ne", "lt", "le", "gt", "ge", "+", "==", "&&",
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
        "$x",
        "$y",
        "$s",
        "$x",
        "$m.a",
        "$m['k']",
        "$m[$s]",
        "$l[0]",
        "$l[-1]",
        "$x.y",
        "$context.responseOverride.status",
        "$context.responseOverride.header.foo",
        "$context['responseOverride'].header['X-A']",
        "$m.a.b",
        "${x}",
        "$l.x",
    ];
    let target = random.pick(&TARGETS);
    let space = random.pick(&["", " ", "  "]);
    let end = random.pick(&["", "", "\n", " \n", "  ", "\r\n"]);
    format!(
        "#set({space}{target}{space}={space}{}{space}){end}",
        expression(random, depth.min(2))
    )
}

fn condition(random: &mut Random, depth: usize) -> String {
    let end = random.pick(&["", "", "\n", " \t\n", " "]);
    let mut text = format!("#if({}){end}", expression(random, depth));
    block(random, depth - 1, &mut text);
    if random.once_in(3) {
        text.extend(["#elseif(", &expression(random, depth - 1), ")", end]);
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
    const LOOPS: [&str; 26] = [
        "$foreach.info.depth",
        "$foreach.info.name $foreach.getInfo().getType() $foreach.info.none",
        "$foreach.info.line:$foreach.info.column",
        "#if($foreach.info == $foreach.parent.info)x#end",
        "$foreach.count",
        "$foreach.index",
        "$foreach.hasNext",
        "$foreach.first",
        "$foreach.last",
        "$velocityCount",
        "$foreach.hasNext()",
        "#if($foreach.hasNext),#end",
        "#break",
        "#if($foreach.count == 2)#break#end",
        "#stop",
        "$foreach.parent.index",
        "$foreach.topmost.count",
        "#break($foreach.parent)",
        "$i",
        "$i.key=$i.value;",
        "$i.a",
        "#set($i = 'z')$i",
        "$l.add($i)",
        "$foreach",
        "$velocityHasNext",
        "#set($foreach.z = $i)$foreach.z",
    ];
    const LISTS: [&str; 16] = [
        "$l",
        "$m",
        "$m.keySet()",
        "$m.entrySet()",
        "$m.values()",
        "[1..3]",
        "[3..1]",
        "['a', $s, $n]",
        "$s.split(',')",
        "$input.params().header.keySet()",
        "$u",
        "$v",
        "$s",
        "{'a': 1, 'b': $l}",
        "$input.path('$.l[*]')",
        "[]",
    ];
    let item = random.pick(&["$i", "$i", "$x", "${i}", "$s"]);
    let list = if random.once_in(4) {
        value(random, depth)
    } else {
        random.pick(&LISTS).to_owned()
    };
    let mut text = format!(
        "#foreach({item} in {list}){}",
        random.pick(&["", "\n", " "])
    );
    block(random, depth - 1, &mut text);
    for _ in 0..random.below(3) {
        text.push_str(random.pick(&LOOPS));
    }
    block(random, depth - 1, &mut text);
    text.push_str(random.pick(&["#end", "#end\n", "#{end}"]));
    text
}
