//! The ways out for mails: an SMTP server, or a folder of .eml files.

use std::{fs, io, path::PathBuf};

use anyhow::{Context, ensure};
use async_trait::async_trait;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};
use maillage_usecases::mail::{Mail, Mailer};

use crate::settings::{MailTransport, Settings};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Writes mails and hands them to a transport.
pub struct Postman {
    from: Mailbox,
    /// Right-hand side of Message-IDs.
    host: String,
    way: Way,
}

enum Way {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(PathBuf),
}

impl Postman {
    /// The way the configuration asks for. Nothing is sent or created yet.
    ///
    /// # Errors
    /// When the address of the SMTP server is not understood.
    pub fn new(settings: &Settings) -> anyhow::Result<Self> {
        let way = match &settings.mail {
            MailTransport::Folder => Way::Folder(settings.mail_folder()),
            MailTransport::Smtp(url) => Way::Smtp(
                AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
                    .context(
                        "mail: the address is not understood; write smtp://USER:PASSWORD@HOST:587",
                    )?
                    .build(),
            ),
        };
        Ok(Self {
            from: settings.mail_from.clone(),
            host: settings.public_url.host(),
            way,
        })
    }

    /// Whether mails would go out now.
    ///
    /// # Errors
    /// When the server does not answer or refuses us.
    pub async fn check(&self) -> anyhow::Result<()> {
        match &self.way {
            Way::Smtp(transport) => ensure!(
                transport.test_connection().await?,
                "the SMTP server is not ready"
            ),
            // Made with the first mail.
            Way::Folder(_) => {}
        }
        Ok(())
    }

    fn write(&self, mail: Mail) -> Result<Message, Failure> {
        let message = Message::builder()
            .message_id(Some(format!("<{}@{}>", mail.id, self.host)))
            .from(self.from.clone())
            .to(Mailbox::new(None, mail.to.as_str().parse()?))
            .subject(mail.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(mail.text)?;
        Ok(message)
    }
}

#[async_trait]
impl Mailer for Postman {
    async fn send(&self, mail: Mail) -> Result<(), Failure> {
        let name = format!("{}.eml", mail.id);
        let message = self.write(mail)?;
        match &self.way {
            Way::Smtp(transport) => {
                transport.send(message).await?;
            }
            Way::Folder(folder) => {
                let folder = folder.clone();
                // The name is the mail's own, so a second try replaces the first.
                tokio::task::spawn_blocking(move || keep(&folder, &name, &message.formatted()))
                    .await??;
            }
        }
        Ok(())
    }
}

/// Whoever reads the folder never sees half a mail: it appears whole, under its name.
fn keep(folder: &std::path::Path, name: &str, message: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let unfinished = folder.join(format!(".{name}"));
    fs::write(&unfinished, message)?;
    fs::rename(unfinished, folder.join(name))
}
