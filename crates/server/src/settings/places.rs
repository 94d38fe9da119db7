//! Where files are kept, put together from several keys.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, anyhow, ensure};

use super::{Files, Given, Secret};

/// Where files are kept that people upload.
#[derive(Debug, Clone)]
pub enum FilePlace {
    /// In this folder.
    Folder(PathBuf),
    /// In a bucket.
    Bucket(Bucket),
}

/// A bucket on a server that speaks S3, and how to open it.
#[derive(Debug, Clone)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// What the name of each file begins with; may be empty.
    pub prefix: String,
    /// Address of the server; `None` for that of AWS.
    pub endpoint: Option<String>,
    /// Its region.
    pub region: String,
    /// Who opens it.
    pub access_key: String,
    /// With what.
    pub secret_key: Secret,
}

impl FilePlace {
    /// The folder of files in the data folder.
    pub(super) fn in_folder(data_dir: &Path) -> Self {
        Self::Folder(data_dir.join("files"))
    }

    /// The place that was given.
    pub(super) fn of(given: &Given, data_dir: &Path) -> anyhow::Result<Self> {
        let Some(Files::Bucket { name, prefix }) = &given.files else {
            return Ok(Self::in_folder(data_dir));
        };
        let access_key = given.s3_access_key.clone();
        let access_key =
            access_key.context("s3_access_key: missing, and files is a bucket; give its key")?;
        Ok(Self::Bucket(Bucket {
            name: name.clone(),
            prefix: prefix.clone(),
            endpoint: given.s3_endpoint.clone().map(|endpoint| endpoint.0),
            region: (given.s3_region.clone()).unwrap_or_else(|| "us-east-1".to_owned()),
            access_key,
            secret_key: secret_key(given)?,
        }))
    }

    /// Whether instances on other machines do not see what this one keeps.
    pub fn is_of_this_machine(&self) -> bool {
        matches!(self, Self::Folder(_))
    }
}

fn secret_key(given: &Given) -> anyhow::Result<Secret> {
    let Some(file) = &given.s3_secret_key_file else {
        let key = given.s3_secret_key.clone();
        return key.context(
            "s3_secret_key: missing, and files is a bucket; give it, or s3_secret_key_file",
        );
    };
    ensure!(
        given.s3_secret_key.is_none(),
        "s3_secret_key_file: s3_secret_key is given too; leave one out"
    );
    let shown = file.display();
    let text = fs::read_to_string(file)
        .with_context(|| format!("s3_secret_key_file: {shown} cannot be read"))?;
    let key = text.parse::<Secret>();
    key.map_err(|wrong| anyhow!("s3_secret_key_file: {shown}: {wrong}"))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn given() -> Given {
        Given {
            files: Some("s3://maillage/essai".parse().unwrap()),
            s3_access_key: Some("ACCESS".to_owned()),
            ..Given::default()
        }
    }

    fn wrong(given: &Given) -> String {
        let place = FilePlace::of(given, Path::new("data"));
        place.map(drop).unwrap_err().to_string()
    }

    #[test]
    fn files_are_in_the_data_folder_unless_a_bucket_is_named() {
        let place = FilePlace::of(&Given::default(), Path::new("data")).unwrap();
        assert!(place.is_of_this_machine());
        assert!(format!("{place:?}").contains("data/files"), "{place:?}");
    }

    #[test]
    fn a_bucket_wants_both_keys_and_shows_neither() {
        assert!(wrong(&given()).starts_with("s3_secret_key: "));
        let nobody = Given {
            s3_access_key: None,
            ..given()
        };
        assert!(wrong(&nobody).starts_with("s3_access_key: "));
        let whole = Given {
            s3_secret_key: Some("hunter2".parse().unwrap()),
            ..given()
        };
        let place = FilePlace::of(&whole, Path::new("data")).unwrap();
        assert!(!format!("{place:?}").contains("hunter2"));
    }

    #[test]
    fn the_secret_key_may_stand_in_a_file() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        writeln!(file, "hunter2").unwrap();
        let in_file = Given {
            s3_secret_key_file: Some(file.path().to_owned()),
            ..given()
        };
        let place = FilePlace::of(&in_file, Path::new("data")).unwrap();
        let FilePlace::Bucket(bucket) = place else {
            panic!("a bucket was given")
        };
        assert_eq!(bucket.secret_key.expose(), "hunter2");
        let twice = Given {
            s3_secret_key: Some("hunter3".parse().unwrap()),
            ..in_file
        };
        assert!(wrong(&twice).starts_with("s3_secret_key_file: "));
        let absent = Given {
            s3_secret_key_file: Some("absent".into()),
            ..given()
        };
        assert!(wrong(&absent).contains("absent cannot be read"));
    }
}
