//! Tests of decoding.

mod damage;
pub(crate) mod formats;
mod limits;
pub(crate) mod ogg;
