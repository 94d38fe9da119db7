//! Who uploads a photo, and what is taken for one.

use chrono::TimeDelta;
use image::ImageFormat;
use maillage_domain::{ids::OrganisationId, mandates::MandateRole};
use maillage_usecases::mandates;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{
    pictures::{decoded, from_a_telephone, halves, photo, place, png_bomb, transparent, written},
    refused, scene, send, uploaded,
};
use crate::harness::{Body, Client, Limits, TestHub};

/// The largest file of a photo that was just uploaded.
fn kept(hub: &TestHub, photo: &Value) -> Vec<u8> {
    kept_as(hub, photo, "large")
}

fn kept_as(hub: &TestHub, photo: &Value, size: &str) -> Vec<u8> {
    hub.album().read(photo["id"].as_str().unwrap(), size)
}

async fn accepted(member: &Body, file: Vec<u8>) -> Value {
    let response = send(&member.representative, member.id, file).await;
    assert_eq!(response.status(), StatusCode::CREATED);
    response.json().await.unwrap()
}

/// Somebody with a mandate for an organisation.
async fn mandated(hub: &TestHub, member: &Body, name: &str, role: MandateRole) -> Client {
    let person = hub.person(name).await;
    let (platform, operator) = (hub.platform(), hub.operator());
    mandates::grant(platform, &operator, member.id, person.id(), role)
        .await
        .unwrap();
    person
}

#[tokio::test]
async fn a_photo_is_uploaded_by_who_writes_for_the_organisation() {
    let hub = TestHub::start().await;
    let (pole, member, other) = scene(&hub).await;
    let writer = mandated(&hub, &member, "Karim Azaïs", MandateRole::Contributor).await;
    let reader = mandated(&hub, &member, "Lise Torcat", MandateRole::Reader).await;

    let response = send(&writer, member.id, photo()).await;
    assert_eq!(response.status(), StatusCode::CREATED);
    let made: Value = response.json().await.unwrap();
    assert!(made["id"].as_str().unwrap().starts_with("photo_"));
    assert_eq!(
        (&made["width"], &made["height"]),
        (&json!(640), &json!(480))
    );

    let (status, error) = refused(&hub.visitor(), member.id, photo()).await;
    assert_eq!((status, &error["code"]), (401, &json!("UNAUTHENTICATED")));
    let (status, error) = refused(&reader, member.id, photo()).await;
    assert_eq!((status, &error["code"]), (403, &json!("FORBIDDEN")));
    let stranger: OrganisationId = "organisation_01h455vb4pex5vsknk084sn02q".parse().unwrap();
    for (client, organisation) in [
        (&other.representative, member.id),
        (&pole.coordinator, member.id),
        (&member.representative, stranger),
    ] {
        let (status, error) = refused(client, organisation, photo()).await;
        assert_eq!((status, &error["code"]), (403, &json!("FORBIDDEN")));
    }
    assert_eq!(hub.album().names().len(), 3, "of one photo, in three sizes");
}

#[tokio::test]
async fn a_request_that_names_no_organisation_is_told_so() {
    let hub = TestHub::start().await;
    let (_, member, _) = scene(&hub).await;
    for path in [
        "/photos",
        "/photos?actingFor=hub_01h455vb4pex5vsknk084sn02q",
    ] {
        let request = member.representative.http(Method::POST, path).await;
        let response = request.body(photo()).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{path}");
        let body: Value = response.json().await.unwrap();
        assert_eq!(body["errors"][0]["extensions"]["code"], "INVALID");
    }
    let token = member.representative.token().await;
    let path = format!("/photos?actingFor={}", member.id);
    let forged = hub.visitor().http(Method::POST, &path).await;
    let forged = forged.bearer_auth(format!("{token}x")).body(photo());
    assert_eq!(
        forged.send().await.unwrap().status(),
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn an_upload_is_recorded_with_who_did_it_for_its_organisation_alone() {
    let activity = "query($id: ID!) { organisation(id: $id) { activity { nodes { kind sentence person { name } } } } }";
    let hub = TestHub::start().await;
    let (_, member, other) = scene(&hub).await;
    uploaded(&member).await;
    let id = json!({ "id": member.id.to_string() });
    let told = async |client: &Client| {
        let data = client.gql(activity, id.clone()).await;
        let nodes = data["organisation"]["activity"]["nodes"].clone();
        let nodes = nodes.as_array().unwrap().clone();
        let told = nodes
            .into_iter()
            .filter(|node| node["kind"] == "ORGANISATION_PHOTO_UPLOADED");
        told.collect::<Vec<_>>()
    };
    let mine = told(&member.representative).await;
    assert_eq!(mine.len(), 1);
    assert!(mine[0]["sentence"].as_str().unwrap().contains("photo"));
    assert!(told(&other.representative).await.is_empty());
}

#[tokio::test]
async fn nothing_of_the_file_goes_on_but_its_pixels_turned_upright() {
    let hub = TestHub::start().await;
    let (_, member, _) = scene(&hub).await;
    let file = from_a_telephone();
    let holds = |file: &[u8], words: &[u8]| file.windows(words.len()).any(|some| some == words);
    let private: [&[u8]; 6] = [
        b"Exif",
        &place(),
        b"Telephone",
        b"Peyrebelle",
        b"chez Jeanne",
        b"xmp",
    ];
    for words in &private[..5] {
        assert!(holds(&file, words), "the file that is sent has it");
    }
    let made = accepted(&member, file).await;
    // It was 640 by 480 lying on its side.
    assert_eq!(
        (&made["width"], &made["height"]),
        (&json!(480), &json!(640))
    );
    for size in ["small", "medium", "large"] {
        let kept = kept_as(&hub, &made, size);
        for words in private {
            assert!(!holds(&kept, words), "{size}: {words:?}");
        }
        let upright = decoded(&kept);
        let (width, height) = upright.dimensions();
        assert!(height > width, "{size}");
        // What was left is at the top.
        let top = upright.get_pixel(width / 2, height / 8).0;
        let bottom = upright.get_pixel(width / 2, height - height / 8).0;
        assert!(top[0] > 150 && top[2] < 100, "{size}: {top:?}");
        assert!(bottom[2] > 150 && bottom[0] < 100, "{size}: {bottom:?}");
    }
}

#[tokio::test]
async fn a_photo_is_kept_in_three_sizes_and_never_made_larger() {
    let hub = TestHub::start().await;
    let (_, member, _) = scene(&hub).await;
    for (width, height, kept) in [
        (4_000, 3_000, [(1_600, 1_200), (800, 600), (400, 300)]),
        (1_000, 2_000, [(800, 1_600), (400, 800), (200, 400)]),
        (600, 300, [(600, 300), (600, 300), (400, 200)]),
        (12_000, 1, [(1_600, 1), (800, 1), (400, 1)]),
    ] {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let made = accepted(&member, written(&halves(width, height), format)).await;
            for (size, kept) in ["large", "medium", "small"].into_iter().zip(kept) {
                let file = kept_as(&hub, &made, size);
                assert_eq!(decoded(&file).dimensions(), kept, "{format:?} {size}");
            }
            assert_eq!(made["width"], kept[0].0);
            assert_eq!(made["height"], kept[0].1);
        }
    }
}

#[tokio::test]
async fn what_is_transparent_shows_white() {
    let hub = TestHub::start().await;
    let (_, member, _) = scene(&hub).await;
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let made = accepted(&member, written(&transparent(), format)).await;
        let kept = decoded(&kept(&hub, &made));
        assert!(kept.get_pixel(48, 48).0.iter().all(|colour| *colour > 245));
        assert!(kept.get_pixel(6, 6).0.iter().all(|colour| *colour < 20));
    }
}

#[tokio::test]
async fn the_first_bytes_say_what_a_file_is_whatever_its_type_says() {
    let hub = TestHub::start().await;
    let (_, member, _) = scene(&hub).await;
    let path = format!("/photos?actingFor={}", member.id);
    let send = async |kind: &str, file: Vec<u8>| {
        let request = member.representative.http(Method::POST, &path).await;
        let request = request.header("Content-Type", kind).body(file);
        request.send().await.unwrap()
    };
    let text = send("image/jpeg", b"Ceci n'est pas une photo.".to_vec()).await;
    assert_eq!(text.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let body: Value = text.json().await.unwrap();
    assert_eq!(body["errors"][0]["extensions"]["problem"], "NOT_A_PHOTO");
    assert!(!body["errors"][0]["message"].as_str().unwrap().is_empty());
    let named_otherwise = send("text/html", photo()).await;
    assert_eq!(named_otherwise.status(), StatusCode::CREATED);
    for other in [
        b"GIF89a/*<script>alert(1)</script>*/".as_slice(),
        b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
        b"%PDF-1.7",
        b"BM\0\0\0\0\0\0\0\0",
        b"RIFF\0\0\0\0WAVEfmt ",
        b"\xff\xd8",
        b"",
    ] {
        let refused = send("image/png", other.to_vec()).await;
        assert_eq!(refused.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
}

#[tokio::test]
async fn a_page_that_hides_behind_the_header_of_a_picture_goes_no_further() {
    let hub = TestHub::start().await;
    let (_, member, _) = scene(&hub).await;
    let page = b"<html><script>alert(document.domain)</script></html>".as_slice();
    for header in [
        b"\xff\xd8\xff".as_slice(),
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\x40\0\0\0WEBP",
    ] {
        let file = [header, page].concat();
        let (status, error) = refused(&member.representative, member.id, file).await;
        assert_eq!((status, &error["problem"]), (422, &json!("UNREADABLE")));
    }
    // Behind a whole picture it is left behind.
    let made = accepted(&member, [photo().as_slice(), page].concat()).await;
    let kept = kept(&hub, &made);
    assert!(!kept.windows(7).any(|some| some == b"<script"));
}

#[tokio::test]
async fn a_photo_that_is_broken_is_refused() {
    let hub = TestHub::start().await;
    let (_, member, _) = scene(&hub).await;
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = written(&halves(400, 300), format);
        for part in [whole.len() / 3, whole.len() / 2, whole.len() * 3 / 4] {
            let broken = whole[..part].to_vec();
            let (status, error) = refused(&member.representative, member.id, broken).await;
            assert_eq!(status, 422, "{format:?} {part} of {}", whole.len());
            assert_eq!(error["problem"], "UNREADABLE", "{format:?} {part}");
        }
    }
    assert!(hub.album().names().is_empty());
}

#[tokio::test]
async fn a_picture_with_too_many_pixels_is_refused_before_room_is_made_for_them() {
    let hub = TestHub::start().await;
    let (_, member, _) = scene(&hub).await;
    let wide = written(&halves(12_001, 1), ImageFormat::Png);
    for file in [
        wide,
        written(&halves(1, 12_001), ImageFormat::Jpeg),
        written(&halves(12_001, 1), ImageFormat::WebP),
        png_bomb(12_000, 12_000),
        png_bomb(u32::MAX >> 1, u32::MAX >> 1),
        png_bomb(7_100, 7_100),
    ] {
        let (status, error) = refused(&member.representative, member.id, file).await;
        assert_eq!(
            (status, &error["problem"]),
            (422, &json!("TOO_MANY_PIXELS"))
        );
        assert_eq!(error["max"], "50000000");
    }
    // Within the bounds it is only broken.
    let (status, error) = refused(&member.representative, member.id, png_bomb(700, 700)).await;
    assert_eq!((status, &error["problem"]), (422, &json!("UNREADABLE")));
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused() {
    let hub = TestHub::start().await;
    let (_, member, _) = scene(&hub).await;
    let padded = |bytes: usize| {
        let mut file = photo();
        file.resize(bytes, 0);
        file
    };
    let (status, error) = refused(&member.representative, member.id, padded((10 << 20) + 1)).await;
    assert_eq!((status, &error["code"]), (413, &json!("QUERY_TOO_LARGE")));
    accepted(&member, padded(10 << 20)).await;
}

#[tokio::test]
async fn uploads_are_bounded_at_once_for_each_client_and_over_time() {
    let mut limits = Limits::default();
    limits.http.uploads = 0;
    let hub = TestHub::start_within(limits).await;
    let (_, member, _) = scene(&hub).await;
    let (status, error) = refused(&member.representative, member.id, photo()).await;
    assert_eq!((status, &error["code"]), (503, &json!("OVERLOADED")));

    let mut limits = Limits::default();
    limits.http.uploads_of_one = 0;
    let hub = TestHub::start_within(limits).await;
    let (_, member, _) = scene(&hub).await;
    let (status, error) = refused(&member.representative, member.id, photo()).await;
    assert_eq!((status, &error["code"]), (429, &json!("RATE_LIMITED")));

    let mut limits = Limits::default();
    limits.api.allowance.most = 30_000;
    let hub = TestHub::start_within(limits).await;
    let (_, member, _) = scene(&hub).await;
    let mut accepted = 0;
    while send(&member.representative, member.id, photo())
        .await
        .status()
        == StatusCode::CREATED
    {
        accepted += 1;
    }
    assert!((20..=30).contains(&accepted), "{accepted} at 1,000 each");
    let (status, error) = refused(&member.representative, member.id, photo()).await;
    assert_eq!((status, &error["code"]), (429, &json!("RATE_LIMITED")));
}

#[tokio::test]
async fn an_organisation_has_few_photos_that_nothing_shows() {
    let hub = TestHub::start().await;
    let (_, member, other) = scene(&hub).await;
    let small = written(&halves(4, 4), ImageFormat::Png);
    for _ in 0..50 {
        accepted(&member, small.clone()).await;
    }
    let (status, error) = refused(&member.representative, member.id, small.clone()).await;
    assert_eq!((status, &error["code"]), (409, &json!("TOO_MANY_PHOTOS")));
    accepted(&other, small.clone()).await;
    hub.clock().advance(TimeDelta::hours(24));
    maillage_usecases::photos::tidy(hub.platform())
        .await
        .unwrap();
    accepted(&member, small).await;
}
