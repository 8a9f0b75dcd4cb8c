//! Shared file systems, from the mount table.
//!
//! Asking a file system for its size can wait for ever where it lives on another machine or in another process. So
//! only kinds known to be local are asked, and none whose path leads through a mount of another kind.

use procfs::process::Process;
use std::path::{Path, PathBuf};

/// Kinds that keep files on this machine, and whether the files survive a restart.
const LOCAL: [(&str, bool); 33] = [
    ("aufs", true),
    ("bcachefs", true),
    ("btrfs", true),
    ("cramfs", true),
    ("erofs", true),
    ("exfat", true),
    ("ext2", true),
    ("ext3", true),
    ("ext4", true),
    ("f2fs", true),
    ("hfs", true),
    ("hfsplus", true),
    ("iso9660", true),
    ("jffs2", true),
    ("jfs", true),
    ("minix", true),
    ("msdos", true),
    ("nilfs2", true),
    ("ntfs", true),
    ("ntfs3", true),
    ("overlay", true),
    ("ramfs", false),
    ("reiserfs", true),
    ("romfs", true),
    ("squashfs", true),
    ("sysv", true),
    ("tmpfs", false),
    ("ubifs", true),
    ("udf", true),
    ("ufs", true),
    ("vfat", true),
    ("xfs", true),
    ("zfs", true),
];

/// Kinds the kernel makes up: no files are kept there, and a path through them never waits.
const KERNEL: [&str; 21] = [
    "binfmt_misc",
    "bpf",
    "cgroup",
    "cgroup2",
    "configfs",
    "cpuset",
    "debugfs",
    "devpts",
    "devtmpfs",
    "efivarfs",
    "fusectl",
    "hugetlbfs",
    "mqueue",
    "nsfs",
    "proc",
    "pstore",
    "rootfs",
    "securityfs",
    "selinuxfs",
    "sysfs",
    "tracefs",
];

/// A mounted local file system as it was seen at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct FileSystem {
    /// Where it is mounted.
    pub path: String,
    pub source: Option<String>,
    pub kind: String,
    pub read_only: bool,
    pub persistent: bool,
    pub usage: Option<Usage>,
}

/// Of statvfs(2).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usage {
    pub block_size: u64,
    pub size: u64,
    pub available: u64,
    pub files: u64,
    pub max_name: u64,
}

/// A line of the mount table.
struct Mount {
    path: PathBuf,
    kind: String,
    source: Option<String>,
    device: String,
    read_only: bool,
}

/// Every local file system once, however often it is mounted. Each is asked for its size when its turn comes.
pub fn all() -> impl Iterator<Item = FileSystem> + Send {
    local(mounts()).into_iter().map(|system| FileSystem { usage: usage(&system.path), ..system })
}

fn mounts() -> Vec<Mount> {
    let Ok(table) = Process::myself().and_then(|own| own.mountinfo()) else { return Vec::new() };
    let mount = |line: procfs::process::MountInfo| Mount {
        read_only: line.mount_options.contains_key("ro") || line.super_options.contains_key("ro"),
        path: line.mount_point,
        kind: line.fs_type,
        source: line.mount_source,
        device: line.majmin,
    };
    table.into_iter().map(mount).collect()
}

fn is_local(kind: &str) -> Option<bool> {
    LOCAL.iter().find(|(known, _)| *known == kind).map(|(_, persistent)| *persistent)
}

/// The mounts that may be asked. A path is not touched where any mount at it or above it might wait.
fn local(mounts: Vec<Mount>) -> Vec<FileSystem> {
    let unsafe_kind = |kind: &str| is_local(kind).is_none() && !KERNEL.contains(&kind);
    let barred: Vec<PathBuf> =
        mounts.iter().filter(|mount| unsafe_kind(&mount.kind)).map(|mount| mount.path.clone()).collect();
    let mut seen: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for (index, mount) in mounts.iter().enumerate() {
        let Some(persistent) = is_local(&mount.kind) else { continue };
        let hidden = mounts[index + 1..].iter().any(|later| later.path == mount.path);
        let barred = barred.iter().any(|path| mount.path.starts_with(path));
        if hidden || barred || seen.contains(&mount.device) {
            continue;
        }
        seen.push(mount.device.clone());
        found.push(FileSystem {
            path: mount.path.to_string_lossy().into_owned(),
            source: mount.source.clone(),
            kind: mount.kind.clone(),
            read_only: mount.read_only,
            persistent,
            usage: None,
        });
    }
    found
}

fn usage(path: impl AsRef<Path>) -> Option<Usage> {
    let seen = rustix::fs::statvfs(path.as_ref()).ok()?;
    let unit = if seen.f_frsize == 0 { seen.f_bsize } else { seen.f_frsize };
    Some(Usage {
        block_size: unit,
        size: seen.f_blocks.saturating_mul(unit),
        available: seen.f_bavail.saturating_mul(unit),
        files: seen.f_files.saturating_sub(seen.f_ffree),
        max_name: seen.f_namemax,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mount(path: &str, kind: &str, device: &str) -> Mount {
        let (path, kind, device) = (path.into(), kind.to_owned(), device.to_owned());
        Mount { path, kind, source: None, device, read_only: false }
    }

    fn paths(mounts: Vec<Mount>) -> Vec<String> {
        local(mounts).into_iter().map(|system| system.path).collect()
    }

    #[test]
    fn remote_mount_and_what_lies_below_it_is_not_asked() {
        let table = vec![
            mount("/", "ext4", "8:1"),
            mount("/proc", "proc", "0:1"),
            mount("/srv", "nfs4", "0:2"),
            mount("/srv/local", "xfs", "8:2"),
            mount("/srvs", "xfs", "8:3"),
            mount("/net", "autofs", "0:3"),
            mount("/mnt", "fuse.sshfs", "0:4"),
        ];
        assert_eq!(paths(table), ["/", "/srvs"]);
    }

    #[test]
    fn mount_covered_by_a_remote_one_is_not_asked() {
        let table = vec![mount("/", "ext4", "8:1"), mount("/a", "xfs", "8:2"), mount("/a", "cifs", "0:1")];
        assert_eq!(paths(table), ["/"]);
    }

    #[test]
    fn file_system_mounted_twice_is_one() {
        let table = vec![mount("/", "ext4", "8:1"), mount("/bind", "ext4", "8:1")];
        assert_eq!(paths(table), ["/"]);
    }
}
