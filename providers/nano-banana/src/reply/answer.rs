//! The body of a 200: the picture in it, or why there is none.
//!
//! Every level may be missing or null. Strings are borrowed from the body: a picture is megabytes of base64 and is
//! copied once, by decoding; 20 MB take 0.1 s in a debug build on a small machine. Field names may come in snake case
//! from relays.

use std::borrow::Cow;

use nproxy_domain::outcome::Class;
use nproxy_domain::provider::{Image, refusal};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(transparent)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

#[derive(Deserialize)]
pub(super) struct Answer<'a> {
    #[serde(borrow)]
    candidates: Option<Vec<Option<Candidate<'a>>>>,
    #[serde(borrow, alias = "promptFeedback")]
    prompt_feedback: Option<PromptFeedback<'a>>,
}

#[derive(Deserialize)]
struct PromptFeedback<'a> {
    #[serde(borrow, alias = "blockReason")]
    block_reason: Option<Text<'a>>,
    #[serde(borrow, alias = "blockReasonMessage")]
    block_reason_message: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Candidate<'a> {
    #[serde(borrow)]
    content: Option<Content<'a>>,
    #[serde(borrow, alias = "finishReason")]
    finish_reason: Option<Text<'a>>,
    #[serde(borrow, alias = "finishMessage")]
    finish_message: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Content<'a> {
    #[serde(borrow)]
    parts: Option<Vec<Option<Part<'a>>>>,
}

#[derive(Deserialize)]
struct Part<'a> {
    #[serde(borrow)]
    text: Option<Text<'a>>,
    thought: Option<bool>,
    #[serde(borrow, alias = "inlineData")]
    inline_data: Option<InlineData<'a>>,
    #[serde(alias = "fileData")]
    file_data: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
struct InlineData<'a> {
    #[serde(borrow, alias = "mimeType")]
    mime_type: Option<Text<'a>>,
    #[serde(borrow)]
    data: Option<Text<'a>>,
}

/// Why a 200 holds no picture.
pub(super) struct Found {
    pub class: Class,
    pub detail: String,
    /// The model's own words.
    pub said: Option<String>,
}

impl Answer<'_> {
    /// Whether the body is of this protocol at all.
    pub fn is_one(&self) -> bool {
        self.candidates.is_some() || self.prompt_feedback.is_some()
    }

    fn candidates(&self) -> impl Iterator<Item = &Candidate<'_>> {
        self.candidates.iter().flatten().flatten()
    }

    /// What the model delivered; its thoughts hold drafts, which are not that.
    fn parts(&self) -> impl Iterator<Item = &Part<'_>> {
        let contents = self.candidates().filter_map(|c| c.content.as_ref());
        contents.flat_map(|c| c.parts.iter().flatten().flatten()).filter(|p| p.thought != Some(true))
    }

    /// The final picture is the last of several.
    pub fn find(&self) -> Result<Image, Found> {
        let pictures = self.parts().filter_map(|part| {
            let inline = part.inline_data.as_ref()?;
            let mime = inline.mime_type.as_ref().filter(|m| Image::is_mime(&m.0))?;
            Some((mime, inline.data.as_ref()?))
        });
        let Some((mime, data)) = pictures.last() else { return Err(self.reason()) };
        let bytes = Image::from_base64(&data.0);
        match bytes {
            Some(bytes) => Ok(Image { bytes, mime: mime.0.clone().into_owned() }),
            None => Err(Found {
                class: Class::NoImage,
                detail: format!("the inline data called {} is no picture that we know", mime.0),
                said: None,
            }),
        }
    }

    /// Without a picture: the block of the prompt, then the reason it finished, then the model's words.
    fn reason(&self) -> Found {
        if let Some(block) = self.prompt_feedback.as_ref()
            && let Some(reason) = block.block_reason.as_ref().map(|r| r.0.as_ref())
            && PROMPT_BLOCKS.contains(&reason)
        {
            let said = block.block_reason_message.as_ref().map(|m| m.0.to_string());
            return Found { class: Class::PolicyPrompt, detail: format!("promptFeedback.blockReason {reason}"), said };
        }
        let reason = self.candidates().find_map(|c| c.finish_reason.as_ref()).map_or("missing", |r| r.0.as_ref());
        let mut words: Vec<&str> = self.parts().filter_map(|p| p.text.as_ref()).map(|t| t.0.trim()).collect();
        words.retain(|w| !w.is_empty());
        let text = words.join(" ");
        let message = self.candidates().find_map(|c| c.finish_message.as_ref()).map(|m| m.0.to_string());
        let policy = POLICY_FINISHES.iter().find(|(name, _)| *name == reason).map(|(_, class)| *class);
        let class =
            policy.unwrap_or_else(|| if refusal::is_refusal(&text) { Class::PolicyPrompt } else { Class::NoImage });
        let what = if self.parts().any(|p| p.file_data.is_some()) {
            "a link to a file where the picture should be"
        } else if !text.is_empty() {
            "only text"
        } else if policy.is_none() {
            "nothing, probably filtered"
        } else {
            "no picture"
        };
        let said = message.filter(|m| !m.is_empty()).or_else(|| (!text.is_empty()).then_some(text));
        Found { class, detail: format!("finishReason {reason}, {what}"), said }
    }
}

/// Reasons for which a prompt is blocked before anything is made. A value that is not known yet is no reason.
const PROMPT_BLOCKS: [&str; 7] =
    ["SAFETY", "OTHER", "BLOCKLIST", "PROHIBITED_CONTENT", "IMAGE_SAFETY", "MODEL_ARMOR", "JAILBREAK"];

/// Finish reasons that are refusals. Those about words (forbidden terms, personal data, prohibited content) are the
/// prompt's doing and another prompt helps; the others judge what was drawn.
const POLICY_FINISHES: [(&str, Class); 8] = [
    ("PROHIBITED_CONTENT", Class::PolicyPrompt),
    ("BLOCKLIST", Class::PolicyPrompt),
    ("SPII", Class::PolicyPrompt),
    ("SAFETY", Class::PolicyOutput),
    ("RECITATION", Class::PolicyOutput),
    ("IMAGE_SAFETY", Class::PolicyOutput),
    ("IMAGE_PROHIBITED_CONTENT", Class::PolicyOutput),
    ("IMAGE_RECITATION", Class::PolicyOutput),
];
