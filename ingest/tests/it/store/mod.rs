mod append;
mod read;
mod schema;
