//! Enums with a stable text form.

/// An enum with a stable text form: what the database keeps, what facts carry, and what every
/// adapter shows, with the words that document it.
pub trait TextEnum: Copy + Eq + Send + Sync + 'static {
    /// The name of the enum.
    const NAME: &'static str;
    /// What it is, from its documentation.
    const DESCRIPTION: &'static str;
    /// Every value, in order.
    const VALUES: &'static [Self];

    /// The stable text form.
    fn text(self) -> &'static str;

    /// What the value means, from its documentation.
    fn describe(self) -> &'static str;
}

/// Declares a [`TextEnum`]; the documentation of the enum and its values is kept for adapters.
macro_rules! text_enum {
    ($(#[doc = $meta:literal])+ pub enum $name:ident { $($(#[doc = $doc:literal])+ $variant:ident = $text:literal,)+ }) => {
        $(#[doc = $meta])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[doc = $doc])+ $variant,)+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable text form.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl $crate::values::TextEnum for $name {
            const NAME: &'static str = stringify!($name);
            const DESCRIPTION: &'static str = concat!($($meta,)+);
            const VALUES: &'static [Self] = Self::ALL;

            fn text(self) -> &'static str {
                self.as_str()
            }

            fn describe(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc,)+).trim_ascii(),)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::values::Problem;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err($crate::values::Problem::new($crate::values::ProblemCode::Unknown)
                        .with("given", text.chars().take(64).collect::<String>())),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(|_: $crate::values::Problem| {
                    serde::de::Error::unknown_variant(&text, &[$($text,)+])
                })
            }
        }
    };
}
pub(crate) use text_enum;
