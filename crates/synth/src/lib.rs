//! Synthetic counterparts of a set, from seeded models.
