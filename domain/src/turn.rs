//! What a customer may ask for: the settings of a turn against the model's capabilities.

use crate::ids::AssetId;
use crate::provider::{Capabilities, ImageStrength, Mode, Resolution, Strength};

/// What was asked, as it came.
#[derive(Clone, Debug)]
pub struct Draft {
    pub mode: Mode,
    pub prompt: String,
    pub resolution: String,
    pub batch_size: u32,
    pub image_strength: Option<f32>,
    pub inputs: Vec<AssetId>,
}

/// What may be queued.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    pub mode: Mode,
    /// Trimmed.
    pub prompt: String,
    pub resolution: Resolution,
    pub batch_size: u8,
    pub image_strength: Option<Strength>,
    pub inputs: Vec<AssetId>,
}

/// Why a turn can't be queued. The names are the codes of the outer contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mistake {
    #[error("the prompt is empty")]
    PromptEmpty,
    #[error("the prompt is longer than {chars_max} characters")]
    PromptTooLong { chars_max: u32 },
    #[error("the prompt contains a character that can't be stored")]
    PromptInvalid,
    #[error("this model has no such resolution")]
    UnknownResolution,
    #[error("the batch size must be from 1 to {max}")]
    BatchSizeOutOfRange { max: u8 },
    #[error("the image strength must be from 0.0 to 1.0")]
    ImageStrengthOutOfRange,
    #[error("image strength needs an input picture")]
    ImageStrengthWithoutInputs,
    #[error("this model has no image strength")]
    ImageStrengthUnsupported,
    #[error("image to image needs at least one input picture")]
    InputsMissing,
    #[error("text to image takes no input picture")]
    InputsNotAllowed,
    #[error("this model takes at most {max} input pictures")]
    TooManyInputs { max: u8 },
}

impl Mistake {
    /// The stable code and the field it is about.
    pub fn code(self) -> (&'static str, &'static str) {
        match self {
            Self::PromptEmpty => ("prompt_empty", "/prompt"),
            Self::PromptTooLong { .. } => ("prompt_too_long", "/prompt"),
            Self::PromptInvalid => ("prompt_invalid", "/prompt"),
            Self::UnknownResolution => ("unknown_resolution", "/resolution"),
            Self::BatchSizeOutOfRange { .. } => ("batch_size_out_of_range", "/batch_size"),
            Self::ImageStrengthOutOfRange => ("image_strength_out_of_range", "/image_strength"),
            Self::ImageStrengthWithoutInputs => ("image_strength_without_inputs", "/image_strength"),
            Self::ImageStrengthUnsupported => ("image_strength_unsupported", "/image_strength"),
            Self::InputsMissing => ("inputs_missing", "/inputs"),
            Self::InputsNotAllowed => ("inputs_not_allowed", "/inputs"),
            Self::TooManyInputs { .. } => ("too_many_inputs", "/inputs"),
        }
    }
}

impl Draft {
    /// Everything that can be said without looking anything up, one mistake at a time.
    pub fn check(self, can: &Capabilities) -> Result<Checked, Mistake> {
        let prompt = self.prompt.trim().to_owned();
        if prompt.is_empty() {
            return Err(Mistake::PromptEmpty);
        }
        if prompt.chars().count() > can.prompt_chars_max as usize {
            return Err(Mistake::PromptTooLong { chars_max: can.prompt_chars_max });
        }
        if prompt.chars().any(is_unfit) {
            return Err(Mistake::PromptInvalid);
        }
        let resolution = can.resolution(&self.resolution).cloned().ok_or(Mistake::UnknownResolution)?;
        let batch_size = u8::try_from(self.batch_size)
            .ok()
            .filter(|n| (1..=can.batch_max).contains(n))
            .ok_or(Mistake::BatchSizeOutOfRange { max: can.batch_max })?;
        match self.mode {
            Mode::TextToImage if !self.inputs.is_empty() => return Err(Mistake::InputsNotAllowed),
            Mode::ImageToImage if self.inputs.is_empty() => return Err(Mistake::InputsMissing),
            _ if self.inputs.len() > usize::from(can.inputs_max) => {
                return Err(Mistake::TooManyInputs { max: can.inputs_max });
            }
            _ => {}
        }
        let image_strength = match self.image_strength {
            None => None,
            Some(_) if self.inputs.is_empty() => return Err(Mistake::ImageStrengthWithoutInputs),
            Some(_) if can.image_strength == ImageStrength::None => return Err(Mistake::ImageStrengthUnsupported),
            Some(value) => Some(Strength::new(value).ok_or(Mistake::ImageStrengthOutOfRange)?),
        };
        Ok(Checked { mode: self.mode, prompt, resolution, batch_size, image_strength, inputs: self.inputs })
    }
}

/// PostgreSQL keeps no NUL, and no other control character says anything but where a line ends or a column begins.
fn is_unfit(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(prompt: &str) -> Result<String, Mistake> {
        let auto = Resolution {
            id: "auto".to_owned(),
            label: "Auto".to_owned(),
            aspect: None,
            tier: None,
            width: 1024,
            height: 1024,
            price: None,
        };
        let can = Capabilities {
            resolutions: vec![auto],
            batch_max: 1,
            inputs_max: 0,
            image_strength: ImageStrength::None,
            prompt_chars_max: 100,
        };
        let draft = Draft {
            mode: Mode::TextToImage,
            prompt: prompt.to_owned(),
            resolution: "auto".to_owned(),
            batch_size: 1,
            image_strength: None,
            inputs: Vec::new(),
        };
        draft.check(&can).map(|checked| checked.prompt)
    }

    #[test]
    fn a_prompt_is_text_of_any_language_on_several_lines() {
        let prompt = "рыжая лиса 🦊\n\tin the snow\r\nat dawn";
        assert_eq!(checked(&format!(" {prompt}\n")), Ok(prompt.to_owned()));
    }

    #[test]
    fn a_prompt_holds_no_control_characters() {
        for bad in ['\0', '\u{1}', '\u{8}', '\u{b}', '\u{1b}', '\u{7f}', '\u{85}', '\u{9f}'] {
            assert_eq!(checked(&format!("a fox{bad}in the snow")), Err(Mistake::PromptInvalid), "{bad:?}");
        }
    }
}
