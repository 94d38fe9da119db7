//! The platform's keys: read from their files, made at the first start.

use std::{
    fs::{self, DirBuilder},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, MetadataExt, fchown},
    path::{Path, PathBuf},
    pin::pin,
    time::Duration,
};

use anyhow::{Context, anyhow};
use chrono::{DateTime, Utc};
use maillage_usecases::{
    Entropy,
    secrets::{Secrets, SigningKeys},
};
use tempfile::NamedTempFile;

use crate::{
    hexadecimal,
    settings::{KeyFile, Settings},
};

/// Reads the keys, and makes those of the data folder that are not there yet.
///
/// # Errors
/// When a file cannot be read or written, or holds no key; the error names the setting.
pub fn open(settings: &Settings, entropy: &dyn Entropy) -> anyhow::Result<Secrets> {
    make_missing(settings, entropy)?;
    read(settings)
}

/// Reads the keys.
///
/// # Errors
/// When a file cannot be read or holds no key; the error names the setting.
pub fn read(settings: &Settings) -> anyhow::Result<Secrets> {
    let signing = text("signing_key_file", settings.signing_key.path())?;
    let sealing = text("sealing_key_file", settings.sealing_key.path())?;
    let sealing = hexadecimal::read(sealing.trim()).with_context(|| {
        let path = settings.sealing_key.path().display();
        format!("sealing_key_file: {path} holds no hexadecimal digits; make a key with: openssl rand -hex 32")
    })?;
    Secrets::new(&signing, &sealing).map_err(|error| {
        anyhow!(
            "{error}; see signing_key_file ({}) and sealing_key_file ({}), which are made with: \
             openssl genpkey -algorithm ed25519; openssl rand -hex 32",
            settings.signing_key.path().display(),
            settings.sealing_key.path().display(),
        )
    })
}

/// Adds a signing key to its file, which every instance that reads it takes up by itself; or, where
/// the keys so far are known to somebody who should not know them, puts one in their place.
///
/// # Errors
/// When the file cannot be read or written, or holds no key; the error names the setting.
pub fn rotate(
    settings: &Settings,
    entropy: &dyn Entropy,
    now: DateTime<Utc>,
    compromised: bool,
) -> anyhow::Result<()> {
    const SETTING: &str = "signing_key_file";
    let path = settings.signing_key.path();
    let text = if compromised {
        Secrets::generate(entropy)?.0
    } else {
        let keys = SigningKeys::parse(&text(SETTING, path)?)
            .map_err(|error| anyhow!("{error}; see {SETTING} ({})", path.display()))?;
        keys.rotated(entropy, now)?
    };
    replace(path, &text).with_context(|| {
        format!(
            "{SETTING}: {} cannot be written; run this as the account that may",
            path.display()
        )
    })
}

/// Takes up other signing keys as they appear in their file, until told to stop.
pub async fn watch(path: PathBuf, secrets: Secrets, stop: impl Future<Output = ()>) {
    const LOOK: Duration = Duration::from_secs(3);
    let mut stop = pin!(stop);
    let mut said = String::new();
    loop {
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(LOOK) => {}
        }
        let file = path.clone();
        let read = tokio::task::spawn_blocking(move || {
            let text = text("signing_key_file", &file)?;
            SigningKeys::parse(&text).map_err(anyhow::Error::from)
        });
        match read.await.map_err(anyhow::Error::from).flatten() {
            Ok(keys) if keys.same(&secrets.signing()) => {}
            Ok(keys) => {
                tracing::info!(?keys, "the signing keys have changed");
                secrets.renew(keys);
                said.clear();
            }
            // The keys so far go on; once for each fault is enough.
            Err(error) => {
                let fault = format!("{error:#}");
                if fault != said {
                    tracing::error!(fault, "the signing keys cannot be read again");
                    said = fault;
                }
            }
        }
    }
}

fn make_missing(settings: &Settings, entropy: &dyn Entropy) -> anyhow::Result<()> {
    let missing = |key: &KeyFile| matches!(key, KeyFile::Own(path) if !path.exists());
    let (signing_missing, sealing_missing) = (
        missing(&settings.signing_key),
        missing(&settings.sealing_key),
    );
    if !signing_missing && !sealing_missing {
        return Ok(());
    }
    if settings.keeps_keys_to_itself() {
        tracing::warn!(
            folder = %settings.data_dir.display(),
            "keys are made for this instance alone; before another one shares its database, give both the same signing_key_file and sealing_key_file"
        );
    }
    let (signing, sealing) = Secrets::generate(entropy)?;
    if signing_missing {
        write("signing_key_file", settings.signing_key.path(), &signing)?;
    }
    if sealing_missing {
        write(
            "sealing_key_file",
            settings.sealing_key.path(),
            &hexadecimal::write(&*sealing),
        )?;
    }
    Ok(())
}

fn text(setting: &str, path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| {
        format!(
            "{setting}: {} cannot be read; give the file to the account that runs this program",
            path.display()
        )
    })
}

/// Writes a key that only its owner may read. One that another instance wrote meanwhile stays.
fn write(setting: &str, path: &Path, key: &str) -> anyhow::Result<()> {
    let write = || -> io::Result<()> {
        if let Some(folder) = path.parent() {
            DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(folder)?;
        }
        match write_aside(path, key)?.persist_noclobber(path) {
            Err(kept) if kept.error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            kept => Ok(kept.map(|_| ())?),
        }
    };
    write().with_context(|| {
        format!(
            "{setting}: {} cannot be written; make data_dir writable",
            path.display()
        )
    })
}

/// Puts other keys into a file, which keeps its owner, its group and its mode: whoever runs the
/// platform may not be who rotates its keys. The folder may belong to somebody with fewer rights, so
/// nothing in it is followed: owner and mode are given to the file that is open, not to its name.
fn replace(path: &Path, keys: &str) -> io::Result<()> {
    let before = fs::symlink_metadata(path)?;
    if !before.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    let unfinished = write_aside(path, keys)?;
    let file = unfinished.as_file();
    fchown(file, Some(before.uid()), Some(before.gid()))?;
    file.set_permissions(before.permissions())?;
    unfinished.persist(path)?;
    Ok(())
}

/// Writes under another name first, that nobody knows beforehand: keys are there whole or not at
/// all.
fn write_aside(path: &Path, keys: &str) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let mut unfinished = NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    unfinished.write_all(keys.as_bytes())?;
    unfinished.as_file().sync_all()?;
    Ok(unfinished)
}

#[cfg(test)]
mod tests {
    use std::{
        fs,
        os::unix::fs::{PermissionsExt, symlink},
    };

    use chrono::{DateTime, TimeDelta, Utc};
    use maillage_usecases::{SystemEntropy, secrets::SigningKeys};

    use super::{open, rotate};
    use crate::settings::{Given, Settings};

    #[test]
    fn keys_are_made_once_and_belong_to_their_owner() {
        let folder = tempfile::tempdir().unwrap();
        let given = Given {
            data_dir: Some(folder.path().to_owned()),
            ..Given::default()
        };
        let settings = Settings::resolve(given).unwrap();
        open(&settings, &SystemEntropy).unwrap();
        let before = fs::read(settings.signing_key.path()).unwrap();
        open(&settings, &SystemEntropy).unwrap();
        assert_eq!(fs::read(settings.signing_key.path()).unwrap(), before);
        for key in [&settings.signing_key, &settings.sealing_key] {
            assert_eq!(
                fs::metadata(key.path()).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
    }

    #[test]
    fn a_key_given_by_the_configuration_is_never_made() {
        let folder = tempfile::tempdir().unwrap();
        let given = Given {
            data_dir: Some(folder.path().to_owned()),
            signing_key_file: Some(folder.path().join("absent.pem")),
            ..Given::default()
        };
        let error = open(&Settings::resolve(given).unwrap(), &SystemEntropy).unwrap_err();
        assert!(
            format!("{error:#}").contains("signing_key_file"),
            "{error:#}"
        );
    }

    #[test]
    fn a_rotated_key_stands_beside_the_one_before_and_a_compromised_one_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let given = Given {
            data_dir: Some(folder.path().to_owned()),
            ..Given::default()
        };
        let settings = Settings::resolve(given).unwrap();
        open(&settings, &SystemEntropy).unwrap();
        let path = settings.signing_key.path();
        fs::set_permissions(path, fs::Permissions::from_mode(0o640)).unwrap();
        let now = DateTime::<Utc>::UNIX_EPOCH;
        let kids = |at: DateTime<Utc>| {
            let keys = SigningKeys::parse(&fs::read_to_string(path).unwrap()).unwrap();
            let published = keys.published(at);
            let keys = published["keys"].as_array().unwrap().iter();
            keys.map(|key| key["kid"].to_string()).collect::<Vec<_>>()
        };
        let first = kids(now);
        rotate(&settings, &SystemEntropy, now, false).unwrap();
        let both = kids(now);
        assert_eq!(both.len(), 2);
        assert_eq!(both[0], first[0]);
        assert_eq!(kids(now + TimeDelta::hours(1)), [both[1].clone()]);
        rotate(&settings, &SystemEntropy, now, true).unwrap();
        let last = kids(now);
        assert_eq!(last.len(), 1);
        assert!(!both.contains(&last[0]));
        let mode = fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640, "who may read it stays who may");
        let left: Vec<_> = fs::read_dir(path.parent().unwrap()).unwrap().collect();
        assert_eq!(left.len(), 2, "nothing unfinished is left: {left:?}");
        let elsewhere = folder.path().join("elsewhere");
        fs::rename(path, &elsewhere).unwrap();
        symlink(&elsewhere, path).unwrap();
        let before = fs::read(&elsewhere).unwrap();
        rotate(&settings, &SystemEntropy, now, false).unwrap_err();
        assert_eq!(fs::read(&elsewhere).unwrap(), before, "no link is followed");
        open(&settings, &SystemEntropy).unwrap();
    }
}
