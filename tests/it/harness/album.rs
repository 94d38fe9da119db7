//! Files in a folder that belongs to the test.

use std::{
    fs,
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use bytes::Bytes;
use maillage_domain::{ids::PhotoId, photos::PhotoSize};
use maillage_server::{files::Files, settings::FilePlace};
use maillage_usecases::{
    partnerships::{Cabinet, ProofPlace},
    photos::{self, Failure},
};
use tempfile::TempDir;

/// Keeps files as the server does, until the test ends.
pub(crate) struct Album {
    files: Files,
    folder: TempDir,
    full: AtomicBool,
    stuck: AtomicBool,
}

impl Album {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = FilePlace::Folder(folder.path().to_owned());
        Self {
            files: Files::open(&place).unwrap(),
            folder,
            full: AtomicBool::new(false),
            stuck: AtomicBool::new(false),
        }
    }

    /// From now on only the largest size finds room, or all do again.
    pub(crate) fn fill(&self, full: bool) {
        self.full.store(full, Ordering::Relaxed);
    }

    /// From now on nothing can be removed, or can again.
    pub(crate) fn stick(&self, stuck: bool) {
        self.stuck.store(stuck, Ordering::Relaxed);
    }

    /// The file of a photo in one size (`large`), by the id that clients know.
    pub(crate) fn read(&self, photo: &str, size: &str) -> Vec<u8> {
        let photo: PhotoId = photo.parse().unwrap();
        let name = format!("photos/{}/{size}.jpg", photo.uuid());
        fs::read(self.folder.path().join(name)).unwrap()
    }

    /// A file that somebody put there by hand.
    pub(crate) fn put_by_hand(&self, name: &str) {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    }

    /// The files of photos that there are, with their folder's name.
    pub(crate) fn names(&self) -> Vec<String> {
        self.names_in("photos")
    }

    /// The files of proofs that there are, likewise.
    pub(crate) fn proofs(&self) -> Vec<String> {
        self.names_in("proofs")
    }

    /// Changes what is kept in a file, as somebody on the machine might.
    pub(crate) fn tamper(&self, name: &str, change: impl FnOnce(&mut Vec<u8>)) {
        let path = self.folder.path().join(name);
        let mut file = fs::read(&path).unwrap();
        change(&mut file);
        fs::write(path, file).unwrap();
    }

    fn names_in(&self, folder: &str) -> Vec<String> {
        let below = |folder: PathBuf| {
            let entries = fs::read_dir(folder).into_iter().flatten();
            entries.map(|entry| entry.unwrap().path())
        };
        let folders = below(self.folder.path().join(folder));
        let files = folders.flat_map(below);
        let name = |file: PathBuf| {
            let name = file.strip_prefix(self.folder.path()).unwrap();
            name.to_str().unwrap().to_owned()
        };
        let mut names: Vec<_> = files.map(name).collect();
        names.sort_unstable();
        names
    }
}

#[async_trait]
impl photos::Album for Album {
    async fn put(&self, photo: PhotoId, size: PhotoSize, jpeg: Bytes) -> Result<(), Failure> {
        if self.full.load(Ordering::Relaxed) && size != PhotoSize::Large {
            return Err("no room is left".into());
        }
        photos::Album::put(&self.files, photo, size, jpeg).await
    }

    async fn get(&self, photo: PhotoId, size: PhotoSize) -> Result<Option<Bytes>, Failure> {
        photos::Album::get(&self.files, photo, size).await
    }

    async fn remove(&self, photo: PhotoId) -> Result<(), Failure> {
        if self.stuck.load(Ordering::Relaxed) {
            return Err("the disk does not answer".into());
        }
        photos::Album::remove(&self.files, photo).await
    }

    async fn list(&self) -> Result<Vec<PhotoId>, Failure> {
        photos::Album::list(&self.files).await
    }
}

#[async_trait]
impl Cabinet for Album {
    async fn put(&self, place: ProofPlace, file: Bytes) -> Result<(), Failure> {
        if self.full.load(Ordering::Relaxed) {
            return Err("no room is left".into());
        }
        Cabinet::put(&self.files, place, file).await
    }

    async fn get(&self, place: ProofPlace) -> Result<Option<Bytes>, Failure> {
        Cabinet::get(&self.files, place).await
    }

    async fn remove(&self, place: ProofPlace) -> Result<(), Failure> {
        if self.stuck.load(Ordering::Relaxed) {
            return Err("the disk does not answer".into());
        }
        Cabinet::remove(&self.files, place).await
    }

    async fn list(&self) -> Result<Vec<ProofPlace>, Failure> {
        Cabinet::list(&self.files).await
    }
}
