//! Every job that a customer could ask of what the plugin claims.

use bytes::Bytes;
use nproxy_domain::provider::{ImageJob, ImageProvider, ImageStrength, InputImage, Mode, Strength, UpstreamModel};
use url::Url;

/// Begins every prompt, so that it is found wherever it does not belong.
pub(crate) const PROMPT_MARK: &str = "KITPROMPT";

/// Inside and at the edges of every band that anybody might make of strength.
const STRENGTHS: [f32; 11] = [0.0, 0.05, 0.1, 0.2, 0.3, 0.45, 0.55, 0.6, 0.8, 0.9, 1.0];

/// One white pixel.
const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\xdacd\
`\xf8_\x0f\0\x02\x87\x01\x80\xeb\xba\x47\x92\0\0\0\0IEND\xaeB`\x82";

/// Begins the link of every input.
pub(crate) const LINK_MARK: &str = "https://nproxy.example/inputs/KITLINK-";

pub(crate) fn input(bytes: Bytes) -> InputImage {
    linked(bytes, 0)
}

/// Told apart by its link.
fn linked(bytes: Bytes, n: u8) -> InputImage {
    InputImage { link: Url::parse(&format!("{LINK_MARK}{n:02}")).ok(), ..InputImage::new("image/png", bytes) }
}

/// The picture that is told apart by what follows its end.
fn numbered(n: u8) -> InputImage {
    linked(Bytes::from([PNG, &[n]].concat()), n)
}

/// Every resolution, mode, number of inputs (one, and all) and strength of a model.
pub(crate) fn all(model: &UpstreamModel) -> Vec<ImageJob> {
    let can = &model.capabilities;
    let mut out = Vec::new();
    for resolution in &can.resolutions {
        let plain = ImageJob {
            model: model.name.clone(),
            mode: Mode::TextToImage,
            prompt: format!("{PROMPT_MARK} \"a\" \\ {{b}} </c>\n\u{202E}ключ 🚲"),
            resolution: resolution.clone(),
            image_strength: None,
            inputs: Vec::new(),
        };
        out.push(plain.clone());
        let mut counts = vec![1, can.inputs_max];
        counts.dedup();
        for count in counts.into_iter().filter(|n| (1..=can.inputs_max).contains(n)) {
            let inputs = (0..count).map(numbered).collect();
            let edit = ImageJob { mode: Mode::ImageToImage, inputs, ..plain.clone() };
            out.push(edit.clone());
            if can.image_strength != ImageStrength::None {
                let with = |value| ImageJob { image_strength: Strength::new(value), ..edit.clone() };
                out.extend(STRENGTHS.map(with));
            }
        }
    }
    out
}

/// The simplest job of the first model.
pub(crate) fn first(provider: &dyn ImageProvider) -> Option<ImageJob> {
    all(provider.about().models.first()?).into_iter().next()
}
