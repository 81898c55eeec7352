//! From the bytes of an upload to the picture that is kept.

use std::io::{Cursor, ErrorKind};

use domain::registration::photo::{Measure, PhotoFormat, PhotoRules};
use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgb, RgbImage,
};

use super::{PIXELS, Refused, SIDE, Taken, UPLOAD, measure, sniff};

/// Bytes a decoder may ask for: forty million pixels of three bytes, and as much again to turn them.
const ALLOCATED: u64 = 256 << 20;

/// Look at a picture and write it anew. This runs inside the limited child: see [`super::sandbox::take`].
pub fn take(bytes: &[u8], rules: &PhotoRules) -> Result<Taken, Refused> {
    guard(bytes)?;
    let format = sniff::format(bytes)?;
    let whole = match format {
        PhotoFormat::Jpeg => sniff::jpeg_is_whole(bytes),
        PhotoFormat::Png => sniff::png_is_whole(bytes),
    };
    let picture = decode(bytes, format, whole)?;
    let (source_width, source_height) = picture.dimensions();
    let kept = smaller(picture, rules);
    let (width, height) = kept.dimensions();
    let (ground, uneven) = measure::ground(&kept, rules.tolerance);
    let head = measure::head(&kept, ground);
    let jpeg = encode(&kept, rules.max_kb)?;
    let bytes = u32::try_from(jpeg.len()).unwrap_or(u32::MAX);
    let measure = Measure {
        format,
        source_width,
        source_height,
        width,
        height,
        bytes,
        ground,
        uneven,
        head,
    };
    Ok(Taken { jpeg, measure })
}

/// These need no decoder.
pub(super) fn guard(bytes: &[u8]) -> Result<(), Refused> {
    if bytes.is_empty() {
        return Err(Refused::Empty);
    }
    if bytes.len() > UPLOAD {
        return Err(Refused::TooBig {
            bytes: bytes.len(),
            limit: UPLOAD,
        });
    }
    Ok(())
}

/// The header first, then the pixels, upright and on white.
fn decode(bytes: &[u8], format: PhotoFormat, whole: bool) -> Result<RgbImage, Refused> {
    let kind = match format {
        PhotoFormat::Jpeg => ImageFormat::Jpeg,
        PhotoFormat::Png => ImageFormat::Png,
    };
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(SIDE);
    limits.max_image_height = Some(SIDE);
    limits.max_alloc = Some(ALLOCATED);
    let refused = |error: ImageError| why(&error, whole);
    let header = ImageReader::with_format(Cursor::new(bytes), kind);
    let (width, height) = header.into_dimensions().map_err(refused)?;
    small_enough(width, height)?;
    if !whole {
        return Err(Refused::Truncated);
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), kind);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let turned = decoder.orientation().map_err(refused)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refused)?;
    picture.apply_orientation(turned);
    Ok(on_white(picture))
}

fn small_enough(width: u32, height: u32) -> Result<(), Refused> {
    if width > SIDE || height > SIDE {
        return Err(Refused::TooLong {
            width,
            height,
            limit: SIDE,
        });
    }
    let pixels = u64::from(width) * u64::from(height);
    if pixels > PIXELS {
        return Err(Refused::TooManyPixels {
            pixels,
            limit: PIXELS,
        });
    }
    if pixels == 0 {
        return Err(Refused::Damaged);
    }
    Ok(())
}

fn why(error: &ImageError, whole: bool) -> Refused {
    match error {
        ImageError::Limits(_) => Refused::TooHeavy,
        ImageError::IoError(cause) if cause.kind() == ErrorKind::UnexpectedEof => {
            Refused::Truncated
        }
        _ if !whole => Refused::Truncated,
        _ => Refused::Damaged,
    }
}

/// What lets the ground shine through shows white paper.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let clear = picture.into_rgba8();
    let over = |value: u8, alpha: u8| {
        let mixed = u32::from(value) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
        u8::try_from(mixed / 255).unwrap_or(u8::MAX)
    };
    RgbImage::from_fn(clear.width(), clear.height(), |x, y| {
        let [red, green, blue, alpha] = clear.get_pixel(x, y).0;
        Rgb([red, green, blue].map(|value| over(value, alpha)))
    })
}

/// No larger than the rules ask for, in the same shape; never enlarged.
fn smaller(picture: RgbImage, rules: &PhotoRules) -> RgbImage {
    let (width, height) = picture.dimensions();
    let (most_wide, most_high) = (rules.max_width.max(1), rules.max_height.max(1));
    if width <= most_wide && height <= most_high {
        return picture;
    }
    let scaled = |side: u32, most: u32, other: u32| {
        let exact = u64::from(other) * u64::from(most) / u64::from(side.max(1));
        u32::try_from(exact).unwrap_or(u32::MAX).max(1)
    };
    let by_width = (most_wide, scaled(width, most_wide, height));
    let (to_wide, to_high) = if by_width.1 <= most_high {
        by_width
    } else {
        (scaled(height, most_high, width), most_high)
    };
    // Large pictures are averaged down cheaply before the fine filter.
    let coarse = if width > to_wide.saturating_mul(4) {
        imageops::thumbnail(&picture, to_wide * 2, to_high * 2)
    } else {
        picture
    };
    imageops::resize(&coarse, to_wide, to_high, FilterType::Lanczos3)
}

/// As a JPEG of its own, in the best quality that stays within the weight.
fn encode(picture: &RgbImage, max_kb: u32) -> Result<Vec<u8>, Refused> {
    let most = usize::try_from(max_kb)
        .unwrap_or(usize::MAX)
        .saturating_mul(1024);
    let mut jpeg = Vec::new();
    for quality in [92, 85, 75, 65, 50] {
        jpeg.clear();
        let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, quality);
        encoder
            .encode_image(picture)
            .map_err(|_| Refused::Damaged)?;
        if jpeg.len() <= most {
            break;
        }
    }
    Ok(jpeg)
}
