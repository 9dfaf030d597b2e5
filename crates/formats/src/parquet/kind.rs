//! What the values of a column stand for.

use ::parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use ::parquet::schema::types::ColumnDescriptor;

use super::times::Unit;

/// What the values of a column stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Truth,
    Whole,
    WholeUnsigned,
    Real,
    /// A real number of 16 bits.
    Half,
    /// A whole number with its last digits after the point.
    Decimal {
        scale: u8,
    },
    Day,
    Time(Unit),
    Moment {
        unit: Unit,
        utc: bool,
    },
    /// A moment of 96 bits, as older programs write it.
    Julian,
    Word,
    Uuid,
}

impl Kind {
    /// Returns the kind; `None` for bytes, intervals and what else no cell can show.
    pub(super) fn of(column: &ColumnDescriptor) -> Option<Self> {
        let physical = column.physical_type();
        let logical = column.logical_type_ref();
        let kind =
            logical.map_or_else(|| converted(column), |logical| of_logical(logical, column))?;
        kind.fits(physical, column.type_length()).then_some(kind)
    }

    /// Says whether values are stored as this kind demands: a damaged schema may say anything.
    fn fits(self, physical: Type, length: i32) -> bool {
        let bytes = physical == Type::FIXED_LEN_BYTE_ARRAY;
        let whole = matches!(physical, Type::INT32 | Type::INT64);
        match self {
            Kind::Truth => physical == Type::BOOLEAN,
            Kind::Whole | Kind::WholeUnsigned => whole,
            Kind::Real => matches!(physical, Type::FLOAT | Type::DOUBLE),
            Kind::Half => bytes && length == 2,
            Kind::Decimal { .. } => {
                whole || physical == Type::BYTE_ARRAY || bytes && (1..=16).contains(&length)
            }
            Kind::Day | Kind::Time(Unit::Millis) => physical == Type::INT32,
            Kind::Time(_) | Kind::Moment { .. } => physical == Type::INT64,
            Kind::Julian => physical == Type::INT96,
            Kind::Word => physical == Type::BYTE_ARRAY || bytes,
            Kind::Uuid => bytes && length == 16,
        }
    }
}

fn of_logical(logical: &LogicalType, column: &ColumnDescriptor) -> Option<Kind> {
    Some(match logical {
        LogicalType::String | LogicalType::Enum | LogicalType::Json => Kind::Word,
        LogicalType::Decimal(decimal) => Kind::Decimal { scale: scale(decimal.scale)? },
        LogicalType::Date => Kind::Day,
        LogicalType::Time(time) => Kind::Time(unit(time.unit)),
        LogicalType::Timestamp(stamp) => {
            Kind::Moment { unit: unit(stamp.unit), utc: stamp.is_adjusted_to_u_t_c }
        }
        LogicalType::Integer(whole) if whole.is_signed => Kind::Whole,
        LogicalType::Integer(_) => Kind::WholeUnsigned,
        LogicalType::Uuid => Kind::Uuid,
        LogicalType::Float16 => Kind::Half,
        // A column of nothing has some physical type all the same.
        LogicalType::Unknown => plain(column.physical_type()).unwrap_or(Kind::Word),
        _ => return None,
    })
}

/// What older programs write instead of a logical type.
fn converted(column: &ColumnDescriptor) -> Option<Kind> {
    let moment = |unit| Kind::Moment { unit, utc: true };
    Some(match column.converted_type() {
        ConvertedType::NONE => plain(column.physical_type())?,
        ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON => Kind::Word,
        ConvertedType::DECIMAL => Kind::Decimal { scale: scale(column.type_scale())? },
        ConvertedType::DATE => Kind::Day,
        ConvertedType::TIME_MILLIS => Kind::Time(Unit::Millis),
        ConvertedType::TIME_MICROS => Kind::Time(Unit::Micros),
        ConvertedType::TIMESTAMP_MILLIS => moment(Unit::Millis),
        ConvertedType::TIMESTAMP_MICROS => moment(Unit::Micros),
        ConvertedType::UINT_8
        | ConvertedType::UINT_16
        | ConvertedType::UINT_32
        | ConvertedType::UINT_64 => Kind::WholeUnsigned,
        ConvertedType::INT_8
        | ConvertedType::INT_16
        | ConvertedType::INT_32
        | ConvertedType::INT_64 => Kind::Whole,
        _ => return None,
    })
}

fn plain(physical: Type) -> Option<Kind> {
    Some(match physical {
        Type::BOOLEAN => Kind::Truth,
        Type::INT32 | Type::INT64 => Kind::Whole,
        Type::FLOAT | Type::DOUBLE => Kind::Real,
        Type::INT96 => Kind::Julian,
        Type::BYTE_ARRAY | Type::FIXED_LEN_BYTE_ARRAY => return None,
    })
}

fn unit(unit: TimeUnit) -> Unit {
    match unit {
        TimeUnit::MILLIS => Unit::Millis,
        TimeUnit::MICROS => Unit::Micros,
        TimeUnit::NANOS => Unit::Nanos,
    }
}

/// Returns the digits after the point, if a number of 38 digits can have so many.
fn scale(scale: i32) -> Option<u8> {
    u8::try_from(scale).ok().filter(|&scale| scale <= 38)
}
