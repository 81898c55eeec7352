//! Portraits of nobody, drawn: the demonstration and the tests need pictures and no real person's.

use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};

const SKIN: [[u8; 3]; 3] = [[238, 204, 182], [231, 200, 180], [222, 184, 158]];

/// A head with hair and a coat on a ground; another seed gives another picture.
pub fn drawn(seed: u32, ground: [u8; 3], width: u32, height: u32) -> Vec<u8> {
    let (wide, high) = (i64::from(width.max(8)), i64::from(height.max(8)));
    let seed = i64::from(seed);
    let pick = |of: i64| usize::try_from((seed / of).rem_euclid(3)).unwrap_or_default();
    let skin = SKIN.get(pick(1)).copied().unwrap_or([231, 200, 180]);
    let shade =
        |base: i64, step: i64| u8::try_from((base + seed * step).rem_euclid(90) + 20).unwrap_or(60);
    let hair = [shade(5, 3), shade(2, 3), shade(1, 3)].map(|part| part / 3);
    let coat = [shade(20, 7), shade(40, 11), shade(60, 13)];
    let long = pick(3) == 0;
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let (across, down) = (i64::from(x) - wide / 2, i64::from(y));
        let within = |middle: i64, rx: i64, ry: i64| {
            let (dx, dy) = (across * ry, (down - middle) * rx);
            dx * dx + dy * dy < rx * rx * ry * ry
        };
        let face = within(high * 21 / 50, wide * 11 / 50, high * 11 / 50);
        let top = within(high * 18 / 50, wide * 13 / 50, high * 12 / 50)
            && (down < high * 17 / 50 || (long && down < high * 30 / 50));
        let neck = across.abs() < wide * 4 / 50 && down > high * 28 / 50 && down < high * 37 / 50;
        let body = within(high * 52 / 50, wide * 21 / 50, high * 17 / 50);
        let fringe = down < high * 14 / 50 + across.abs() / 6;
        Rgb(if face && !fringe {
            skin
        } else if top {
            hair
        } else if body {
            coat
        } else if face || neck {
            skin
        } else {
            ground
        })
    });
    let mut jpeg = Vec::new();
    // Writing into memory does not go wrong; an empty picture is refused by whoever takes it.
    let _ = JpegEncoder::new_with_quality(&mut jpeg, 92).encode_image(&picture);
    jpeg
}
