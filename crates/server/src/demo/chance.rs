//! Chance from a fixed seed: the demonstration is the same school every time it is filled.

/// A stream of numbers that looks like chance and never differs (`SplitMix64`).
pub(super) struct Chance(u64);

impl Chance {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below the limit; 0 when there is nothing below it.
    pub(super) fn below(&mut self, limit: u32) -> u32 {
        // The upper half of the product of two 32-bit numbers is below either of them.
        let scaled = (self.next() >> 32) * u64::from(limit);
        u32::try_from(scaled >> 32).unwrap_or_default()
    }

    /// One of these.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let limit = u32::try_from(from.len()).unwrap_or(u32::MAX);
        from.get(usize::try_from(self.below(limit)).unwrap_or_default())
    }

    /// The same things in another order.
    pub(super) fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            let limit = u32::try_from(last).unwrap_or(u32::MAX - 1) + 1;
            let other = usize::try_from(self.below(limit)).unwrap_or_default();
            things.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Chance;

    #[test]
    fn a_shuffle_keeps_everything_and_is_the_same_every_time() {
        let shuffled = |seed| {
            let mut numbers: Vec<u32> = (0..40).collect();
            Chance::new(seed).shuffle(&mut numbers);
            numbers
        };
        assert_eq!(shuffled(7), shuffled(7));
        assert_ne!(shuffled(7), shuffled(8));
        let mut sorted = shuffled(7);
        sorted.sort_unstable();
        assert_eq!(sorted, (0..40).collect::<Vec<_>>());
    }

    #[test]
    fn numbers_stay_below_their_limit_and_reach_every_value() {
        let mut chance = Chance::new(1);
        let seen: std::collections::BTreeSet<u32> = (0..200).map(|_| chance.below(6)).collect();
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5]);
        assert_eq!(chance.below(0), 0);
    }
}
