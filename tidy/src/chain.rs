//! Method chains: what stands before a call, with the contents of its brackets left out.
//!
//! `runs.enter(region).map(|run| …)` before `.reduce(` becomes `runs.enter().map()`: enough to see what the call is made
//! on, and free of whatever closures inside do.

use crate::source::item_end;

/// The expression on which a method is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chain {
    /// Without spaces and without what stands in brackets.
    text: String,
}

impl Chain {
    /// The chain that ends before byte `end` of `code`, where a `.method` begins.
    pub(crate) fn before(code: &str, end: usize) -> Self {
        let bytes = code.as_bytes();
        let byte_before = |at: usize| at.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
        let mut kept = Vec::new();
        let mut at = end;
        loop {
            let gap = code.get(..at).map_or(0, |before| before.len() - before.trim_end().len());
            let byte = byte_before(at - gap);
            // A blank inside a chain stands beside a dot; any other ends it (`return x`, `let y`).
            let is_joined = gap == 0 || byte == b'.' || kept.last().is_none_or(|&last| last == b'.');
            if !is_joined {
                break;
            }
            at -= gap;
            match byte {
                b')' | b']' => {
                    at = opening(code, at);
                    kept.extend([byte, if byte == b')' { b'(' } else { b'[' }]);
                }
                b'>' if byte_before(at - 1) != b'=' && byte_before(at - 1) != b'-' => {
                    let Some(open) = turbofish(code, at) else { break };
                    at = open;
                }
                b'.' | b':' | b'?' | b'_' => {
                    kept.push(byte);
                    at -= 1;
                }
                _ if byte.is_ascii_alphanumeric() => {
                    kept.push(byte);
                    at -= 1;
                }
                _ => break,
            }
        }
        kept.reverse();
        Chain { text: String::from_utf8_lossy(&kept).into_owned() }
    }

    /// What `name` was last bound to before byte `before` of `code`, if a `let` there binds it.
    pub(crate) fn bound_to(code: &str, name: &str, before: usize) -> Option<Self> {
        let earlier = code.get(..before)?;
        let starts = ["let ", "let mut "].map(|binder| format!("{binder}{name}"));
        let found = starts.iter().filter_map(|start| {
            let is_whole = |at: &usize| {
                let after = earlier.get(at + start.len()..).unwrap_or("").trim_start();
                after.starts_with('=') || after.starts_with(':')
            };
            earlier.rmatch_indices(start.as_str()).map(|(at, _)| at).find(is_whole)
        });
        let end = item_end_of_let(code, found.max()?);
        Some(Chain::before(code, end))
    }

    /// The first name of the chain, where it begins with one.
    pub(crate) fn base(&self) -> Option<&str> {
        let base = self.text.split(['.', '(', '[', '?']).next().unwrap_or("");
        (!base.is_empty()).then_some(base)
    }

    /// Whether the chain is one name.
    pub(crate) fn is_name(&self) -> bool {
        self.base() == Some(self.text.as_str())
    }

    /// Whether some call in the chain has this name.
    pub(crate) fn calls(&self, name: &str) -> bool {
        self.text.contains(&format!(".{name}("))
    }

    /// The name of the last call.
    pub(crate) fn last_call(&self) -> &str {
        let calls = self.text.trim_end_matches('?').strip_suffix("()").unwrap_or("");
        calls.rsplit(['.', ':']).next().unwrap_or("")
    }

    /// Whether the words occur anywhere in the chain.
    pub(crate) fn contains(&self, words: &str) -> bool {
        self.text.contains(words)
    }
}

/// Where the expression of the `let` at `start` ends: before its `;`. A body in braces belongs to the expression.
fn item_end_of_let(code: &str, start: usize) -> usize {
    let mut at = start;
    loop {
        let end = item_end(code, at);
        let is_over = code.as_bytes().get(end.saturating_sub(1)) == Some(&b';') || end >= code.len();
        if is_over {
            return end.saturating_sub(1);
        }
        at = end;
    }
}

/// The byte of the bracket that the one before `end` closes.
fn opening(code: &str, end: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in code.bytes().enumerate().take(end).collect::<Vec<_>>().into_iter().rev() {
        match byte {
            b')' | b']' | b'}' => depth += 1,
            b'(' | b'[' | b'{' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    0
}

/// The byte of the `::<` that the `>` before `end` closes; nothing if it is a comparison.
fn turbofish(code: &str, end: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in code.bytes().enumerate().take(end).collect::<Vec<_>>().into_iter().rev() {
        match byte {
            b'>' => depth += 1,
            b'<' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return code.get(..at).filter(|before| before.ends_with("::")).map(|before| before.len() - 2);
                }
            }
            b';' | b'{' | b'}' => return None,
            _ => {}
        }
    }
    None
}
