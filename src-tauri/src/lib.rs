//! The Touchstone workbench.
