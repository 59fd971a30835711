//! Values over time, with their trend and its uncertainty.

use super::canvas::{At, Canvas, Colour, GREY, INK, Panel, RULE, Style, WHITE, mixed};
use super::letters::Align;
use super::scale::{Axis, axis};
use super::{ChartError, ChartLabels};

const DAY_MS: f32 = 86_400_000.0;
/// Steps in which a band is drawn.
const BAND_STEPS: u16 = 40;
/// Least span of the values' axis, so that noise does not fill the panel.
const SPAN_MIN: f32 = 30.0;

/// A value at a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    /// By the learner's clock, in milliseconds.
    pub(super) local_ms: u64,
    pub(super) value: f32,
}

/// Values with their trend.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Series {
    pub(super) points: Vec<Point>,
    /// Change per day and its standard error.
    pub(super) slope: Option<(f32, f32)>,
    /// What no value goes beyond.
    pub(super) bounds: (f32, f32),
    /// What stands behind the last value.
    pub(super) unit: &'static str,
    pub(super) colour: Colour,
}

/// Draws a panel of values over time.
pub(super) fn draw(
    canvas: &mut Canvas,
    panel: Panel,
    title: &str,
    labels: &ChartLabels,
    series: &Series,
) -> Result<(), ChartError> {
    canvas.panel(panel, title)?;
    let (Some(first), Some(last)) = (series.points.first(), series.points.last()) else {
        let middle = (panel.left + panel.width / 2.0, panel.top + panel.height / 2.0);
        canvas.text(middle, &labels.no_values, Style::new(24.0, GREY, Align::Middle));
        return Ok(());
    };
    let latest = format!("{:.0}{}", last.value, series.unit);
    let big = Style::new(34.0, series.colour, Align::Right).bold();
    canvas.text((panel.right() - 22.0, panel.top + 35.0), &latest, big);
    let mut values: Vec<f32> = series.points.iter().map(|point| point.value).collect();
    let trend = Trend::of(series, first.local_ms);
    let ends = [0.0, days_between(first.local_ms, last.local_ms)];
    let (least, most) = series.bounds;
    values.extend(trend.iter().flat_map(|trend| ends.map(|day| trend.on(day).0.clamp(least, most))));
    let plot = Plot {
        panel: Panel::new(panel.left + 72.0, panel.top + 76.0, panel.width - 108.0, panel.height - 160.0),
        axis: axis(&values, series.bounds, SPAN_MIN),
        first_ms: first.local_ms,
        span_days: days_between(first.local_ms, last.local_ms).max(1.0 / 24.0),
    };
    grid(canvas, &plot)?;
    dates(canvas, &plot, labels, last.local_ms);
    if let Some(trend) = &trend {
        draw_trend(canvas, &plot, trend, series.colour)?;
        legend(canvas, panel, &labels.trend, series.colour)?;
    }
    points(canvas, &plot, series, trend.is_none())
}

/// Where values and times lie in the picture.
struct Plot {
    panel: Panel,
    axis: Axis,
    first_ms: u64,
    span_days: f32,
}

impl Plot {
    fn at(&self, days: f32, value: f32) -> At {
        let x = self.panel.left + self.panel.width * days / self.span_days;
        let share = (value - self.axis.low) / (self.axis.high - self.axis.low).max(f32::EPSILON);
        (x, self.panel.bottom() - self.panel.height * share.clamp(0.0, 1.0))
    }

    /// Whether a value lies on the axis.
    fn has(&self, value: f32) -> bool {
        (self.axis.low..=self.axis.high).contains(&value)
    }

    fn days(&self, point: &Point) -> f32 {
        days_between(self.first_ms, point.local_ms)
    }
}

fn days_between(from_ms: u64, to_ms: u64) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a picture needs no milliseconds")]
    let days = to_ms.saturating_sub(from_ms) as f32 / DAY_MS;
    days
}

fn grid(canvas: &mut Canvas, plot: &Plot) -> Result<(), ChartError> {
    for tick in &plot.axis.ticks {
        let (_, y) = plot.at(0.0, *tick);
        canvas.line(&[(plot.panel.left - 8.0, y), (plot.panel.right() + 12.0, y)], 1.0, RULE)?;
        canvas.text((plot.panel.left - 18.0, y), &format!("{tick:.0}"), Style::new(22.0, GREY, Align::Right));
    }
    Ok(())
}

/// The days of the first and the last value.
fn dates(canvas: &mut Canvas, plot: &Plot, labels: &ChartLabels, last_ms: u64) {
    let day = |ms: u64| dataflow::calendar::day(ms);
    let y = plot.panel.bottom() + 28.0;
    let (first_day, last_day) = (day(plot.first_ms), day(last_ms));
    canvas.text((plot.panel.left - 8.0, y), &labels.day(first_day), Style::new(22.0, GREY, Align::Left));
    if last_day > first_day {
        canvas.text((plot.panel.right() + 12.0, y), &labels.day(last_day), Style::new(22.0, GREY, Align::Right));
    }
}

/// A straight line through the middle of the points, and what is known of its error.
///
/// With the points' times t and their mean m, the error at t is that of the slope times √(mean of (t − m)² + (t − m)²):
/// least in the middle, wider towards both ends.
struct Trend {
    slope: f32,
    error: f32,
    middle_day: f32,
    middle_value: f32,
    variance: f32,
}

impl Trend {
    /// None without a slope, or of a single point.
    fn of(series: &Series, first_ms: u64) -> Option<Self> {
        let (slope, error) = series.slope.filter(|_| series.points.len() > 1)?;
        let days = series.points.iter().map(|point| days_between(first_ms, point.local_ms));
        let middle_day = mean(days.clone());
        let middle_value = mean(series.points.iter().map(|point| point.value));
        let variance = mean(days.map(|day| (day - middle_day).powi(2)));
        Some(Trend { slope, error, middle_day, middle_value, variance })
    }

    /// The value on a day, and its standard error.
    fn on(&self, day: f32) -> (f32, f32) {
        let off = day - self.middle_day;
        (self.middle_value + self.slope * off, self.error * (self.variance + off * off).sqrt())
    }
}

fn draw_trend(canvas: &mut Canvas, plot: &Plot, trend: &Trend, colour: Colour) -> Result<(), ChartError> {
    let day = |step: u16| plot.span_days * f32::from(step) / f32::from(BAND_STEPS);
    let edge = |step: u16, sign: f32| {
        let (value, error) = trend.on(day(step));
        plot.at(day(step), value + sign * error)
    };
    let outline =
        (0..=BAND_STEPS).map(|step| edge(step, 1.0)).chain((0..=BAND_STEPS).rev().map(|step| edge(step, -1.0)));
    canvas.polygon(&outline.collect::<Vec<At>>(), mixed(colour, WHITE, 0.14))?;
    // Two points make a straight line of pixels, unless it leaves the panel.
    let is_inside = [0, BAND_STEPS].map(|step| plot.has(trend.on(day(step)).0)) == [true, true];
    let steps = if is_inside { vec![0, BAND_STEPS] } else { (0..=BAND_STEPS).collect() };
    let line: Vec<At> = steps.into_iter().map(|step| edge(step, 0.0)).collect();
    canvas.line(&line, 3.0, mixed(colour, WHITE, 0.65))
}

#[expect(clippy::cast_precision_loss, reason = "a handful of values")]
fn mean(values: impl Iterator<Item = f32> + Clone) -> f32 {
    let count = values.clone().count().max(1) as f32;
    values.sum::<f32>() / count
}

/// What line and band are.
fn legend(canvas: &mut Canvas, panel: Panel, text: &str, colour: Colour) -> Result<(), ChartError> {
    let (left, y) = (panel.left + 28.0, panel.bottom() - 24.0);
    canvas.rounded(Panel::new(left, y - 11.0, 40.0, 22.0), 5.0, mixed(colour, WHITE, 0.14))?;
    canvas.line(&[(left, y), (left + 40.0, y)], 3.0, mixed(colour, WHITE, 0.65))?;
    canvas.text((left + 52.0, y), text, Style::new(21.0, GREY, Align::Left));
    Ok(())
}

fn points(canvas: &mut Canvas, plot: &Plot, series: &Series, is_joined: bool) -> Result<(), ChartError> {
    let places: Vec<At> = series.points.iter().map(|point| plot.at(plot.days(point), point.value)).collect();
    if is_joined {
        canvas.line(&places, 2.0, mixed(series.colour, WHITE, 0.35))?;
    }
    for place in &places {
        canvas.circle(*place, 9.0, WHITE)?;
        canvas.circle(*place, 7.0, series.colour)?;
    }
    if let Some(last) = places.last() {
        canvas.circle(*last, 3.0, INK)?;
    }
    Ok(())
}
