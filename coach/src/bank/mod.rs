//! The bank: prompts to speak about, the built-in ones and those that people add.
//!
//! The built-in prompts are TOML files in `coach/prompts`, one per task, and are part of the program; other files come
//! as text, in the same form (`docs/prompts.md`), or are kept in a data folder (`imported`). Every prompt of a bank keeps
//! the limits, its id is its own, and it does not say again what another asks; whoever breaks this gets an error that
//! names the file and the prompt. An id is written in the file and stands for one text for ever, because answers in the
//! log refer to it. The bank does not choose what is asked next.

mod check;
mod content;
mod error;
mod file;
mod imported;
mod prompt;
mod spoken;

pub(crate) use self::check::is_control;
pub use self::content::content_words;
pub use self::error::{BankError, Fault};
pub use self::imported::{ImportError, Imported, import};
pub use self::prompt::{Level, LevelError, Prompt, SetPlace};

use std::collections::BTreeMap;

use dataflow::events::ids::PromptId;
use dataflow::events::task::Task;

use self::content::Contents;

/// The built-in files with their names, in the order of the tasks.
const FILES: [(&str, &str); 9] = [
    ("toefl-independent.toml", include_str!("../../prompts/toefl-independent.toml")),
    ("toefl-interview.toml", include_str!("../../prompts/toefl-interview.toml")),
    ("listen-repeat.toml", include_str!("../../prompts/listen-repeat.toml")),
    ("ielts-part2.toml", include_str!("../../prompts/ielts-part2.toml")),
    ("interview-architecture.toml", include_str!("../../prompts/interview-architecture.toml")),
    ("interview-backend.toml", include_str!("../../prompts/interview-backend.toml")),
    ("interview-frontend.toml", include_str!("../../prompts/interview-frontend.toml")),
    ("interview-algorithms.toml", include_str!("../../prompts/interview-algorithms.toml")),
    ("interview-behavioural.toml", include_str!("../../prompts/interview-behavioural.toml")),
];

/// Prompts that can be asked for by id and by task. The default one is empty.
#[derive(Clone, Debug, Default)]
pub struct Bank {
    prompts: Vec<Prompt>,
    place_by_id: BTreeMap<PromptId, usize>,
    contents: Contents,
}

impl Bank {
    /// The prompts that come with the program.
    ///
    /// # Panics
    /// Where the files break the bank's own rules; they are compiled in, and a test reads them.
    pub fn built_in() -> Self {
        let add = |bank: Self, (file, text): (&str, &str)| bank.with(file::parse(text, file)?, file);
        match FILES.into_iter().try_fold(Self::default(), add) {
            Ok(bank) => bank,
            Err(error) => panic!("the built-in prompts are not sound: {error}"),
        }
    }

    /// The prompts of one file, sound among themselves. `file` is the name for messages.
    ///
    /// # Errors
    /// Where the text is no such file, or a prompt in it breaks a limit or says again what another asks.
    pub fn read(text: &str, file: &str) -> Result<Vec<Prompt>, BankError> {
        Ok(Self::default().with(file::parse(text, file)?, file)?.prompts)
    }

    /// This bank and more prompts behind its own. `file` is the name for messages: where the prompts came from.
    ///
    /// # Errors
    /// Where a prompt breaks a limit, has the id of another, or says again what another asks; the bank is lost then.
    pub fn with(mut self, extra: Vec<Prompt>, file: &str) -> Result<Self, BankError> {
        let texts: Vec<(PromptId, String)> = extra.iter().map(|prompt| (prompt.id, prompt.text.clone())).collect();
        self.place(extra, file)?;
        for (id, text) in texts {
            let in_prompt = |fault| BankError::Prompt { file: file.to_owned(), id, fault };
            self.contents.add(id, &text).map_err(in_prompt)?;
        }
        Ok(self)
    }

    /// Takes prompts up without comparing what they ask.
    fn place(&mut self, extra: Vec<Prompt>, file: &str) -> Result<(), BankError> {
        check::sets(&self.prompts, &extra, file)?;
        for prompt in extra {
            let in_prompt = |fault| BankError::Prompt { file: file.to_owned(), id: prompt.id, fault };
            check::prompt(&prompt).map_err(in_prompt)?;
            if self.place_by_id.contains_key(&prompt.id) {
                return Err(in_prompt(Fault::IdTaken));
            }
            self.place_by_id.insert(prompt.id, self.prompts.len());
            self.prompts.push(prompt);
        }
        Ok(())
    }

    /// The prompt with this id.
    pub fn get(&self, id: PromptId) -> Option<&Prompt> {
        self.place_by_id.get(&id).and_then(|&place| self.prompts.get(place))
    }

    /// The prompts of a task in the order of the files; those of a set stand together, first to last.
    pub fn of(&self, task: Task) -> impl Iterator<Item = &Prompt> {
        self.prompts.iter().filter(move |prompt| prompt.task == task)
    }

    /// Every prompt, built-in ones first, in the order of the files.
    pub fn prompts(&self) -> &[Prompt] {
        &self.prompts
    }
}
