//! The words used most, as bars.

use super::canvas::{Canvas, Colour, GREY, INK, Panel, Style};
use super::letters::Align;
use super::{ChartError, ChartLabels};

/// Words shown.
const WORDS: u16 = 8;
const PURPLE: Colour = (139, 92, 246);
/// Room for the words, and for the numbers.
const WORD_WIDTH: f32 = 192.0;
const COUNT_WIDTH: f32 = 60.0;
const STEP: f32 = 43.0;
const BAR_HEIGHT: f32 = 24.0;

/// Draws the panel of the words, given with how often each was used, the first the most.
pub(super) fn draw(
    canvas: &mut Canvas,
    panel: Panel,
    labels: &ChartLabels,
    words: &[(String, u32)],
) -> Result<(), ChartError> {
    canvas.panel(panel, &labels.words)?;
    let Some(most) = words.iter().map(|(_, uses)| *uses).max().filter(|most| *most > 0) else {
        let middle = (panel.left + panel.width / 2.0, panel.top + panel.height / 2.0);
        canvas.text(middle, &labels.no_words, Style::new(24.0, GREY, Align::Middle));
        return Ok(());
    };
    let left = panel.left + 22.0 + WORD_WIDTH;
    let room = panel.right() - 22.0 - COUNT_WIDTH - left;
    for (place, (word, uses)) in (0..WORDS).zip(words) {
        let y = panel.top + 84.0 + f32::from(place) * STEP;
        let style = Style::new(23.0, INK, Align::Right);
        let shown = fitting(canvas, word, style);
        canvas.text((left - 14.0, y), &shown, style);
        #[expect(clippy::cast_precision_loss, reason = "a picture needs no exact share")]
        let width = (room * (*uses as f32) / (most as f32)).max(6.0);
        canvas.rounded(Panel::new(left, y - BAR_HEIGHT / 2.0, width, BAR_HEIGHT), 6.0, PURPLE)?;
        canvas.text((left + width + 12.0, y), &uses.to_string(), Style::new(21.0, GREY, Align::Left));
    }
    Ok(())
}

/// The word, cut where it is wider than its room.
fn fitting(canvas: &Canvas, word: &str, style: Style) -> String {
    let is_wide = |text: &str| canvas.text_width(text, style) > WORD_WIDTH - 16.0;
    if !is_wide(word) {
        return word.to_owned();
    }
    let mut kept = word.to_owned();
    while kept.pop().is_some() && is_wide(&format!("{kept}…")) {}
    format!("{kept}…")
}
