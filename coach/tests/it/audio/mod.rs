//! Tests of decoding.

mod damage;
mod formats;
mod limits;
pub(crate) mod ogg;
