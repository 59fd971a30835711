//! Ends and steps of an axis.

/// An axis: its ends, and the values that are written beside it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Axis {
    pub(super) low: f32,
    pub(super) high: f32,
    pub(super) ticks: Vec<f32>,
}

/// An axis that holds the values with some room, in steps of 1, 2 or 5 times a power of ten, within `bounds`.
pub(super) fn axis(values: &[f32], bounds: (f32, f32), span_min: f32) -> Axis {
    let least = values.iter().copied().fold(f32::INFINITY, f32::min);
    let most = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let (least, most) = if least <= most { (least, most) } else { (bounds.0, bounds.0 + span_min) };
    let middle = f32::midpoint(least, most);
    let half = ((most - least) * 0.6).max(span_min / 2.0);
    let step = step((2.0 * half) / 4.0);
    let low = (((middle - half) / step).floor() * step).max(bounds.0);
    let high = (((middle + half) / step).ceil() * step).min(bounds.1);
    let mut ticks = Vec::new();
    let mut tick = (low / step).ceil() * step;
    // The bounds are finite and the step is not small against them, so this ends.
    while tick <= high + step / 100.0 && ticks.len() < 12 {
        ticks.push(tick);
        tick += step;
    }
    Axis { low, high, ticks }
}

/// The least of 1, 2, 5, 10, … that is not less.
fn step(least: f32) -> f32 {
    let mut power = 1.0;
    while power < 1.0e6 {
        for factor in [1.0, 2.0, 5.0] {
            if power * factor >= least {
                return power * factor;
            }
        }
        power *= 10.0;
    }
    power
}
