//! Whose data a mark stands for, and how that looks.

use plotters::style::{Color, RGBColor};

use super::canvas::{Canvas, draw};
use super::{Caption, Size, Svg};

/// Whose data a mark stands for.
///
/// The look is fixed: it is the same on screen, in figures and in reports.
///
/// | role | color | mark | line |
/// | --- | --- | --- | --- |
/// | real | blue `#0072B2` | square | solid |
/// | generator 0 | orange `#E69F00` | circle | long dashes |
/// | generator 1 | green `#009E73` | diamond | dots |
/// | generator 2 | pink `#CC79A7` | triangle | dash, dot |
/// | generator 3 | sky `#56B4E9` | cross | short dashes |
/// | generator 4 | vermilion `#D55E00` | triangle on its tip | dash, two dots |
/// | generator 5 | black `#000000` | plus | very long dashes |
/// | a reader | grey `#5B6670` | circle | thin, solid or dashed by place |
/// | all readers | black `#16191D` | diamond | solid |
/// | what chance gives | light grey `#8D959E` | circle | thin dots |
///
/// A seventh generator begins again at orange; its label still tells it apart.
/// The palette's yellow is left out: it cannot be seen on white.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Recorded from people.
    Real,
    /// Made by the generator at this place, from 0.
    Generator(usize),
    /// A reader, by place.
    Reader(usize),
    /// All readers together.
    Readers,
    /// What chance gives.
    Chance,
}

const READER: RGBColor = RGBColor(0x5B, 0x66, 0x70);
const CHANCE: RGBColor = RGBColor(0x8D, 0x95, 0x9E);
const READERS: RGBColor = RGBColor(0x16, 0x19, 0x1D);
const REAL: RGBColor = RGBColor(0x00, 0x72, 0xB2);

/// Okabe and Ito's palette, without blue, which is real, and yellow.
const GENERATORS: [RGBColor; 6] = [
    RGBColor(0xE6, 0x9F, 0x00),
    RGBColor(0x00, 0x9E, 0x73),
    RGBColor(0xCC, 0x79, 0xA7),
    RGBColor(0x56, 0xB4, 0xE9),
    RGBColor(0xD5, 0x5E, 0x00),
    RGBColor(0x00, 0x00, 0x00),
];

const DASHES: [&[f64]; 6] = [
    &[8.0, 3.0],
    &[2.0, 2.5],
    &[8.0, 3.0, 2.0, 3.0],
    &[4.0, 2.5],
    &[8.0, 2.5, 2.0, 2.5, 2.0, 2.5],
    &[14.0, 3.0],
];

impl Role {
    pub(crate) fn color(self) -> RGBColor {
        match self {
            Role::Real => REAL,
            Role::Generator(place) => GENERATORS[place % GENERATORS.len()],
            Role::Reader(_) => READER,
            Role::Readers => READERS,
            Role::Chance => CHANCE,
        }
    }

    /// Returns how its lines are dashed; solid is empty.
    pub(crate) fn dashes(self) -> &'static [f64] {
        match self {
            Role::Real | Role::Readers | Role::Reader(0) => &[],
            Role::Generator(place) => DASHES[place % DASHES.len()],
            Role::Chance => &[1.5, 3.0],
            Role::Reader(place) => DASHES[(place - 1) % DASHES.len()],
        }
    }

    /// Returns how wide its lines are, in pixels.
    pub(crate) fn width(self) -> f64 {
        match self {
            Role::Reader(_) | Role::Chance => 1.0,
            Role::Readers => 2.6,
            Role::Real | Role::Generator(_) => 2.0,
        }
    }

    /// Draws its mark, about `2 · radius` wide.
    pub(crate) fn mark(self, canvas: &mut Canvas<'_>, (x, y): (f64, f64), radius: f64) {
        let color = self.color();
        let fill = color.to_rgba();
        // Corners are set so that all marks look equally heavy.
        let place = match self {
            Role::Real => {
                let r = radius * 0.92;
                return canvas.fill((x - r, y - r), (x + r, y + r), color);
            }
            Role::Generator(place) => place % GENERATORS.len(),
            Role::Reader(_) | Role::Chance => 0,
            Role::Readers => 1,
        };
        match place {
            0 => canvas.disc((x, y), radius * 1.05, color),
            1 => {
                let r = radius * 1.3;
                canvas.polygon(&[(x, y - r), (x + r, y), (x, y + r), (x - r, y)], fill);
            }
            2 | 4 => {
                let r = if place == 2 { radius * 1.2 } else { radius * -1.2 };
                canvas.polygon(&[(x, y - r), (x + r, y + r * 0.8), (x - r, y + r * 0.8)], fill);
            }
            3 => {
                let r = radius * 0.95;
                canvas.path(&[(x - r, y - r), (x + r, y + r)], color, radius * 0.7);
                canvas.path(&[(x - r, y + r), (x + r, y - r)], color, radius * 0.7);
            }
            _ => {
                let r = radius * 1.25;
                canvas.path(&[(x - r, y), (x + r, y)], color, radius * 0.7);
                canvas.path(&[(x, y - r), (x, y + r)], color, radius * 0.7);
            }
        }
    }

    /// Returns the mark alone, to stand before a name in a line of text.
    pub fn icon(self) -> Svg {
        let caption = Caption::default();
        draw(Size { width: 12, height: 12 }, &caption, |canvas| self.mark(canvas, (6.0, 6.0), 4.0))
    }
}
