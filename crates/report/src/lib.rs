//! Stored facts to pages, figures and tables.
