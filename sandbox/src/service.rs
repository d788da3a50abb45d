//! Which of the played upstreams.

use serde::{Deserialize, Serialize};

/// A played upstream. All know the same keys; each has its own outages and its own purse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Service {
    Gemini,
    OpenRouter,
    Fal,
    OpenAi,
    Kie,
}

impl Service {
    pub const ALL: [Self; 5] = [Self::Gemini, Self::OpenRouter, Self::Fal, Self::OpenAi, Self::Kie];
}

/// One `T` for each service.
#[derive(Debug, Clone, Default)]
pub(crate) struct PerService<T>([T; Service::ALL.len()]);

impl<T> PerService<T> {
    pub(crate) fn each(of: impl FnMut(Service) -> T) -> Self {
        Self(Service::ALL.map(of))
    }
}

impl<T> std::ops::Index<Service> for PerService<T> {
    type Output = T;

    fn index(&self, service: Service) -> &T {
        &self.0[service as usize]
    }
}

impl<T> std::ops::IndexMut<Service> for PerService<T> {
    fn index_mut(&mut self, service: Service) -> &mut T {
        &mut self.0[service as usize]
    }
}
