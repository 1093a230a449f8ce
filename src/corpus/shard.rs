//! A shard: the part of a corpus that one of several runs takes.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// One of several parts that a corpus is cut into. Of eight shards the second, written `2/8`, has
/// the documents 2, 10, 18, … of the input, those that cannot be used counted.
///
/// ```
/// use framescope::Shard;
///
/// let shard: Shard = "2/8".parse()?;
/// assert_eq!(shard, Shard::new(2, 8)?);
/// assert!(shard.has(1) && shard.has(9) && !shard.has(2));
/// assert!("9/8".parse::<Shard>().is_err());
/// # Ok::<(), framescope::corpus::NotAShard>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Shard {
    index: u32,
    count: u32,
}

/// A text or a pair of numbers that does not name a shard.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a shard; expected N/M with N from 1 to M, such as 2/8")]
pub struct NotAShard(String);

impl Shard {
    /// Shard number `index`, from 1, of `count`.
    ///
    /// # Errors
    /// [`NotAShard`] where `index` is not one of 1 to `count`.
    pub fn new(index: u32, count: u32) -> Result<Self, NotAShard> {
        if (1..=count).contains(&index) {
            Ok(Self { index, count })
        } else {
            Err(NotAShard(format!("{index}/{count}")))
        }
    }

    /// Its number, from 1.
    pub fn index(self) -> u32 {
        self.index
    }

    /// How many shards there are.
    pub fn count(self) -> u32 {
        self.count
    }

    /// Whether the document at `ordinal` of the input, from 0, belongs to it.
    pub fn has(self, ordinal: u64) -> bool {
        ordinal % u64::from(self.count) == u64::from(self.index - 1)
    }
}

impl FromStr for Shard {
    type Err = NotAShard;

    fn from_str(text: &str) -> Result<Self, NotAShard> {
        let number = |part: &str| -> Option<u32> {
            let part = part.trim();
            part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())?
        };
        text.split_once('/')
            .and_then(|(index, count)| Self::new(number(index)?, number(count)?).ok())
            .ok_or_else(|| NotAShard(text.to_owned()))
    }
}

impl TryFrom<String> for Shard {
    type Error = NotAShard;

    fn try_from(text: String) -> Result<Self, NotAShard> {
        text.parse()
    }
}

impl From<Shard> for String {
    fn from(shard: Shard) -> Self {
        shard.to_string()
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_is_in_one_shard() {
        for count in 1..=7 {
            let shards: Vec<Shard> =
                (1..=count).map(|index| Shard::new(index, count).unwrap()).collect();
            for ordinal in 0..50 {
                assert_eq!(shards.iter().filter(|shard| shard.has(ordinal)).count(), 1);
            }
        }
    }

    #[test]
    fn what_is_not_a_shard_is_refused() {
        for text in
            ["", "2", "0/8", "9/8", "1/0", "/", "+1/2", "-1/2", "1/2/3", "a/b", "1/4294967296"]
        {
            let message = text.parse::<Shard>().unwrap_err().to_string();
            assert!(
                message.starts_with(&format!("`{text}` is not a shard; expected")),
                "{message}"
            );
        }
        assert_eq!("1/1".parse::<Shard>().unwrap().to_string(), "1/1");
        assert_eq!(serde_json::from_str::<Shard>("\"2/3\"").unwrap(), Shard::new(2, 3).unwrap());
        assert!(serde_json::from_str::<Shard>("\"4/3\"").is_err());
    }
}
