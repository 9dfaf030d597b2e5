//! Designs, allocation, blinding and sessions, as values and pure transitions.
