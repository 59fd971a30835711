//! The files that belong to the project: those that git tracks and those it would, read as text.
//!
//! Files that are not UTF-8 (sound, pictures) are left out, as is what `.gitignore` names.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::TidyError;

/// One text file.
#[derive(Clone, Debug)]
pub struct File {
    /// Relative to the root, with `/`.
    pub path: String,
    /// The whole text.
    pub text: String,
}

impl File {
    /// A file with this path and text.
    pub fn new(path: &str, text: &str) -> Self {
        File { path: path.to_owned(), text: text.to_owned() }
    }
}

/// Every text file of the project, ordered by path.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The files.
    pub files: Vec<File>,
}

impl Tree {
    /// Asks git which files there are under `root`, and reads them.
    pub fn read(root: &Path) -> Result<Self, TidyError> {
        let arguments = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        let listed = output_of(Command::new("git").args(arguments).current_dir(root))?;
        let mut paths: Vec<&str> = listed.split('\0').filter(|path| !path.is_empty()).collect();
        paths.sort_unstable();
        paths.dedup();
        // A tracked file that was deleted, or one that is no text, has nothing to check.
        let text_of = |path: &str| fs::read_to_string(root.join(path)).ok();
        let files = paths.into_iter().filter_map(|path| Some(File::new(path, &text_of(path)?))).collect();
        Ok(Tree { files })
    }

    /// The Rust files.
    pub fn rust_files(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.path.ends_with(".rs"))
    }

    /// The file at `path`.
    pub fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }
}

/// Runs a command and gives what it wrote.
pub(crate) fn output_of(command: &mut Command) -> Result<String, TidyError> {
    let name = format!("{command:?}");
    let output = command.output().map_err(|source| TidyError::Io { what: name.clone(), source })?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(TidyError::Command { command: name, message });
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
