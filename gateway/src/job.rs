//! A picture as one route's upstream is told of it.

use std::sync::Arc;

use nproxy_domain::catalog::Route;
use nproxy_domain::generation::{ErrorCode, GenerationError};
use nproxy_domain::provider::{ImageJob, ImageProvider, InputImage, Resolution};

use crate::ask::{Ask, End};
use crate::run::{Gateway, Tries};

/// A route that has what is asked for.
pub(crate) struct Offer<'a> {
    pub provider: &'a Arc<dyn ImageProvider>,
    pub resolution: &'a Resolution,
    ask: &'a Ask,
    route: &'a Route,
}

impl Gateway {
    /// `None`: this route does not offer it.
    pub(crate) fn offer<'a>(&'a self, ask: &'a Ask, route: &'a Route) -> Option<Offer<'a>> {
        let provider = self.providers.get(&route.provider)?;
        if ask.inputs.known().len() > usize::from(route.capabilities.inputs_max) {
            return None;
        }
        let resolution = route.capabilities.resolution(&ask.resolution)?;
        Some(Offer { provider, resolution, ask, route })
    }
}

impl Offer<'_> {
    /// What is to be made; the inputs are read once for all attempts of a run. An end where they can't be.
    pub async fn job(&self, tries: &mut Tries) -> Result<ImageJob, End> {
        let inputs = match &tries.inputs {
            Some(inputs) => inputs.clone(),
            None => match self.ask.inputs.read().await {
                Ok(Some(inputs)) => tries.inputs.insert(inputs).clone(),
                Ok(None) => return Err(End::Failed(GenerationError::new(ErrorCode::BadInput))),
                Err(error) => return Err(End::Unread(error)),
            },
        };
        Ok(self.with(inputs))
    }

    /// What an upstream already works on.
    pub fn job_in_the_works(&self) -> ImageJob {
        self.with(self.ask.inputs.known().to_vec())
    }

    fn with(&self, inputs: Vec<InputImage>) -> ImageJob {
        ImageJob {
            model: self.route.model.clone(),
            mode: self.ask.mode,
            prompt: self.ask.prompt.0.clone(),
            resolution: self.resolution.clone(),
            image_strength: self.ask.image_strength,
            inputs,
        }
    }
}
