//! Parameters put in their places.

/// Returns `words` with each `{{name}}` replaced by its parameter.
///
/// Also reads i18next's `{{- name}}` (do not escape: nothing is escaped here)
/// and `{{name, format}}` (values arrive formatted).
pub(crate) fn fill(words: &str, params: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((before, from)) = rest.split_once("{{") {
        filled.push_str(before);
        let Some((place, after)) = from.split_once("}}") else {
            filled.push_str("{{");
            rest = from;
            continue;
        };
        if let Some(value) = value(place, params) {
            filled.push_str(value);
        } else {
            filled.push_str("{{");
            filled.push_str(place);
            filled.push_str("}}");
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

fn value<'a>(place: &str, params: &[(&str, &'a str)]) -> Option<&'a str> {
    let place = place.strip_prefix('-').unwrap_or(place);
    let name = place.split_once(',').map_or(place, |(name, _)| name).trim();
    params.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_takes_its_parameter() {
        let params = [("low", "1"), ("high", "2")];
        assert_eq!(
            fill("{{low}} to {{ high }}, {{- low}}, {{high, number}}", &params),
            "1 to 2, 1, 2"
        );
    }

    #[test]
    fn a_parameter_is_text_and_not_a_place() {
        assert_eq!(fill("{{a}} {{b}}", &[("a", "{{b}}"), ("b", "x")]), "{{b}} x");
    }

    #[test]
    fn what_is_missing_or_half_open_stays_as_it_is() {
        assert_eq!(fill("{{a}} and {{b}", &[]), "{{a}} and {{b}");
        assert_eq!(fill("{{}} é {{", &[("", "0")]), "0 é {{");
    }
}
