//! Sums as differences: structures of integers that are added and taken back field by field.

use differential_dataflow::difference::Abelian;

/// Declares a structure of `i64` sums that can stand in the difference of a row.
///
/// Sums wrap, so that what is taken back is always exactly what was added and no stored number can stop the graph; a
/// plausible history stays far from the ends.
macro_rules! sums {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident,)* }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        pub struct $name { $($(#[$field_doc])* pub $field: i64,)* }

        impl differential_dataflow::difference::IsZero for $name {
            fn is_zero(&self) -> bool {
                *self == Self::default()
            }
        }

        impl differential_dataflow::difference::Semigroup for $name {
            fn plus_equals(&mut self, other: &Self) {
                $(self.$field = self.$field.wrapping_add(other.$field);)*
            }
        }

        impl differential_dataflow::difference::Monoid for $name {
            fn zero() -> Self {
                Self::default()
            }
        }

        impl differential_dataflow::difference::Abelian for $name {
            fn negate(&mut self) {
                $(self.$field = self.$field.wrapping_neg();)*
            }
        }

        impl $crate::operators::Sums for $name {
            fn times(mut self, count: isize) -> Self {
                $(self.$field = self.$field.wrapping_mul(count as i64);)*
                self
            }
        }
    };
}
pub(crate) use sums;

/// Something that can be summed, and counted so many times.
pub trait Sums: Copy + Default + Eq + Abelian + 'static {
    /// So many of it.
    #[must_use]
    fn times(self, count: isize) -> Self;
}

/// What one row adds to sums `R`: smaller than these, because it waits in calendars.
pub trait Part<R>: Copy + Ord {
    /// What is added.
    fn sums(&self) -> R;
}

/// What adds one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Once;

impl Part<isize> for Once {
    fn sums(&self) -> isize {
        1
    }
}

impl<A: Sums, B: Sums> Sums for (A, B) {
    fn times(self, count: isize) -> Self {
        (self.0.times(count), self.1.times(count))
    }
}

impl Sums for isize {
    fn times(self, count: isize) -> Self {
        self.wrapping_mul(count)
    }
}
