mod append;
mod read;
mod releases;
mod schema;
mod scrub;
