//! The fields the real API knows, and its complaint about any other. JSON names may be camel or snake case, as in protobuf's JSON mapping.

use serde_json::{Map, Value};

/// One complaint, in the words of the real API.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Violation {
    /// Path of the message, in snake case; empty at the root.
    pub(super) field: String,
    pub(super) description: String,
}

#[derive(Debug)]
enum Shape {
    Text,
    Int32,
    Number,
    Flag,
    /// An enum: its full type name, and the names it has.
    Choice(&'static str, &'static [&'static str]),
    List(&'static Shape),
    Message(&'static [Field]),
    /// Known to the API, of no interest here.
    Anything,
}

/// Name in camel case, shape, and whether only `v1beta` knows it.
#[derive(Debug)]
struct Field(&'static str, Shape, Since);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Since {
    V1,
    Beta,
}
use Since::{Beta, V1};

static BLOB: [Field; 2] = [Field("mimeType", Shape::Text, V1), Field("data", Shape::Text, V1)];

static PART: [Field; 12] = [
    Field("text", Shape::Text, V1),
    Field("inlineData", Shape::Message(&BLOB), V1),
    Field("fileData", Shape::Anything, V1),
    Field("thought", Shape::Flag, V1),
    Field("thoughtSignature", Shape::Text, V1),
    Field("partMetadata", Shape::Anything, V1),
    Field("videoMetadata", Shape::Anything, V1),
    Field("mediaResolution", Shape::Anything, Beta),
    Field("functionCall", Shape::Anything, V1),
    Field("functionResponse", Shape::Anything, V1),
    Field("executableCode", Shape::Anything, V1),
    Field("codeExecutionResult", Shape::Anything, V1),
];

static CONTENT: [Field; 2] = [Field("role", Shape::Text, V1), Field("parts", Shape::List(&Shape::Message(&PART)), V1)];

static IMAGE_CONFIG: [Field; 2] = [Field("aspectRatio", Shape::Text, V1), Field("imageSize", Shape::Text, V1)];

static THINKING_CONFIG: [Field; 3] = [
    Field("includeThoughts", Shape::Flag, V1),
    Field("thinkingBudget", Shape::Int32, V1),
    Field(
        "thinkingLevel",
        Shape::Choice(
            "type.googleapis.com/google.ai.generativelanguage.v1beta.ThinkingConfig.ThinkingLevel",
            &["THINKING_LEVEL_UNSPECIFIED", "MINIMAL", "LOW", "MEDIUM", "HIGH"],
        ),
        V1,
    ),
];

static GENERATION_CONFIG: [Field; 19] = [
    Field("candidateCount", Shape::Int32, V1),
    Field("stopSequences", Shape::List(&Shape::Text), V1),
    Field("maxOutputTokens", Shape::Int32, V1),
    Field("temperature", Shape::Number, V1),
    Field("topP", Shape::Number, V1),
    Field("topK", Shape::Number, V1),
    Field("seed", Shape::Int32, V1),
    Field("presencePenalty", Shape::Number, V1),
    Field("frequencyPenalty", Shape::Number, V1),
    Field("responseLogprobs", Shape::Flag, V1),
    Field("logprobs", Shape::Int32, V1),
    Field("enableEnhancedCivicAnswers", Shape::Flag, V1),
    Field("responseMimeType", Shape::Text, Beta),
    Field("responseSchema", Shape::Anything, Beta),
    Field("responseJsonSchema", Shape::Anything, Beta),
    Field(
        "responseModalities",
        Shape::List(&Shape::Choice(
            "type.googleapis.com/google.ai.generativelanguage.v1beta.GenerationConfig.Modality",
            &["MODALITY_UNSPECIFIED", "TEXT", "IMAGE", "AUDIO"],
        )),
        Beta,
    ),
    Field("imageConfig", Shape::Message(&IMAGE_CONFIG), Beta),
    Field("thinkingConfig", Shape::Message(&THINKING_CONFIG), Beta),
    Field(
        "mediaResolution",
        Shape::Choice(
            "type.googleapis.com/google.ai.generativelanguage.v1beta.GenerationConfig.MediaResolution",
            &[
                "MEDIA_RESOLUTION_UNSPECIFIED",
                "MEDIA_RESOLUTION_LOW",
                "MEDIA_RESOLUTION_MEDIUM",
                "MEDIA_RESOLUTION_HIGH",
            ],
        ),
        Beta,
    ),
];

/// The image harm categories exist on Vertex alone.
static SAFETY_SETTING: [Field; 2] = [
    Field(
        "category",
        Shape::Choice(
            "type.googleapis.com/google.ai.generativelanguage.v1beta.HarmCategory",
            &[
                "HARM_CATEGORY_UNSPECIFIED",
                "HARM_CATEGORY_HARASSMENT",
                "HARM_CATEGORY_HATE_SPEECH",
                "HARM_CATEGORY_SEXUALLY_EXPLICIT",
                "HARM_CATEGORY_DANGEROUS_CONTENT",
                "HARM_CATEGORY_CIVIC_INTEGRITY",
            ],
        ),
        V1,
    ),
    Field(
        "threshold",
        Shape::Choice(
            "type.googleapis.com/google.ai.generativelanguage.v1beta.SafetySetting.HarmBlockThreshold",
            &[
                "HARM_BLOCK_THRESHOLD_UNSPECIFIED",
                "BLOCK_LOW_AND_ABOVE",
                "BLOCK_MEDIUM_AND_ABOVE",
                "BLOCK_ONLY_HIGH",
                "BLOCK_NONE",
                "OFF",
            ],
        ),
        V1,
    ),
];

static REQUEST: [Field; 9] = [
    Field("model", Shape::Text, V1),
    Field("contents", Shape::List(&Shape::Message(&CONTENT)), V1),
    Field("safetySettings", Shape::List(&Shape::Message(&SAFETY_SETTING)), V1),
    Field("generationConfig", Shape::Message(&GENERATION_CONFIG), V1),
    Field("systemInstruction", Shape::Message(&CONTENT), Beta),
    Field("tools", Shape::List(&Shape::Anything), Beta),
    Field("toolConfig", Shape::Anything, Beta),
    Field("cachedContent", Shape::Text, Beta),
    Field("serviceTier", Shape::Text, Beta),
];

/// A request with every field known and of its type, under camel-case names, enums in capitals and nulls left out; or all complaints at once.
pub(super) fn check(request: Value, beta: bool) -> Result<Value, Vec<Violation>> {
    let mut checker = Checker { beta, violations: Vec::new() };
    let request = checker.message(request, &REQUEST, "");
    if checker.violations.is_empty() { Ok(request) } else { Err(checker.violations) }
}

struct Checker {
    beta: bool,
    violations: Vec<Violation>,
}

impl Checker {
    fn message(&mut self, value: Value, fields: &'static [Field], path: &str) -> Value {
        let Value::Object(map) = value else { return self.wrong(path, "Message", &value) };
        let mut known = Map::with_capacity(map.len());
        for (name, value) in map {
            let field = fields.iter().find(|Field(camel, ..)| *camel == name || snake(camel) == name);
            match field {
                Some(Field(camel, shape, since)) if self.beta || *since == V1 => {
                    let path = if path.is_empty() { snake(camel) } else { format!("{path}.{}", snake(camel)) };
                    if !value.is_null() {
                        known.insert((*camel).to_owned(), self.value(value, shape, &path));
                    }
                }
                _ => {
                    let place = if path.is_empty() { String::new() } else { format!(" at '{path}'") };
                    let description =
                        format!("Invalid JSON payload received. Unknown name \"{name}\"{place}: Cannot find field.");
                    self.violations.push(Violation { field: path.to_owned(), description });
                }
            }
        }
        Value::Object(known)
    }

    fn value(&mut self, value: Value, shape: &'static Shape, path: &str) -> Value {
        match (shape, value) {
            (Shape::Anything, value)
            | (Shape::Text, value @ Value::String(_))
            | (Shape::Flag, value @ Value::Bool(_))
            | (Shape::Number, value @ Value::Number(_)) => value,
            (Shape::Int32, Value::Number(number)) if number.as_i64().is_some_and(|n| i32::try_from(n).is_ok()) => {
                Value::Number(number)
            }
            (Shape::Int32, Value::String(text)) if text.parse::<i32>().is_ok() => Value::from(text.parse::<i32>().ok()),
            (Shape::Choice(_, names), Value::String(name)) if names.contains(&name.to_ascii_uppercase().as_str()) => {
                Value::String(name.to_ascii_uppercase())
            }
            (Shape::List(shape), Value::Array(items)) => items
                .into_iter()
                .enumerate()
                .map(|(index, item)| self.value(item, shape, &format!("{path}[{index}]")))
                .collect(),
            // protobuf's JSON mapping takes a lone message for a list of one.
            (Shape::List(shape), value @ Value::Object(_)) => {
                Value::Array(vec![self.value(value, shape, &format!("{path}[0]"))])
            }
            (Shape::Message(fields), value) => self.message(value, fields, path),
            (Shape::Choice(kind, _), value) => self.wrong(path, kind, &value),
            (Shape::Text, value) => self.wrong(path, "TYPE_STRING", &value),
            (Shape::Flag, value) => self.wrong(path, "TYPE_BOOL", &value),
            (Shape::Int32, value) => self.wrong(path, "TYPE_INT32", &value),
            (Shape::Number, value) => self.wrong(path, "TYPE_FLOAT", &value),
            (Shape::List(_), value) => self.wrong(path, "repeated", &value),
        }
    }

    fn wrong(&mut self, path: &str, kind: &str, value: &Value) -> Value {
        // The real API repeats the value; a long one is cut here.
        let shown: String = value.to_string().chars().take(80).collect();
        let description = format!("Invalid value at '{path}' ({kind}), {shown}");
        self.violations.push(Violation { field: path.to_owned(), description });
        Value::Null
    }
}

fn snake(camel: &str) -> String {
    let mut snake = String::with_capacity(camel.len() + 4);
    for letter in camel.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn complaints(request: Value, beta: bool) -> Vec<String> {
        check(request, beta).expect_err("must be refused").into_iter().map(|violation| violation.description).collect()
    }

    #[test]
    fn both_spellings_are_one_field() {
        let snake = check(
            json!({"generation_config": {"response_modalities": ["image"], "image_config": {"aspect_ratio": "1:1"}}}),
            true,
        );
        let camel = check(
            json!({"generationConfig": {"responseModalities": ["IMAGE"], "imageConfig": {"aspectRatio": "1:1"}}}),
            true,
        );
        assert_eq!(snake, camel);
        assert!(snake.is_ok());
    }

    #[test]
    fn every_unknown_name_and_wrong_type_is_named() {
        assert_eq!(
            complaints(json!({"n": 2, "generationConfig": {"strength": 1, "candidateCount": "two"}}), true),
            [
                "Invalid value at 'generation_config.candidate_count' (TYPE_INT32), \"two\"",
                "Invalid JSON payload received. Unknown name \"strength\" at 'generation_config': Cannot find field.",
                "Invalid JSON payload received. Unknown name \"n\": Cannot find field.",
            ]
        );
    }

    #[test]
    fn v1_knows_no_modalities() {
        assert_eq!(
            complaints(json!({"generationConfig": {"responseModalities": ["IMAGE"]}}), false),
            [
                "Invalid JSON payload received. Unknown name \"responseModalities\" at 'generation_config': Cannot find field."
            ]
        );
    }
}
