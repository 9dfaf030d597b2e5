//! Numbers to estimates with intervals.
