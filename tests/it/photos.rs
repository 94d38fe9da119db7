//! Photos: uploaded, shown by resources, seen by whom a text shows them to, and forgotten.

mod doors;
mod files;
mod forgetting;
mod pictures;
mod s3;
mod showing;
mod uploads;

use maillage_domain::ids::OrganisationId;
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

pub(crate) use self::pictures::photo;
use crate::harness::{Body, Client, Pole, TestHub};

/// Sends a file as a photo of an organisation.
async fn send(client: &Client, organisation: OrganisationId, file: Vec<u8>) -> Response {
    let path = format!("/photos?actingFor={organisation}");
    let request = client.http(Method::POST, &path).await;
    request.body(file).send().await.unwrap()
}

/// The status and the first error of an upload that is refused.
async fn refused(client: &Client, organisation: OrganisationId, file: Vec<u8>) -> (u16, Value) {
    let response = send(client, organisation, file).await;
    let status = response.status().as_u16();
    let body: Value = response.json().await.unwrap();
    (status, body["errors"][0]["extensions"].clone())
}

/// Uploads a photo that is as good as any, and answers its id.
async fn uploaded(member: &Body) -> String {
    let response = send(&member.representative, member.id, photo()).await;
    assert_eq!(response.status(), StatusCode::CREATED);
    let body: Value = response.json().await.unwrap();
    body["id"].as_str().unwrap().to_owned()
}

/// What a resource that shows these photos says of itself.
fn content(title: &str, visibility: &str, photos: &[&str]) -> Value {
    let mut content = crate::resources::content(title, visibility);
    let photos = photos.iter().map(|photo| shows(photo));
    content["photos"] = photos.collect();
    content
}

fn shows(photo: &str) -> Value {
    json!({ "photo": photo, "description": "La salle, vue de la porte." })
}

/// What a client gets at an address of a photo, whatever host it names.
async fn get(client: &Client, address: &str) -> Response {
    let path = address.strip_prefix("https://maillage.test");
    let path = path.unwrap_or(address);
    client.http(Method::GET, path).await.send().await.unwrap()
}

/// Whether a client sees the photo at an address; what it does not see is as absent as anything.
async fn sees(client: &Client, address: &str) -> bool {
    let response = get(client, address).await;
    let status = response.status();
    let bytes = response.bytes().await.unwrap();
    let absent = get(client, "/photos/photo_01h455vb4pex5vsknk084sn02q/small.jpg").await;
    if status == StatusCode::OK {
        return bytes.starts_with(&[0xff, 0xd8, 0xff]);
    }
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert_eq!(absent.status(), StatusCode::NOT_FOUND);
    assert_eq!(bytes, absent.bytes().await.unwrap());
    false
}

fn address(photo: &str) -> String {
    format!("/photos/{photo}/medium.jpg")
}

const PHOTOS: &str = "query($id: ID!) { resource(id: $id) { version
    photos { photo description width height url small: url(size: SMALL) large: url(size: LARGE) }
    revision { changes { field before after } photos { photo description url } } } }";

/// A resource with its photos, as somebody reads it.
async fn read(client: &Client, resource: &Value) -> Value {
    let data = client.gql(PHOTOS, json!({ "id": resource["id"] })).await;
    data["resource"].clone()
}

/// The address of the only photo of a resource, as somebody reads it.
async fn address_for(client: &Client, resource: &Value) -> String {
    let resource = read(client, resource).await;
    resource["photos"][0]["url"].as_str().unwrap().to_owned()
}

/// A hub, a member of it, and another.
async fn scene(hub: &TestHub) -> (Pole, Body, Body) {
    let pole = hub.pole("Pôle des salles").await;
    let member = hub.member(&pole, "Maison de l’ESS").await;
    let other = hub.member(&pole, "La Cagette").await;
    (pole, member, other)
}
