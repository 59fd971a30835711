use tidy::places::check;
use tidy::tree::File;

use crate::lines;

fn found(text: &str) -> Vec<usize> {
    lines(&check(&File::new("scripts/a.sh", text)))
}

#[test]
fn absolute_paths_of_a_machine_are_found() {
    for folder in ["work", "root", "home", "tmp"] {
        assert_eq!(found(&format!("one\ncd /{folder}/a\n")), [2], "{folder}");
        assert_eq!(found(&format!("a=\"/{folder}\"\n")), [1], "{folder}");
        assert_eq!(found(&format!("PATH=a:/{folder}/b\n")), [1], "{folder}");
    }
}

#[test]
fn relative_paths_and_addresses_are_not() {
    let tmp = "tmp";
    for text in
        [format!("../{tmp}/a"), format!("target/{tmp}"), format!("https://example.org/{tmp}"), format!("$A/{tmp}")]
    {
        assert!(found(&text).is_empty(), "{text}");
    }
    assert!(found("a /homework").is_empty());
}

#[test]
fn addresses_of_registries_are_found_but_in_the_lock_file() {
    let text = ["https://pypi", ".org/simple"].concat();
    assert_eq!(found(&text), [1]);
    assert!(check(&File::new("Cargo.lock", &text)).is_empty());
}
