//! Choices that have a name: what is typed, written and read for each variant of an enum.

/// A text that names none of the choices.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{typed}` is unknown; give {}", self.expected())]
pub struct UnknownChoice {
    typed: String,
    /// The names that there are, and in words what else may be given.
    expected: Vec<&'static str>,
}

impl UnknownChoice {
    /// Of what was typed, and the names that there are.
    pub(crate) fn new(typed: &str, expected: impl IntoIterator<Item = &'static str>) -> Self {
        Self { typed: typed.to_owned(), expected: expected.into_iter().collect() }
    }

    fn expected(&self) -> String {
        match self.expected.as_slice() {
            [rest @ .., last] if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
            names => names.concat(),
        }
    }
}

/// For an enum with `ALL` and `name()`: shows, parses and serializes as its name.
macro_rules! named_choice {
    ($choice:ty) => {
        impl std::fmt::Display for $choice {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }

        impl std::str::FromStr for $choice {
            type Err = $crate::prose::UnknownChoice;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                let mut choices = Self::ALL.into_iter();
                choices.find(|choice| choice.name() == name).ok_or_else(|| {
                    let known = Self::ALL.iter().map(|choice| choice.name());
                    $crate::prose::UnknownChoice::new(name, known)
                })
            }
        }

        impl serde::Serialize for $choice {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }

        impl<'de> serde::Deserialize<'de> for $choice {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let name = <String as serde::Deserialize>::deserialize(deserializer)?;
                name.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use named_choice;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_choice_lists_those_known() {
        let message =
            |known: &[&'static str]| UnknownChoice::new("x", known.iter().copied()).to_string();
        assert_eq!(message(&["a", "b", "c"]), "`x` is unknown; give a, b or c");
        assert_eq!(message(&["a"]), "`x` is unknown; give a");
    }
}
