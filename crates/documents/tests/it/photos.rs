//! Pictures end to end: good ones, hostile ones, and what must not travel on with them.

use std::io::{Cursor, Write};
use std::path::Path;

use documents::photos::{BundleRefused, Refused, Taken, sandbox, take};
use domain::registration::photo::{PhotoFormat, PhotoRules, judge, refusal};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use zip::write::SimpleFileOptions;

use crate::child::CHILD;

const WHITE: [u8; 3] = [250, 250, 250];
const SKIN: [u8; 3] = [231, 200, 180];

/// Head and shoulders as a child would draw them.
fn portrait(width: u32, height: u32, ground: [u8; 3]) -> RgbImage {
    let (middle, high) = (f64::from(width) / 2.0, f64::from(height));
    RgbImage::from_fn(width, height, |x, y| {
        let across = (f64::from(x) - middle) / (f64::from(width) * 0.22);
        let down = (f64::from(y) - high * 0.4) / (high * 0.22);
        let head = across * across + down * down < 1.0;
        let coat = f64::from(y) > high * 0.7 && across.abs() < 1.6;
        Rgb(match (head, coat) {
            (true, _) => SKIN,
            (_, true) => [40, 50, 80],
            _ => ground,
        })
    })
}

fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 95)
        .encode_image(picture)
        .unwrap();
    bytes
}

fn png(picture: &DynamicImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn in_child(bytes: &[u8]) -> Result<Taken, Refused> {
    sandbox::take(Path::new(CHILD), bytes, &PhotoRules::default())
}

/// The picture with a camera's notes: turned by a quarter, taken at a place.
fn with_notes(jpeg: &[u8]) -> Vec<u8> {
    let mut notes = b"Exif\0\0II*\0\x08\0\0\0".to_vec();
    notes.extend(b"\x03\0");
    notes.extend(b"\x0f\x01\x02\0\x08\0\0\0\x32\0\0\0");
    notes.extend(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0");
    notes.extend(b"\x25\x88\x04\0\x01\0\0\0\x3a\0\0\0");
    notes.extend(b"\0\0\0\0");
    notes.extend(b"CAMERAX\0");
    notes.extend(b"\x01\0\x01\0\x02\0\x02\0\0\0N\0\0\0\0\0\0\0PLACE-23.02N-113.75E");
    let mut out = jpeg[..2].to_vec();
    out.extend(b"\xff\xe1");
    out.extend(u16::try_from(notes.len() + 2).unwrap().to_be_bytes());
    out.extend(notes);
    out.extend(&jpeg[2..]);
    out
}

/// The same file, but its header claims another size.
fn claiming(jpeg: &[u8], width: u16, height: u16) -> Vec<u8> {
    let mut out = jpeg.to_vec();
    let at = out.windows(2).position(|two| two == b"\xff\xc0").unwrap();
    out[at + 5..at + 7].copy_from_slice(&height.to_be_bytes());
    out[at + 7..at + 9].copy_from_slice(&width.to_be_bytes());
    out
}

#[test]
fn plan_6_3_a_good_portrait_is_kept_as_a_jpeg_of_its_own() {
    let taken = in_child(&jpeg(&portrait(358, 441, WHITE))).unwrap();
    assert!(
        judge(&PhotoRules::default(), &taken.measure).is_empty(),
        "{:?}",
        taken.measure
    );
    let again = image::load_from_memory(&taken.jpeg).unwrap();
    assert_eq!((again.width(), again.height()), (358, 441));
    assert!(
        (1_000..2_500).contains(&taken.measure.head),
        "{}",
        taken.measure.head
    );
}

#[test]
fn a_large_picture_is_made_smaller_and_never_larger() {
    let taken = in_child(&jpeg(&portrait(2_400, 3_200, WHITE))).unwrap();
    assert_eq!((taken.measure.width, taken.measure.height), (600, 800));
    assert_eq!(
        (taken.measure.source_width, taken.measure.source_height),
        (2_400, 3_200)
    );
    assert!(taken.measure.bytes <= 200 << 10);
    let small = in_child(&jpeg(&portrait(90, 60, WHITE))).unwrap();
    assert_eq!((small.measure.width, small.measure.height), (90, 60));
    let why = refusal(&PhotoRules::default(), &small.measure)
        .unwrap()
        .to_string();
    assert!(why.contains("90×60"), "{why}");
}

#[test]
fn place_and_camera_do_not_travel_on_and_the_picture_stands_upright() {
    let lying = image::imageops::rotate270(&portrait(360, 480, WHITE));
    let original = with_notes(&jpeg(&lying));
    assert!(original.windows(5).any(|five| five == b"PLACE"));
    let taken = in_child(&original).unwrap();
    assert_eq!((taken.measure.width, taken.measure.height), (360, 480));
    for word in [&b"PLACE"[..], b"CAMERAX", b"Exif"] {
        assert!(!taken.jpeg.windows(word.len()).any(|some| some == word));
    }
}

#[test]
fn the_ground_is_named_whatever_the_coat() {
    let rules = PhotoRules::default();
    for (ground, sentence) in [
        ([67, 142, 219], "蓝底，要换白底"),
        ([214, 32, 40], "红底，要换白底"),
        ([120, 122, 119], "灰底，要换白底"),
    ] {
        let taken = in_child(&jpeg(&portrait(300, 400, ground))).unwrap();
        let why = refusal(&rules, &taken.measure).unwrap().to_string();
        assert_eq!(why, sentence);
    }
}

#[test]
fn a_png_that_lets_the_ground_through_stands_on_white() {
    let mut clear = RgbaImage::from_pixel(300, 400, Rgba([0, 0, 0, 0]));
    for (x, y, pixel) in clear.enumerate_pixels_mut() {
        if (90..210).contains(&x) && (80..260).contains(&y) {
            *pixel = Rgba([SKIN[0], SKIN[1], SKIN[2], 255]);
        }
    }
    let taken = in_child(&png(&clear.into())).unwrap();
    assert_eq!(taken.measure.format, PhotoFormat::Png);
    assert!(
        taken.measure.ground.iter().all(|value| *value > 245),
        "{:?}",
        taken.measure
    );
    assert!(taken.jpeg.starts_with(b"\xff\xd8\xff"));
}

#[test]
fn each_hostile_picture_has_its_own_sentence() {
    let good = jpeg(&portrait(358, 441, WHITE));
    let square = claiming(&good, 65_535, 65_535);
    let many = claiming(&good, 7_000, 7_000);
    let mut garbage = good.clone();
    garbage[2..].iter_mut().for_each(|byte| *byte = 0x41);
    let whole_png = png(&portrait(300, 400, WHITE).into());
    let table: [(&[u8], &str); 11] = [
        (b"", "照片是空的"),
        (&vec![0xff; 20 << 20], "照片有 20 MB，最多 10 MB"),
        (b"%PDF-1.7 portrait.jpg", "这是 PDF"),
        (b"GIF89a........", "这是 GIF 图片"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "这是 HEIC 图片"),
        (b"MZ this is a program", "这份文件不是照片"),
        (&square, "65535×65535 像素，一边最多 8000 像素"),
        (&many, "4900 万像素，最多 4000 万像素"),
        (&good[..good.len() / 2], "照片不完整"),
        (&whole_png[..whole_png.len() - 40], "照片不完整"),
        (&garbage, "照片"),
    ];
    for (bytes, sentence) in table {
        let why = in_child(bytes).unwrap_err().to_string();
        assert!(why.contains(sentence), "{sentence}: {why}");
        assert_eq!(
            take(bytes, &PhotoRules::default()).unwrap_err().to_string(),
            why
        );
    }
}

#[test]
fn a_thumbnail_inside_the_notes_does_not_stand_for_the_end() {
    let good = jpeg(&portrait(358, 441, WHITE));
    let mut out = good[..2].to_vec();
    out.extend(b"\xff\xe1\0\x08AB\xff\xd9CD");
    out.extend(&good[2..good.len() / 2]);
    assert_eq!(in_child(&out), Err(Refused::Truncated));
}

#[test]
fn a_changed_byte_ends_in_a_sentence_and_never_in_a_crash() {
    let good = jpeg(&portrait(120, 160, WHITE));
    for at in (2..good.len()).step_by(97) {
        let mut bad = good.clone();
        bad[at] ^= 0x5a;
        // Whatever comes of it, it comes of it here: the same function the child runs.
        let _ = take(&bad, &PhotoRules::default());
    }
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_zip_gives_its_files_without_folders_and_without_litter() {
    let good = jpeg(&portrait(300, 400, WHITE));
    let bytes = zipped(&[
        ("23会计3班/2023010301.jpg", &good),
        ("../../etc/陈思远.jpg", &good),
        ("__MACOSX/._2023010301.jpg", b"x"),
        (".DS_Store", b"x"),
        ("Thumbs.db", b"x"),
    ]);
    let entries = sandbox::open(Path::new(CHILD), &bytes).unwrap();
    let names: Vec<&str> = entries.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["2023010301.jpg", "陈思远.jpg"]);
    assert_eq!(entries[1].bytes, good);
}

#[test]
fn a_hostile_zip_is_refused_with_its_sentence() {
    let open = |bytes: &[u8]| sandbox::open(Path::new(CHILD), bytes).unwrap_err();
    assert_eq!(open(b""), BundleRefused::Empty);
    assert_eq!(open(b"%PDF-1.7"), BundleRefused::NotAZip);
    assert_eq!(open(b"PK\x03\x04 and then nothing"), BundleRefused::Damaged);
    let names: Vec<String> = (0..2_001).map(|n| format!("{n}.jpg")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert!(matches!(
        open(&zipped(&many)),
        BundleRefused::TooMany { count: 2_001, .. }
    ));
    let zeros = vec![0; 10 << 20];
    let bomb: Vec<(&str, &[u8])> = names[..8]
        .iter()
        .map(|name| (name.as_str(), &zeros[..]))
        .collect();
    assert!(matches!(
        open(&zipped(&bomb)),
        BundleRefused::TooLarge { .. }
    ));
}
