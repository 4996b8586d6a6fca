//! `\Q…\E`, which Java resolves before it parses: what stands between becomes escaped characters.

/// `pattern` without `\Q…\E`.
pub(super) fn resolve(pattern: &str) -> Vec<char> {
    let mut resolved = Vec::with_capacity(pattern.len());
    let mut rest = pattern.chars().peekable();
    while let Some(c) = rest.next() {
        if c != '\\' {
            resolved.push(c);
        } else if rest.next_if_eq(&'Q').is_some() {
            quote(&mut rest, &mut resolved);
        } else {
            resolved.push(c);
            resolved.extend(rest.next());
        }
    }
    resolved
}

/// Writes what stands before the next `\E`, each character as itself.
fn quote(rest: &mut std::iter::Peekable<std::str::Chars<'_>>, resolved: &mut Vec<char>) {
    let mut first = true;
    while let Some(c) = rest.next() {
        if c == '\\' && rest.next_if_eq(&'E').is_some() {
            return;
        }
        if first && c.is_ascii_digit() {
            resolved.extend(['\\', 'x', '3']);
        } else if c.is_ascii() && !c.is_ascii_alphanumeric() {
            resolved.push('\\');
        }
        resolved.push(c);
        first = false;
    }
}
