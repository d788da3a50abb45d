//! Houses.

use tiny_skia::{BlendMode, PathBuilder, Rect};

use super::{
    super::{
        canvas::{alpha, mix, vertical},
        hints::Mood,
    },
    land::Painter,
};

/// Where a house stands.
struct Wall {
    left: f32,
    top: f32,
    width: f32,
    height: f32,
}

impl Painter<'_> {
    /// A row of houses that stands on `ground`.
    pub(super) fn houses(&mut self, ground: f32, depth: f32) {
        let unit = self.unit;
        let mut x = -unit * self.dice.between(0.0, 6.0);
        while x < self.canvas.w {
            let width = unit * self.dice.between(4.5, 10.0) * (0.7 + 0.5 * depth);
            let height = unit * self.dice.between(7.0, 30.0) * (1.05 - 0.4 * depth);
            let wall = Wall { left: x, top: ground - height, width, height };
            self.house(&wall, depth);
            if depth > 0.2 {
                self.windows(&wall);
            }
            x += width + unit * self.dice.between(-0.6, 1.6);
        }
    }

    fn house(&mut self, wall: &Wall, depth: f32) {
        let Wall { left, top, width, height } = *wall;
        let unit = self.unit;
        let mut house = PathBuilder::new();
        let mut push = |x: f32, y: f32, width: f32, height: f32| {
            if let Some(rect) = Rect::from_xywh(x, y, width, height) {
                house.push_rect(rect);
            }
        };
        push(left, top, width, height + unit * 4.0);
        // A stepped roof, a mast, a pitched roof, or a flat one.
        match self.dice.below(4) {
            0 => push(left + width * 0.22, top - unit * 2.2, width * 0.56, unit * 2.4),
            1 => push(left + width * 0.47, top - unit * 5.0, width * 0.06, unit * 5.2),
            2 => {
                house.move_to(left, top + 0.5);
                house.line_to(left + width / 2.0, top - width * 0.42);
                house.line_to(left + width, top + 0.5);
                house.close();
            }
            _ => {}
        }
        let Some(house) = house.finish() else { return };
        let (own, nearer) = (self.palette.land(depth), self.palette.land((depth + 0.2).min(1.0)));
        let color = mix(own, nearer, self.dice.unit() * 0.6);
        let foot = mix(color, self.palette.haze(depth), 0.7);
        self.canvas.shadow(&house, 0.16, top + height);
        self.canvas.shade(&house, vertical(top, top + height, &[(0.0, color), (1.0, foot)]), BlendMode::SourceOver);
    }

    /// More of them are lit when it is dark.
    fn windows(&mut self, wall: &Wall) {
        let Wall { left, top, width, height } = *wall;
        let dark = matches!(self.palette.mood, Mood::Night | Mood::Dusk);
        let (lit, glass) = if dark {
            (0.5, alpha(mix(self.palette.light, self.palette.accent, 0.35), 0.85))
        } else {
            (0.22, alpha(self.palette.sky[2], 0.5))
        };
        let pitch = self.unit * 1.5;
        let mut panes = PathBuilder::new();
        let mut y = top + pitch;
        while y < top + height - pitch {
            let mut x = left + pitch * 0.7;
            while x < left + width - pitch {
                if self.dice.chance(lit)
                    && let Some(pane) = Rect::from_xywh(x, y, pitch * 0.42, pitch * 0.55)
                {
                    panes.push_rect(pane);
                }
                x += pitch;
            }
            y += pitch;
        }
        if let Some(panes) = panes.finish() {
            self.canvas.fill(&panes, glass);
        }
    }
}
