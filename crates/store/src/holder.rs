//! Who holds a study file: asked of the system when SQLite says that it is locked.

use std::fmt;
use std::path::Path;

/// The process that holds a lock on a study file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Process id and the name of the program.
    Process {
        /// Process id.
        pid: u32,
        /// Name of the program, empty when the system does not tell.
        program: String,
    },
    /// This very process, through another connection.
    Ourselves,
    /// Not known: another machine, or a system that does not tell.
    Unknown,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Holder::Process { pid, program } if program.is_empty() => write!(f, "process {pid}"),
            Holder::Process { pid, program } => write!(f, "`{program}` (process {pid})"),
            Holder::Ourselves => f.write_str("another part of this program"),
            Holder::Unknown => f.write_str("another process"),
        }
    }
}

impl Holder {
    /// Returns who holds a write lock on the file at `path` or on its shared memory.
    #[cfg(target_os = "linux")]
    pub(crate) fn of(path: &Path) -> Holder {
        use std::os::unix::fs::MetadataExt;
        // In WAL mode the write lock lies on the `-shm` file, else on the file itself.
        let mut shared = path.as_os_str().to_owned();
        shared.push("-shm");
        let files = [Path::new(&shared), path];
        let inodes: Vec<u64> = files.iter().filter_map(|file| Some(file.metadata().ok()?.ino())).collect();
        let locks = std::fs::read_to_string("/proc/locks").unwrap_or_default();
        let writers: Vec<u32> = locks.lines().filter_map(|line| writer(line, &inodes)).collect();
        let own = std::process::id();
        match writers.iter().find(|pid| **pid != own) {
            Some(&pid) => {
                let program = std::fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
                Holder::Process { pid, program: program.trim().to_string() }
            }
            None if writers.contains(&own) => Holder::Ourselves,
            None => Holder::Unknown,
        }
    }

    /// Returns who holds the file: not told by this system.
    #[cfg(not(target_os = "linux"))]
    pub(crate) fn of(_path: &Path) -> Holder {
        Holder::Unknown
    }
}

/// The process of one line of `/proc/locks` that holds a write lock on one of `inodes`. Lines read
/// `1: POSIX  ADVISORY  WRITE 1234 08:01:131 120 120` (proc_locks(5)); waiting ones have `->`.
#[cfg(target_os = "linux")]
fn writer(line: &str, inodes: &[u64]) -> Option<u32> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [_, _, _, "WRITE", pid, place, ..] = words.as_slice() else { return None };
    let inode = place.rsplit(':').next()?.parse().ok()?;
    if inodes.contains(&inode) { pid.parse().ok() } else { None }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn only_a_write_lock_on_the_file_names_its_process() {
        let line = |kind: &str, inode| format!("1: POSIX  ADVISORY  {kind} 1234 08:01:{inode} 120 120");
        assert_eq!(writer(&line("WRITE", 131), &[131]), Some(1234));
        assert_eq!(writer(&line("READ", 131), &[131]), None);
        assert_eq!(writer(&line("WRITE", 7), &[131]), None);
        assert_eq!(writer(&line("-> WRITE", 131), &[131]), None);
    }
}
