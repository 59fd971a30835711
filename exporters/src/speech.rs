//! What lies in documents: words, transcripts, corrections, grids and recordings, written beside the tables of the log.
//!
//! A few threads read; rows leave in order. Each document is read once, for a run that the facts know to have it, so what an
//! executor has written ahead of its fact stays out. A text leaves only without its names.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;
use std::thread;

use crate::runs::Job;
use crate::spec::{Documents, Spec};
use crate::table::{About, TableWriter, Written};
use crate::tables::Released;
use crate::tables::scores::{CORRECTIONS, Correction};
use crate::tables::words::{TRANSCRIPTS, Transcript, WORDS, Word};
use crate::textgrid::{Labelled, textgrid};
use crate::{ExportError, redact};

/// Different words whose band is remembered.
const BANDS_MAX: usize = 200_000;

/// Documents that one thread reads before their rows are written.
const PART_JOBS: usize = 256;

/// The tables and files of speech, being written.
pub(crate) struct Speech<'a> {
    /// One for each core: most of the time goes into opening, reading and writing small files.
    readers: Vec<Reader<'a>>,
    words: TableWriter<Released<Word>>,
    transcripts: TableWriter<Released<Transcript>>,
    corrections: TableWriter<Released<Correction>>,
    textgrids: u64,
    recordings: u64,
}

/// What came of it.
pub(crate) struct Spoken {
    pub(crate) tables: [Written; 3],
    pub(crate) textgrids: u64,
    pub(crate) recordings: u64,
}

/// Reads documents, makes rows of them, and writes the files that belong to one answer.
struct Reader<'a> {
    spec: &'a Spec,
    documents: &'a dyn Documents,
    folder: &'a Path,
    bands: HashMap<String, u8>,
    /// Folders of files that were made: what is in them, and the first digits of their names.
    made: HashSet<(&'static str, u64)>,
}

/// What the documents of a run say.
#[derive(Default)]
struct Said {
    words: Vec<Word>,
    transcript: Option<Transcript>,
    corrections: Vec<Correction>,
    has_grid: bool,
    has_recording: bool,
}

impl<'a> Speech<'a> {
    pub(crate) fn create(
        spec: &'a Spec,
        documents: &'a dyn Documents,
        about: About<'_>,
        folder: &'a Path,
    ) -> Result<Self, ExportError> {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let reader = || Reader { spec, documents, folder, bands: HashMap::new(), made: HashSet::new() };
        Ok(Speech {
            readers: (0..cores).map(|_| reader()).collect(),
            words: TableWriter::create(&WORDS, about, folder)?,
            transcripts: TableWriter::create(&TRANSCRIPTS, about, folder)?,
            corrections: TableWriter::create(&CORRECTIONS, about, folder)?,
            textgrids: 0,
            recordings: 0,
        })
    }

    /// Writes all that there is of these runs, in their order.
    pub(crate) fn write(&mut self, jobs: &[Job]) -> Result<(), ExportError> {
        for jobs in jobs.chunks(PART_JOBS * self.readers.len()) {
            for (job, said) in jobs.iter().zip(self.read(jobs)?) {
                self.textgrids += u64::from(said.has_grid);
                self.recordings += u64::from(said.has_recording);
                self.words.extend(said.words.into_iter().map(|row| released(job, row)))?;
                self.transcripts.extend(said.transcript.map(|row| released(job, row)))?;
                self.corrections.extend(said.corrections.into_iter().map(|row| released(job, row)))?;
            }
        }
        Ok(())
    }

    pub(crate) fn finish(self) -> Result<Spoken, ExportError> {
        let tables = [self.words.finish()?, self.transcripts.finish()?, self.corrections.finish()?];
        Ok(Spoken { tables, textgrids: self.textgrids, recordings: self.recordings })
    }

    /// What the documents of these runs say, in the order of the runs.
    fn read(&mut self, jobs: &[Job]) -> Result<Vec<Said>, ExportError> {
        thread::scope(|scope| {
            let parts = self.readers.iter_mut().zip(jobs.chunks(PART_JOBS));
            let reads: Vec<_> = parts
                .map(|(reader, jobs)| {
                    scope.spawn(move || jobs.iter().map(|job| reader.read(job)).collect::<Result<Vec<_>, _>>())
                })
                .collect();
            let mut said = Vec::with_capacity(jobs.len());
            for read in reads {
                let died = ExportError::Inconsistent { what: "a reader of documents died" };
                said.extend(read.join().unwrap_or(Err(died))?);
            }
            Ok(said)
        })
    }
}

impl Reader<'_> {
    fn read(&mut self, job: &Job) -> Result<Said, ExportError> {
        let mut said = Said::default();
        let words = if job.is_transcribed { self.read_words(job, &mut said)? } else { None };
        if job.is_assessed {
            said.corrections = self.read_corrections(job)?;
        }
        if let Some(text) = job.measured.as_ref().and_then(|measured| textgrid(measured, words)) {
            self.write_file("textgrids", job.answer, "TextGrid", text.as_bytes())?;
            said.has_grid = true;
        }
        if self.spec.audio && job.has_audio {
            let failed = |source| ExportError::Keeping { what: "a recording", source };
            if let Some(audio) = self.documents.audio(job.of.answer).map_err(failed)? {
                self.write_file("audio", job.answer, extension(&audio), &audio)?;
                said.has_recording = true;
            }
        }
        Ok(said)
    }

    /// The words as a tier, where words leave.
    fn read_words(&mut self, job: &Job, said: &mut Said) -> Result<Option<Vec<Labelled>>, ExportError> {
        let failed = |source| ExportError::Keeping { what: "a transcript", source };
        let Some(heard) = self.documents.transcript(job.of).map_err(failed)? else { return Ok(None) };
        let with_text = self.spec.transcripts;
        let redactions =
            with_text.then(|| redact::redactions(&heard.words, |word| self.documents.frequency_band(word)));
        let (mut tier, mut texts, mut redacted_words) = (Vec::new(), Vec::new(), 0);
        for (place, word) in heard.words.iter().enumerate() {
            let band = self.band(&word.word);
            let text = redactions.as_ref().map(|redactions| {
                let redaction = redactions.get(place).copied().flatten();
                (redaction.unwrap_or(&word.word).to_owned(), redaction.is_some())
            });
            if let Some((text, is_redacted)) = &text {
                redacted_words += i64::from(*is_redacted);
                tier.push(Labelled { start_ms: word.start_ms, end_ms: word.end_ms, label: text.clone() });
                texts.push(text.clone());
            }
            let (index, confidence) = (u32::try_from(place).unwrap_or(u32::MAX), word.confidence);
            said.words.push(Word { index, start_ms: word.start_ms, end_ms: word.end_ms, confidence, band, text });
        }
        if !with_text {
            return Ok(None);
        }
        said.transcript = Some(Transcript { redacted_words, text: texts.join(" ") });
        Ok(Some(tier))
    }

    fn read_corrections(&self, job: &Job) -> Result<Vec<Correction>, ExportError> {
        let failed = |source| ExportError::Keeping { what: "an assessment", source };
        let corrections = self.documents.corrections(job.of).map_err(failed)?.unwrap_or_default();
        let row = |(index, correction): (i64, dataflow::documents::Correction)| {
            let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
            let text = |text: &str| {
                let band = |word: &str| self.documents.frequency_band(word);
                self.spec.transcripts.then(|| redact::redacted(text, band))
            };
            Correction {
                index,
                first_word: whole(correction.first_word),
                end_word: whole(correction.end_word),
                said: text(&correction.said),
                better: text(&correction.better),
                kind: correction.kind,
            }
        };
        Ok((0..).zip(corrections).map(row).collect())
    }

    /// A file of an answer, in a folder by the first digits of its name, so that none holds too many.
    fn write_file(
        &mut self,
        kind: &'static str,
        answer: u64,
        extension: &str,
        bytes: &[u8],
    ) -> Result<(), ExportError> {
        let name = format!("{answer:016x}");
        let folder = self.folder.join(kind).join(name.chars().take(2).collect::<String>());
        if self.made.insert((kind, answer >> 56)) {
            fs::create_dir_all(&folder).map_err(|source| ExportError::io("making a folder", &folder, source))?;
        }
        let path = folder.join(format!("{name}.{extension}"));
        fs::write(&path, bytes).map_err(|source| ExportError::io("writing a file", &path, source))
    }

    fn band(&mut self, word: &str) -> u8 {
        if let Some(band) = self.bands.get(word) {
            return *band;
        }
        let band = self.documents.frequency_band(word);
        if self.bands.len() < BANDS_MAX {
            self.bands.insert(word.to_owned(), band);
        }
        band
    }
}

fn released<T>(job: &Job, row: T) -> Released<T> {
    Released { learner: job.learner, answer: job.answer, run: job.of.run, row }
}

/// What the file of a recording ends with, by its first bytes.
pub fn extension(audio: &[u8]) -> &'static str {
    match audio {
        [b'O', b'g', b'g', b'S', ..] => "ogg",
        [b'R', b'I', b'F', b'F', ..] => "wav",
        [b'f', b'L', b'a', b'C', ..] => "flac",
        [b'I', b'D', b'3', ..] | [0xff, ..] => "mp3",
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => "m4a",
        _ => "bin",
    }
}
