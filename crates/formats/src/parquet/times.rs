//! Days, times and moments as ISO 8601 writes them.

/// Parts of a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Millis,
    Micros,
    Nanos,
}

impl Unit {
    fn in_a_second(self) -> i64 {
        match self {
            Unit::Millis => 1_000,
            Unit::Micros => 1_000_000,
            Unit::Nanos => 1_000_000_000,
        }
    }
}

const SECONDS_OF_A_DAY: i64 = 86_400;

/// Returns the day that lies so many days after 1970-01-01.
pub(super) fn day(days: i64) -> String {
    // Counted from 1 March of year 0 a leap day ends its year, and 400 years repeat.
    let since = days + 719_468;
    let (era, of_era) = (since.div_euclid(146_097), since.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // Months from March have 31 and 30 days in a row that this line follows.
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, after) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = year_of_era + 400 * era + after;
    format!("{year:04}-{month:02}-{day:02}")
}

/// Returns the time of day so many parts after midnight.
pub(super) fn time(parts: i64, unit: Unit) -> String {
    let (seconds, part) = split(parts, unit);
    clock(seconds, part, unit)
}

/// Returns the moment so many parts after 1970 began.
pub(super) fn moment(parts: i64, unit: Unit, utc: bool) -> String {
    let (seconds, part) = split(parts, unit);
    moment_of(seconds.div_euclid(SECONDS_OF_A_DAY), seconds, part, unit, utc)
}

/// Returns the moment that a day of the Julian count and the nanoseconds of the day tell.
pub(super) fn julian(day: i64, nanos: i64) -> String {
    const DAY_OF_1970: i64 = 2_440_588;
    let (seconds, part) = split(nanos, Unit::Nanos);
    let days = day - DAY_OF_1970 + seconds.div_euclid(SECONDS_OF_A_DAY);
    moment_of(days, seconds, part, Unit::Nanos, false)
}

fn split(parts: i64, unit: Unit) -> (i64, i64) {
    (parts.div_euclid(unit.in_a_second()), parts.rem_euclid(unit.in_a_second()))
}

fn moment_of(days: i64, seconds: i64, part: i64, unit: Unit, utc: bool) -> String {
    let zone = if utc { "Z" } else { "" };
    format!("{}T{}{zone}", day(days), clock(seconds.rem_euclid(SECONDS_OF_A_DAY), part, unit))
}

fn clock(seconds: i64, part: i64, unit: Unit) -> String {
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    let whole = format!("{hours:02}:{minutes:02}:{:02}", seconds % 60);
    if part == 0 {
        return whole;
    }
    // One more than the parts of a second writes the zeros that lead.
    let part = (unit.in_a_second() + part).to_string();
    format!("{whole}.{}", part[1..].trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        // By Python: date(1970, 1, 1) + timedelta(days).
        for (days, wanted) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (19_782, "2024-02-29"),
            (19_783, "2024-03-01"),
            (11_016, "2000-02-29"),
            (-25_509, "1900-02-28"),
            (-25_508, "1900-03-01"),
            (-719_162, "0001-01-01"),
            (2_932_896, "9999-12-31"),
        ] {
            assert_eq!(day(days), wanted);
        }
    }

    #[test]
    fn moments_before_1970_count_forward_within_their_day() {
        assert_eq!(moment(-1, Unit::Millis, true), "1969-12-31T23:59:59.999Z");
        assert_eq!(moment(1_500_000, Unit::Micros, false), "1970-01-01T00:00:01.5");
        assert_eq!(time(3_661_000_000_007, Unit::Nanos), "01:01:01.000000007");
        assert_eq!(julian(2_440_588, 86_399_000_000_000), "1970-01-01T23:59:59");
    }

    #[test]
    fn the_largest_numbers_are_days_too() {
        for parts in [i64::MIN, i64::MAX] {
            assert!(moment(parts, Unit::Millis, false).contains('T'));
        }
        assert!(julian(u32::MAX.into(), i64::MIN).contains('T'));
    }
}
