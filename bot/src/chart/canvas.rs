//! What is drawn on: shapes by plotters, letters by ourselves, at twice the size; then halved and written as PNG.

use plotters::backend::BitMapBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea as _};
use plotters::element::{Circle, PathElement, Polygon};
use plotters::style::{Color as _, RGBColor};

use super::letters::{Align, Letters};
use super::{ChartError, HEIGHT, WIDTH};

/// Red, green, blue.
pub(super) type Colour = (u8, u8, u8);

pub(super) const INK: Colour = (17, 24, 39);
pub(super) const GREY: Colour = (107, 114, 128);
pub(super) const RULE: Colour = (229, 231, 235);
pub(super) const WHITE: Colour = (255, 255, 255);
const BACKGROUND: Colour = (241, 245, 249);

/// How much larger the picture is drawn than it is written.
pub(super) const OVERSAMPLING: u32 = 2;
const OVERSAMPLING_F: f32 = 2.0;
/// Width of what is drawn on.
pub(super) const DRAWN_WIDTH: usize = (WIDTH * OVERSAMPLING) as usize;
const DRAWN_HEIGHT: usize = (HEIGHT * OVERSAMPLING) as usize;
const BYTES_OF_PIXEL: usize = 3;

/// A place in the picture, in its pixels.
pub(super) type At = (f32, f32);

/// A part of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Panel {
    pub(super) left: f32,
    pub(super) top: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

impl Panel {
    pub(super) const fn new(left: f32, top: f32, width: f32, height: f32) -> Self {
        Panel { left, top, width, height }
    }

    pub(super) fn right(&self) -> f32 {
        self.left + self.width
    }

    pub(super) fn bottom(&self) -> f32 {
        self.top + self.height
    }
}

/// How letters look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Style {
    pub(super) size: f32,
    pub(super) colour: Colour,
    pub(super) align: Align,
    pub(super) is_bold: bool,
}

impl Style {
    pub(super) const fn new(size: f32, colour: Colour, align: Align) -> Self {
        Style { size, colour, align, is_bold: false }
    }

    pub(super) const fn bold(self) -> Self {
        Style { is_bold: true, ..self }
    }
}

/// The picture as it grows.
pub(super) struct Canvas {
    pixels: Vec<u8>,
    letters: Letters,
}

impl Canvas {
    pub(super) fn new() -> Result<Self, ChartError> {
        let (red, green, blue) = BACKGROUND;
        let pixels = [red, green, blue].repeat(DRAWN_WIDTH * DRAWN_HEIGHT);
        Ok(Canvas { pixels, letters: Letters::new()? })
    }

    /// The line above the panels.
    pub(super) fn heading(&mut self, title: &str, day: &str) -> Result<(), ChartError> {
        self.text((28.0, 38.0), title, Style::new(34.0, INK, Align::Left).bold());
        self.text((1_172.0, 38.0), day, Style::new(26.0, GREY, Align::Right));
        Ok(())
    }

    /// The ground of a panel with its title.
    pub(super) fn panel(&mut self, panel: Panel, title: &str) -> Result<(), ChartError> {
        self.rounded(panel, 18.0, WHITE)?;
        self.text((panel.left + 22.0, panel.top + 34.0), title, Style::new(25.0, INK, Align::Left).bold());
        Ok(())
    }

    /// A rectangle with round corners.
    pub(super) fn rounded(&mut self, panel: Panel, radius: f32, colour: Colour) -> Result<(), ChartError> {
        const STEPS: u16 = 8;
        let radius = radius.min(panel.width / 2.0).min(panel.height / 2.0).max(0.0);
        let corners = [
            (panel.right() - radius, panel.top + radius, -90.0_f32),
            (panel.right() - radius, panel.bottom() - radius, 0.0),
            (panel.left + radius, panel.bottom() - radius, 90.0),
            (panel.left + radius, panel.top + radius, 180.0),
        ];
        let outline = corners.into_iter().flat_map(|(x, y, from)| {
            (0..=STEPS).map(move |step| {
                let angle = (from + 90.0 * f32::from(step) / f32::from(STEPS)).to_radians();
                (x + radius * angle.cos(), y + radius * angle.sin())
            })
        });
        self.polygon(&outline.collect::<Vec<At>>(), colour)
    }

    /// A filled shape.
    pub(super) fn polygon(&mut self, outline: &[At], colour: Colour) -> Result<(), ChartError> {
        let outline: Vec<_> = outline.iter().copied().map(pixel).collect();
        self.on_area(|area| area.draw(&Polygon::new(outline, rgb(colour))))
    }

    /// A line through points.
    pub(super) fn line(&mut self, points: &[At], width: f32, colour: Colour) -> Result<(), ChartError> {
        let points: Vec<_> = points.iter().copied().map(pixel).collect();
        let width = rounded_u32(width * OVERSAMPLING_F);
        self.on_area(|area| area.draw(&PathElement::new(points, rgb(colour).stroke_width(width))))
    }

    /// A filled circle.
    pub(super) fn circle(&mut self, at: At, radius: f32, colour: Colour) -> Result<(), ChartError> {
        let radius = rounded_u32(radius * OVERSAMPLING_F);
        self.on_area(|area| area.draw(&Circle::new(pixel(at), radius, rgb(colour).filled())))
    }

    /// A line of letters, its middle at the height of `at`.
    pub(super) fn text(&mut self, at: At, text: &str, style: Style) {
        let at = (at.0 * OVERSAMPLING_F, at.1 * OVERSAMPLING_F);
        self.letters.write(&mut self.pixels, at, text, Style { size: style.size * OVERSAMPLING_F, ..style });
    }

    /// How wide a text is.
    pub(super) fn text_width(&self, text: &str, style: Style) -> f32 {
        self.letters.width(text, style)
    }

    /// The picture, halved, as PNG.
    pub(super) fn png(&self) -> Result<Vec<u8>, ChartError> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, WIDTH, HEIGHT);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_compression(png::Compression::Balanced);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.halved())?;
        writer.finish()?;
        Ok(bytes)
    }

    /// Each pixel the mean of the four that stand for it.
    fn halved(&self) -> Vec<u8> {
        let row = DRAWN_WIDTH * BYTES_OF_PIXEL;
        let mut halved = Vec::with_capacity(self.pixels.len() / 4);
        for rows in self.pixels.chunks_exact(2 * row) {
            let (upper, lower) = rows.split_at(row);
            let pairs = upper.chunks_exact(2 * BYTES_OF_PIXEL).zip(lower.chunks_exact(2 * BYTES_OF_PIXEL));
            for (above, below) in pairs {
                for channel in 0..BYTES_OF_PIXEL {
                    let of = |pair: &[u8], at: usize| u16::from(pair.get(at).copied().unwrap_or(0));
                    let next = channel + BYTES_OF_PIXEL;
                    let sum = of(above, channel) + of(above, next) + of(below, channel) + of(below, next);
                    halved.push(u8::try_from((sum + 2) / 4).unwrap_or(u8::MAX));
                }
            }
        }
        halved
    }

    fn on_area<E: std::error::Error>(
        &mut self,
        draw: impl FnOnce(&DrawingArea<BitMapBackend<'_>, Shift>) -> Result<(), E>,
    ) -> Result<(), ChartError> {
        let size = (WIDTH * OVERSAMPLING, HEIGHT * OVERSAMPLING);
        draw(&BitMapBackend::with_buffer(&mut self.pixels, size).into_drawing_area())
            .map_err(|error| ChartError::Shape(error.to_string()))
    }
}

/// Of two colours, so much of the first.
pub(super) fn mixed(first: Colour, second: Colour, share: f32) -> Colour {
    let channel = |first: u8, second: u8| {
        let mixed = f32::from(first) * share + f32::from(second) * (1.0 - share);
        u8::try_from(rounded_u32(mixed)).unwrap_or(u8::MAX)
    };
    (channel(first.0, second.0), channel(first.1, second.1), channel(first.2, second.2))
}

fn rgb((red, green, blue): Colour) -> RGBColor {
    RGBColor(red, green, blue)
}

#[expect(clippy::cast_possible_truncation, reason = "a place in or near the picture")]
fn pixel((x, y): At) -> (i32, i32) {
    ((x * OVERSAMPLING_F).round() as i32, (y * OVERSAMPLING_F).round() as i32)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a length in the picture")]
fn rounded_u32(value: f32) -> u32 {
    value.max(0.0).round() as u32
}
