//! What cargo says of the workspace's packages and of all they are built from.
//!
//! Both answers are for one platform, so that every machine sees the same packages.

use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use crate::TidyError;
use crate::tree::output_of;

const PLATFORM: &str = "x86_64-unknown-linux-gnu";

/// The part of cargo's answer that the rules use.
#[derive(Clone, Debug, Deserialize)]
pub struct Metadata {
    /// Every package.
    pub packages: Vec<Package>,
    /// Ids of the workspace's own packages.
    pub workspace_members: Vec<String>,
    /// What is really built; absent with `--no-deps`.
    pub resolve: Resolve,
    /// Absolute path of the workspace.
    pub workspace_root: String,
}

/// The packages that are built on the platform.
#[derive(Clone, Debug, Deserialize)]
pub struct Resolve {
    /// One for each package.
    pub nodes: Vec<Node>,
}

/// One package that is built.
#[derive(Clone, Debug, Deserialize)]
pub struct Node {
    /// The package's id.
    pub id: String,
}

/// One package.
#[derive(Clone, Debug, Deserialize)]
pub struct Package {
    /// Unique name for cargo.
    pub id: String,
    /// The name.
    pub name: String,
    /// The version.
    pub version: String,
    /// Where it comes from; nothing for a path.
    pub source: Option<String>,
    /// SPDX expression.
    pub license: Option<String>,
    /// The packages it asks for.
    pub dependencies: Vec<Dependency>,
    /// Absolute path of its `Cargo.toml`.
    pub manifest_path: String,
}

/// A package that another asks for.
#[derive(Clone, Debug, Deserialize)]
pub struct Dependency {
    /// Its name.
    pub name: String,
    /// Set where it is a folder.
    pub path: Option<String>,
}

impl Metadata {
    /// Asks cargo about the workspace at `root`.
    pub fn read(root: &Path) -> Result<Self, TidyError> {
        let arguments = ["metadata", "--format-version", "1", "--locked", "--filter-platform", PLATFORM];
        let text = output_of(Command::new("cargo").args(arguments).current_dir(root))?;
        Metadata::parse(&text)
    }

    /// Reads cargo's answer.
    pub fn parse(text: &str) -> Result<Self, TidyError> {
        serde_json::from_str(text).map_err(|source| TidyError::Json { what: "cargo metadata".to_owned(), source })
    }

    /// The workspace's own packages.
    pub fn members(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| self.workspace_members.contains(&package.id))
    }

    /// The packages from elsewhere that are built.
    pub fn foreign(&self) -> impl Iterator<Item = &Package> {
        let is_built = |package: &&Package| self.resolve.nodes.iter().any(|node| node.id == package.id);
        self.packages.iter().filter(|package| !self.workspace_members.contains(&package.id)).filter(is_built)
    }

    /// The path of a member's `Cargo.toml`, relative to the root.
    pub fn manifest_of<'a>(&self, package: &'a Package) -> &'a str {
        let path = package.manifest_path.as_str();
        path.strip_prefix(&self.workspace_root).map_or(path, |path| path.trim_start_matches('/'))
    }
}

/// The packages that `package` is built from, tests apart, one `name version` on a line.
pub fn built_into(root: &Path, package: &str) -> Result<String, TidyError> {
    let arguments = ["tree", "--locked", "--edges", "normal", "--prefix", "none", "--target", PLATFORM, "--package"];
    output_of(Command::new("cargo").args(arguments).arg(package).current_dir(root))
}
