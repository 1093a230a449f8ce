//! The documents that are framed most like one, and most unlike it.

use super::distance::squared_distance;
use super::outlet_test::ClusterDocument;
use crate::prose::named_choice;
use ndarray::Array2;

/// Documents that are listed as alike, and as unlike.
pub const NEIGHBOURS_SHOWN: usize = 10;
/// Dimensions that are named for each.
pub const REASONS_SHOWN: usize = 3;

/// Whether a document is framed like another or unlike it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// It is among the nearest.
    Alike,
    /// It is among the farthest.
    Unlike,
}

impl Likeness {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Alike, Self::Unlike];

    /// The name of the choice.
    pub fn name(self) -> &'static str {
        match self {
            Self::Alike => "alike",
            Self::Unlike => "unlike",
        }
    }
}

named_choice!(Likeness);

/// A document beside the one that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct LikeDocument {
    /// Whether it is alike or unlike.
    pub likeness: Likeness,
    /// Its place among these, from 1.
    pub rank: usize,
    /// Its number.
    pub document: usize,
    /// Whether it is on the same event.
    pub is_same_event: bool,
    /// Its Euclidean distance on the transformed scale.
    pub distance: f64,
    /// The columns that make it so, most first: of an alike document those in which both depart
    /// from the mean to the same side, of an unlike one those that part them.
    pub reasons: Vec<usize>,
}

/// The documents most like and most unlike the one in a row: those on the same event first, then by
/// distance, then by place.
pub fn neighbours(
    matrix: &Array2<f64>,
    documents: &[ClusterDocument],
    asked: usize,
) -> Vec<LikeDocument> {
    if asked >= matrix.nrows() || documents.len() != matrix.nrows() {
        return Vec::new();
    }
    let own = matrix.row(asked);
    let event = documents[asked].event.as_ref();
    let of = |document: usize| {
        let is_same_event = event.is_some() && documents[document].event.as_ref() == event;
        (document, is_same_event, squared_distance(own, matrix.row(document)).sqrt())
    };
    let all: Vec<(usize, bool, f64)> =
        (0..documents.len()).filter(|document| *document != asked).map(of).collect();
    let reasons = |document: usize, likeness: Likeness| {
        let pairs = own.iter().zip(matrix.row(document)).enumerate();
        let mut weights: Vec<(usize, f64)> = pairs
            .map(|(column, (own, other))| match likeness {
                Likeness::Alike => (column, own * other),
                Likeness::Unlike => (column, (own - other).powi(2)),
            })
            .filter(|(_, weight)| *weight > 0.0)
            .collect();
        weights.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        weights.into_iter().take(REASONS_SHOWN).map(|(column, _)| column).collect()
    };
    let mut found = Vec::new();
    for likeness in Likeness::ALL {
        let mut order = all.clone();
        order.sort_by(|a, b| {
            let by_distance = match likeness {
                Likeness::Alike => a.2.total_cmp(&b.2),
                Likeness::Unlike => b.2.total_cmp(&a.2),
            };
            b.1.cmp(&a.1).then(by_distance).then(a.0.cmp(&b.0))
        });
        let first = order.into_iter().take(NEIGHBOURS_SHOWN).enumerate();
        found.extend(first.map(|(at, (document, is_same_event, distance))| LikeDocument {
            likeness,
            rank: at + 1,
            document,
            is_same_event,
            distance,
            reasons: reasons(document, likeness),
        }));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn documents_on_the_same_event_come_first_then_the_nearest() {
        let matrix = array![[1.0, 0.0], [0.9, 0.1], [1.0, -3.0], [-2.0, 0.0]];
        let documents: Vec<ClusterDocument> = [Some("e"), None, Some("e"), None]
            .iter()
            .enumerate()
            .map(|(at, event)| ClusterDocument {
                id: format!("d{at}").into(),
                outlet: "A".into(),
                event: event.map(Into::into),
                tokens: 100,
            })
            .collect();
        let found = neighbours(&matrix, &documents, 0);
        let alike: Vec<usize> = found.iter().take(3).map(|one| one.document).collect();
        assert_eq!(alike, [2, 1, 3]);
        let unlike: Vec<usize> = found.iter().skip(3).map(|one| one.document).collect();
        assert_eq!(unlike, [2, 3, 1]);
        assert_eq!(found[1].reasons, [0], "both are high in the first dimension");
        assert_eq!(found[3].reasons, [1], "the second dimension parts them");
        assert_eq!(neighbours(&matrix, &documents, 9), []);
    }
}
