//! Errors say where, what, and what was expected.

use super::{super::Template, problem, rendered};

#[test]
fn templates_that_do_not_parse_name_the_place() {
    for (template, expected) in [
        (
            "a\n  #if($b)\n x",
            "line 3, column 3: expected `#end`, found the end of the template",
        ),
        ("#if $a #end", "line 1, column 5: expected `(`, found `$a`"),
        ("#set($a 1)", "line 1, column 9: expected `=`, found `1`"),
        (
            "#set(1 = 2)",
            "line 1, column 6: expected a reference to set, found `1`",
        ),
        (
            "#set($a = )",
            "line 1, column 11: expected a value, found `)`",
        ),
        (
            "#set($a = [1, )",
            "line 1, column 15: expected a value, found `)`",
        ),
        (
            "#set($a = {1 2})",
            "line 1, column 14: expected `:`, found `2`",
        ),
        (
            "x #end",
            "line 1, column 3: expected text, a reference or a directive, found `#end`",
        ),
        (
            "$a.b(1",
            "line 1, column 7: expected `)`, found the end of the template",
        ),
        (
            "#foreach($a of)#end",
            "line 1, column 1: expected `#foreach($item in $list)`",
        ),
        (
            "#set($a = \"$b#if\")",
            "line 1, column 18: expected `(`, found the end of the template",
        ),
        (
            "#set($a = \"\\u12\")",
            "line 1, column 11: `\\u` needs four hexadecimal digits",
        ),
        (
            "#literal()x#end",
            "line 1, column 1: `#literal` is not supported",
        ),
        (
            "#define()x#end",
            "line 1, column 1: expected `#define($name)`",
        ),
        ("cost: 5$", "line 1, column 8: `$` means nothing here"),
    ] {
        assert_eq!(problem(template), expected, "{template}");
    }
}

#[test]
fn renderings_that_fail_name_the_place() {
    for (template, expected) in [
        (
            "$input.path('$.a').concat('b')$input.path('[')",
            "line 1, column 38: `path` failed: `[` is not a path: `[` means nothing",
        ),
        (
            "#set($l = [1])\n$l[1]",
            "line 2, column 3: index 1 is out of bounds for length 1",
        ),
        (
            "#set($l = [1])$l.get(-1)",
            "line 1, column 18: `get` failed: index -1 is out of bounds for length 1",
        ),
        (
            "#set($i = 0)$i.parseInt('x')",
            "line 1, column 16: `parseInt` failed: `x` is not a number",
        ),
        (
            "$util.parseJson('{')",
            "line 1, column 7: `parseJson` failed: no JSON: expected `:` at byte 1",
        ),
        (
            "$util.base64Decode('?')",
            "line 1, column 7: `base64Decode` failed: Invalid symbol 63, offset 0.",
        ),
        (
            "#set($l = [1])#foreach($i in $l)$l.add(2)#end",
            "line 1, column 15: the list was changed while `#foreach` ran over it",
        ),
        (
            "$input.body.getBytes()",
            "line 1, column 13: `getBytes` failed: Java has it, but it is not supported here",
        ),
        (
            "$input.body.length(1)",
            "line 1, column 13: `length` failed: it takes no arguments",
        ),
        (
            "#break($input)",
            "line 1, column 1: `#break` needs a loop, such as `$foreach.parent`",
        ),
    ] {
        assert_eq!(problem(template), expected, "{template}");
    }
}

#[test]
fn a_template_is_parsed_once_and_rendered_often() {
    let template = "#foreach($i in $input.path('$'))$i#if($foreach.hasNext),#end#end";
    for (body, expected) in [("[1,2]", "1,2"), ("[]", ""), ("[\"a\"]", "a")] {
        assert_eq!(rendered(template, body), expected);
    }
    is_shared(&Template::parse(template).unwrap());
}

fn is_shared<T: Send + Sync>(_: &T) {}

#[test]
fn comparisons_ranges_and_maps_have_a_place() {
    for (template, expected) in [
        (
            "x\n#set($l = [1..9999999])",
            "line 2, column 11: a range has more than 1000000 elements",
        ),
        (
            "#set($a = [])#set($b = [$a])#set($c = $a.add($b))\n#if($a == 'x')y#end",
            "line 2, column 8: a value is nested more than 256 levels deep, or contains itself",
        ),
        (
            "#set($a = [])#set($b = [$a])#set($c = $a.add($b))\n#set($m = {$a: 1})",
            "line 2, column 11: a value is nested more than 256 levels deep, or contains itself",
        ),
    ] {
        assert_eq!(problem(template), expected, "{template}");
    }
}
