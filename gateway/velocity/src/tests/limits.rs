//! Hostile templates end, with an error that says why.

use super::{
    super::{Input, LONGEST_TEMPLATE, Scope, Template},
    problem, problem_with, rendered,
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
            "#set($a = [1..999999])$a.add(1)$a.add(1)",
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
    let many = "#set($a = $input.body)";
    for (pattern, call) in [
        ("(?!b)(a|aa)+(?<!a)b", "matches('PATTERN')"),
        ("(?:(?=a)a|a)*b", "replaceAll('PATTERN', '')"),
        ("a(?:.*b)?", "replaceAll('PATTERN', '-').length()"),
        ("a(?=.*b|)", "split('PATTERN').size()"),
    ] {
        let template = format!("{many}$a.{}", call.replace("PATTERN", pattern));
        let problem = problem_with(&template, &"a".repeat(20_000));
        assert!(
            problem.contains("takes too many steps on this text"),
            "{pattern}: {problem}"
        );
    }
}

#[test]
fn all_patterns_of_a_rendering_share_one_effort() {
    let once = "$input.body.replaceAll('a(?!b)', 'b').length() ";
    let body = "a".repeat(40_000);
    assert_eq!(rendered(once, &body), "40000 ");
    let often = ["#foreach($i in [1..100])", once, "#end"].concat();
    let problem = problem_with(&often, &body);
    assert!(problem.contains("too many steps"), "{problem}");
}

#[test]
fn many_different_patterns_are_bounded() {
    let template = "#foreach($i in [1..1000])#foreach($j in [1..1000])$input.body.matches(\"a{$i}b{$j}\")#end#end";
    let problem = problem_with(template, "a");
    assert!(problem.contains("too many steps"), "{problem}");
}

#[test]
fn huge_patterns_are_refused() {
    for pattern in [
        "a".repeat(200_000),
        "(?=a)".to_owned() + "(\\p{L}{100}){999}",
    ] {
        let problem = problem_with("$input.body.matches($input.body)", &pattern);
        assert!(problem.contains("is not supported here"), "{problem}");
        assert!(problem.len() < 300, "{problem}");
    }
}

#[test]
fn replacements_are_bounded() {
    let template =
        "#set($a = $input.body)#foreach($i in [1..99])#set($a = $a.replaceAll('a', $a))#end";
    let problem = problem_with(template, "aaaa");
    assert!(
        problem.contains("the result has more than 10 MB"),
        "{problem}"
    );
}

#[test]
fn values_that_double_are_bounded_in_bytes() {
    for template in [
        "#set($m = {'a': 1})#foreach($i in [1..99])#set($m = {'a': $m, 'b': $m})#end$m ",
        "#set($l = [1])#foreach($i in [1..99])#set($x = $l.addAll($l))#end",
        "#foreach($i in [1..1000])#set($a = [1..1000000])#set($x = $input.path('$').add($a))#end",
        "#foreach($i in [1..1000])#set($a = $input.body.repeat(1000000))#set($x = $input.path('$').add($a))#end",
    ] {
        let problem = problem_with(template, "[1, 2, 3]");
        let bounded = ["more than", "too much work"];
        assert!(
            bounded.iter().any(|bound| problem.contains(bound)),
            "{template}: {problem}"
        );
    }
}

#[test]
fn the_longest_templates_parse_and_render() {
    for part in [
        "$a",
        "#",
        "$",
        "\\",
        "#set($a=1)",
        "#if(true)a#end",
        "$a.b(1)[0]",
        "\"'",
        "#[[a]]#",
        "##\n",
        "#*a*#",
        "${",
        "#foreach($i in [1])$i#end",
    ] {
        let template = part.repeat(LONGEST_TEMPLATE / part.len());
        if let Ok(template) = Template::parse(&template) {
            let scope = &mut Scope::new();
            assert!(template.render(scope, &Input::new("")).is_ok(), "{part}");
        }
    }
}
