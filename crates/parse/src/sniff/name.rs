//! What a file's name promises. Only its ending is looked at, and only to say that it is wrong: a name is never used
//! as a path and never decides how bytes are read.

use super::format::Format;
use Format::*;

/// The name promises another format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The name's ending, in lower case.
    pub extension: String,
    /// What the bytes are.
    pub found: Format,
}

/// Endings and what may stand behind them. A locked workbook keeps the ending it had; EDI has no ending of its own.
const PROMISES: &[(&[&str], &[Format])] = &[
    (&["json"], &[Json, Envelope, Ndjson]),
    (&["ndjson", "jsonl"], &[Ndjson, Envelope, Json]),
    (&["xml"], &[Xml]),
    (&["csv", "tsv", "tab"], &[Text]),
    (&["txt", "edi", "dat"], &[Text, Edifact, X12, Xml, Json, Envelope, Ndjson, Email]),
    (&["edifact"], &[Edifact]),
    (&["x12"], &[X12]),
    (&["xlsx", "xlsm"], &[Xlsx, OfficeEncrypted]),
    (&["ods"], &[Ods]),
    (&["xls", "doc", "ppt", "msg"], &[Ole, OfficeEncrypted]),
    (&["docx", "docm"], &[Docx, OfficeEncrypted]),
    (&["pptx", "xlsb", "odt", "odp"], &[Office, OfficeEncrypted]),
    (&["pdf"], &[Pdf]),
    (&["png"], &[Png]),
    (&["jpg", "jpeg"], &[Jpeg]),
    (&["tif", "tiff"], &[Tiff]),
    (&["gif"], &[Gif]),
    (&["bmp"], &[Bmp]),
    (&["webp"], &[Webp]),
    (&["eml"], &[Email]),
    (&["htm", "html", "xhtml"], &[Html]),
    (&["rtf"], &[Rtf]),
    (&["zip"], &[Zip]),
    (&["gz", "tgz"], &[Gzip]),
    (&["7z", "rar", "xz", "bz2", "zst"], &[Archive]),
];

/// The disagreement, if there is one. Nothing in it promises nothing and disagrees with no name.
pub(super) fn mismatch(name: &str, found: Format) -> Option<Mismatch> {
    if found == Empty {
        return None;
    }
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let extension = file.rsplit_once('.')?.1.trim().to_ascii_lowercase();
    let (_, promised) = PROMISES.iter().find(|(endings, _)| endings.contains(&extension.as_str()))?;
    (!promised.contains(&found)).then_some(Mismatch { extension, found })
}
