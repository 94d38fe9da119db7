//! Photos: uploaded for an organisation, then named in what it says of what it shares.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    clock::Act,
    events::{Audience, Event, EventKind, Pending, Subject},
    ids::{OrganisationId, PhotoId},
    refusals::{Refusal, RefusalCode},
    values::{AltText, Faults, Problem, ProblemCode, text_enum},
};

text_enum! {
    /// In which size a photo is shown: how many pixels its longer side has at most.
    pub enum PhotoSize {
        /// At most 400 pixels.
        Small = "SMALL",
        /// At most 800 pixels.
        Medium = "MEDIUM",
        /// At most 1,600 pixels.
        Large = "LARGE",
    }
}

impl PhotoSize {
    /// How many pixels the longer side has at most.
    pub fn longest(self) -> u32 {
        match self {
            Self::Small => 400,
            Self::Medium => 800,
            Self::Large => 1_600,
        }
    }

    /// How its file is called, without the ending.
    pub fn file_stem(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }

    /// The size of a file of this name, without the ending.
    pub fn of_file_stem(stem: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|size| size.file_stem() == stem)
    }
}

/// A photo that was uploaded. Its files are kept elsewhere, one for each size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// Its id.
    pub id: PhotoId,
    /// For whom it was uploaded; nobody else shows it.
    pub organisation: OrganisationId,
    /// Pixels across, in the largest size.
    pub width: u32,
    /// Pixels down, in the largest size.
    pub height: u32,
    /// When it was uploaded.
    pub uploaded_at: DateTime<Utc>,
    /// What happened since it was loaded.
    pub events: Pending,
}

impl Photo {
    /// For how many hours a photo is kept that nothing names.
    pub const KEPT_HOURS: i64 = 24;
    /// How many photos of one organisation there may be that nothing names.
    pub const MOST_UNNAMED: u64 = 50;

    /// Whether an organisation uploads one more, while so many of its photos are named by nothing.
    ///
    /// # Errors
    /// `TOO_MANY_PHOTOS` with `max` and `hours`, after which what nothing names is forgotten.
    pub fn permits_one_more(unnamed: u64) -> Result<(), Refusal> {
        if unnamed < Self::MOST_UNNAMED {
            return Ok(());
        }
        Err(Refusal::new(RefusalCode::TooManyPhotos)
            .with("max", Self::MOST_UNNAMED)
            .with("hours", Self::KEPT_HOURS))
    }

    /// A photo whose files are stored under this id.
    pub fn upload(
        act: &Act<'_>,
        id: PhotoId,
        organisation: OrganisationId,
        (width, height): (u32, u32),
    ) -> Self {
        let mut photo = Self {
            id,
            organisation,
            width,
            height,
            uploaded_at: act.at,
            events: Pending::default(),
        };
        let subject = Subject::Organisation(organisation);
        let kind = EventKind::OrganisationPhotoUploaded;
        let event = Event::new(act, kind, subject, Audience::Organisation)
            .within(None, Some(organisation))
            .with("photo", id);
        photo.events.push(event);
        photo
    }
}

/// A photo as content shows it. Its size stands with it, so that nothing has to be looked up for
/// showing it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownPhoto {
    /// Which one.
    pub photo: PhotoId,
    /// What it shows, for who does not see it.
    pub description: AltText,
    /// Pixels across, in the largest size.
    pub width: u32,
    /// Pixels down, in the largest size.
    pub height: u32,
}

/// A photo as somebody names it, not yet checked.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is documented on `ShownPhoto`")]
pub struct PhotoDraft {
    pub photo: PhotoId,
    pub description: String,
}

impl ShownPhoto {
    /// How many photos one thing shows at most.
    pub const MOST: usize = 10;

    /// Checks the photos that somebody names. `uploads` are those among them that its organisation
    /// has; another organisation's is as unknown as one that there is not.
    ///
    /// # Errors
    /// The faults, each with its field under `photos`.
    pub fn parse_all(drafts: Vec<PhotoDraft>, uploads: &[Photo]) -> Result<Vec<Self>, Faults> {
        let mut faults = Faults::new();
        let given = drafts.len();
        if given > Self::MOST {
            let problem = Problem::new(ProblemCode::TooLong).with("max", Self::MOST);
            faults.note("photos", problem.with("length", given));
            return Err(faults);
        }
        let mut named = BTreeSet::new();
        let parsed = faults.each("photos", drafts, |draft| {
            let again = !named.insert(draft.photo);
            Self::parse(&draft, again, uploads)
        });
        parsed.filter(|_| faults.is_empty()).ok_or(faults)
    }

    fn parse(draft: &PhotoDraft, again: bool, uploads: &[Photo]) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let upload = uploads.iter().find(|upload| upload.id == draft.photo);
        let upload = match upload {
            _ if again => Err(Problem::new(ProblemCode::Duplicate).with("given", draft.photo)),
            None => Err(unknown(draft.photo)),
            Some(upload) => Ok(upload),
        };
        let upload = faults.take("photo", upload);
        let description = faults.take("description", AltText::parse(&draft.description));
        match (upload, description) {
            (Some(upload), Some(description)) => Ok(Self {
                photo: upload.id,
                description,
                width: upload.width,
                height: upload.height,
            }),
            _ => Err(faults),
        }
    }

    /// The fault of naming the photo at this place, which is gone meanwhile.
    pub fn gone(&self, place: usize) -> Faults {
        Faults::one("photo", unknown(self.photo))
            .within(&place.to_string())
            .within("photos")
    }

    /// All of it in one text, for people to compare.
    pub(crate) fn told(&self) -> String {
        format!("{} ({})", self.description, self.photo)
    }
}

fn unknown(photo: PhotoId) -> Problem {
    Problem::new(ProblemCode::Unknown).with("given", photo)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{act, id};

    fn upload(number: u128) -> Photo {
        Photo::upload(&act(0), id(number), id(200), (1_600, 1_200))
    }

    fn draft(number: u128, description: &str) -> PhotoDraft {
        PhotoDraft {
            photo: id(number),
            description: description.into(),
        }
    }

    fn told(drafts: Vec<PhotoDraft>) -> String {
        let parsed = ShownPhoto::parse_all(drafts, &[upload(1), upload(2)]);
        parsed.expect_err("something wrong").to_string()
    }

    #[test]
    fn a_photo_is_shown_with_its_size_and_with_words_for_who_does_not_see_it() {
        let uploads = [upload(1), upload(2)];
        let drafts = vec![
            draft(2, "La salle, vue de la porte."),
            draft(1, "L’entrée."),
        ];
        let shown = ShownPhoto::parse_all(drafts, &uploads).expect("photos");
        let order: Vec<_> = shown.iter().map(|one| one.photo).collect();
        assert_eq!(order, [id(2), id(1)], "the first is the cover");
        assert_eq!((shown[0].width, shown[0].height), (1_600, 1_200));
        assert_eq!(told(vec![draft(1, " ")]), "photos.0.description: REQUIRED");
    }

    #[test]
    fn only_what_its_organisation_has_uploaded_is_named_and_once() {
        let unknown = vec![draft(1, "Une salle."), draft(3, "Une autre.")];
        assert_eq!(told(unknown), "photos.1.photo: UNKNOWN");
        let twice = vec![draft(1, "Une salle."), draft(1, "La même.")];
        assert_eq!(told(twice), "photos.1.photo: DUPLICATE");
        let many = (0..11).map(|number| draft(number, "Une salle.")).collect();
        assert_eq!(told(many), "photos: TOO_LONG");
    }

    #[test]
    fn an_upload_is_told_to_its_organisation_alone() {
        let mut photo = upload(1);
        let told = photo.events.drain();
        assert_eq!(told[0].kind, EventKind::OrganisationPhotoUploaded);
        assert_eq!(told[0].audience, Audience::Organisation);
        assert_eq!(told[0].organisation, Some(id(200)));
    }

    #[test]
    fn a_size_is_known_by_the_name_of_its_file() {
        for size in PhotoSize::ALL {
            assert_eq!(PhotoSize::of_file_stem(size.file_stem()), Some(*size));
        }
        for other in ["", "LARGE", "huge", "../large"] {
            assert_eq!(PhotoSize::of_file_stem(other), None);
        }
    }
}
