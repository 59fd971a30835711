//! espeak-ng, a program that speaks plainly and costs nothing.
//!
//! The text goes in by standard input, so that no text is an option; the sound comes back by standard output.

use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::{Speak, SpeakError, Spoken, encode, sayable};
use crate::audio::{BYTES_MAX, decode};
use crate::recogniser::Cancel;

/// Name of the program.
const PROGRAM: &str = "espeak-ng";
/// Words per minute: slower than its usual 175.
const WORDS_PER_MINUTE: &str = "150";
/// How often it is looked whether the caller still wants to hear it.
const CANCEL_LOOK: Duration = Duration::from_millis(20);

/// Speaks by espeak-ng.
#[derive(Clone, Debug)]
pub struct Espeak {
    program: PathBuf,
}

impl Espeak {
    /// The program, if the folders of `path` (as in the variable PATH) have it.
    pub fn find(path: &std::ffi::OsStr) -> Option<Self> {
        let programs =
            std::env::split_paths(path).filter(|folder| folder.is_absolute()).map(|folder| folder.join(PROGRAM));
        programs.into_iter().find(|program| program.is_file()).map(|program| Espeak { program })
    }

    /// What results name.
    pub fn voice(&self) -> String {
        format!("{PROGRAM}/en-us")
    }
}

impl Speak for Espeak {
    fn speak(&self, text: &str, cancel: &Cancel) -> Result<Spoken, SpeakError> {
        let text = sayable(text)?.to_owned();
        let mut child = Command::new(&self.program)
            .args(["-v", "en-us", "-s", WORDS_PER_MINUTE, "--stdin", "--stdout"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|_| SpeakError::Program("it cannot be started"))?;
        let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(SpeakError::Program("it cannot be talked to"));
        };
        // Both pipes at once: the program may speak before it has read everything.
        let wav = std::thread::scope(|scope| {
            scope.spawn(move || drop(stdin.write_all(text.as_bytes())));
            let heard = scope.spawn(move || {
                let mut wav = Vec::new();
                stdout.take(BYTES_MAX).read_to_end(&mut wav).map(|_| wav)
            });
            while !heard.is_finished() {
                if cancel.is_cancelled() {
                    end(&mut child);
                }
                std::thread::sleep(CANCEL_LOOK);
            }
            heard.join()
        });
        let status = child.wait().map_err(|_| SpeakError::Program("it did not end"))?;
        if cancel.is_cancelled() {
            return Err(SpeakError::Cancelled);
        }
        let wav = wav.ok().and_then(Result::ok).filter(|_| status.success());
        let wav = wav.ok_or(SpeakError::Program("it ended without a sound"))?;
        let recording = decode(&wav).map_err(|_| SpeakError::Program("its sound cannot be read"))?;
        Ok(Spoken { note: encode(&recording)?, voice: self.voice(), calls: Vec::new() })
    }
}

/// Ends the program, which closes its pipes.
fn end(child: &mut Child) {
    drop(child.kill());
}
