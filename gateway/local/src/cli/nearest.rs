//! What a mistyped word most likely stands for.

/// How alike two words are of which one is a mistyped other, from 0 to 1; clap takes the same measure for options.
const LIKE: f64 = 0.7;
/// How alike two words are that differ by one letter, or by two that are swapped.
const ONE_SLIP: f64 = 0.9;
/// The shortest word, in bytes, that one slip leaves recognisable.
const SHORTEST: usize = 3;

/// The one of `known` for which `word` most likely stands; `None` if it is like none of them. Case plays no part.
///
/// ```
/// use apigw_local::cli::nearest;
///
/// assert_eq!(nearest("GTE", ["GET", "POST"]), Some("GET"));
/// assert_eq!(nearest("get_cartt", ["add_item", "get_cart"]), Some("get_cart"));
/// assert_eq!(nearest("TRACE", ["GET", "POST"]), None);
/// ```
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let near = known.into_iter().map(|known| {
        let other = known.to_lowercase();
        let is_slip = word.len() >= SHORTEST && strsim::osa_distance(&word, &other) == 1;
        let likeness = strsim::jaro(&word, &other);
        (
            if is_slip {
                likeness.max(ONE_SLIP)
            } else {
                likeness
            },
            known,
        )
    });
    let near = near.filter(|(likeness, _)| *likeness > LIKE);
    let nearest = near.max_by(|(one, _), (other, _)| one.total_cmp(other));
    nearest.map(|(_, known)| known)
}
