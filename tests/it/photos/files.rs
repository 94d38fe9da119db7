//! Files as the server keeps them: a folder and a bucket do the same.

use bytes::Bytes;
use maillage_domain::{
    ids::{FulfilmentId, PhotoId, ProofFileId, Uuid},
    photos::PhotoSize,
};
use maillage_server::{files::Files, settings::FilePlace};
use maillage_usecases::{partnerships::Cabinet, photos::Album};

/// What holds wherever files are kept.
pub(super) async fn keeps_and_forgets(files: &Files) {
    files.check().await.unwrap();
    let files: &dyn Album = files;
    assert!(
        files.list().await.unwrap().is_empty(),
        "the check leaves nothing"
    );
    let photo = |number: u128| PhotoId::from_uuid(Uuid::from_u128(number));
    let (one, two) = (photo(1), photo(2));
    assert_eq!(files.get(one, PhotoSize::Small).await.unwrap(), None);
    for size in PhotoSize::ALL {
        let content = Bytes::from(format!("{size} of one"));
        files.put(one, *size, content.clone()).await.unwrap();
        assert_eq!(files.get(one, *size).await.unwrap(), Some(content));
    }
    let large = Bytes::from(vec![7; 3 << 20]);
    files
        .put(two, PhotoSize::Large, large.clone())
        .await
        .unwrap();
    assert_eq!(files.get(two, PhotoSize::Large).await.unwrap(), Some(large));
    let mut listed = files.list().await.unwrap();
    listed.sort_unstable();
    assert_eq!(listed, [one, two]);
    files.remove(one).await.unwrap();
    files.remove(one).await.unwrap();
    assert_eq!(files.get(one, PhotoSize::Large).await.unwrap(), None);
    assert_eq!(files.list().await.unwrap(), [two]);
    files.remove(two).await.unwrap();
    assert!(files.list().await.unwrap().is_empty());
}

/// What holds of proofs likewise.
pub(super) async fn keeps_proofs(files: &Files) {
    let files: &dyn Cabinet = files;
    let place = |fulfilment: u128, proof: u128| {
        let (fulfilment, proof) = (Uuid::from_u128(fulfilment), Uuid::from_u128(proof));
        (
            FulfilmentId::from_uuid(fulfilment),
            ProofFileId::from_uuid(proof),
        )
    };
    let places = [place(1, 1), place(1, 2), place(2, 3)];
    assert_eq!(files.get(places[0]).await.unwrap(), None);
    for at in places {
        let content = Bytes::from(format!("{} of {}", at.1, at.0));
        files.put(at, content.clone()).await.unwrap();
        assert_eq!(files.get(at).await.unwrap(), Some(content));
    }
    let mut listed = files.list().await.unwrap();
    listed.sort_unstable();
    assert_eq!(listed, places);
    for at in places {
        files.remove(at).await.unwrap();
        files.remove(at).await.unwrap();
    }
    assert!(files.list().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_folder_keeps_files_and_forgets_them() {
    let folder = tempfile::tempdir().unwrap();
    let place = FilePlace::Folder(folder.path().join("files"));
    keeps_and_forgets(&Files::open(&place).unwrap()).await;
    keeps_proofs(&Files::open(&place).unwrap()).await;
    // Opened again, it is the same.
    keeps_and_forgets(&Files::open(&place).unwrap()).await;
}
