//! The typeface, and texts set in it.

use std::{borrow::Cow, collections::HashMap, sync::Arc};

use krilla::text::Font;
use parley::{
    FontContext, FontFamily, FontFamilyName, Layout, LayoutContext, StyleProperty,
    fontique::{Blob, Collection, CollectionOptions, SourceCache},
    layout::{Alignment, AlignmentOptions},
    style::{FontStyle, FontWeight, LineHeight, OverflowWrap},
};
use skrifa::{FontRef, MetadataProvider as _, charmap::Charmap};

use crate::{Align, Error};

/// Libertinus Serif (SIL Open Font License 1.1, `fonts/OFL.txt`): Latin with all accents, Greek,
/// Cyrillic.
const FAMILY: &str = "Libertinus Serif";
const FACES: [&[u8]; 2] = [
    include_bytes!("../fonts/LibertinusSerif-Regular.otf"),
    include_bytes!("../fonts/LibertinusSerif-Bold.otf"),
];

/// Its italic, which has fewer letters than the others.
const ITALIC: &[u8] = include_bytes!("../fonts/LibertinusSerif-Italic.otf");

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    /// The size of its letters, in points.
    pub(crate) size: f32,
    /// Whether they are bold or not.
    pub(crate) weight: FontWeight,
}

/// Letters of a text that look alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    /// What they say.
    pub(crate) text: String,
    /// How they stand out from the others.
    pub(crate) stress: Stress,
}

impl Run {
    pub(crate) fn plain(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            stress: Stress::None,
        }
    }
}

/// How letters stand out. There is no bold italic: what is both is bold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stress {
    None,
    Italic,
    Bold,
}

/// A text broken into lines.
pub(crate) struct Setting {
    /// What is set.
    pub(crate) text: String,
    /// Its lines.
    pub(crate) layout: Layout<()>,
}

impl Setting {
    /// How high all its lines are together, in points.
    pub(crate) fn height(&self) -> f32 {
        self.layout.height()
    }
}

/// The faces, and what is kept while texts are set in them.
pub(crate) struct Fonts {
    known: FontContext,
    scratch: LayoutContext<()>,
    drawn: HashMap<u64, Font>,
    /// Which letters each face has.
    letters: Vec<Charmap<'static>>,
    /// Which letters the italic has.
    slanted: Option<Charmap<'static>>,
}

impl Fonts {
    pub(crate) fn new() -> Self {
        let options = CollectionOptions {
            shared: false,
            system_fonts: false,
        };
        let mut known = FontContext {
            collection: Collection::new(options),
            source_cache: SourceCache::default(),
        };
        for face in FACES.into_iter().chain([ITALIC]) {
            let face = Blob::new(Arc::new(face));
            known.collection.register_fonts(face, None);
        }
        let letters = |face: &'static [u8]| Some(FontRef::new(face).ok()?.charmap());
        Self {
            known,
            scratch: LayoutContext::new(),
            drawn: HashMap::new(),
            letters: FACES.into_iter().filter_map(letters).collect(),
            slanted: letters(ITALIC),
        }
    }

    /// Breaks a text into lines of a width in points.
    pub(crate) fn set(&mut self, text: &str, style: Style, width: f32, align: Align) -> Setting {
        self.set_runs(&[Run::plain(text)], style, width, align)
    }

    /// As `set`, with letters that stand out.
    pub(crate) fn set_runs(
        &mut self,
        runs: &[Run],
        style: Style,
        width: f32,
        align: Align,
    ) -> Setting {
        let mut text = String::new();
        let mut stressed = Vec::new();
        for run in runs {
            let start = text.len();
            text.push_str(&self.printable(&run.text));
            if let Some(property) = self.stress(run.stress, &text[start..]) {
                stressed.push((property, start..text.len()));
            }
        }
        let mut builder = self
            .scratch
            .ranged_builder(&mut self.known, &text, 1.0, false);
        let family = FontFamily::Single(FontFamilyName::Named(Cow::Borrowed(FAMILY)));
        builder.push_default(StyleProperty::FontFamily(family));
        builder.push_default(StyleProperty::FontSize(style.size));
        builder.push_default(StyleProperty::FontWeight(style.weight));
        builder.push_default(StyleProperty::LineHeight(LineHeight::FontSizeRelative(1.3)));
        // A word that is longer than its column is broken: nothing runs into the next.
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        for (property, range) in stressed {
            builder.push(property, range);
        }
        let mut layout = builder.build(&text);
        layout.break_all_lines(Some(width));
        let alignment = match align {
            Align::Start => Alignment::Start,
            Align::End => Alignment::End,
        };
        layout.align(alignment, AlignmentOptions::default());
        Setting { text, layout }
    }

    /// What makes letters stand out. They stay upright where the italic lacks one of them.
    fn stress(&self, stress: Stress, text: &str) -> Option<StyleProperty<'static, ()>> {
        match stress {
            Stress::None => None,
            Stress::Bold => Some(StyleProperty::FontWeight(FontWeight::BOLD)),
            Stress::Italic => {
                let slanted = self.slanted.as_ref()?;
                let has_all = text.chars().all(|c| slanted.map(c).is_some());
                has_all.then_some(StyleProperty::FontStyle(FontStyle::Italic))
            }
        }
    }

    /// The face of a run of letters, as it is drawn.
    pub(crate) fn face(&mut self, data: &parley::FontData) -> Result<Font, Error> {
        let (bytes, id) = data.data.clone().into_raw_parts();
        if let Some(font) = self.drawn.get(&id) {
            return Ok(font.clone());
        }
        let font = Font::new(bytes.into(), data.index);
        let font = font.ok_or_else(|| Error("a face cannot be read".to_owned()))?;
        self.drawn.insert(id, font.clone());
        Ok(font)
    }

    /// A text with the replacement character (U+FFFD) in the place of whatever the typeface has no glyph
    /// for: without one, the document would say nothing to who reads it aloud. What has no glyph because
    /// nothing is seen of it is left out.
    fn printable(&self, text: &str) -> String {
        let has = |c: char| self.letters.iter().all(|face| face.map(c).is_some());
        text.chars()
            .filter(|c| !is_unseen(*c))
            .map(|c| match c {
                c if c.is_control() => ' ',
                // Where the narrow space that does not break is missing, the wide one does its work.
                '\u{202f}' if !has(c) => '\u{a0}',
                c if has(c) => c,
                c if c.is_whitespace() => ' ',
                _ => char::REPLACEMENT_CHARACTER,
            })
            .collect()
    }
}

/// Joiners, marks of direction, selectors of variants: what shapes others and is not seen itself.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_typeface_has_what_french_is_written_with() {
        let french = "ÀÂÄÆÇÉÈÊËÎÏÔŒÙÛÜŸàâäæçéèêëîïôœùûüÿ «» ’ … – — € ² ³ ° № × ½";
        assert_eq!(Fonts::new().printable(french), french);
    }

    #[test]
    fn what_the_typeface_lacks_is_seen_to_be_missing() {
        let fonts = Fonts::new();
        let printable = |text: &str| fonts.printable(text);
        assert_eq!(printable("Bäckerei 🥐"), "Bäckerei \u{fffd}");
        assert_eq!(printable("12\u{202f}500\u{a0}€").chars().count(), 8);
        assert_eq!(printable("a\tb\nc\u{200b}d\u{0}"), "a b cd ");
        assert_eq!(printable("会議室"), "\u{fffd}\u{fffd}\u{fffd}");
    }
}
