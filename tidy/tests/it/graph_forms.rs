use tidy::graph_forms::check;
use tidy::source::Source;

use crate::lines;

/// The lines with findings of a view's body, which begins on line 2.
fn in_view(body: &str) -> Vec<usize> {
    let text =
        format!("fn view<'a>(rows: Rows<'a, Row>, by_id: Arranged<'a, Trace>) -> Rows<'a, Row> {{\n{body}\n}}\n");
    in_file("dataflow/src/views/view.rs", &text)
}

fn in_file(path: &str, text: &str) -> Vec<usize> {
    let alias = Source::new("dataflow/src/graph.rs", "pub type Rows<'a, D> = VecCollection<'a, u64, D, isize>;\n");
    lines(&check(&[alias, Source::new(path, text)]))
}

#[test]
fn unnamed_forms_are_found() {
    for body in [
        "rows.arrange_by_key()",
        "rows.map(|row| (row.id, row))\n    .arrange_by_self()",
        "rows.scope().region(|region| rows.enter(region))",
        "rows.map(pair).reduce(|_id, rows, out| out.push(rows.len()))",
        "rows.map(pair).join(others)",
        "rows.semijoin(ids)",
        "rows.map(|row| row.words.iter().map(length).max()).count()",
        "rows.distinct()",
        "counted(rows.count())",
        "rows.threshold(|_row, count| *count)",
    ] {
        assert_eq!(in_view(body).len(), 1, "{body}");
    }
    assert_eq!(in_view("rows\n    .map(pair)\n    .reduce(first)"), [4]);
}

#[test]
fn named_forms_are_not() {
    for body in [
        "rows.arrange_by_key_named(\"row_by_id\")",
        "rows.scope().region_named(\"view\", |region| rows.enter(region))",
        "rows.reduce_named(\"latest_by_id\", |_id, rows, out| out.push((rows.iter().count(), 1)))",
        "rows.threshold_named(\"ids\", |_id, _count| 1)",
        "rows_by_id.join_core(others_by_id, |id, a, b| Some((id, a, b)))",
        "// rows.arrange_by_key()",
    ] {
        assert!(in_view(body).is_empty(), "{body}");
    }
}

#[test]
fn words_of_iterators_and_strings_are_not() {
    for body in [
        "let total = parts.iter().map(size).reduce(add);",
        "let text = names.join(\", \");",
        "let count = (0..3).filter(odd).count();",
        "let long = words.iter().filter(|word| word.len() > 3);\nlet count = long.count();",
        "let once = std::iter::once(1).count();",
        "worker.join().unwrap();",
    ] {
        assert!(in_view(body).is_empty(), "{body}");
    }
    let plain =
        "fn names(all: &[Task]) -> String { all.map(name).join(SEPARATOR) }\nfn n(a: Words) -> usize { a.count() }\n";
    assert!(in_file("dataflow/src/events/task.rs", plain).is_empty());
}

#[test]
fn totals_want_an_arrangement_with_a_name() {
    for body in [
        "rows.map(pair).count_total()",
        "rows.count_total()",
        "let pairs = rows.map(pair);\npairs.distinct_total()",
        "rows.flat_map(pairs).threshold_total(|_, _| 1)",
    ] {
        assert_eq!(in_view(body).len(), 1, "{body}");
    }
    for body in [
        "rows.arrange_by_self_named(\"row\").count_total()",
        "by_id.count_total()",
        "let row_by_id = rows.map(pair).arrange_by_key_named(\"row_by_id\");\nrow_by_id.distinct_total()",
        "inputs.rows_by_id.count_total()",
        "arranged(rows).count_total()",
    ] {
        assert!(in_view(body).is_empty(), "{body}");
    }
}

#[test]
fn only_the_code_of_the_graph_is_looked_at() {
    let text = "fn view(rows: Rows<Row>) -> Rows<Row> { rows.arrange_by_key() }\n";
    assert!(in_file("coach/src/a.rs", text).is_empty());
    assert!(in_file("dataflow/src/a.rs", &format!("#[cfg(test)]\nmod tests {{\n{text}}}\n")).is_empty());
}
