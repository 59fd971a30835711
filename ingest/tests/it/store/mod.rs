mod append;
mod read;
mod schema;
mod scrub;
