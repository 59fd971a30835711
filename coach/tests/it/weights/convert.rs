//! The conversion, on a model of one layer that is made here.

use std::fs;
use std::path::Path;

use coach::weights::{WeightsError, convert};

const WIDTH: u32 = 4;

/// A CTranslate2 file of Whisper's variables, one layer a side. Every number is 1.0 but the keys' biases.
fn model() -> Vec<u8> {
    let mut file = 6_u32.to_le_bytes().to_vec();
    name(&mut file, "WhisperSpec");
    file.extend(3_u32.to_le_bytes());
    let mut variables = vec![
        ("decoder/embeddings/weight".to_owned(), vec![10, WIDTH]),
        ("decoder/position_encodings/encodings".to_owned(), vec![5, WIDTH]),
        ("encoder/position_encodings/encodings".to_owned(), vec![6, WIDTH]),
        ("encoder/conv1/weight".to_owned(), vec![WIDTH, 80, 3]),
        ("encoder/conv1/bias".to_owned(), vec![WIDTH]),
        ("encoder/conv2/weight".to_owned(), vec![WIDTH, WIDTH, 3]),
        ("encoder/conv2/bias".to_owned(), vec![WIDTH]),
    ];
    for (side, attentions) in [("encoder", vec![("self_attention", vec![3, 1])]), ("decoder", cross())] {
        norm(&mut variables, &format!("{side}/layer_norm"));
        norm(&mut variables, &format!("{side}/layer_0/ffn/layer_norm"));
        linear(&mut variables, &format!("{side}/layer_0/ffn/linear_0"), 4, 1);
        linear(&mut variables, &format!("{side}/layer_0/ffn/linear_1"), 1, 4);
        for (attention, stacks) in attentions {
            norm(&mut variables, &format!("{side}/layer_0/{attention}/layer_norm"));
            for (index, stack) in stacks.into_iter().enumerate() {
                linear(&mut variables, &format!("{side}/layer_0/{attention}/linear_{index}"), stack, 1);
            }
        }
    }
    file.extend((u32::try_from(variables.len()).unwrap() + 2).to_le_bytes());
    for (variable, shape) in &variables {
        name(&mut file, variable);
        file.push(u8::try_from(shape.len()).unwrap());
        file.extend(shape.iter().flat_map(|side| side.to_le_bytes()));
        let count: u32 = shape.iter().product();
        file.push(4);
        file.extend((count * 2).to_le_bytes());
        for index in 0..count {
            let keys = match (variable.ends_with("/bias"), variable.contains("attention"), count / WIDTH) {
                (true, true, 3) => WIDTH..2 * WIDTH,
                (true, true, 2) => 0..WIDTH,
                _ => 0..0,
            };
            file.extend(if keys.contains(&index) { [0, 0] } else { 0x3c00_u16.to_le_bytes() });
        }
    }
    for side in ["encoder", "decoder"] {
        name(&mut file, &format!("{side}/num_heads"));
        file.extend([0, 2, 2, 0, 0, 0, 2, 0]);
    }
    file
}

fn cross() -> Vec<(&'static str, Vec<u32>)> {
    vec![("self_attention", vec![3, 1]), ("attention", vec![1, 2, 1])]
}

fn norm(variables: &mut Vec<(String, Vec<u32>)>, name: &str) {
    variables.push((format!("{name}/gamma"), vec![WIDTH]));
    variables.push((format!("{name}/beta"), vec![WIDTH]));
}

fn linear(variables: &mut Vec<(String, Vec<u32>)>, name: &str, rows: u32, columns: u32) {
    variables.push((format!("{name}/weight"), vec![rows * WIDTH, columns * WIDTH]));
    variables.push((format!("{name}/bias"), vec![rows * WIDTH]));
}

fn name(file: &mut Vec<u8>, name: &str) {
    file.extend((u16::try_from(name.len()).unwrap() + 1).to_le_bytes());
    file.extend(name.as_bytes());
    file.push(0);
}

/// As many tokens as a vocabulary of English has: the characters of all bytes, then the same word.
fn vocabulary() -> String {
    let printable = |byte: &u32| matches!(byte, 0x21..=0x7e | 0xa1..=0xac | 0xae..=0xff);
    let others = (0..256_u32).filter(|byte| !printable(byte)).zip(0x100..);
    let code = |byte: u32| others.clone().find(|(other, _)| *other == byte).map_or(byte, |(_, code)| code);
    let bytes = (0..256).map(|byte| char::from_u32(code(byte)).unwrap().to_string());
    let lines: Vec<String> = bytes.chain(std::iter::repeat_n("word".to_owned(), 50_257 - 256)).collect();
    lines.join("\n")
}

fn converted(model: &[u8], vocabulary: &str) -> Result<Vec<u8>, WeightsError> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("model.bin"), model).unwrap();
    fs::write(folder.path().join("vocabulary.txt"), vocabulary).unwrap();
    let mut output = Vec::new();
    convert(folder.path(), Path::new("output"), &mut output).map(|()| output)
}

/// A tensor of a ggml file: name, sides (fastest first), whether 32 bits, bytes.
type Tensor = (String, Vec<u32>, bool, Vec<u8>);

fn tensors(mut file: &[u8]) -> Vec<Tensor> {
    let mut tensors = Vec::new();
    let take = |file: &mut &[u8]| {
        let number = u32::from_le_bytes(file[..4].try_into().unwrap());
        *file = &file[4..];
        number
    };
    while !file.is_empty() {
        let (rank, length, kind) = (take(&mut file), take(&mut file) as usize, take(&mut file));
        let sides: Vec<u32> = (0..rank).map(|_| take(&mut file)).collect();
        let bytes = sides.iter().product::<u32>() as usize * if kind == 0 { 4 } else { 2 };
        let name = String::from_utf8(file[..length].to_vec()).unwrap();
        tensors.push((name, sides, kind == 0, file[length..length + bytes].to_vec()));
        file = &file[length + bytes..];
    }
    tensors
}

#[test]
fn a_model_keeps_its_sizes_tokens_and_numbers() {
    let file = converted(&model(), &vocabulary()).unwrap();
    let number = |at: usize| u32::from_le_bytes(file[at * 4..at * 4 + 4].try_into().unwrap());
    let header: Vec<u32> = (1..14).map(number).collect();
    assert_eq!(header, [10, 6, WIDTH, 2, 1, 5, WIDTH, 2, 1, 80, 1, 80, 201]);

    let mut at = 14 * 4 + 80 * 201 * 4 + 4;
    for byte in 0..=255_u8 {
        assert_eq!(file[at..at + 5], [1, 0, 0, 0, byte], "token of one byte");
        at += 5;
    }
    at += (50_257 - 256) * 8;

    let tensors = tensors(&file[at..]);
    assert_eq!(tensors.len(), 3 + 4 + 2 + 2 + 15 + 24);
    let find = |name: &str| tensors.iter().find(|tensor| tensor.0 == name).unwrap_or_else(|| panic!("no {name}"));
    assert_eq!(find("encoder.conv1.weight").1, [3, 80, WIDTH]);
    assert_eq!(find("encoder.conv1.bias").1, [1, WIDTH]);
    assert_eq!(find("decoder.blocks.0.cross_attn.value.weight").1, [WIDTH, WIDTH]);
    assert_eq!(find("decoder.blocks.0.attn.query.bias").3, [0, 0, 0x80, 0x3f].repeat(4), "1.0 in 32 bits");
    assert!(!tensors.iter().any(|tensor| tensor.0.ends_with("key.bias")));
    for (name, _, wide, _) in &tensors {
        assert_eq!(*wide, name.ends_with("bias") || name.contains("ln") || name.contains("positional"), "{name}");
    }
}

#[test]
fn the_mel_filters_are_triangles_of_the_known_height() {
    let file = converted(&model(), &vocabulary()).unwrap();
    let weight = |band: usize, bin: usize| {
        let at = 14 * 4 + (band * 201 + bin) * 4;
        f32::from_le_bytes(file[at..at + 4].try_into().unwrap())
    };
    assert_eq!(weight(0, 0), 0.0);
    assert!((weight(0, 1) - 0.024_862_6).abs() < 1e-6, "{}", weight(0, 1));
    assert!((0..80).all(|band| (0..201).filter(|&bin| weight(band, bin) > 0.0).count() >= 1));
}

#[test]
fn keys_with_a_bias_are_refused() {
    let mut bytes = model();
    let at = bytes.windows(5).rposition(|five| five == [0, 0, 0, 0, 0]).unwrap();
    bytes[at + 2] = 1;
    assert!(converted(&bytes, &vocabulary()).is_err());
}

#[test]
fn a_model_cut_anywhere_is_refused() {
    let bytes = model();
    let vocabulary = vocabulary();
    for length in (0..bytes.len() - 20).step_by(bytes.len() / 60) {
        assert!(converted(&bytes[..length], &vocabulary).is_err(), "cut at {length}");
    }
}

#[test]
fn a_damaged_model_never_panics_or_allocates_wildly() {
    let bytes = model();
    let vocabulary = vocabulary();
    for at in (0..bytes.len()).step_by(bytes.len() / 150) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0xff;
        // Some damage only changes a number; whatever the outcome, it is bounded by the input.
        if let Ok(file) = converted(&damaged, &vocabulary) {
            assert!(file.len() < 2_000_000, "flipped at {at}");
        }
    }
}

#[test]
fn a_vocabulary_that_is_short_or_strange_is_refused() {
    let text = |vocabulary: &str| converted(&model(), vocabulary).unwrap_err().to_string();
    assert!(text("one\ntwo").contains("it has 2 tokens"));
    assert!(text(&vocabulary().replacen("word", "日本", 1)).contains("stands for no byte"));
}
