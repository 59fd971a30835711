//! In `dataflow/src`, what keeps state has a name: the unnamed forms of arrange, reduce and region are banned, and the
//! counting of total orders wants an arrangement that was named first.
//!
//! Some of these words are methods of iterators, strings and slices too. Such a word counts only inside a function that
//! takes or gives collections, and only on a chain that shows no sign of an iterator. On what a name stands for, the
//! rule looks at its `let`; where there is none to see, it keeps silent.

use crate::Finding;
use crate::chain::Chain;
use crate::source::{Source, bracketed, item_end};

/// Never a method of anything but a collection.
const UNNAMED: [(&str, &str); 9] = [
    (".arrange_by_key()", "arrange_by_key_named"),
    (".arrange_by_self()", "arrange_by_self_named"),
    (".arrange(", "arrange_named"),
    (".arrange::<", "arrange_named"),
    (".region(", "region_named"),
    (".semijoin(", "arrange both sides by name, then join_core"),
    (".antijoin(", "arrange by name, then join_core and take away what it finds"),
    (".join_map(", "arrange both sides by name, then join_core"),
    (".threshold(", "threshold_named"),
];

/// Methods of a collection, and also of iterators, strings or slices.
const AMBIGUOUS: [(&str, &str); 4] = [
    (".reduce(", "reduce_named"),
    (".join(", "arrange both sides by name, then join_core"),
    (".count()", "arrange by name, then count_total, or keep the count in the difference"),
    (".distinct()", "threshold_named, or arrange by name and distinct_total"),
];

/// Methods that arrange by themselves, without a name, when called on a bare collection.
const TOTALS: [&str; 3] = [".count_total(", ".distinct_total(", ".threshold_total("];

/// Calls after which there is a bare collection.
const BARE: [&str; 9] =
    ["map", "flat_map", "filter", "concat", "concatenate", "negate", "explode", "inspect", "as_collection"];

/// Calls that show an iterator, a slice or a string.
const ITERATORS: [&str; 24] = [
    "iter",
    "iter_mut",
    "into_iter",
    "chars",
    "bytes",
    "lines",
    "split",
    "split_whitespace",
    "windows",
    "chunks",
    "keys",
    "values",
    "range",
    "drain",
    "zip",
    "rev",
    "copied",
    "cloned",
    "enumerate",
    "take_while",
    "skip_while",
    "filter_map",
    "skip",
    "take",
];

/// Every unnamed form in the graph's code, tests apart.
pub fn check(sources: &[Source]) -> Vec<Finding> {
    let in_graph = || sources.iter().filter(|source| source.path.starts_with("dataflow/src/"));
    let collections = collection_types(in_graph());
    in_graph().flat_map(|source| check_file(source, &collections)).collect()
}

fn check_file(source: &Source, collections: &[String]) -> Vec<Finding> {
    let code = source.code.as_str();
    let functions = functions(code, collections);
    let mut findings = Vec::new();
    let mut report = |at: usize, what: String, way_out: &str| {
        let line = source.line_of(at + 1);
        if !source.is_test_line(line) {
            findings.push(Finding::new(&source.path, line, what, format!("use {way_out}")));
        }
    };
    for (form, way_out) in UNNAMED {
        for (at, _) in code.match_indices(form) {
            report(at, format!("{form} keeps state without a name"), way_out);
        }
    }
    for (form, way_out) in AMBIGUOUS {
        for (at, _) in code.match_indices(form) {
            // Strings are joined with a literal, threads with nothing.
            let after = code.get(at + form.len()..).unwrap_or("");
            let is_other_join = form == ".join(" && after.starts_with(['"', ')']);
            if !is_other_join && functions.iter().any(|function| function.holds(at)) && !is_iterator(code, at) {
                report(at, format!("{form} keeps state without a name"), way_out);
            }
        }
    }
    for form in TOTALS {
        for (at, _) in code.match_indices(form) {
            if is_bare(code, at, &functions) {
                report(
                    at,
                    format!("{form} on a bare collection arranges without a name"),
                    "arrange_by_…_named before it",
                );
            }
        }
    }
    findings
}

/// Whether what stands before the call at byte `at` shows that it is no collection, or shows nothing.
fn is_iterator(code: &str, at: usize) -> bool {
    let chain = Chain::before(code, at);
    let Some(base) = chain.base() else { return true };
    let shows = |chain: &Chain| ITERATORS.iter().any(|call| chain.calls(call)) || chain.contains("iter::");
    shows(&chain) || Chain::bound_to(code, base, at).is_some_and(|bound| shows(&bound) || bound.base().is_none())
}

/// Whether the call at byte `at` is made on a collection that was not arranged.
fn is_bare(code: &str, at: usize, functions: &[Function]) -> bool {
    let chain = Chain::before(code, at);
    if BARE.contains(&chain.last_call()) {
        return true;
    }
    let Some(base) = chain.base().filter(|_| chain.is_name()) else { return false };
    match Chain::bound_to(code, base, at) {
        Some(bound) => BARE.contains(&bound.last_call()),
        None => functions.iter().filter(|function| function.holds(at)).any(|function| function.takes_bare(base)),
    }
}

/// A function that takes or gives collections, or a method of one.
struct Function {
    parameters: Vec<(String, String)>,
    start: usize,
    end: usize,
    collections: Vec<String>,
}

impl Function {
    fn holds(&self, at: usize) -> bool {
        (self.start..self.end).contains(&at)
    }

    /// Whether a parameter has this name and is a collection that was not arranged.
    fn takes_bare(&self, name: &str) -> bool {
        let is_bare = |kind: &str| names_collection(kind, &self.collections) && !kind.contains("Arranged");
        self.parameters.iter().any(|(parameter, kind)| parameter == name && is_bare(kind))
    }
}

fn functions(code: &str, collections: &[String]) -> Vec<Function> {
    let mut functions = Vec::new();
    for word in ["fn ", "impl"] {
        for (start, _) in code.match_indices(word) {
            let is_whole =
                !code.get(..start).unwrap_or("").ends_with(|char: char| char.is_alphanumeric() || char == '_');
            let end = item_end(code, start);
            let Some(body) = code.get(start..end).and_then(|item| item.find('{')) else { continue };
            let header = code.get(start..start + body).unwrap_or("");
            // `impl Trait` in a signature is no item.
            let is_item = word == "fn " || code.get(..start).unwrap_or("").trim_end().ends_with(['}', ';', '{', ']']);
            if is_whole && is_item && names_collection(header, collections) {
                functions.push(Function {
                    parameters: parameters(header),
                    start,
                    end,
                    collections: collections.to_vec(),
                });
            }
        }
    }
    functions
}

/// The parameters in a function's header, each with its type.
fn parameters(header: &str) -> Vec<(String, String)> {
    let Some(open) = header.find('(') else { return Vec::new() };
    let list = header.get(bracketed(header, open)).unwrap_or("");
    let list = list.trim_start_matches('(').trim_end_matches(')');
    // Splitting at every comma tears types like `Rows<'scope, D>` apart; their first part is enough.
    let pairs = list.split(',').filter_map(|part| part.split_once(':'));
    pairs.map(|(name, kind)| (name.trim().trim_start_matches("mut ").to_owned(), kind.to_owned())).collect()
}

fn names_collection(text: &str, collections: &[String]) -> bool {
    collections.iter().any(|name| text.contains(&format!("{name}<")))
}

/// The names of collection types: the library's, and the aliases that the graph gives them.
fn collection_types<'a>(sources: impl Iterator<Item = &'a Source>) -> Vec<String> {
    let mut names = vec!["Collection".to_owned(), "Arranged".to_owned()];
    for source in sources {
        for (start, word) in source.code.match_indices("type ") {
            let item = source.code.get(start + word.len()..item_end(&source.code, start)).unwrap_or("");
            let Some((alias, meaning)) = item.split_once('=') else { continue };
            if meaning.contains("Collection<") || meaning.contains("Arranged<") {
                names.push(alias.split('<').next().unwrap_or(alias).trim().to_owned());
            }
        }
    }
    names
}
