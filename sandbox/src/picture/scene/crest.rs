//! Outlines of sheets of land.

use tiny_skia::{Path, PathBuilder};

use super::super::{canvas::Canvas, hints::Land};
use crate::dice::Dice;

/// Points along a crest.
const STEPS: u16 = 180;
/// A sheet goes on beyond the edges, so that its rim is not seen there.
const MARGIN_UNITS: f32 = 6.0;

/// Heights along the width: `at(share of width)` is a share of the swing, about -1 to 1.
pub(super) struct Crest {
    waves: Vec<Wave>,
    sharp: bool,
    /// A slope that is long on one side and short on the other.
    lean: f32,
}

struct Wave {
    cycles: f32,
    phase: f32,
    height: f32,
}

impl Crest {
    pub(super) fn new(land: Land, stretch: f32, dice: &mut Dice) -> Self {
        let (lowest, count, sharp, lean) = match land {
            Land::Hills | Land::Forest => (0.8, 3_u8, false, 0.0),
            Land::Peaks => (1.5, 3, true, 0.0),
            Land::Sea => (2.0, 2, false, 0.0),
            Land::City => (0.5, 1, false, 0.0),
            Land::Dunes => (0.7, 2, false, 0.75),
        };
        let mut cycles = lowest * stretch * dice.between(0.85, 1.25);
        let mut height = 1.0;
        let waves = (0..count)
            .map(|_| {
                let wave = Wave { cycles, phase: dice.between(0.0, 1.0), height };
                cycles *= dice.between(1.9, 2.7);
                height *= if sharp { 0.34 } else { 0.36 };
                wave
            })
            .collect();
        Self { waves, sharp, lean }
    }

    fn at(&self, x: f32) -> f32 {
        self.waves.iter().map(|wave| wave.height * self.shape((x * wave.cycles + wave.phase).rem_euclid(1.0))).sum()
    }

    fn shape(&self, turn: f32) -> f32 {
        if self.sharp {
            // A triangle: ridges and gullies.
            return 1.0 - 4.0 * (turn - 0.5).abs();
        }
        let leant = if turn < 0.5 + self.lean * 0.35 {
            turn / (1.0 + self.lean * 0.7)
        } else {
            1.0 - (1.0 - turn) / (1.0 - self.lean * 0.7)
        };
        -(leant * std::f32::consts::TAU).cos()
    }

    /// Where the crest is at `x`, both in pixels.
    pub(super) fn height_at(&self, canvas: &Canvas, x: f32, y: f32, swing: f32) -> f32 {
        let margin = canvas.unit * MARGIN_UNITS;
        y - self.at((x + margin) / (canvas.w + 2.0 * margin)) * swing
    }

    /// The sheet below the crest, down to the foot of the canvas. `y` is the middle of the crest.
    pub(super) fn sheet(&self, canvas: &Canvas, y: f32, swing: f32) -> Option<Path> {
        let margin = canvas.unit * MARGIN_UNITS;
        let mut path = PathBuilder::new();
        path.move_to(-margin, canvas.h + margin);
        for step in 0..=STEPS {
            let share = f32::from(step) / f32::from(STEPS);
            path.line_to(-margin + share * (canvas.w + 2.0 * margin), y - self.at(share) * swing);
        }
        path.line_to(canvas.w + margin, canvas.h + margin);
        path.close();
        path.finish()
    }
}
