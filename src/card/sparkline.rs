//! A row of small bars: how numbers went, in the width of a word.

/// One bar for each value, from the least of them to the greatest; a dot where there is none.
///
/// Values that are all the same are drawn in the middle, because nothing changed.
pub fn sparkline(values: impl IntoIterator<Item = Option<i64>>) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let values: Vec<Option<i64>> = values.into_iter().collect();
    let known = || values.iter().flatten().copied();
    let (Some(low), Some(high)) = (known().min(), known().max()) else { return "·".repeat(values.len()) };
    let range = i128::from(high) - i128::from(low);
    let bar = |value: i64| {
        let height = ((i128::from(value) - i128::from(low)) * 7 + range / 2).checked_div(range).unwrap_or(3);
        usize::try_from(height).ok().and_then(|height| BARS.get(height)).copied().unwrap_or('·')
    };
    values.iter().map(|value| value.map_or('·', bar)).collect()
}
