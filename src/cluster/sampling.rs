//! Seeded generators, samples and normal deviates.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256Plus;

/// A generator for the task number `number` of a seed. Tasks do not share generators, so their
/// order does not matter.
pub(crate) fn generator(seed: u64, number: u64) -> Xoshiro256Plus {
    Xoshiro256Plus::seed_from_u64(seed ^ (number + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

/// `most` of `count` rows drawn without replacement, in ascending order; all where there are no
/// more.
pub(crate) fn sample(count: usize, most: usize, random: &mut impl Rng) -> Vec<usize> {
    if count <= most {
        return (0..count).collect();
    }
    // Knuth's selection sampling (TAOCP 3.4.2, algorithm S): one pass, ascending.
    let mut chosen = Vec::with_capacity(most);
    for row in 0..count {
        if random.gen_range(0..count - row) < most - chosen.len() {
            chosen.push(row);
        }
    }
    chosen
}

/// Fills a slice with standard normal deviates (Marsaglia & Bray 1964).
pub(crate) fn fill_normal(values: &mut [f64], random: &mut impl Rng) {
    for pair in values.chunks_mut(2) {
        let (x, y, scale) = loop {
            let (x, y) = (random.gen_range(-1.0..1.0), random.gen_range(-1.0..1.0));
            let square: f64 = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                break (x, y, (-2.0 * square.ln() / square).sqrt());
            }
        };
        for (value, deviate) in pair.iter_mut().zip([x * scale, y * scale]) {
            *value = deviate;
        }
    }
}
