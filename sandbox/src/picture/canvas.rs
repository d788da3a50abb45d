//! tiny-skia with the few brushes that are used here. Coordinates are pixels; `unit` is a hundredth of the shorter side.

use std::sync::OnceLock;

use tiny_skia::{
    BlendMode, Color, FillRule, FilterQuality, GradientStop, IntSize, LinearGradient, Paint, Path, PathBuilder,
    Pattern, Pixmap, PixmapPaint, Point, RadialGradient, Rect, Shader, SpreadMode, Stroke, Transform,
};

use crate::dice::Dice;

pub(super) struct Canvas {
    pixmap: Pixmap,
    pub(super) w: f32,
    pub(super) h: f32,
    pub(super) unit: f32,
}

pub(super) fn alpha(mut color: Color, alpha: f32) -> Color {
    color.set_alpha(alpha.clamp(0.0, 1.0));
    color
}

/// From `a` (0) to `b` (1).
pub(super) fn mix(a: Color, b: Color, t: f32) -> Color {
    let blend = |a: f32, b: f32| (a + (b - a) * t).clamp(0.0, 1.0);
    Color::from_rgba(
        blend(a.red(), b.red()),
        blend(a.green(), b.green()),
        blend(a.blue(), b.blue()),
        blend(a.alpha(), b.alpha()),
    )
    .unwrap_or(a)
}

pub(super) fn vertical(top: f32, bottom: f32, stops: &[(f32, Color)]) -> Shader<'static> {
    let end = if bottom - top < 1.0 { top + 1.0 } else { bottom };
    let stops: Vec<_> = stops.iter().map(|(at, color)| GradientStop::new(*at, *color)).collect();
    let fallback = Shader::SolidColor(Color::TRANSPARENT);
    LinearGradient::new(
        Point::from_xy(0.0, top),
        Point::from_xy(0.0, end),
        stops,
        SpreadMode::Pad,
        Transform::identity(),
    )
    .unwrap_or(fallback)
}

impl Canvas {
    pub(super) fn new(width: u16, height: u16) -> Self {
        let pixmap = Pixmap::new(u32::from(width.max(1)), u32::from(height.max(1)))
            .expect("both sides are above zero and below 65,536");
        let (w, h) = (f32::from(width.max(1)), f32::from(height.max(1)));
        Self { pixmap, w, h, unit: w.min(h) / 100.0 }
    }

    pub(super) fn size(&self) -> (u32, u32) {
        (self.pixmap.width(), self.pixmap.height())
    }

    pub(super) fn shade(&mut self, path: &Path, shader: Shader<'_>, blend_mode: BlendMode) {
        let paint = Paint { shader, blend_mode, anti_alias: true, ..Paint::default() };
        self.pixmap.fill_path(path, &paint, FillRule::Winding, Transform::identity(), None);
    }

    pub(super) fn fill(&mut self, path: &Path, color: Color) {
        self.shade(path, Shader::SolidColor(color), BlendMode::SourceOver);
    }

    /// The whole surface.
    pub(super) fn wash(&mut self, shader: Shader<'_>, blend_mode: BlendMode) {
        if let Some(rect) = Rect::from_xywh(0.0, 0.0, self.w, self.h) {
            let paint = Paint { shader, blend_mode, anti_alias: false, ..Paint::default() };
            self.pixmap.fill_rect(rect, &paint, Transform::identity(), None);
        }
    }

    pub(super) fn line(&mut self, path: &Path, width: f32, color: Color) {
        let paint = Paint { shader: Shader::SolidColor(color), anti_alias: true, ..Paint::default() };
        let stroke = Stroke {
            width,
            line_cap: tiny_skia::LineCap::Round,
            line_join: tiny_skia::LineJoin::Round,
            ..Stroke::default()
        };
        self.pixmap.stroke_path(path, &paint, &stroke, Transform::identity(), None);
    }

    pub(super) fn circle(&mut self, x: f32, y: f32, radius: f32, color: Color) {
        if let Some(circle) = PathBuilder::from_circle(x, y, radius) {
            self.fill(&circle, color);
        }
    }

    /// Light that fades outwards.
    pub(super) fn glow(&mut self, x: f32, y: f32, radius: f32, color: Color) {
        let centre = Point::from_xy(x, y);
        // Falls off with the square, so that no rim shows where it ends.
        let stops = [(0.0, 1.0), (0.25, 0.56), (0.5, 0.25), (0.75, 0.06), (1.0, 0.0)];
        let stops = stops.map(|(at, share)| GradientStop::new(at, alpha(color, color.alpha() * share))).to_vec();
        let shader =
            RadialGradient::new(centre, 0.0, centre, radius.max(1.0), stops, SpreadMode::Pad, Transform::identity());
        if let (Some(shader), Some(circle)) = (shader, PathBuilder::from_circle(x, y, radius)) {
            self.shade(&circle, shader, BlendMode::SourceOver);
        }
    }

    /// The soft dark rim that lifts a sheet of paper off the one behind it, down to `floor`.
    /// Drawn small and enlarged, which blurs it.
    pub(super) fn shadow(&mut self, path: &Path, strength: f32, floor: f32) {
        const SHRINK: f32 = 8.0;
        let reach = self.unit * 3.2;
        let bounds = path.bounds();
        let (left, top) = ((bounds.left() - reach).max(-SHRINK), (bounds.top() - reach).max(-SHRINK));
        let right = (bounds.right() + reach).min(self.w + SHRINK);
        let foot = (bounds.bottom() + reach).min(floor).min(self.h + SHRINK);
        let size = IntSize::from_wh(cells((right - left) / SHRINK), cells((foot - top) / SHRINK));
        let Some(mut small) = size.and_then(|size| Pixmap::new(size.width(), size.height())) else { return };
        let shrink = Transform::from_translate(-left, -top).post_scale(1.0 / SHRINK, 1.0 / SHRINK);
        let Some(path) = path.clone().transform(shrink) else { return };
        let black = Color::from_rgba(0.05, 0.03, 0.12, strength / 5.0).unwrap_or(Color::BLACK);
        let paint = Paint { shader: Shader::SolidColor(black), anti_alias: true, ..Paint::default() };
        for width in [0.8, 1.7, 2.7, 3.8, 5.0] {
            let stroke = Stroke {
                width: width * self.unit / SHRINK,
                line_join: tiny_skia::LineJoin::Round,
                ..Stroke::default()
            };
            small.stroke_path(&path, &paint, &stroke, Transform::identity(), None);
        }
        self.stamp(&small, Transform::from_scale(SHRINK, SHRINK).post_translate(left, top), 1.0);
    }

    /// Lays a picture over everything.
    pub(super) fn stamp(&mut self, picture: &Pixmap, transform: Transform, opacity: f32) {
        let paint = PixmapPaint { opacity, blend_mode: BlendMode::SourceOver, quality: FilterQuality::Bilinear };
        self.pixmap.draw_pixmap(0, 0, picture.as_ref(), &paint, transform, None);
    }

    /// Grain of paper, and edges a little darker.
    pub(super) fn finish_surface(&mut self) {
        let scale = Transform::from_scale((self.unit / 7.0).max(1.0), (self.unit / 7.0).max(1.0));
        let grain = Pattern::new(grain().as_ref(), SpreadMode::Repeat, FilterQuality::Nearest, 0.09, scale);
        self.wash(grain, BlendMode::Overlay);
        let centre = Point::from_xy(self.w / 2.0, self.h * 0.47);
        let clear = Color::from_rgba(0.0, 0.0, 0.0, 0.0).unwrap_or(Color::TRANSPARENT);
        let dark = Color::from_rgba(0.04, 0.02, 0.10, 0.24).unwrap_or(Color::BLACK);
        let stops = vec![GradientStop::new(0.0, clear), GradientStop::new(0.55, clear), GradientStop::new(1.0, dark)];
        let radius = self.w.hypot(self.h) * 0.56;
        if let Some(shader) =
            RadialGradient::new(centre, 0.0, centre, radius, stops, SpreadMode::Pad, Transform::identity())
        {
            self.wash(shader, BlendMode::SourceOver);
        }
    }

    pub(super) fn into_rgba(self) -> (u32, u32, Vec<u8>) {
        // Every picture starts with an opaque wash, so premultiplied and plain are the same.
        (self.pixmap.width(), self.pixmap.height(), self.pixmap.take())
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a side below 65,536")]
fn cells(length: f32) -> u32 {
    length.max(0.0).ceil() as u32
}

/// A picture for [`Canvas::stamp`] from opaque RGBA bytes.
pub(super) fn pixmap(rgba: Vec<u8>, width: u32, height: u32) -> Option<Pixmap> {
    Pixmap::from_vec(rgba, IntSize::from_wh(width, height)?)
}

fn grain() -> &'static Pixmap {
    static GRAIN: OnceLock<Pixmap> = OnceLock::new();
    GRAIN.get_or_init(|| {
        const SIDE: u32 = 192;
        let mut tile = Pixmap::new(SIDE, SIDE).expect("192 is above zero");
        let mut dice = Dice::new(0x9a1e);
        for pixel in tile.data_mut().chunks_exact_mut(4) {
            let [byte, ..] = dice.next_u64().to_le_bytes();
            let grey = 96 + byte % 64;
            pixel.copy_from_slice(&[grey, grey, grey, 255]);
        }
        tile
    })
}
