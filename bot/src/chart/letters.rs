//! Letters, from the fonts that come with the program.

use ab_glyph::{Font as _, FontRef, Point, PxScale, ScaleFont as _};

use super::ChartError;
use super::canvas::{At, Colour, DRAWN_WIDTH, Style};

static REGULAR: &[u8] = include_bytes!("../../assets/coach.ttf");
static BOLD: &[u8] = include_bytes!("../../assets/coach-bold.ttf");

/// Where a text stands about its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    /// Begins there.
    Left,
    /// Has its middle there.
    Middle,
    /// Ends there.
    Right,
}

/// The fonts, read.
pub(super) struct Letters {
    regular: FontRef<'static>,
    bold: FontRef<'static>,
}

impl Letters {
    pub(super) fn new() -> Result<Self, ChartError> {
        let read = |bytes| FontRef::try_from_slice(bytes).map_err(|_| ChartError::Font);
        Ok(Letters { regular: read(REGULAR)?, bold: read(BOLD)? })
    }

    /// How wide a text is, in the pixels of its size.
    pub(super) fn width(&self, text: &str, style: Style) -> f32 {
        let font = self.font(style).as_scaled(scale(style));
        text.chars().map(|char| font.h_advance(font.glyph_id(char))).sum()
    }

    /// Writes a line of text into RGB pixels, the middle of its letters at the height of `at`.
    pub(super) fn write(&self, pixels: &mut [u8], at: At, text: &str, style: Style) {
        let width = self.width(text, style);
        let mut x = match style.align {
            Align::Left => at.0,
            Align::Middle => at.0 - width / 2.0,
            Align::Right => at.0 - width,
        };
        let font = self.font(style);
        let scaled = font.as_scaled(scale(style));
        // Capital letters are about 0.73 of the size high.
        let baseline = at.1 + style.size * 0.365;
        for char in text.chars() {
            let glyph = scaled.glyph_id(char).with_scale_and_position(scale(style), Point { x, y: baseline });
            x += scaled.h_advance(glyph.id);
            let Some(outline) = font.outline_glyph(glyph) else { continue };
            let corner = outline.px_bounds().min;
            // There is one weight of Han characters: drawn twice, side by side, they look bold.
            let offsets: &[f32] = if style.is_bold && is_han(char) { &[0.0, 1.0, 2.0] } else { &[0.0] };
            for offset in offsets {
                outline.draw(|column, row, coverage| {
                    #[expect(clippy::cast_precision_loss, reason = "a letter is a few hundred pixels wide")]
                    let place = (corner.x + column as f32 + offset, corner.y + row as f32);
                    blend(pixels, place, style.colour, coverage);
                });
            }
        }
    }

    fn font(&self, style: Style) -> &FontRef<'static> {
        if style.is_bold { &self.bold } else { &self.regular }
    }
}

/// Whether the fonts have every letter of some texts.
pub(super) fn can_write<'a>(mut texts: impl Iterator<Item = &'a str>) -> bool {
    let Ok(letters) = Letters::new() else { return false };
    let has = |char| [&letters.regular, &letters.bold].iter().all(|font| font.glyph_id(char).0 != 0);
    texts.all(|text| text.chars().all(has))
}

fn is_han(char: char) -> bool {
    matches!(char, '\u{2e80}'..='\u{9fff}')
}

/// A size in pixels of the em, where the font's own height is larger.
fn scale(style: Style) -> PxScale {
    /// Ascent and descent of the fonts over their em.
    const HEIGHT_OVER_EM: f32 = (1_901.0 + 483.0) / 2_048.0;
    PxScale::from(style.size * HEIGHT_OVER_EM)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to lie inside the picture")]
fn blend(pixels: &mut [u8], (x, y): At, colour: Colour, coverage: f32) {
    if x < 0.0 || y < 0.0 || x as usize >= DRAWN_WIDTH {
        return;
    }
    let start = (y as usize * DRAWN_WIDTH + x as usize) * 3;
    let Some(pixel) = pixels.get_mut(start..start + 3) else { return };
    let share = coverage.clamp(0.0, 1.0);
    for (channel, ink) in pixel.iter_mut().zip([colour.0, colour.1, colour.2]) {
        *channel = (f32::from(ink) * share + f32::from(*channel) * (1.0 - share)).round() as u8;
    }
}
