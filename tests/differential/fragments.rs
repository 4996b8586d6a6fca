//! Templates of loose fragments, and damaged ones: what only the lexer's rules decide.

use lambda_api_errors_tests::random::Random;

const FRAGMENTS: [&str; 92] = [
    "$",
    "$",
    "$!",
    "${",
    "$!{",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    ".",
    "..",
    ",",
    ":",
    "!",
    "#",
    "#",
    "\\",
    "\\\\",
    "\"",
    "'",
    "\"a\"",
    "'b'",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "=",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "&&",
    "||",
    "+",
    "-",
    "*",
    "/",
    "%",
    "and",
    "or",
    "not",
    "eq",
    "ne",
    "lt",
    "0",
    "1",
    "-1",
    "1.5",
    "-.5",
    "2e3",
    "1..3",
    "a",
    "foo",
    "_x",
    "a-b",
    "true",
    "false",
    "in",
    "é",
    "\u{1F600}",
    "set",
    "if",
    "elseif",
    "else",
    "end",
    "foreach",
    "break",
    "stop",
    "#set($a = 1)",
    "#set(",
    "#if(true)",
    "#if(",
    "#elseif(false)",
    "#else",
    "#{else}",
    "#end",
    "#{end}",
    "#foreach($i in [1..2])",
    "#break",
    "#@b",
    "##",
    "#*",
    "*#",
    "#[[",
    "]]#",
    "$a.b",
];

pub(crate) fn template(random: &mut Random) -> String {
    let count = 1 + random.below(9);
    let mut template: String = (0..count).map(|_| random.pick(&FRAGMENTS)).collect();
    if random.once_in(2) {
        template.insert_str(0, "#set($a = {\"b\": \"c\"})");
    }
    if random.once_in(2) {
        template.push(' ');
    }
    template
}

/// The template with some places changed.
pub(crate) fn damage(template: &str, random: &mut Random) -> String {
    let mut characters: Vec<char> = template.chars().collect();
    for _ in 0..=random.below(3) {
        let at = random.below(characters.len() + 1);
        match random.below(4) {
            0 if at < characters.len() => {
                characters.remove(at);
            }
            1 if at < characters.len() => characters.insert(at, characters[at]),
            _ => {
                let fragment = random.pick(&FRAGMENTS);
                characters.splice(at..at, fragment.chars());
            }
        }
    }
    characters.into_iter().collect()
}
