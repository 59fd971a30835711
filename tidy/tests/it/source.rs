use tidy::source::Source;

#[test]
fn comments_and_literals_are_blank_and_code_stays_in_place() {
    let text = r##"let a = "x // y"; // note
/* one /* two */ still */ let b = r#"q " q"#; let c = '"'; let d: &'static str = "\"";
let r#type = b'\''; let e = br"z";"##;
    let source = Source::new("src/a.rs", text);
    let lines: Vec<&str> = source.code_lines().map(|(_, line)| line).collect();

    assert_eq!(lines[0].trim_end(), "let a = \"      \";");
    assert_eq!(lines[1].trim_start(), "let b = r#\"     \"#; let c = ' '; let d: &'static str = \"  \";");
    assert_eq!(lines[2], "let r#type = b'  '; let e = br\" \";");
    assert_eq!(lines[0].len(), "let a = \"x // y\"; // note".len());
    assert_eq!(source.comment_on(1), "// note");
    assert_eq!(source.comment_on(2), "/* one /* two */ still */");
    assert_eq!(source.comment_on(3), "");
}

#[test]
fn test_modules_and_test_files_are_known() {
    let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() { let c = [0; 3]; }\n}\nfn d() {}\n";
    let source = Source::new("src/a.rs", text);
    assert_eq!(source.tests, [false, true, true, true, true, false]);

    assert!(Source::new("coach/tests/it/a.rs", text).tests.iter().all(|&test| test));
    assert_eq!(Source::new("src/a.rs", "#[cfg(test)]\nmod tests;\nfn a() {}\n").tests, [true, true, false]);
}

#[test]
fn text_that_ends_inside_a_literal_ends_the_scan() {
    for text in ["\"", "'", "r#\"", "/*", "b'\\", "'\\", "r##", "\"\\"] {
        Source::new("src/a.rs", text);
    }
}
