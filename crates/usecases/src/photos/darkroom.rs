//! Makes photos of what was uploaded: looks what it is, decodes it within bounds, turns it upright,
//! puts it on white, scales it down, and writes it anew. Of the file that came nothing goes on but
//! its pixels: no place, no device, no name, no comment, and nothing that hides behind a picture.

mod jpeg;

use std::{io::Cursor, sync::Arc};

use bytes::Bytes;
use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbImage,
    codecs::jpeg::JpegEncoder, imageops::FilterType,
};
use maillage_domain::{Problem, ProblemCode, photos::PhotoSize};
use tokio::sync::Semaphore;

use crate::error::Error;

/// Most bytes of an upload.
pub const MOST_BYTES: usize = 10 << 20;
/// Most pixels of a side.
pub const MOST_SIDE: u32 = 12_000;
/// Most pixels in all: more than telephones take, and some 200 MB once decoded.
pub const MOST_PIXELS: u64 = 50_000_000;
/// Most memory that decoding may take as far as the decoders count it.
const MOST_MEMORY: u64 = 256 << 20;
/// What a reader of pictures cannot tell from the original, at a tenth of its size.
const QUALITY: u8 = 82;
/// How many wait while one is made: some seconds.
const QUEUE: usize = 9;

/// What was made of an upload.
pub(super) struct Prints {
    /// Pixels across, in the largest size.
    pub(super) width: u32,
    /// Pixels down, in the largest size.
    pub(super) height: u32,
    /// The photo in every size, the largest first.
    pub(super) files: Vec<(PhotoSize, Bytes)>,
}

/// Makes one photo after the other: the largest takes half a gigabyte for a second or two.
pub(crate) struct Darkroom {
    places: Arc<Semaphore>,
    table: Arc<Semaphore>,
}

impl Default for Darkroom {
    fn default() -> Self {
        Self {
            places: Arc::new(Semaphore::new(1 + QUEUE)),
            table: Arc::new(Semaphore::new(1)),
        }
    }
}

impl Darkroom {
    /// Makes a photo in every size, or says what is wrong with the file.
    ///
    /// # Errors
    /// `Overloaded` when too many wait.
    pub(super) async fn develop(&self, file: Bytes) -> Result<Result<Prints, Problem>, Error> {
        let place = Arc::clone(&self.places).try_acquire_owned();
        let place = place.map_err(|_| Error::Overloaded)?;
        let table = Arc::clone(&self.table).acquire_owned().await;
        let table = table.map_err(Error::internal)?;
        // The permits go with the work: whoever no longer waits for it does not make room for more.
        let work = move || {
            let prints = develop(&file);
            drop((table, place));
            prints
        };
        tokio::task::spawn_blocking(work)
            .await
            .map_err(Error::internal)
    }
}

/// Makes a photo in every size.
///
/// # Errors
/// `NOT_A_PHOTO`, `UNREADABLE`, `TOO_MANY_PIXELS`.
fn develop(file: &[u8]) -> Result<Prints, Problem> {
    let mut image = scaled(decode(file)?, PhotoSize::Large);
    let (width, height) = (image.width(), image.height());
    let mut files = Vec::new();
    for size in [PhotoSize::Large, PhotoSize::Medium, PhotoSize::Small] {
        image = scaled(image, size);
        files.push((size, encode(&image)?));
    }
    Ok(Prints {
        width,
        height,
        files,
    })
}

/// The format that the first bytes are of, whatever name or type somebody gave the file.
fn format_of(file: &[u8]) -> Result<ImageFormat, Problem> {
    match image::guess_format(file) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) => Ok(format),
        _ => Err(Problem::new(ProblemCode::NotAPhoto)
            .with("expected", "image/jpeg, image/png, image/webp")),
    }
}

/// The pixels, upright and on white.
fn decode(file: &[u8]) -> Result<DynamicImage, Problem> {
    let format = format_of(file)?;
    if format == ImageFormat::Jpeg && !jpeg::is_whole(file) {
        return Err(Problem::new(ProblemCode::Unreadable));
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    reader.limits(limits);
    // The headers alone are read here: what would be too large is never made room for.
    let mut decoder = reader.into_decoder().map_err(|error| fault(&error))?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MOST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        return Err(too_many_pixels());
    }
    // Without a readable word about it, a picture is upright.
    let orientation = decoder.orientation().ok();
    let image = DynamicImage::from_decoder(decoder).map_err(|error| fault(&error))?;
    let mut image = scaled(on_white(image), PhotoSize::Large);
    if let Some(orientation) = orientation {
        image.apply_orientation(orientation);
    }
    Ok(image)
}

fn fault(error: &ImageError) -> Problem {
    match error {
        ImageError::Limits(_) => too_many_pixels(),
        _ => Problem::new(ProblemCode::Unreadable),
    }
}

fn too_many_pixels() -> Problem {
    Problem::new(ProblemCode::TooManyPixels)
        .with("side", MOST_SIDE)
        .with("max", MOST_PIXELS)
}

/// What is transparent shows white: a JPEG has no transparency, and would show what is hidden.
fn on_white(image: DynamicImage) -> DynamicImage {
    if !image.color().has_alpha() {
        return DynamicImage::ImageRgb8(image.into_rgb8());
    }
    let (width, height) = (image.width(), image.height());
    let mut pixels = image.into_rgba8().into_raw();
    // In place: three of each four bytes move to the front, where nothing is read any more.
    let count = pixels.len() / 4;
    for pixel in 0..count {
        let alpha = u16::from(pixels[4 * pixel + 3]);
        for channel in 0..3 {
            let colour = u16::from(pixels[4 * pixel + channel]);
            let mixed = (colour * alpha + 255 * (255 - alpha) + 127) / 255;
            pixels[3 * pixel + channel] = u8::try_from(mixed).unwrap_or(u8::MAX);
        }
    }
    pixels.truncate(3 * count);
    let white = RgbImage::from_raw(width, height, pixels).unwrap_or_default();
    DynamicImage::ImageRgb8(white)
}

/// Scaled down to a size; what is smaller stays as it is.
fn scaled(image: DynamicImage, size: PhotoSize) -> DynamicImage {
    let longest = size.longest();
    let side = image.width().max(image.height());
    if side <= longest {
        return image;
    }
    // The fine filter works with large numbers for each pixel; for most of the way a coarse one does.
    let image = if side > 2 * longest {
        image.thumbnail(2 * longest, 2 * longest)
    } else {
        image
    };
    image.resize(longest, longest, FilterType::CatmullRom)
}

fn encode(image: &DynamicImage) -> Result<Bytes, Problem> {
    let mut jpeg = Vec::new();
    let encoded = JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode_image(image);
    encoded.map_err(|error| fault(&error))?;
    Ok(jpeg.into())
}

#[cfg(test)]
mod tests;
