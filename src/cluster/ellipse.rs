//! Where the documents of an outlet are on the map, and how surely.

use super::projection::Projection;

/// Level of the regions.
const LEVEL: f64 = 0.95;

/// The centroid of some documents on two components, with the region that has the true centroid
/// with 95 % confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Centroid {
    /// The documents.
    pub documents: usize,
    /// The mean on each component.
    pub center: [f64; 2],
    /// The ellipse; `None` for fewer than three documents, or where they lie on a line.
    pub ellipse: Option<Ellipse>,
}

/// An ellipse.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ellipse {
    /// Half its longer axis.
    pub major: f64,
    /// Half its shorter axis.
    pub minor: f64,
    /// The angle of the longer axis to the first component, in degrees from −90 to 90.
    pub angle: f64,
}

/// The centroid of some rows of a projection; `None` without any.
///
/// Documents are the draws: the ellipse is Hotelling's T² region of the mean (1931), with axes
/// √(λ · 2(n − 1) / (n(n − 2)) · F), λ the eigenvalues of the covariance of the documents and F the
/// .95 quantile of F with 2 and n − 2 degrees of freedom.
pub fn centroid(projection: &Projection, rows: &[usize]) -> Option<Centroid> {
    let place = |row: usize, axis: usize| projection.scores.get([row, axis]).copied();
    let points: Vec<[f64; 2]> = rows
        .iter()
        .filter_map(|&row| Some([place(row, 0)?, place(row, 1).unwrap_or(0.0)]))
        .collect();
    let n = points.len() as f64;
    if points.is_empty() {
        return None;
    }
    let mean = |axis: usize| points.iter().map(|point| point[axis]).sum::<f64>() / n;
    let center = [mean(0), mean(1)];
    let moment = |one: usize, other: usize| {
        let products =
            points.iter().map(|point| (point[one] - center[one]) * (point[other] - center[other]));
        products.sum::<f64>() / (n - 1.0)
    };
    let ellipse = (points.len() > 2).then(|| {
        let (a, b, c) = (moment(0, 0), moment(0, 1), moment(1, 1));
        let (middle, root) = ((a + c) / 2.0, ((a - c).powi(2) / 4.0 + b * b).sqrt());
        let (large, small) = (middle + root, (middle - root).max(0.0));
        // With two degrees of freedom the distribution function of F has an inverse in closed form.
        let rest = n - 2.0;
        let quantile = rest / 2.0 * ((1.0 - LEVEL).powf(-2.0 / rest) - 1.0);
        let scale = 2.0 * (n - 1.0) / (n * rest) * quantile;
        let angle = if root > 0.0 { 0.5 * (2.0 * b).atan2(a - c).to_degrees() } else { 0.0 };
        Ellipse { major: (large * scale).sqrt(), minor: (small * scale).sqrt(), angle }
    });
    let is_flat = |ellipse: &Ellipse| ellipse.minor <= 1e-9 * ellipse.major;
    Some(Centroid {
        documents: points.len(),
        center,
        ellipse: ellipse.filter(|ellipse| !is_flat(ellipse)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array2, array};

    fn projection(scores: Array2<f64>) -> Projection {
        Projection { loadings: Array2::zeros((2, 2)), explained: vec![0.6, 0.4], scores }
    }

    /// numpy.cov, numpy.linalg.eigh and scipy.stats.f.ppf.
    #[test]
    fn the_region_is_that_of_hotelling() {
        let scores = array![[0.0, 0.0], [2.0, 1.0], [4.0, 1.0], [2.0, 4.0], [1.0, 2.0], [3.0, 3.0]];
        let found = centroid(&projection(scores), &[0, 1, 2, 3, 4, 5]).unwrap();
        assert_eq!(found.center, [2.0, 11.0 / 6.0]);
        let ellipse = found.ellipse.unwrap();
        let expected = [2.789398911928293, 2.0676753448400857, 48.953581351479244];
        for (found, expected) in [ellipse.major, ellipse.minor, ellipse.angle].iter().zip(expected)
        {
            assert!((found - expected).abs() < 1e-9, "{ellipse:?}");
        }
    }

    #[test]
    fn two_documents_have_a_centroid_and_no_region() {
        let found = centroid(&projection(array![[0.0, 1.0], [2.0, 1.0]]), &[0, 1]).unwrap();
        assert_eq!((found.center, found.ellipse), ([1.0, 1.0], None));
        let line = projection(array![[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]]);
        assert_eq!(centroid(&line, &[0, 1, 2]).unwrap().ellipse, None);
        assert_eq!(centroid(&line, &[]), None);
    }
}
