//! Pictures made for the tests: good ones, broken ones, and what pretends to be one.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

/// The place that telephones write into a photo: its degrees north, as three fractions.
pub(super) const DEGREES: [u32; 6] = [43, 1, 36, 1, 39_271, 1_000];

/// A JPEG of 640 by 480 pixels.
pub(crate) fn photo() -> Vec<u8> {
    written(&halves(640, 480), ImageFormat::Jpeg)
}

/// Its left half is red and its right half is blue.
pub(super) fn halves(width: u32, height: u32) -> DynamicImage {
    let image = RgbImage::from_fn(width, height, |x, _| {
        if x < width / 2 {
            Rgb([220, 20, 20])
        } else {
            Rgb([20, 20, 220])
        }
    });
    DynamicImage::ImageRgb8(image)
}

/// Black, and nowhere to be seen but in a corner.
pub(super) fn transparent() -> DynamicImage {
    let image = RgbaImage::from_fn(64, 64, |x, y| {
        let alpha = if x < 16 && y < 16 { 255 } else { 0 };
        Rgba([0, 0, 0, alpha])
    });
    DynamicImage::ImageRgba8(image)
}

pub(super) fn written(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    image.write_to(&mut file, format).unwrap();
    file.into_inner()
}

/// The pixels of a JPEG that the platform wrote.
pub(super) fn decoded(jpeg: &[u8]) -> RgbImage {
    let image = image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg).unwrap();
    image.into_rgb8()
}

/// A JPEG as a telephone writes it that was held on its side (orientation 6: the top of the picture is
/// at its right), with the place it was taken at, a comment, and words in XMP.
pub(super) fn from_a_telephone() -> Vec<u8> {
    let jpeg = photo();
    let mut file = jpeg[..2].to_vec();
    file.extend(segment(0xe1, &exif()));
    let xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>Jeanne Peyrebelle</x:xmpmeta>";
    file.extend(segment(0xe1, xmp));
    file.extend(segment(0xfe, b"chez Jeanne"));
    file.extend_from_slice(&jpeg[2..]);
    file
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap();
    let mut segment = vec![0xff, marker];
    segment.extend(length.to_be_bytes());
    segment.extend_from_slice(content);
    segment
}

/// Orientation 6, the maker, and a latitude (Exif 2.32, little-endian TIFF).
fn exif() -> Vec<u8> {
    let mut tiff = b"II\x2a\0\x08\0\0\0".to_vec();
    let entry = |tiff: &mut Vec<u8>, tag: u16, kind: u16, count: u32, value: u32| {
        tiff.extend(tag.to_le_bytes());
        tiff.extend(kind.to_le_bytes());
        tiff.extend(count.to_le_bytes());
        tiff.extend(value.to_le_bytes());
    };
    // Three entries from byte 8 on: 2 + 3 × 12 + 4 bytes, so what they point to begins at 50.
    let (maker, gps) = (50, 62);
    tiff.extend(3_u16.to_le_bytes());
    entry(&mut tiff, 0x010f, 2, 12, maker);
    entry(&mut tiff, 0x0112, 3, 1, 6);
    entry(&mut tiff, 0x8825, 4, 1, gps);
    tiff.extend(0_u32.to_le_bytes());
    tiff.extend(b"Telephone 9\0");
    // Two entries: 2 + 2 × 12 + 4 bytes, and the fractions after them.
    tiff.extend(2_u16.to_le_bytes());
    entry(&mut tiff, 1, 2, 2, u32::from(b'N'));
    entry(&mut tiff, 2, 5, 3, gps + 30);
    tiff.extend(0_u32.to_le_bytes());
    tiff.extend(place());
    [b"Exif\0\0".as_slice(), &tiff].concat()
}

/// The bytes of the place as they stand in the file.
pub(super) fn place() -> Vec<u8> {
    DEGREES.iter().flat_map(|part| part.to_le_bytes()).collect()
}

/// The header of a PNG of so many pixels, and next to nothing after it.
pub(super) fn png_bomb(width: u32, height: u32) -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    // Eight bits, colour with transparency.
    header.extend([8, 6, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    // Zeros, compressed to nothing (RFC 1950): the pixels of one row.
    let pixels = b"IDAT\x78\x9c\x03\x00\x00\x00\x00\x01";
    for chunk in [header.as_slice(), pixels, b"IEND"] {
        let length = u32::try_from(chunk.len() - 4).unwrap();
        file.extend(length.to_be_bytes());
        file.extend_from_slice(chunk);
        file.extend(crc(chunk).to_be_bytes());
    }
    file
}

/// The check of a chunk (PNG, annex D).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            let odd = crc & 1 == 1;
            (crc >> 1) ^ if odd { 0xedb8_8320 } else { 0 }
        })
    })
}
