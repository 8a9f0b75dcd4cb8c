//! Logical processors, from `/proc/cpuinfo` and `/sys/devices/system/cpu`.

use super::number_file;
use procfs::{CpuInfo, Current};

/// A logical processor as it was seen at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Processor {
    pub number: u32,
    pub model: Option<String>,
    pub stepping: Option<String>,
    pub current_mhz: Option<u32>,
    pub max_mhz: Option<u32>,
    pub address_bits: Option<u16>,
    /// Hardware virtualisation, no-execute pages.
    pub virtualization: bool,
    pub no_execute: bool,
    pub has_flags: bool,
}

/// Those that are online.
pub fn all() -> Vec<Processor> {
    let Ok(info) = CpuInfo::current() else { return Vec::new() };
    (0..info.num_cores()).map(|index| processor(&info, index)).collect()
}

fn processor(info: &CpuInfo, index: usize) -> Processor {
    let field = |name: &str| info.get_field(index, name).map(str::to_owned);
    let flags =
        info.flags(index).or_else(|| info.get_field(index, "Features").map(|f| f.split(' ').collect()));
    let flag = |name: &str| flags.as_ref().is_some_and(|list| list.contains(&name));
    let number = field("processor").and_then(|text| text.parse().ok()).unwrap_or(index as u32);
    let max_khz = number_file::<u32>(format!("/sys/devices/system/cpu/cpu{number}/cpufreq/cpuinfo_max_freq"));
    Processor {
        number,
        model: info.model_name(index).map(str::to_owned),
        stepping: field("stepping").or_else(|| field("CPU revision")),
        current_mhz: field("cpu MHz").and_then(|text| text.parse::<f64>().ok()).map(|mhz| mhz.round() as u32),
        max_mhz: max_khz.map(|khz| khz / 1000),
        // What this library itself was built for is what the processor surely does.
        address_bits: flag("lm").then_some(64).or((usize::BITS == 64).then_some(64)),
        virtualization: flag("vmx") || flag("svm"),
        no_execute: flag("nx"),
        has_flags: flags.is_some(),
    }
}
