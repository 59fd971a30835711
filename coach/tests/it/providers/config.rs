//! What a file of providers may say.

use coach::providers::{Call, CallMade, Kind, ModelPrice, PriceList, Providers, ProvidersError, Usage};

const SOUND: &str = r#"
[providers.big]
kind = "openai"
base_url = "https://api.example.org/v1/"
key_file = "keys/big"
prices = "mine"
models = { assess = "large", transcribe = "ear" }

[providers.near]
kind = "openai"
base_url = "http://whisper:8000/v1"
prices = "self-hosted"
models = { transcribe = "any/model" }
timeouts = { transcribe_ms = 5000 }

[providers.here]
kind = "offline"

[prices.mine]
as_of = 2026-02-01
confirmed = true
models = { large = { input_per_million_tokens = 10, output_per_million_tokens = 20 }, ear = { audio_per_minute = 6000 } }
"#;

fn read(from: &str, to: &str) -> String {
    assert!(SOUND.contains(from), "{from}");
    Providers::read(&SOUND.replace(from, to), "p.toml").unwrap_err().to_string()
}

#[test]
fn a_sound_file_says_who_there_is_and_in_which_order() {
    let known = Providers::read(SOUND, "p.toml").unwrap();
    let near = &known.providers["near"];
    assert_eq!((near.times.transcribe_ms, near.times.assess_ms), (5_000, 90_000));
    assert_eq!(known.providers["big"].base_url, "https://api.example.org/v1");
    assert_eq!(known.providers["here"].kind, Kind::Offline);
    assert_eq!(known.order.transcribe, ["big", "near", "here"]);
    assert_eq!(
        (known.order.assess.as_slice(), known.order.speak.as_slice()),
        (&["big".into(), "here".into()][..], &["here".into()][..])
    );
    let ordered = Providers::read(&format!("{SOUND}\n[order]\ntranscribe = [\"near\", \"big\"]"), "p.toml").unwrap();
    assert_eq!(ordered.order.transcribe, ["near", "big"]);
    assert_eq!(Providers::read("", "p.toml").unwrap(), Providers::default());
}

#[test]
fn what_cannot_be_is_refused_with_its_reason() {
    assert!(read("key_file = \"keys/big\"", "key = \"sk-secret\"").contains("unknown field"));
    assert!(read("kind = \"offline\"", "kind = \"offline\"\nbase_url = \"http://x/\"").contains("has no base_url"));
    assert!(read("https://api.example.org/v1/", "http://api.example.org/v1/").contains("only over https"));
    assert!(read("https://api.example.org/v1/", "https://user:pw@api.example.org/").contains("may be secret"));
    assert!(read("https://api.example.org/v1/", "ftp://api.example.org/").contains("https://"));
    assert!(read("https://api.example.org/v1/", "v1").contains("no address"));
    assert!(read("prices = \"mine\"", "prices = \"theirs\"").contains("there is no list"));
    assert!(read("assess = \"large\"", "assess = \"larger\"").contains("\"larger\" has no price"));
    assert!(read("transcribe_ms = 5000", "transcribe_ms = 0").contains("a time is from"));
    assert!(read("[providers.here]", "[providers.\"he re\"]").contains("a name has"));
    let order = |order: &str| Providers::read(&format!("{SOUND}\n[order]\n{order}"), "p.toml").unwrap_err().to_string();
    assert!(order("assess = [\"near\"]").contains("has no model for it"));
    assert!(order("assess = [\"nobody\"]").contains("is no provider"));
    assert!(order("assess = [\"big\", \"big\"]").contains("comes twice"));
}

#[test]
fn a_trial_is_somebody_who_judges_otherwise_than_the_first_judge() {
    let read = |trial: &str| Providers::read(&format!("{SOUND}\n[trials.next]\n{trial}"), "p.toml");
    let known = read("provider = \"big\"\nrubric = \"strict.toml\"\nshare = 10").unwrap();
    let trial = &known.trials["next"];
    assert_eq!((trial.provider.as_str(), trial.model.as_deref(), trial.share_percent), ("big", Some("large"), 10));
    assert_eq!(read("provider = \"here\"\nshare = 100").unwrap().trials["next"].model, None);
    let refused = [
        ("provider = \"big\"\nshare = 10", "judges as the first judge does"),
        ("provider = \"big\"\nmodel = \"large\"\nshare = 10", "judges as the first judge does"),
        ("provider = \"big\"\nmodel = \"larger\"\nshare = 10", "its model has no price"),
        ("provider = \"near\"\nshare = 10", "neither it nor its provider names a model"),
        ("provider = \"near\"\nmodel = \"\"\nshare = 10", "a model's name has"),
        ("provider = \"here\"\nmodel = \"large\"\nshare = 10", "no models to name"),
        ("provider = \"here\"\nshare = 0", "from 1 to 100"),
        ("provider = \"here\"\nshare = 101", "from 1 to 100"),
        ("provider = \"nobody\"\nshare = 1", "none of the file's"),
        ("provider = \"here\"\nshare = 1\nkey = \"sk-secret\"", "unknown field"),
    ];
    for (trial, reason) in refused {
        let error = read(trial).unwrap_err().to_string();
        assert!(error.contains(reason) && !error.contains("sk-secret"), "{trial}: {error}");
    }
    let eleven: String = (0..11).map(|n| format!("[trials.t{n}]\nprovider = \"here\"\nshare = 1\n")).collect();
    let error = Providers::read(&format!("{SOUND}\n{eleven}"), "p.toml").unwrap_err().to_string();
    assert!(error.contains("ten trials"), "{error}");
}

#[test]
fn an_error_never_repeats_a_value() {
    let error = read("key_file = \"keys/big\"", "key_file = [\"sk-secret\"]");
    assert!(!error.contains("sk-secret"), "{error}");
    let error = read("assess = \"large\", transcribe", "assess = 1, transcribe");
    assert!(error.contains("line 7"), "{error}");
    let error = Providers::read(&SOUND.replace("\"openai\"", "\"sk-secret\""), "p.toml").unwrap_err();
    assert!(matches!(error, ProvidersError::Malformed { .. }));
    assert!(!error.to_string().contains("sk-secret"), "{error}");
}

#[test]
fn costs_are_rounded_up_and_unknown_models_have_no_price() {
    let price = ModelPrice {
        input_per_million_tokens: 250_000,
        output_per_million_tokens: 2_000_000,
        audio_per_minute: 6_000,
        speech_per_million_characters: 15_000_000,
    };
    let cost = |usage| price.micro_usd(&usage);
    assert_eq!(cost(Usage { input_tokens: 1_001, output_tokens: 100, ..Usage::default() }), 251 + 200);
    assert_eq!(cost(Usage { audio_ms: 45_000, ..Usage::default() }), 4_500);
    assert_eq!(cost(Usage { characters: 1, ..Usage::default() }), 15);
    assert_eq!(cost(Usage::default()), 0);
    let known = PriceList::built_in("openai").unwrap();
    assert!(!known.confirmed && known.as_of().is_some());
    assert!(known.price("gpt-5-mini").is_some() && known.price("gpt-from-nowhere").is_none());
    assert_eq!(PriceList::built_in("self-hosted").unwrap().price("anything"), Some(ModelPrice::default()));
    assert!(PriceList::built_in("nobody").is_none());
}

/// The calls of one attempt, shortly.
pub(super) fn calls(made: &[CallMade]) -> Vec<(Call, u64, bool)> {
    made.iter().map(|call| (call.call, call.micro_usd, call.is_estimated)).collect()
}

#[test]
fn the_file_of_the_manual_is_read_as_it_says() {
    let manual = include_str!("../../../../docs/providers.md");
    let file = manual.split_once("```toml").and_then(|(_, rest)| rest.split_once("```")).unwrap().0;
    let known = Providers::read(file, "docs/providers.md").unwrap();
    assert_eq!(known.order.transcribe, ["openai", "local", "offline"]);
    assert_eq!((known.limits.us_cents_per_day, known.limits.us_cents_per_learner), (500, 20));
    let unordered = file.split_once("[order]").unwrap().0;
    assert_eq!(
        Providers::read(unordered, "docs/providers.md").unwrap().order.transcribe,
        ["local", "openai", "offline"]
    );
}
