//! Where files are kept that people upload: a folder, or a bucket on a server that speaks S3.

use std::{fs, sync::Arc, time::Duration};

use anyhow::{Context, ensure};
use async_trait::async_trait;
use bytes::Bytes;
use futures_util::TryStreamExt;
use maillage_domain::{
    ids::{FulfilmentId, PhotoId, ProofFileId, Uuid},
    photos::PhotoSize,
};
use maillage_usecases::{
    partnerships::{Cabinet, ProofPlace},
    photos::{Album, Failure},
};
use object_store::{
    ClientOptions, ObjectStore, ObjectStoreExt, PutPayload, RetryConfig, aws::AmazonS3Builder,
    local::LocalFileSystem, path::Path,
};

use crate::{
    settings::{Bucket, FilePlace},
    tls,
};

/// The folder of photos among the files.
const PHOTOS: &str = "photos";
/// And that of proofs.
const PROOFS: &str = "proofs";

/// Longest that the server may take to be connected to, and to answer one request.
const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(15);
/// A request that fails in passing is sent again so often, within so long.
const AGAIN: usize = 2;
const AGAIN_WITHIN: Duration = Duration::from_secs(20);

/// Files, by the name they are kept under.
#[derive(Debug)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    base: Path,
}

impl Files {
    /// The files at a place; a folder is made when it is not there. No server is asked yet.
    ///
    /// # Errors
    /// When the folder cannot be made, or the server's address is not understood.
    pub fn open(place: &FilePlace) -> anyhow::Result<Self> {
        match place {
            FilePlace::Folder(folder) => Self::folder(folder),
            FilePlace::Bucket(bucket) => Self::bucket(bucket),
        }
    }

    fn folder(folder: &std::path::Path) -> anyhow::Result<Self> {
        let shown = folder.display();
        fs::create_dir_all(folder)
            .with_context(|| format!("files: {shown} cannot be made; set data_dir or files"))?;
        let store = LocalFileSystem::new_with_prefix(folder)
            .with_context(|| format!("files: {shown} cannot be used; set data_dir or files"))?;
        // A row is written after its files: they must have reached the disk by then.
        let store = store.with_fsync(true).with_automatic_cleanup(true);
        Ok(Self {
            store: Arc::new(store),
            base: Path::default(),
        })
    }

    fn bucket(bucket: &Bucket) -> anyhow::Result<Self> {
        tls::provide();
        let options = ClientOptions::new()
            .with_connect_timeout(CONNECT)
            .with_timeout(ANSWER)
            // Whoever writes http:// has been asked by the settings whether they mean it.
            .with_allow_http(true);
        let retry = RetryConfig {
            max_retries: AGAIN,
            retry_timeout: AGAIN_WITHIN,
            ..RetryConfig::default()
        };
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&bucket.name)
            .with_region(&bucket.region)
            .with_access_key_id(&bucket.access_key)
            .with_secret_access_key(bucket.secret_key.expose())
            .with_client_options(options)
            .with_retry(retry);
        if let Some(endpoint) = &bucket.endpoint {
            builder = builder.with_endpoint(endpoint);
        }
        let store = builder
            .build()
            .context("files: the bucket is not understood; write s3://BUCKET/PREFIX")?;
        Ok(Self {
            store: Arc::new(store),
            base: Path::from(bucket.prefix.as_str()),
        })
    }

    /// Whether files can be written, read and removed now.
    ///
    /// # Errors
    /// When one of these fails.
    pub async fn check(&self) -> anyhow::Result<()> {
        const SAID: &[u8] = b"maillage doctor";
        let probe = self.base.clone().join("doctor");
        let probe = probe.join(std::process::id().to_string());
        self.store
            .put(&probe, PutPayload::from_static(SAID))
            .await
            .context("nothing can be written")?;
        let read = self
            .store
            .get(&probe)
            .await
            .context("nothing can be read")?;
        let read = read.bytes().await.context("nothing can be read")?;
        self.store
            .delete(&probe)
            .await
            .context("nothing can be removed")?;
        ensure!(read == SAID, "what was written is read otherwise");
        Ok(())
    }

    fn photos(&self) -> Path {
        self.base.clone().join(PHOTOS)
    }

    fn photo(&self, photo: PhotoId, size: PhotoSize) -> Path {
        let folder = self.photos().join(photo.uuid().to_string());
        folder.join(format!("{}.jpg", size.file_stem()))
    }

    fn proofs(&self) -> Path {
        self.base.clone().join(PROOFS)
    }

    fn proof(&self, (fulfilment, proof): ProofPlace) -> Path {
        let folder = self.proofs().join(fulfilment.uuid().to_string());
        folder.join(proof.uuid().to_string())
    }

    async fn read(&self, path: &Path) -> Result<Option<Bytes>, Failure> {
        match self.store.get(path).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    async fn delete(&self, path: &Path) -> Result<(), Failure> {
        match self.store.delete(path).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

#[async_trait]
impl Cabinet for Files {
    async fn put(&self, place: ProofPlace, file: Bytes) -> Result<(), Failure> {
        let payload = PutPayload::from_bytes(file);
        self.store.put(&self.proof(place), payload).await?;
        Ok(())
    }

    async fn get(&self, place: ProofPlace) -> Result<Option<Bytes>, Failure> {
        self.read(&self.proof(place)).await
    }

    async fn remove(&self, place: ProofPlace) -> Result<(), Failure> {
        self.delete(&self.proof(place)).await
    }

    async fn list(&self) -> Result<Vec<ProofPlace>, Failure> {
        let mut listed = self.store.list(Some(&self.proofs()));
        let mut places = Vec::new();
        while let Some(file) = listed.try_next().await? {
            places.extend(proof_place(&file.location));
        }
        Ok(places)
    }
}

/// What is kept at a path, if we have put it there.
fn proof_place(path: &Path) -> Option<ProofPlace> {
    let mut parts: Vec<_> = path.parts().collect();
    let mut last = || parts.pop()?.as_ref().parse::<Uuid>().ok();
    let proof = ProofFileId::from_uuid(last()?);
    Some((FulfilmentId::from_uuid(last()?), proof))
}

#[async_trait]
impl Album for Files {
    async fn put(&self, photo: PhotoId, size: PhotoSize, jpeg: Bytes) -> Result<(), Failure> {
        let path = self.photo(photo, size);
        self.store.put(&path, PutPayload::from_bytes(jpeg)).await?;
        Ok(())
    }

    async fn get(&self, photo: PhotoId, size: PhotoSize) -> Result<Option<Bytes>, Failure> {
        self.read(&self.photo(photo, size)).await
    }

    async fn remove(&self, photo: PhotoId) -> Result<(), Failure> {
        for size in PhotoSize::ALL {
            self.delete(&self.photo(photo, *size)).await?;
        }
        Ok(())
    }

    async fn list(&self) -> Result<Vec<PhotoId>, Failure> {
        let listed = self.store.list_with_delimiter(Some(&self.photos())).await?;
        let folders = listed.common_prefixes.iter();
        let names = folders.filter_map(|folder| folder.filename()?.parse::<Uuid>().ok());
        Ok(names.map(PhotoId::from_uuid).collect())
    }
}
