//! Two ways to score the same answers, as a picture: one score over the other, and their differences.
//!
//! Nothing is jittered: equal pairs are one circle, the larger the more they are. On the left both scales are the same
//! and equal scores lie on the line. On the right is the plot of Bland and Altman: the difference over the mean of both,
//! with the mean difference and the limits between which 95 % of the differences would lie if they were normal.

use std::collections::BTreeMap;

use super::canvas::{At, Canvas, Colour, GREY, INK, Panel, RULE, Style, WHITE, mixed};
use super::letters::Align;
use super::scale::{Axis, axis};
use super::{BLUE, ChartError, TEAL};

/// Radius of a single pair, and of the most frequent one where some are.
const RADIUS_MIN: f32 = 5.0;
const RADIUS_MAX: f32 = 24.0;
/// Where the limits of agreement lie, in standard deviations.
const LIMITS: f32 = 1.96;
/// Room that the name of a limit takes, and its value below.
const LEVEL_HEIGHT: f32 = 50.0;
/// Room to the right of the points for these.
const LEVEL_WIDTH: f32 = 86.0;
/// Longest title, in characters.
const TITLE_CHARS_MAX: usize = 48;

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct AgreementInput {
    /// What was scored.
    pub title: String,
    /// The human's score and the judge's, of each answer.
    pub pairs: Vec<(f32, f32)>,
    /// Mean and standard deviation of judge minus human; none where they are withheld.
    pub difference: Option<(f32, f32)>,
    /// Figures to be written below, one line each, at most three.
    pub figures: Vec<String>,
}

/// The picture as PNG, [`WIDTH`](super::WIDTH) by [`HEIGHT`](super::HEIGHT), in English.
///
/// # Errors
/// The font cannot be read, or drawing or writing fails; all of it in memory.
pub fn agreement_png(input: &AgreementInput) -> Result<Vec<u8>, ChartError> {
    let mut canvas = Canvas::new()?;
    let title: String = input.title.chars().take(TITLE_CHARS_MAX).collect();
    canvas.heading(&title, &format!("{} answers", input.pairs.len()))?;
    scatter(&mut canvas, Panel::new(24.0, 72.0, 568.0, 660.0), &input.pairs)?;
    differences(&mut canvas, Panel::new(608.0, 72.0, 568.0, 660.0), input)?;
    let below = Panel::new(24.0, 748.0, 1_152.0, 136.0);
    canvas.rounded(below, 18.0, WHITE)?;
    for (figure, line) in input.figures.iter().take(3).zip([0.0_f32, 1.0, 2.0]) {
        let at = (below.left + 22.0, below.top + 32.0 + 36.0 * line);
        canvas.text(at, figure, Style::new(23.0, INK, Align::Left));
    }
    canvas.png()
}

/// The judge's score over the human's.
fn scatter(canvas: &mut Canvas, panel: Panel, pairs: &[(f32, f32)]) -> Result<(), ChartError> {
    canvas.panel(panel, "Judge over human")?;
    let scores: Vec<f32> = pairs.iter().flat_map(|(human, judge)| [*human, *judge]).collect();
    let both = whole(&scores);
    let plot = Plot { panel: room(panel), across: both.clone(), up: both };
    plot.grid(canvas, "human", "judge")?;
    let (low, high) = (plot.across.low, plot.across.high);
    canvas.line(&[plot.at((low, low)), plot.at((high, high))], 2.0, mixed(INK, WHITE, 0.5))?;
    circles(canvas, &plot, pairs.iter().copied(), BLUE)
}

/// Judge minus human over the mean of both.
fn differences(canvas: &mut Canvas, panel: Panel, input: &AgreementInput) -> Result<(), ChartError> {
    canvas.panel(panel, "Judge minus human, over their mean")?;
    let points: Vec<(f32, f32)> =
        input.pairs.iter().map(|(human, judge)| (f32::midpoint(*human, *judge), judge - human)).collect();
    let levels: Vec<(f32, &str)> = match input.difference {
        Some((mean, sd)) => {
            vec![(mean, "mean"), (mean + LIMITS * sd, "+1.96 SD"), (mean - LIMITS * sd, "−1.96 SD")]
        }
        None => Vec::new(),
    };
    let up: Vec<f32> =
        points.iter().map(|point| point.1).chain(levels.iter().map(|level| level.0)).chain([0.0]).collect();
    let across: Vec<f32> = points.iter().map(|point| point.0).collect();
    let plot = Plot {
        panel: Panel { width: room(panel).width - LEVEL_WIDTH, ..room(panel) },
        across: whole(&across),
        up: whole(&up),
    };
    plot.grid(canvas, "mean of both", "difference")?;
    let (left, right) = (plot.across.low, plot.across.high);
    canvas.line(&[plot.at((left, 0.0)), plot.at((right, 0.0))], 2.0, mixed(INK, WHITE, 0.5))?;
    for (level, _) in &levels {
        canvas.line(&[plot.at((left, *level)), plot.at((right, *level))], 3.0, mixed(TEAL, WHITE, 0.6))?;
    }
    circles(canvas, &plot, points.iter().copied(), BLUE)?;
    // The mean first: where levels lie so close together that their names would cover each other, it is the one to keep.
    let mut named: Vec<f32> = Vec::new();
    for (level, name) in levels {
        let (x, y) = plot.at((right, level));
        if named.iter().all(|other| (other - y).abs() >= LEVEL_HEIGHT) {
            let style = Style::new(19.0, INK, Align::Left);
            canvas.text((x + 10.0, y - 12.0), name, style);
            canvas.text((x + 10.0, y + 12.0), &format!("{level:.2}").replace('-', "−"), style);
            named.push(y);
        }
    }
    Ok(())
}

/// Where scores lie in the picture.
struct Plot {
    panel: Panel,
    across: Axis,
    up: Axis,
}

/// An axis of whole numbers that ends soon after the values.
fn whole(values: &[f32]) -> Axis {
    let least = values.iter().copied().fold(f32::INFINITY, f32::min);
    let most = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let bounds = if least <= most { (least.floor() - 1.0, most.ceil() + 1.0) } else { (0.0, 2.0) };
    axis(values, bounds, 2.0)
}

/// The room that is left of a panel for its points.
fn room(panel: Panel) -> Panel {
    Panel::new(panel.left + 88.0, panel.top + 96.0, panel.width - 124.0, panel.height - 184.0)
}

impl Plot {
    fn at(&self, (x, y): (f32, f32)) -> At {
        let share =
            |value: f32, axis: &Axis| ((value - axis.low) / (axis.high - axis.low).max(f32::EPSILON)).clamp(0.0, 1.0);
        let (across, up) = (share(x, &self.across), share(y, &self.up));
        (self.panel.left + self.panel.width * across, self.panel.bottom() - self.panel.height * up)
    }

    fn grid(&self, canvas: &mut Canvas, across: &str, up: &str) -> Result<(), ChartError> {
        let Panel { left, top, width, .. } = self.panel;
        for tick in &self.up.ticks {
            let (_, y) = self.at((self.across.low, *tick));
            canvas.line(&[(left, y), (self.panel.right(), y)], 1.0, RULE)?;
            canvas.text((left - 14.0, y), &tick_label(*tick), Style::new(21.0, GREY, Align::Right));
        }
        for tick in &self.across.ticks {
            let (x, bottom) = self.at((*tick, self.up.low));
            canvas.line(&[(x, top), (x, bottom)], 1.0, RULE)?;
            canvas.text((x, bottom + 26.0), &tick_label(*tick), Style::new(21.0, GREY, Align::Middle));
        }
        let label = Style::new(21.0, GREY, Align::Middle);
        canvas.text((left + width / 2.0, self.panel.bottom() + 60.0), across, label);
        canvas.text((left, top - 26.0), up, label);
        Ok(())
    }
}

fn tick_label(tick: f32) -> String {
    // Minus zero is zero.
    format!("{:.0}", tick + 0.0).replace('-', "−")
}

/// A circle for each place, by how many points lie there; the large ones first, so that they cover no others.
fn circles(
    canvas: &mut Canvas,
    plot: &Plot,
    points: impl Iterator<Item = (f32, f32)>,
    colour: Colour,
) -> Result<(), ChartError> {
    let mut count_by_place: BTreeMap<[i64; 2], (u32, At)> = BTreeMap::new();
    for point in points {
        let at = plot.at(point);
        count_by_place.entry([pixel(at.0), pixel(at.1)]).or_insert((0, at)).0 += 1;
    }
    let mut circles: Vec<(u32, At)> = count_by_place.into_values().collect();
    circles.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let most = circles.first().map_or(1, |(count, _)| *count);
    for (count, at) in circles {
        let radius = radius(count, most);
        canvas.circle(at, radius + 1.5, WHITE)?;
        canvas.circle(at, radius, mixed(colour, WHITE, 0.75))?;
    }
    Ok(())
}

/// The area grows with the count.
#[expect(clippy::cast_precision_loss, reason = "a picture needs no exact count")]
fn radius(count: u32, most: u32) -> f32 {
    let share = (count as f32 / most as f32).sqrt();
    if most == 1 { RADIUS_MIN } else { RADIUS_MIN.max(RADIUS_MAX * share) }
}

#[expect(clippy::cast_possible_truncation, reason = "a place in the picture")]
fn pixel(value: f32) -> i64 {
    value.round() as i64
}
