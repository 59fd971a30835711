//! A Rust file with code and comments told apart.
//!
//! `code` has the text's lines and columns, but comments, and what stands between the quotes of a string or character
//! literal, are blanks; so a rule can look for words with plain text search. This is a scanner for literals, comments
//! and brackets, not a parser.

use std::ops::Range;

/// One Rust file.
#[derive(Clone, Debug)]
pub struct Source {
    /// Relative to the root.
    pub path: String,
    /// The text with comments and the contents of literals blanked, as ASCII (other characters are `_`).
    pub code: String,
    /// The comment on each line, `""` where there is none.
    pub comments: Vec<String>,
    /// Whether each line belongs to tests.
    pub tests: Vec<bool>,
}

impl Source {
    /// Scans `text`, which lies at `path`.
    pub fn new(path: &str, text: &str) -> Self {
        let mut scanner = Scanner::new(text);
        scanner.run();
        let Scanner { code, comments, .. } = scanner;
        let tests = test_lines(path, &code);
        Source { path: path.to_owned(), code, comments, tests }
    }

    /// The lines of `code` with their numbers from 1.
    pub fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    /// The number, from 1, of the line on which the byte `at` of `code` lies.
    pub fn line_of(&self, at: usize) -> usize {
        line_of(&self.code, at)
    }

    /// Whether the line with this number (from 1) belongs to tests.
    pub fn is_test_line(&self, line: usize) -> bool {
        line.checked_sub(1).and_then(|index| self.tests.get(index)).copied().unwrap_or(false)
    }

    /// The comment on the line with this number (from 1).
    pub fn comment_on(&self, line: usize) -> &str {
        line.checked_sub(1).and_then(|index| self.comments.get(index)).map_or("", String::as_str)
    }
}

/// The number, from 1, of the line on which the byte `at` lies.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|&byte| byte == b'\n').count() + 1
}

/// The range from the bracket at byte `open` to behind the one that closes it, or to the end of the text.
pub(crate) fn bracketed(code: &str, open: usize) -> Range<usize> {
    let mut depth = 0_usize;
    for (at, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return open..at + 1;
                }
            }
            _ => {}
        }
    }
    open..code.len()
}

/// Where the item that begins at `start` ends: behind its `;` or its body, whichever comes first.
pub(crate) fn item_end(code: &str, start: usize) -> usize {
    let mut at = start;
    while let Some(byte) = code.as_bytes().get(at) {
        match byte {
            b'(' | b'[' => at = bracketed(code, at).end,
            b'{' => return bracketed(code, at).end,
            b';' => return at + 1,
            _ => at += 1,
        }
    }
    code.len()
}

fn test_lines(path: &str, code: &str) -> Vec<bool> {
    let count = code.lines().count();
    let is_test_file = path.starts_with("tests/") || path.contains("/tests/") || code.contains("#![cfg(test)]");
    if is_test_file {
        return vec![true; count];
    }
    let mut tests = vec![false; count];
    for (start, marker) in code.match_indices("#[cfg(test)]") {
        let end = item_end(code, start + marker.len());
        let lines = line_of(code, start)..=line_of(code, end.saturating_sub(1));
        for line in lines {
            if let Some(test) = tests.get_mut(line - 1) {
                *test = true;
            }
        }
    }
    tests
}

struct Scanner {
    text: Vec<char>,
    at: usize,
    code: String,
    comments: Vec<String>,
}

impl Scanner {
    fn new(text: &str) -> Self {
        Scanner { text: text.chars().collect(), at: 0, code: String::new(), comments: vec![String::new()] }
    }

    fn peek(&self, ahead: usize) -> char {
        self.text.get(self.at + ahead).copied().unwrap_or('\0')
    }

    /// Takes `count` characters over as code.
    fn keep(&mut self, count: usize) {
        for _ in 0..count {
            let Some(&char) = self.text.get(self.at) else { return };
            self.code.push(if char.is_ascii() { char } else { '_' });
            self.line_ends(char);
            self.at += 1;
        }
    }

    /// Replaces `count` characters by blanks; notes them as a comment if they are one.
    fn blank(&mut self, count: usize, is_comment: bool) {
        for _ in 0..count {
            let Some(&char) = self.text.get(self.at) else { return };
            self.code.push(if char == '\n' { '\n' } else { ' ' });
            if let Some(line) = self.comments.last_mut().filter(|_| is_comment && char != '\n') {
                line.push(char);
            }
            self.line_ends(char);
            self.at += 1;
        }
    }

    fn line_ends(&mut self, char: char) {
        if char == '\n' {
            self.comments.push(String::new());
        }
    }

    fn run(&mut self) {
        while self.at < self.text.len() {
            match (self.peek(0), self.peek(1)) {
                ('/', '/') => self.line_comment(),
                ('/', '*') => self.block_comment(),
                ('"', _) => self.string(),
                ('\'', _) => self.quote(),
                ('r', '"' | '#') if !self.is_inside_word() => self.raw_string(),
                ('b' | 'c', 'r') if !self.is_inside_word() && matches!(self.peek(2), '"' | '#') => {
                    self.keep(1);
                    self.raw_string();
                }
                _ => self.keep(1),
            }
        }
    }

    fn is_inside_word(&self) -> bool {
        self.code.chars().next_back().is_some_and(|char| char.is_ascii_alphanumeric() || char == '_')
    }

    fn line_comment(&mut self) {
        while self.at < self.text.len() && self.peek(0) != '\n' {
            self.blank(1, true);
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0_usize;
        while self.at < self.text.len() {
            match (self.peek(0), self.peek(1)) {
                ('/', '*') => {
                    depth += 1;
                    self.blank(2, true);
                }
                ('*', '/') => {
                    depth -= 1;
                    self.blank(2, true);
                    if depth == 0 {
                        return;
                    }
                }
                _ => self.blank(1, true),
            }
        }
    }

    fn string(&mut self) {
        self.keep(1);
        while self.at < self.text.len() {
            match self.peek(0) {
                '\\' => self.blank(2, false),
                '"' => return self.keep(1),
                _ => self.blank(1, false),
            }
        }
    }

    /// `r"…"`, `r#"…"#`; a raw identifier (`r#type`) is code.
    fn raw_string(&mut self) {
        let mut hashes = 0;
        while self.peek(1 + hashes) == '#' {
            hashes += 1;
        }
        if self.peek(1 + hashes) != '"' {
            return self.keep(1);
        }
        self.keep(2 + hashes);
        while self.at < self.text.len() {
            if self.peek(0) == '"' && (0..hashes).all(|n| self.peek(1 + n) == '#') {
                return self.keep(1 + hashes);
            }
            self.blank(1, false);
        }
    }

    /// A character literal, or the tick of a lifetime or label.
    fn quote(&mut self) {
        if self.peek(1) == '\\' {
            self.keep(1);
            self.blank(2, false);
            while self.at < self.text.len() && self.peek(0) != '\'' {
                self.blank(1, false);
            }
            self.keep(1);
        } else if self.peek(2) == '\'' {
            self.keep(1);
            self.blank(1, false);
            self.keep(1);
        } else {
            self.keep(1);
        }
    }
}
