//! The key and the words of a learner are in no message, whatever a server does with them.

use coach::rater::{Assess as _, AssessError, ModelRater};
use coach::recogniser::Cancel;
use coach::rubrics::Rubrics;
use dataflow::events::task::Task;
use fakes::openai::{Endpoint, Fault};

use crate::rater::{Answer, FLUENT, STUDY, STUDY_PROMPT};
use crate::support::{Fake, KEY};

#[test]
fn no_failure_holds_the_key_an_address_or_what_was_said() {
    let fake = Fake::start();
    let said = format!("My friend Wolandova said so. {}", STUDY.join(" "));
    let answer = Answer::spoken(Task::ToeflIndependent, Some(STUDY_PROMPT), &said, FLUENT);
    for fault in Fault::ALL {
        fake.openai.heal();
        fake.openai.fault(Endpoint::Chat, fault, None);
        let rater = ModelRater::new(fake.server(300), Rubrics::built_in());
        let Err(AssessError::Call(failed)) = rater.assess(&answer.input(), &Cancel::default()) else {
            panic!("{fault:?}: the invented evidence of the obedient judge was taken");
        };
        let text = format!("{failed} {failed:?} {rater:?}");
        for secret in [KEY, "canary", "Wolandova", "wolandova", "Bearer"] {
            assert!(!text.contains(secret), "{fault:?}: {text}");
        }
        assert!(!failed.to_string().contains("127.0.0.1"), "{failed}");
    }
    let seen = fake.openai.seen();
    assert!(seen.iter().all(|call| call.authorization.as_deref() == Some(&format!("Bearer {KEY}"))));
    assert!(seen.iter().any(|call| call.body.to_string().contains("Wolandova")), "the transcript does go out");
}

#[test]
fn a_key_is_read_from_its_file_alone() {
    use coach::providers::Key;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key");
    assert!(Key::read(&file).unwrap_err().to_string().contains("not found"));
    std::fs::write(&file, "two\nlines").unwrap();
    assert!(Key::read(&file).unwrap_err().to_string().contains("holds no key"));
    std::fs::write(&file, " \n").unwrap();
    assert!(Key::read(&file).is_err());
    std::fs::write(&file, format!("{KEY}\n")).unwrap();
    assert_eq!(format!("{:?}", Key::read(&file).unwrap()), "Key");
}
