//! The formats and what each is to us.

use serde::{Deserialize, Serialize};
use trade::Lane;

macro_rules! formats {
    ($($variant:ident $name:literal $noun:literal;)*) => {
        /// What a document's bytes are.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Format {
            $(#[doc = $noun] #[serde(rename = $name)] $variant,)*
        }

        impl Format {
            /// All of them.
            pub const ALL: &[Format] = &[$(Format::$variant,)*];

            /// The stable name.
            pub fn name(self) -> &'static str {
                match self { $(Format::$variant => $name,)* }
            }

            /// In words, for a message.
            pub fn noun(self) -> &'static str {
                match self { $(Format::$variant => $noun,)* }
            }
        }
    };
}

formats! {
    Envelope "envelope" "a JSON envelope";
    Json "json" "a JSON document";
    Ndjson "ndjson" "JSON documents, one a line";
    Xml "xml" "an XML document";
    Text "text" "a text or a table as text";
    Xlsx "xlsx" "an Excel workbook";
    Ods "ods" "an OpenDocument spreadsheet";
    Pdf "pdf" "a PDF";
    Png "png" "a PNG image";
    Jpeg "jpeg" "a JPEG image";
    Tiff "tiff" "a TIFF image";
    Gif "gif" "a GIF image";
    Bmp "bmp" "a BMP image";
    Webp "webp" "a WebP image";
    Edifact "edifact" "an EDIFACT interchange";
    X12 "x12" "an X12 interchange";
    Email "email" "a mail message";
    Html "html" "an HTML page";
    Docx "docx" "a Word document";
    Office "office" "an office document";
    Ole "ole" "an office document of the binary formats of 1997";
    OfficeEncrypted "office-encrypted" "an office document locked with a password";
    Rtf "rtf" "a document in Rich Text Format";
    Zip "zip" "a ZIP archive";
    Gzip "gzip" "a gzip archive";
    Archive "archive" "an archive";
    Executable "executable" "a program";
    Polyglot "polyglot" "a file that is two formats at once";
    Empty "empty" "nothing but blanks";
    Binary "binary" "bytes of no known format";
}

impl Format {
    /// Which kind of work it is.
    pub fn lane(self) -> Lane {
        match self {
            Format::Pdf => Lane::Text,
            Format::Png | Format::Jpeg | Format::Tiff | Format::Gif | Format::Bmp | Format::Webp => {
                Lane::Scan
            }
            _ => Lane::Structured,
        }
    }
}
