//! The one form of a zip that a session has: stored files, one after another, without times.
//!
//! Any program of zip opens it; only this form is taken. What a general reader
//! has to be careful with (names twice, paths, comments, gaps, a directory that
//! says other than the files) is no valid form here.

use crate::{Error, Result};

/// The first of January 1980, the earliest day that zip knows.
const DATE: u16 = 0x0021;

/// One file: its name, and its bytes.
pub(super) type File = (String, Vec<u8>);

/// Returns the container of files whose names are ASCII.
///
/// # Errors
///
/// [`Error::TooLarge`] beyond 4 GiB.
///
/// # Source
///
/// PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16: method 0, version
/// 1.0, no flags, no extra fields, no comments.
pub(super) fn write(files: &[File]) -> Result<Vec<u8>> {
    let mut zip = Vec::new();
    let mut directory = Vec::new();
    for (name, bytes) in files {
        let at = four(zip.len())?;
        let about = about(name, bytes)?;
        zip.extend(b"PK\x03\x04\x0a\x00");
        zip.extend(&about);
        zip.extend(name.as_bytes());
        zip.extend(bytes);

        directory.extend(b"PK\x01\x02\x0a\x00\x0a\x00");
        directory.extend(&about);
        // No comment, first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (at, size) = (four(zip.len())?, four(directory.len())?);
    let n = u16::try_from(files.len()).unwrap_or(u16::MAX).to_le_bytes();
    zip.extend(directory);
    zip.extend(b"PK\x05\x06\x00\x00\x00\x00");
    zip.extend([n, n].concat());
    zip.extend(size.to_le_bytes());
    zip.extend(at.to_le_bytes());
    zip.extend([0, 0]);
    Ok(zip)
}

/// Returns the files of a container that has the one form.
///
/// # Errors
///
/// [`Error::NotASession`] for what does not begin as a zip,
/// [`Error::CutShort`], and [`Error::Damaged`] with the file, or with `zip`
/// for another form.
pub(super) fn read(zip: &[u8]) -> Result<Vec<File>> {
    let cut = Error::CutShort { at: zip.len() as u64 };
    if zip.len() < 4 && b"PK\x03\x04".starts_with(zip) {
        return Err(cut);
    }
    if !zip.starts_with(b"PK\x03\x04") {
        return Err(Error::NotASession);
    }
    let mut files: Vec<File> = Vec::new();
    let mut rest = zip;
    while rest.starts_with(b"PK\x03\x04") {
        let (header, after) = rest.split_at_checked(30).ok_or_else(|| cut.clone())?;
        let number = |at: usize, n: usize| {
            header[at..at + n].iter().rev().fold(0, |v, &b| v << 8 | usize::from(b))
        };
        let (crc, size, name) = (number(14, 4), number(22, 4), number(26, 2));
        let (name, after) = after.split_at_checked(name).ok_or_else(|| cut.clone())?;
        let name = str::from_utf8(name).map_err(|_| Error::damaged("zip"))?;
        // A size that was changed looks like a file that was cut: nothing follows it.
        let (bytes, after) = after.split_at_checked(size).ok_or_else(|| cut.clone())?;
        if crc32fast::hash(bytes) as usize != crc {
            return Err(Error::damaged(name));
        }
        files.push((name.to_owned(), bytes.to_vec()));
        rest = after;
    }
    let own = write(&files)?;
    if own == zip {
        return Ok(files);
    }
    // Cut within the directory, or within the next file's first bytes.
    let is_cut = own.starts_with(zip) || b"PK\x03\x04".starts_with(rest);
    Err(if is_cut { cut } else { Error::damaged("zip") })
}

/// Returns the fields that stand in both places: flags, method, time, date, CRC, sizes, lengths.
fn about(name: &str, bytes: &[u8]) -> Result<Vec<u8>> {
    let size = four(bytes.len())?.to_le_bytes();
    let mut about = vec![0; 6];
    about.extend(DATE.to_le_bytes());
    about.extend(crc32fast::hash(bytes).to_le_bytes());
    about.extend([size, size].concat());
    about.extend(u16::try_from(name.len()).unwrap_or(u16::MAX).to_le_bytes());
    about.extend([0, 0]);
    Ok(about)
}

fn four(size: usize) -> Result<u32> {
    let most = u64::from(u32::MAX);
    u32::try_from(size).map_err(|_| Error::TooLarge { what: "session", size: size as u64, most })
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read, Write};

    use super::*;

    fn files() -> Vec<File> {
        vec![("a.txt".to_owned(), b"123456789".to_vec()), ("empty".to_owned(), Vec::new())]
    }

    #[test]
    fn another_program_reads_the_same_files() {
        let mut archive = zip::ZipArchive::new(Cursor::new(write(&files()).unwrap())).unwrap();
        assert_eq!(archive.len(), 2);
        for (at, (name, bytes)) in files().into_iter().enumerate() {
            let mut file = archive.by_index(at).unwrap();
            let mut read = Vec::new();
            file.read_to_end(&mut read).unwrap();
            assert_eq!((file.name().unwrap().as_ref(), &read), (name.as_str(), &bytes));
            assert_eq!(file.compression(), zip::CompressionMethod::Stored);
            let day = file.last_modified().unwrap();
            assert_eq!((day.year(), day.month(), day.day(), day.hour()), (1980, 1, 1, 0));
        }
    }

    #[test]
    fn the_checksum_is_the_one_of_zip() {
        // CRC-32/ISO-HDLC of "123456789", the check value of the catalogue of CRCs.
        let zip = write(&files()).unwrap();
        assert_eq!(zip[14..18], 0xcbf4_3926_u32.to_le_bytes());
    }

    #[test]
    fn no_byte_can_be_changed_and_no_tail_cut() {
        let zip = write(&files()).unwrap();
        assert_eq!(read(&zip).unwrap(), files());
        for at in 0..zip.len() {
            for bit in 0..8 {
                let mut changed = zip.clone();
                changed[at] ^= 1 << bit;
                assert_ne!(read(&changed).ok(), Some(files()), "byte {at} was changed unseen");
            }
            let cut = read(&zip[..at]);
            assert_eq!(cut, Err(Error::CutShort { at: at as u64 }), "cut at {at}");
        }
        assert_eq!(read(&[&zip[..], b"more"].concat()), Err(Error::damaged("zip")));
        assert_eq!(read(b"no zip at all"), Err(Error::NotASession));
    }

    #[test]
    fn another_form_of_zip_is_refused() {
        let mut other = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        let options = options.compression_method(zip::CompressionMethod::Stored);
        other.start_file("a.txt", options).unwrap();
        other.write_all(b"123456789").unwrap();
        let mut other = other.finish().unwrap().into_inner();
        assert_eq!(read(&other), Err(Error::damaged("zip")));
        other.splice(0..0, *b"before");
        assert_eq!(read(&other), Err(Error::NotASession));
    }
}
