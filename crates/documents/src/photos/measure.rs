//! The figures of a portrait. Nothing here recognises anybody: the ground is the colour of the border, the head is
//! what has the colour of skin in the middle.

use image::{Rgb, RgbImage};

/// The colour of the border around head and shoulders, and the share of it that has another colour.
pub(super) fn ground(picture: &RgbImage, tolerance: u32) -> ([u8; 3], u32) {
    let (width, height) = picture.dimensions();
    let (left, top, down) = ((width / 16).max(1), (height / 16).max(1), height * 2 / 5);
    // Above the shoulders: whoever wears a dark coat has no dark ground.
    let in_border = |x: u32, y: u32| {
        y < top || (y < down.max(top) && (x < left || x >= width.saturating_sub(left)))
    };
    let border: Vec<[u8; 3]> = picture
        .enumerate_pixels()
        .filter(|(x, y, _)| in_border(*x, *y))
        .map(|(_, _, Rgb(colour))| *colour)
        .collect();
    let middle = [0, 1, 2].map(|channel| median(&border, channel));
    let other = border
        .iter()
        .filter(|colour| distance(**colour, middle) > tolerance)
        .count();
    (middle, share(other, border.len()))
}

/// The middle value: a lock of hair at the border does not move it.
fn median(colours: &[[u8; 3]], channel: usize) -> u8 {
    let mut values: Vec<u8> = colours
        .iter()
        .filter_map(|colour| colour.get(channel).copied())
        .collect();
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// The share of the picture that has the colour of skin, in the middle and apart from the ground.
pub(super) fn head(picture: &RgbImage, ground: [u8; 3]) -> u32 {
    /// Nearer than this to the ground is the ground.
    const APART: u32 = 30;
    let (width, height) = picture.dimensions();
    let middle = |x: u32, y: u32| {
        x >= width / 10 && x < width - width / 10 && y >= height / 20 && y < height * 17 / 20
    };
    let found = picture
        .enumerate_pixels()
        .filter(|(x, y, Rgb(colour))| {
            middle(*x, *y) && is_skin(*colour) && distance(*colour, ground) > APART
        })
        .count();
    share(found, picture.pixels().len())
}

/// The usual bounds of skin in YCbCr, in thousandths so that no fraction is needed.
fn is_skin(colour: [u8; 3]) -> bool {
    let [red, green, blue] = colour.map(i32::from);
    let luma = 299 * red + 587 * green + 114 * blue;
    let from_blue = 128_000 - 169 * red - 331 * green + 500 * blue;
    let from_red = 128_000 + 500 * red - 419 * green - 81 * blue;
    luma > 40_000
        && (77_000..=127_000).contains(&from_blue)
        && (133_000..=173_000).contains(&from_red)
}

fn distance(a: [u8; 3], b: [u8; 3]) -> u32 {
    let square = |(one, other): (u8, u8)| u32::from(one.abs_diff(other)).pow(2);
    a.into_iter().zip(b).map(square).sum::<u32>().isqrt()
}

/// In ten-thousandths.
fn share(part: usize, whole: usize) -> u32 {
    u32::try_from(part * 10_000 / whole.max(1)).unwrap_or(u32::MAX)
}
