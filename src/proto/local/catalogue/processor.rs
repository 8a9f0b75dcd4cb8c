//! Superclasses of the local classes: processors (names, types and qualifiers of CIM schema 2.32).

use super::rows::*;
use crate::cim::Type;

pub(super) const CLASSES: &[ClassRow] = &[PROCESSOR];

const PROCESSOR: ClassRow = ClassRow {
    name: "CIM_Processor",
    superclass: "CIM_LogicalDevice",
    qualifiers: &[text("Version", "2.28.0"), text("UMLPackagePath", "CIM::Device::Processor")],
    properties: &[
        property("Role", Type::String, &[]),
        property(
            "Family",
            Type::Uint16,
            &[
                value_map(
                    "1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|21|24|25|26|27|28|29|30|31|\
                 32|33|34|35|36|37|38|39|40|41|42|43|48|49|50|51|52|53|54|55|56|57|58|59|60|61|\
                 62|63|64|65|66|67|68|69|70|71|72|73|74|80|81|82|83|84|85|86|87|88|96|97|98|99|\
                 100|101|112|120|121|122|128|130|131|132|133|134|135|136|137|138|139|140|141|142|\
                 143|144|145|146|147|148|149|150|160|161|162|163|164|165|166|167|168|169|170|171|\
                 172|173|174|175|176|177|178|179|180|181|182|183|184|185|186|187|188|189|190|191|\
                 192|193|194|195|196|197|198|199|200|201|202|203|204|205|206|210|211|212|213|214|\
                 215|216|217|218|219|221|222|223|224|228|229|230|231|232|233|234|235|236|237|238|\
                 239|250|251|254|255|260|261|280|281|300|301|302|320|350|500|65534|65535",
                ),
                values(
                    "Other|Unknown|8086|80286|80386|80486|8087|80287|80387|80487|Pentium(R) brand|\
                 Pentium(R) Pro|Pentium(R) II|Pentium(R) processor with MMX(TM) technology|\
                 Celeron(TM)|Pentium(R) II Xeon(TM)|Pentium(R) III|M1 Family|M2 Family|\
                 Intel(R) Celeron(R) M processor|Intel(R) Pentium(R) 4 HT processor|K5 Family|\
                 K6 Family|K6-2|K6-3|AMD Athlon(TM) Processor Family|AMD(R) Duron(TM) Processor|\
                 AMD29000 Family|K6-2+|Power PC Family|Power PC 601|Power PC 603|Power PC 603+|\
                 Power PC 604|Power PC 620|Power PC X704|Power PC 750|\
                 Intel(R) Core(TM) Duo processor|Intel(R) Core(TM) Duo mobile processor|\
                 Intel(R) Core(TM) Solo mobile processor|Intel(R) Atom(TM) processor|\
                 Alpha Family|Alpha 21064|Alpha 21066|Alpha 21164|Alpha 21164PC|Alpha 21164a|\
                 Alpha 21264|Alpha 21364|\
                 AMD Turion(TM) II Ultra Dual-Core Mobile M Processor Family|\
                 AMD Turion(TM) II Dual-Core Mobile M Processor Family|\
                 AMD Athlon(TM) II Dual-Core Mobile M Processor Family|\
                 AMD Opteron(TM) 6100 Series Processor|AMD Opteron(TM) 4100 Series Processor|\
                 AMD Opteron(TM) 6200 Series Processor|AMD Opteron(TM) 4200 Series Processor|\
                 AMD FX(TM) Series Processor|MIPS Family|MIPS R4000|MIPS R4200|MIPS R4400|\
                 MIPS R4600|MIPS R10000|AMD C-Series Processor|AMD E-Series Processor|\
                 AMD A-Series Processor|AMD G-Series Processor|AMD Z-Series Processor|\
                 SPARC Family|SuperSPARC|microSPARC II|microSPARC IIep|UltraSPARC|UltraSPARC II|\
                 UltraSPARC IIi|UltraSPARC III|UltraSPARC IIIi|68040|68xxx Family|68000|68010|\
                 68020|68030|Hobbit Family|Crusoe(TM) TM5000 Family|Crusoe(TM) TM3000 Family|\
                 Efficeon(TM) TM8000 Family|Weitek|Itanium(TM) Processor|\
                 AMD Athlon(TM) 64 Processor Family|AMD Opteron(TM) Processor Family|\
                 AMD Sempron(TM) Processor Family|AMD Turion(TM) 64 Mobile Technology|\
                 Dual-Core AMD Opteron(TM) Processor Family|\
                 AMD Athlon(TM) 64 X2 Dual-Core Processor Family|\
                 AMD Turion(TM) 64 X2 Mobile Technology|\
                 Quad-Core AMD Opteron(TM) Processor Family|\
                 Third-Generation AMD Opteron(TM) Processor Family|\
                 AMD Phenom(TM) FX Quad-Core Processor Family|\
                 AMD Phenom(TM) X4 Quad-Core Processor Family|\
                 AMD Phenom(TM) X2 Dual-Core Processor Family|\
                 AMD Athlon(TM) X2 Dual-Core Processor Family|PA-RISC Family|PA-RISC 8500|\
                 PA-RISC 8000|PA-RISC 7300LC|PA-RISC 7200|PA-RISC 7100LC|PA-RISC 7100|V30 Family|\
                 Quad-Core Intel(R) Xeon(R) processor 3200 Series|\
                 Dual-Core Intel(R) Xeon(R) processor 3000 Series|\
                 Quad-Core Intel(R) Xeon(R) processor 5300 Series|\
                 Dual-Core Intel(R) Xeon(R) processor 5100 Series|\
                 Dual-Core Intel(R) Xeon(R) processor 5000 Series|\
                 Dual-Core Intel(R) Xeon(R) processor LV|\
                 Dual-Core Intel(R) Xeon(R) processor ULV|\
                 Dual-Core Intel(R) Xeon(R) processor 7100 Series|\
                 Quad-Core Intel(R) Xeon(R) processor 5400 Series|\
                 Quad-Core Intel(R) Xeon(R) processor|\
                 Dual-Core Intel(R) Xeon(R) processor 5200 Series|\
                 Dual-Core Intel(R) Xeon(R) processor 7200 Series|\
                 Quad-Core Intel(R) Xeon(R) processor 7300 Series|\
                 Quad-Core Intel(R) Xeon(R) processor 7400 Series|\
                 Multi-Core Intel(R) Xeon(R) processor 7400 Series|Pentium(R) III Xeon(TM)|\
                 Pentium(R) III Processor with Intel(R) SpeedStep(TM) Technology|Pentium(R) 4|\
                 Intel(R) Xeon(TM)|AS400 Family|Intel(R) Xeon(TM) processor MP|\
                 AMD Athlon(TM) XP Family|AMD Athlon(TM) MP Family|Intel(R) Itanium(R) 2|\
                 Intel(R) Pentium(R) M processor|Intel(R) Celeron(R) D processor|\
                 Intel(R) Pentium(R) D processor|Intel(R) Pentium(R) Processor Extreme Edition|\
                 Intel(R) Core(TM) Solo Processor|K7|Intel(R) Core(TM)2 Duo Processor|\
                 Intel(R) Core(TM)2 Solo processor|Intel(R) Core(TM)2 Extreme processor|\
                 Intel(R) Core(TM)2 Quad processor|Intel(R) Core(TM)2 Extreme mobile processor|\
                 Intel(R) Core(TM)2 Duo mobile processor|\
                 Intel(R) Core(TM)2 Solo mobile processor|Intel(R) Core(TM) i7 processor|\
                 Dual-Core Intel(R) Celeron(R) Processor|S/390 and zSeries Family|ESA/390 G4|\
                 ESA/390 G5|ESA/390 G6|z/Architectur base|Intel(R) Core(TM) i5 processor|\
                 Intel(R) Core(TM) i3 processor|VIA C7(TM)-M Processor Family|\
                 VIA C7(TM)-D Processor Family|VIA C7(TM) Processor Family|\
                 VIA Eden(TM) Processor Family|Multi-Core Intel(R) Xeon(R) processor|\
                 Dual-Core Intel(R) Xeon(R) processor 3xxx Series|\
                 Quad-Core Intel(R) Xeon(R) processor 3xxx Series|VIA Nano(TM) Processor Family|\
                 Dual-Core Intel(R) Xeon(R) processor 5xxx Series|\
                 Quad-Core Intel(R) Xeon(R) processor 5xxx Series|\
                 Dual-Core Intel(R) Xeon(R) processor 7xxx Series|\
                 Quad-Core Intel(R) Xeon(R) processor 7xxx Series|\
                 Multi-Core Intel(R) Xeon(R) processor 7xxx Series|\
                 Multi-Core Intel(R) Xeon(R) processor 3400 Series|\
                 AMD Opteron(TM) 3000 Series Processor|AMD Sempron(TM) II Processor Family|\
                 Embedded AMD Opteron(TM) Quad-Core Processor Family|\
                 AMD Phenom(TM) Triple-Core Processor Family|\
                 AMD Turion(TM) Ultra Dual-Core Mobile Processor Family|\
                 AMD Turion(TM) Dual-Core Mobile Processor Family|\
                 AMD Athlon(TM) Dual-Core Processor Family|AMD Sempron(TM) SI Processor Family|\
                 AMD Phenom(TM) II Processor Family|AMD Athlon(TM) II Processor Family|\
                 Six-Core AMD Opteron(TM) Processor Family|AMD Sempron(TM) M Processor Family|\
                 i860|i960|Reserved (SMBIOS Extension)|\
                 Reserved (Un-initialized Flash Content - Lo)|SH-3|SH-4|ARM|StrongARM|6x86|\
                 MediaGX|MII|WinChip|DSP|Video Processor|\
                 Reserved (For Future Special Purpose Assignment)|\
                 Reserved (Un-initialized Flash Content - Hi)",
                ),
                list("ModelCorrespondence", "CIM_Processor.OtherFamilyDescription"),
            ],
        ),
        property(
            "OtherFamilyDescription",
            Type::String,
            &[max_len(64), list("ModelCorrespondence", "CIM_Processor.Family")],
        ),
        property(
            "UpgradeMethod",
            Type::Uint16,
            &[
                value_map(
                    "1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|21|22|23|24|25|26|27|28|29|\
                 30|31|32|33|34|35|36|37|38|39|40|41|42",
                ),
                values(
                    "Other|Unknown|Daughter Board|ZIF Socket|Replacement/Piggy Back|None|LIF Socket|\
                 Slot 1|Slot 2|370 Pin Socket|Slot A|Slot M|Socket 423|Socket A (Socket 462)|\
                 Socket 478|Socket 754|Socket 940|Socket 939|Socket mPGA604|Socket LGA771|\
                 Socket LGA775|Socket S1|Socket AM2|Socket F (1207)|Socket LGA1366|Socket G34|\
                 Socket AM3|Socket C32|Socket LGA1156|Socket LGA1567|Socket PGA988A|\
                 Socket BGA1288|rPGA988B|BGA1023|BGA1224|LGA1155|LGA1356|LGA2011|Socket FS1|\
                 Socket FS2|Socket FM1|Socket FM2",
                ),
            ],
        ),
        property("MaxClockSpeed", Type::Uint32, &[units("MegaHertz"), text("PUnit", "hertz * 10^6")]),
        property("CurrentClockSpeed", Type::Uint32, &[units("MegaHertz"), text("PUnit", "hertz * 10^6")]),
        property("DataWidth", Type::Uint16, &[units("Bits"), text("PUnit", "bit")]),
        property("AddressWidth", Type::Uint16, &[units("Bits"), text("PUnit", "bit")]),
        property("LoadPercentage", Type::Uint16, &[units("Percent"), GAUGE, text("PUnit", "percent")]),
        property("Stepping", Type::String, &[list("ModelCorrespondence", "CIM_Processor.Family")]),
        property("UniqueID", Type::String, &[]),
        property(
            "CPUStatus",
            Type::Uint16,
            &[
                value_map("0|1|2|3|4|7"),
                values(
                    "Unknown|CPU Enabled|CPU Disabled by User|CPU Disabled By BIOS (POST Error)|\
                 CPU Is Idle|Other",
                ),
            ],
        ),
        property("ExternalBusClockSpeed", Type::Uint32, &[units("MegaHertz"), text("PUnit", "hertz * 10^6")]),
        property(
            "Characteristics",
            Type::Uint16Array,
            &[
                value_map("0|1|2|3|4|5|6|7|8|9..32567|32568..65535"),
                values(
                    "Unknown|DMTF Reserved|64-bit Capable|32-bit Capable|Enhanced Virtualization|\
                 Hardware Thread|NX-bit|Power/Performance Control|Core Frequency Boosting|\
                 DMTF Reserved|Vendor Reserved",
                ),
                text("ArrayType", "Indexed"),
                list("ModelCorrespondence", "CIM_Processor.EnabledProcessorCharacteristics"),
            ],
        ),
        property(
            "EnabledProcessorCharacteristics",
            Type::Uint16Array,
            &[
                value_map("0|2|3|4|5..32767|32768..65535"),
                values("Unknown|Enabled|Disabled|Not Applicable|DMTF Reserved|Vendor Reserved"),
                text("ArrayType", "Indexed"),
                list("ModelCorrespondence", "CIM_Processor.Characteristics"),
            ],
        ),
        property("NumberOfEnabledCores", Type::Uint16, &[]).default(1),
    ],
    methods: &[],
};
