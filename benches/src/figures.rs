//! Figures: what a benchmark says, and how several runs become one number.

/// One figure.
pub(crate) struct Figure {
    pub(crate) metric: String,
    pub(crate) value: f64,
    pub(crate) unit: &'static str,
}

impl Figure {
    pub(crate) fn new(metric: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Figure { metric: metric.into(), value, unit }
    }

    /// The middle of several runs under the metric's own name, the lowest and the highest under longer ones.
    pub(crate) fn spread(metric: &str, values: Vec<f64>, unit: &'static str) -> [Self; 3] {
        let Spread { median, low, high } = Spread::of(values);
        [
            Figure::new(metric, median, unit),
            Figure::new(format!("{metric}_lowest"), low, unit),
            Figure::new(format!("{metric}_highest"), high, unit),
        ]
    }
}

/// The middle of the values, the lowest and the highest.
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Spread {
    pub(crate) fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let at = |index: usize| values.get(index).copied().unwrap_or(f64::NAN);
        Spread { median: at(values.len() / 2), low: at(0), high: at(values.len().saturating_sub(1)) }
    }
}
