//! Imported prompts: files that were taken over into a data folder, `prompts/NAME.toml`, as they were.
//!
//! A file is known by its name. The same name again replaces the earlier version, which must still be in it: answers
//! refer to prompts by id, so none may go or ask something else. Only new prompts are compared with all others; what was
//! taken once stays, even if a later version of the program brings a prompt like it. Nothing is written before all files
//! of an import are found sound, and each appears under its name whole. A bank that was loaded before does not see them.

mod error;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use dataflow::events::ids::PromptId;
use dataflow::events::task::Task;

pub use self::error::ImportError;
use super::{Bank, BankError, Prompt, file};

/// The folder in the data folder.
const FOLDER: &str = "prompts";
/// What stands behind the name of every file.
const ENDING: &str = ".toml";
/// What stands behind the name of a file that is being written.
const UNFINISHED: &str = ".unfinished";
/// Longest name of a file, in bytes, its ending apart.
const NAME_BYTES_MAX: usize = 60;
/// Most files.
const FILES_MAX: usize = 200;
/// Most prompts of all files together.
const PROMPTS_MAX: usize = 20_000;

/// A file that was taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Its name.
    pub file: String,
    /// The task of its prompts.
    pub task: Task,
    /// How many prompts it has.
    pub prompts: usize,
    /// How many of them were not there before.
    pub new: usize,
}

impl Bank {
    /// The prompts that come with the program, and behind them those that were imported into a data folder.
    ///
    /// # Errors
    /// A file cannot be read or is not sound any more; an absent folder has no prompts.
    pub fn load(data: &Path) -> Result<Self, ImportError> {
        let stored = Stored::read(&data.join(FOLDER))?;
        let fault = |fault| ImportError::Stored { folder: data.join(FOLDER), fault: Box::new(fault) };
        let known = stored.ids();
        assemble(stored.by_file.into_iter().collect(), &known).map_err(fault)
    }
}

/// Takes files of prompts over into a data folder that exists, all of them or none.
///
/// # Errors
/// A file cannot be read or kept, is not sound, or changes or drops a prompt that is known; nothing is imported then.
pub fn import(data: &Path, files: &[PathBuf]) -> Result<Vec<Imported>, ImportError> {
    let folder = data.join(FOLDER);
    fs::create_dir_all(&folder).map_err(failed("making", &folder))?;
    let _lock = lock(&folder)?;
    let mut stored = Stored::read(&folder)?;
    let known = stored.ids();
    let built_in = Bank::built_in();
    let mut texts = BTreeMap::new();
    let mut imported = Vec::new();
    for path in files {
        let name = name_of(path)?;
        if texts.contains_key(&name) {
            return Err(ImportError::NameTwice { file: name });
        }
        let text = text_of(path, &name)?;
        let prompts = file::parse(&text, &name)?;
        let no_prompts = || BankError::NoPrompts { file: name.clone() };
        let task = prompts.first().map(|prompt| prompt.task).ok_or_else(no_prompts)?;
        keeps_ids(&name, &prompts, &built_in, &stored)?;
        let new = prompts.iter().filter(|prompt| !known.contains(&prompt.id)).count();
        imported.push(Imported { file: name.clone(), task, prompts: prompts.len(), new });
        stored.by_file.insert(name.clone(), prompts);
        texts.insert(name, text);
    }
    stored.is_bounded()?;
    // New files come last, so that a message names them and not what was there before.
    let (new, old): (Vec<_>, Vec<_>) = stored.by_file.into_iter().partition(|(name, _)| texts.contains_key(name));
    assemble(old.into_iter().chain(new).collect(), &known)?;
    texts.iter().try_for_each(|(name, text)| write(&folder, name, text))?;
    Ok(imported)
}

/// The files of a folder.
struct Stored {
    by_file: BTreeMap<String, Vec<Prompt>>,
}

impl Stored {
    fn read(folder: &Path) -> Result<Self, ImportError> {
        let entries = match fs::read_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Stored { by_file: BTreeMap::new() }),
            entries => entries.map_err(failed("listing", folder))?,
        };
        let mut by_file = BTreeMap::new();
        for entry in entries {
            let path = entry.map_err(failed("listing", folder))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.ends_with(ENDING) {
                let text = text_of(&path, &name)?;
                let fault = |fault| ImportError::Stored { folder: folder.to_owned(), fault: Box::new(fault) };
                by_file.insert(name.clone(), file::parse(&text, &name).map_err(fault)?);
            }
        }
        let stored = Stored { by_file };
        stored.is_bounded()?;
        Ok(stored)
    }

    fn ids(&self) -> BTreeSet<PromptId> {
        self.by_file.values().flatten().map(|prompt| prompt.id).collect()
    }

    fn is_bounded(&self) -> Result<(), ImportError> {
        let (files, prompts) = (self.by_file.len(), self.by_file.values().map(Vec::len).sum());
        for (what, count, count_max) in [("files", files, FILES_MAX), ("prompts", prompts, PROMPTS_MAX)] {
            if count > count_max {
                return Err(ImportError::TooMany { what, count, count_max });
            }
        }
        Ok(())
    }
}

/// The built-in prompts and those of the files; of these only the ones that are not `known` are compared with the others.
fn assemble(files: Vec<(String, Vec<Prompt>)>, known: &BTreeSet<PromptId>) -> Result<Bank, BankError> {
    let mut bank = Bank::built_in();
    let mut news = Vec::new();
    for (file, prompts) in files {
        for prompt in &prompts {
            if known.contains(&prompt.id) {
                bank.contents.know(prompt.id, &prompt.text);
            } else {
                news.push((file.clone(), prompt.id, prompt.text.clone()));
            }
        }
        bank.place(prompts, &file)?;
    }
    for (file, id, text) in news {
        bank.contents.add(id, &text).map_err(|fault| BankError::Prompt { file, id, fault })?;
    }
    Ok(bank)
}

/// Whether ids that are known stand for what they stood for, and where they stood.
fn keeps_ids(name: &str, prompts: &[Prompt], built_in: &Bank, stored: &Stored) -> Result<(), ImportError> {
    let file = || name.to_owned();
    let in_files = stored.by_file.iter().flat_map(|(at, prompts)| prompts.iter().map(move |prompt| (at, prompt)));
    let kept_by_id: BTreeMap<PromptId, (&String, &Prompt)> = in_files.map(|kept| (kept.1.id, kept)).collect();
    for prompt in prompts {
        let id = prompt.id;
        let kept = kept_by_id.get(&id).map(|(at, kept)| (format!("in {at}"), *kept, *at == name));
        let built_in = built_in.get(id).map(|built_in| ("among the built-in ones".to_owned(), built_in, false));
        let Some((place, other, is_same_file)) = built_in.or(kept) else { continue };
        if !asks_the_same(prompt, other) {
            return Err(ImportError::Changed { file: file(), id, place });
        }
        if !is_same_file {
            return Err(ImportError::Known { file: file(), id, place });
        }
    }
    let ids: BTreeSet<PromptId> = prompts.iter().map(|prompt| prompt.id).collect();
    let mut earlier = stored.by_file.get(name).into_iter().flatten();
    let lost = earlier.find(|prompt| !ids.contains(&prompt.id));
    lost.map_or(Ok(()), |lost| Err(ImportError::Lost { file: file(), id: lost.id }))
}

/// Sample, topic, tags and level may change: none of them is the question.
fn asks_the_same(prompt: &Prompt, other: &Prompt) -> bool {
    let set = |prompt: &Prompt| prompt.set.as_ref().map(|place| place.set.clone());
    prompt.task == other.task && prompt.text == other.text && prompt.points == other.points && set(prompt) == set(other)
}

/// The name under which a file is kept.
fn name_of(path: &Path) -> Result<String, ImportError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let is_plain = |stem: &str| {
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
        (1..=NAME_BYTES_MAX).contains(&stem.len()) && stem.bytes().all(is_plain)
    };
    if name.strip_suffix(ENDING).is_some_and(is_plain) { Ok(name) } else { Err(ImportError::Name { file: name }) }
}

fn text_of(path: &Path, name: &str) -> Result<String, ImportError> {
    let open = File::open(path).map_err(failed("opening", path))?;
    let bytes_max = file::BYTES_MAX;
    let size = open.metadata().map_err(failed("reading", path))?.len();
    let mut bytes = Vec::new();
    open.take(bytes_max as u64 + 1).read_to_end(&mut bytes).map_err(failed("reading", path))?;
    if bytes.len() > bytes_max {
        let bytes = usize::try_from(size).unwrap_or(usize::MAX).max(bytes.len());
        return Err(BankError::TooLarge { file: name.to_owned(), bytes, bytes_max }.into());
    }
    String::from_utf8(bytes).map_err(|_| ImportError::NotUtf8 { file: name.to_owned() })
}

/// Held until it is dropped or the process ends.
fn lock(folder: &Path) -> Result<File, ImportError> {
    let path = folder.join("import.lock");
    let open = OpenOptions::new().write(true).create(true).truncate(false).open(&path);
    let lock = open.map_err(failed("opening", &path))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(ImportError::Busy),
        Err(TryLockError::Error(error)) => Err(failed("locking", &path)(error)),
    }
}

/// Whole or not at all, and durable. A leftover of a killed import has a name that the next one writes over.
fn write(folder: &Path, name: &str, text: &str) -> Result<(), ImportError> {
    let path = folder.join(name);
    let unfinished = folder.join(format!("{name}{UNFINISHED}"));
    let written = File::create(&unfinished)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&unfinished, &path))
        .and_then(|()| File::open(folder)?.sync_all());
    written.map_err(failed("writing", &path))
}

fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> ImportError {
    move |source| ImportError::Io { doing, path: path.to_owned(), source }
}
