//! Twelve weeks of practice, a square for each day, darker for more minutes.

use dataflow::calendar::{civil, week_start};
use dataflow::views::PracticeDayRow;

use super::canvas::{Canvas, Colour, GREY, INK, Panel, Style, WHITE};
use super::letters::Align;
use super::{ChartError, ChartLabels};

/// Weeks shown, the present one included.
const WEEKS: u16 = 12;
/// From one square to the next, and a square's side.
const STEP: f32 = 40.0;
const SIDE: f32 = 34.0;
const MINUTE_MS: i64 = 60_000;

/// Least minutes of each shade, with its colour.
const SHADES: [(i64, Colour, &str); 4] =
    [(15, (21, 128, 61), "15+"), (5, (34, 197, 94), "5–14"), (1, (187, 247, 208), "1–4"), (0, (235, 238, 243), "0")];

/// Draws the panel of the calendar.
pub(super) fn draw(
    canvas: &mut Canvas,
    panel: Panel,
    labels: &ChartLabels,
    days: &[PracticeDayRow],
    today: u32,
) -> Result<(), ChartError> {
    canvas.panel(panel, &labels.calendar)?;
    let (left, top) = (panel.left + 72.0, panel.top + 88.0);
    let first_day = week_start(today).saturating_sub(u32::from(WEEKS - 1) * 7);
    for (weekday, row) in labels.weekdays.iter().zip([0.0_f32, 2.0, 4.0]) {
        let middle = top + row * STEP + SIDE / 2.0;
        canvas.text((left - 12.0, middle), weekday, Style::new(20.0, GREY, Align::Right));
    }
    months(canvas, labels, (left, panel.top + 70.0), first_day);
    for week in 0..WEEKS {
        for weekday in 0..7_u16 {
            let day = first_day + u32::from(week * 7 + weekday);
            if day > today {
                break;
            }
            let square = Panel::new(left + f32::from(week) * STEP, top + f32::from(weekday) * STEP, SIDE, SIDE);
            if day == today {
                canvas.rounded(grown(square, 3.0), 9.0, INK)?;
                canvas.rounded(grown(square, 1.5), 8.0, WHITE)?;
            }
            canvas.rounded(square, 7.0, shade(minutes(days, day)))?;
        }
    }
    key(canvas, panel, labels)
}

/// The month above each week in which one begins, and above the first.
fn months(canvas: &mut Canvas, labels: &ChartLabels, (left, y): (f32, f32), first_day: u32) {
    let mut before = 0;
    let mut free_from = 0.0_f32;
    for week in 0..WEEKS {
        let (_, month, _) = civil(first_day + u32::from(week) * 7);
        let x = left + f32::from(week) * STEP;
        if month == before || x < free_from {
            continue;
        }
        before = month;
        let style = Style::new(20.0, GREY, Align::Left);
        canvas.text((x, y), labels.month(month), style);
        free_from = x + canvas.text_width(labels.month(month), style) + 10.0;
    }
}

fn key(canvas: &mut Canvas, panel: Panel, labels: &ChartLabels) -> Result<(), ChartError> {
    let y = panel.bottom() - 26.0;
    let style = Style::new(20.0, GREY, Align::Left);
    let mut x = panel.left + 28.0;
    canvas.text((x, y), &labels.calendar_key, style);
    x += canvas.text_width(&labels.calendar_key, style) + 22.0;
    for (_, colour, minutes) in SHADES.iter().rev() {
        canvas.rounded(Panel::new(x, y - 11.0, 22.0, 22.0), 5.0, *colour)?;
        canvas.text((x + 30.0, y), minutes, style);
        x += 30.0 + canvas.text_width(minutes, style) + 20.0;
    }
    Ok(())
}

fn grown(panel: Panel, by: f32) -> Panel {
    Panel::new(panel.left - by, panel.top - by, panel.width + 2.0 * by, panel.height + 2.0 * by)
}

/// Minutes practised, begun ones counted, so that a short answer colours its day.
fn minutes(days: &[PracticeDayRow], day: u32) -> i64 {
    let practice_ms = days.iter().find(|row| row.day == day).map_or(0, |row| row.sums.practice_ms);
    practice_ms.saturating_add(MINUTE_MS - 1) / MINUTE_MS
}

fn shade(minutes: i64) -> Colour {
    SHADES.iter().find(|(least, _, _)| minutes >= *least).map_or(WHITE, |(_, colour, _)| *colour)
}
