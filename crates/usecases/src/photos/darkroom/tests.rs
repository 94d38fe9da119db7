//! Whatever is sent, it is made into photos or refused. What comes of good pictures is tested
//! through the door.

use image::{Rgb, RgbImage};
use proptest::prelude::*;

use super::*;

fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let image = RgbImage::from_fn(width, height, |x, y| {
        let wave = u8::try_from((x * 7 + y * 13) % 256).unwrap_or_default();
        Rgb([wave, wave / 2, 255 - wave])
    });
    let mut file = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(image)
        .write_to(&mut file, format)
        .expect("a picture");
    file.into_inner()
}

fn formats() -> impl Strategy<Value = ImageFormat> {
    proptest::sample::select(&[ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_picture_with_any_bytes_changed_is_made_or_refused(
        format in formats(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        cut in prop::option::weighted(0.2, any::<prop::sample::Index>()),
    ) {
        let mut file = picture(60, 40, format);
        for (place, byte) in changes {
            let place = place.index(file.len());
            file[place] = byte;
        }
        if let Some(cut) = cut {
            file.truncate(cut.index(file.len()));
        }
        if let Ok(prints) = develop(&file) {
            prop_assert_eq!(prints.files.len(), 3);
            prop_assert!(prints.width <= 1_600 && prints.height <= 1_600);
        }
    }

    #[test]
    fn any_bytes_behind_the_header_of_a_picture_are_refused_or_made(
        format in formats(),
        bytes in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        let header = &picture(1, 1, format)[..20];
        let _ = develop(&[header, &bytes].concat());
    }

    #[test]
    fn a_jpeg_is_whole_exactly_when_its_end_is_there(cut in any::<prop::sample::Index>()) {
        let file = picture(60, 40, ImageFormat::Jpeg);
        prop_assert!(jpeg::is_whole(&file));
        prop_assert!(!jpeg::is_whole(&file[..cut.index(file.len())]));
    }
}

#[test]
fn what_telephones_add_behind_the_end_of_a_jpeg_is_not_looked_at() {
    let mut file = picture(60, 40, ImageFormat::Jpeg);
    file.extend_from_slice(b"\xff\xd8\xff\xe1 half a film");
    assert!(develop(&file).is_ok());
}

#[test]
fn the_size_is_told_by_the_header_alone() {
    let problem = |file: &[u8]| develop(file).map(drop).expect_err("too large").code;
    // The height of a JPEG stands in its frame header.
    let mut jpeg = picture(60, 40, ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|two| two == [0xff, 0xc0]);
    let frame = frame.expect("a frame header");
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0x2e, 0xe0, 0x2e, 0xe0]);
    assert_eq!(problem(&jpeg), ProblemCode::TooManyPixels);
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xff, 0, 1]);
    assert_eq!(problem(&jpeg), ProblemCode::TooManyPixels);
}

#[test]
fn what_is_half_transparent_is_mixed_with_white() {
    let image = image::RgbaImage::from_pixel(2, 1, image::Rgba([0, 100, 200, 128]));
    let white = on_white(DynamicImage::ImageRgba8(image)).into_rgb8();
    assert_eq!(white.into_raw(), [127, 177, 227, 127, 177, 227]);
}

#[tokio::test]
async fn beyond_a_short_queue_uploads_are_turned_away() {
    let darkroom = Darkroom::default();
    let table = Arc::clone(&darkroom.table).acquire_owned().await;
    let file = Bytes::from(picture(8, 8, ImageFormat::Png));
    let waiting = (0..=QUEUE).map(|_| Box::pin(darkroom.develop(file.clone())));
    let mut waiting: Vec<_> = waiting.collect();
    for one in &mut waiting {
        let ready = futures_poll(one.as_mut()).await;
        assert!(!ready, "the table is taken");
    }
    let beyond = darkroom.develop(file.clone()).await;
    assert!(matches!(beyond, Err(Error::Overloaded)));
    drop(table);
    for one in waiting {
        assert!(one.await.expect("a place").is_ok());
    }
    assert!(darkroom.develop(file).await.is_ok());
}

/// Whether a future is ready at its first look.
async fn futures_poll<F: Future>(mut future: std::pin::Pin<&mut F>) -> bool {
    std::future::poll_fn(|context| std::task::Poll::Ready(future.as_mut().poll(context).is_ready()))
        .await
}
