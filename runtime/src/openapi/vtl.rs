//! Velocity's language: templates in files, and the parts that are made from the types.
//!
//! References are written `$x` and never with braces, and nothing begins with `%` and a brace: `CloudFormation` and
//! Terraform would take either for their own. A reference that leads nowhere is true in `#if`, so texts are compared.

/// The template of a `.vtl` file with `values` in it.
///
/// Comments (lines that start with `##`), indentation and line ends are left out; an empty line is a line end of the result.
/// `@name@` stands for the value of that name. What a value holds is not looked at.
///
/// # Panics
///
/// When the file has a name that `values` lacks.
pub(super) fn fill(file: &str, values: &[(&str, &str)]) -> String {
    let lines = file.lines().map(str::trim);
    let template: String = lines
        .filter(|line| !line.starts_with("##"))
        .map(|line| if line.is_empty() { "\n" } else { line })
        .collect();
    let mut filled = String::with_capacity(template.len());
    for (index, part) in template.split('@').enumerate() {
        if index % 2 == 0 {
            filled.push_str(part);
        } else {
            let value = values.iter().find(|(name, _)| *name == part);
            filled.push_str(
                value
                    .unwrap_or_else(|| panic!("the template has no value `{part}`"))
                    .1,
            );
        }
    }
    filled
}

/// A text in quotes inside of which nothing is a reference.
pub(super) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Constant JSON, as a template that renders as itself: a `$` or `#` can only stand in one of its strings.
pub(super) fn inert(json: &str) -> String {
    json.replace('$', "\\u0024").replace('#', "\\u0023")
}

/// Sets a header of the response; `name` and `value` are expressions.
pub(super) fn set_header(name: &str, value: &str) -> String {
    format!("#set($context.responseOverride.header[{name}]={value})")
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn only_empty_lines_break_the_line() {
        let file = "## A comment.\n#if($x)\n  @a@\n  ## Another.\n#end\n\n  @b@@a@\n";
        let values = [("a", "1 @b@"), ("b", " # ")];
        assert_eq!(fill(file, &values), "#if($x)1 @b@#end\n # 1 @b@");
    }
}
