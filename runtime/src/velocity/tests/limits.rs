//! Hostile templates end, with an error that says why.

use super::{
    super::{LONGEST_TEMPLATE, Template},
    problem, rendered,
};

#[test]
fn nesting_is_bounded() {
    for (start, open) in [
        ("", "#if(true)"),
        ("", "#foreach($a in [1])"),
        ("", "$a.b("),
        ("", "$a["),
        ("#set($a = ", "("),
        ("#set($a = ", "["),
        ("#set($a = ", "{1:"),
    ] {
        let problem = problem(&[start, &open.repeat(1000)].concat());
        assert!(
            problem.ends_with("nested more than 100 levels deep"),
            "{open}: {problem}"
        );
    }
}

#[test]
fn long_chains_need_no_nesting() {
    let long = |part: &str| part.repeat(20_000);
    assert_eq!(
        rendered(&format!("#set($a = 1{})$a ", long(" + 1")), ""),
        "20001 "
    );
    assert_eq!(
        rendered(&format!("#if(true{})x#end", long(" && true")), ""),
        "x"
    );
    assert_eq!(rendered(&format!("#if({}true)x#end", long("!")), ""), "x");
    assert_eq!(rendered(&format!("#set($a = 0)$a{} ", long(".b")), ""), " ");
    assert_eq!(
        rendered(
            &format!("#if(false)a{}#{{else}}x#end", long("#elseif(false)b")),
            ""
        ),
        "x"
    );
}

#[test]
fn templates_are_at_most_300_kilobytes() {
    assert!(Template::parse(&"a".repeat(LONGEST_TEMPLATE)).is_ok());
    let problem = problem(&"a".repeat(LONGEST_TEMPLATE + 1));
    assert_eq!(
        problem,
        "line 1, column 1: the template has 307201 bytes, and may have 307200"
    );
}

#[test]
fn loops_end_after_1000_iterations() {
    assert_eq!(
        rendered(
            "#foreach($i in [1..5000])#set($last = $foreach.count)#end$last ",
            ""
        ),
        "1000 "
    );
}

#[test]
fn work_is_bounded() {
    let nested =
        "#foreach($a in [1..1000])#foreach($b in [1..1000])#foreach($c in [1..1000])$a#end#end#end";
    assert!(problem(nested).ends_with("the template does too much work"));
}

#[test]
fn texts_and_lists_are_bounded() {
    for (template, expected) in [
        (
            "#set($a = 'aaaa')#foreach($i in [1..99])#set($a = \"$a$a\")#end",
            "a text has more than 10 MB",
        ),
        (
            "#set($a = 'aaaa')#foreach($i in [1..99])#set($a = $a + $a)#end",
            "a text has more than 10 MB",
        ),
        (
            "#set($a = 'aaaa')$a.repeat(2147483647)",
            "`repeat` failed: a text has more than 10 MB",
        ),
        (
            "#set($a = [1])#foreach($i in [1..99])#set($a = [$a, $a])#end$a ",
            "a text has more than 10 MB",
        ),
        (
            "#set($a = [1..2000000])",
            "a range has more than 1000000 elements",
        ),
        (
            "#set($a = [1..999999])$a.addAll($a)$a.add(1)",
            "`add` failed: a list has more than 1000000 elements",
        ),
    ] {
        let problem = problem(template);
        assert!(problem.ends_with(expected), "{template}: {problem}");
    }
}

#[test]
fn values_that_contain_themselves_are_no_endless_texts() {
    assert_eq!(
        rendered("#set($a = [1])$a.add($a) $a ", ""),
        "true [1, (this Collection)] "
    );
    assert_eq!(
        rendered("#set($a = {'b': 1})#set($a.c = $a)$a ", ""),
        "{b=1, c=(this Map)} "
    );
    let through_another = problem("#set($a = [])#set($b = [$a])$a.add($b)$a ");
    assert!(
        through_another.ends_with("nested more than 256 levels deep, or contains itself"),
        "{through_another}"
    );
}

#[test]
fn deep_values_are_dropped_without_recursion() {
    let template = "#set($a = [])#foreach($i in [1..1000])#foreach($j in [1..200])#set($a = [$a])#end#end$a.size()";
    assert_eq!(rendered(template, ""), "1");
}

#[test]
fn slow_patterns_end() {
    let template = "#set($a = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')$a.matches('(?!b)(a|aa)+(?<!a)b')";
    assert!(
        problem(template).contains("the pattern takes too long"),
        "{}",
        problem(template)
    );
}
