//! Every model the workbench knows.

use crate::{Method, gaussian_copula, pca_gaussian};

/// In alphabetical order, so that two additions never collide.
pub static ALL: &[Method] = &[gaussian_copula::METHOD, pca_gaussian::METHOD];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_stand_in_alphabetical_order_and_once() {
        assert!(ALL.windows(2).all(|pair| pair[0].id < pair[1].id), "an id is a name");
    }
}
