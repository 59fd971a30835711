mod append;
mod read;
mod releases;
mod schema;
