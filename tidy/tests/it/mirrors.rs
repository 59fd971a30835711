use tidy::mirrors::check;
use tidy::tree::{File, Tree};

use crate::shown;

fn checked(paths: &[&str]) -> Vec<String> {
    shown(&check(&Tree { files: paths.iter().map(|path| File::new(path, "")).collect() }))
}

#[test]
fn a_folder_of_tests_has_the_name_of_a_module() {
    assert!(checked(&["coach/src/audio/mod.rs", "coach/tests/it/audio/ogg.rs"]).is_empty());
    assert!(checked(&["coach/src/audio.rs", "coach/tests/it/audio/ogg.rs"]).is_empty());
    let stray = checked(&["coach/src/audio.rs", "coach/tests/it/sound/ogg.rs", "coach/tests/it/sound/wav.rs"]);
    assert_eq!(stray, ["1: no module of coach/src is named sound"]);
}

#[test]
fn helpers_files_and_sessions_mirror_nothing() {
    assert!(checked(&["coach/tests/it/support/mod.rs", "coach/tests/it/laws.rs", "tests/it/kills/mod.rs"]).is_empty());
}
