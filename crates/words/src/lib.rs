//! The one catalogue of words, in i18next form.
