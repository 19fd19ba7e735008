//! The text files of the repository.
//!
//! Promises: what is built or generated at run time is left out. Refuses to know git, which a source archive lacks.

use std::fs;
use std::io;
use std::path::Path;

/// A file by its path from the root, with `/`.
pub struct File {
    pub path: String,
    pub text: String,
}

/// Every file that is text.
pub fn files() -> io::Result<Vec<File>> {
    let root = crate::workspace_root();
    let (mut files, mut folders) = (Vec::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            // In a second working tree `.git` is a file that names the first.
            if ["target", ".git", "tidewaiter-data", "node_modules"].contains(&name.as_str()) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                files.push(File { path: relative(&root, &path), text });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn relative(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}
