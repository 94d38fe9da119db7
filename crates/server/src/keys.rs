//! The platform's keys: read from their files, made at the first start.

use std::{
    fs::{self, DirBuilder, OpenOptions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::Path,
};

use anyhow::{Context, anyhow};
use maillage_usecases::{Entropy, secrets::Secrets};

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
        // Under another name first: a key is there whole or not at all.
        let unfinished = path.with_extension(format!("{}.new", std::process::id()));
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&unfinished)?;
        file.write_all(key.as_bytes())?;
        file.sync_all()?;
        let kept = fs::hard_link(&unfinished, path);
        fs::remove_file(&unfinished)?;
        match kept {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            kept => kept,
        }
    };
    write().with_context(|| {
        format!(
            "{setting}: {} cannot be written; make data_dir writable",
            path.display()
        )
    })
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt};

    use maillage_usecases::SystemEntropy;

    use super::open;
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
}
