//! Superclasses of the local classes: network ports and protocol endpoints (names, types and qualifiers of CIM schema 2.32).

use super::rows::*;
use crate::cim::Type;

pub(super) const CLASSES: &[ClassRow] = &[
    LOGICAL_PORT,
    NETWORK_PORT,
    ETHERNET_PORT,
    SERVICE_ACCESS_POINT,
    PROTOCOL_ENDPOINT,
    IP_PROTOCOL_ENDPOINT,
];

const LOGICAL_PORT: ClassRow = ClassRow {
    name: "CIM_LogicalPort",
    superclass: "CIM_LogicalDevice",
    qualifiers: &[text("Version", "2.10.0"), text("UMLPackagePath", "CIM::Device::Ports")],
    properties: &[
        property("Speed", Type::Uint64, &[units("Bits per Second"), text("PUnit", "bit / second")]),
        property("MaxSpeed", Type::Uint64, &[units("Bits per Second"), text("PUnit", "bit / second")]),
        property(
            "RequestedSpeed",
            Type::Uint64,
            &[
                WRITE,
                units("Bits per Second"),
                list("ModelCorrespondence", "CIM_LogicalPort.Speed"),
                text("PUnit", "bit / second"),
            ],
        ),
        property(
            "UsageRestriction",
            Type::Uint16,
            &[value_map("0|2|3|4"), values("Unknown|Front-end only|Back-end only|Not restricted")],
        ),
        property(
            "PortType",
            Type::Uint16,
            &[
                value_map("0|1|2|3..15999|16000..65535"),
                values("Unknown|Other|Not Applicable|DMTF Reserved|Vendor Reserved"),
                list("ModelCorrespondence", "CIM_NetworkPort.OtherNetworkPortType"),
            ],
        ),
        property("OtherPortType", Type::String, &[list("ModelCorrespondence", "CIM_LogicalPort.PortType")]),
    ],
    methods: &[],
};

const NETWORK_PORT: ClassRow = ClassRow {
    name: "CIM_NetworkPort",
    superclass: "CIM_LogicalPort",
    qualifiers: &[text("Version", "2.10.0"), text("UMLPackagePath", "CIM::Device::Ports")],
    properties: &[
        property(
            "Speed",
            Type::Uint64,
            &[overrides("Speed"), units("Bits per Second"), text("PUnit", "bit / second")],
        ),
        property(
            "OtherNetworkPortType",
            Type::String,
            &[
                list("Deprecated", "CIM_NetworkPort.OtherPortType"),
                list("ModelCorrespondence", "CIM_LogicalPort.PortType"),
            ],
        ),
        property("PortNumber", Type::Uint16, &[]),
        property(
            "LinkTechnology",
            Type::Uint16,
            &[
                value_map("0|1|2|3|4|5|6|7|8|9|10|11"),
                values(
                    "Unknown|Other|Ethernet|IB|FC|FDDI|ATM|Token Ring|Frame Relay|Infrared|BlueTooth|\
                 Wireless LAN",
                ),
                list("ModelCorrespondence", "CIM_NetworkPort.OtherLinkTechnology"),
            ],
        ),
        property(
            "OtherLinkTechnology",
            Type::String,
            &[list("ModelCorrespondence", "CIM_NetworkPort.LinkTechnology")],
        ),
        property("PermanentAddress", Type::String, &[max_len(64)]),
        property("NetworkAddresses", Type::StringArray, &[max_len(64)]),
        property("FullDuplex", Type::Boolean, &[]),
        property("AutoSense", Type::Boolean, &[]),
        property("SupportedMaximumTransmissionUnit", Type::Uint64, &[units("Bytes"), text("PUnit", "byte")]),
        property("ActiveMaximumTransmissionUnit", Type::Uint64, &[units("Bytes"), text("PUnit", "byte")]),
    ],
    methods: &[],
};

const ETHERNET_PORT: ClassRow = ClassRow {
    name: "CIM_EthernetPort",
    superclass: "CIM_NetworkPort",
    qualifiers: &[text("Version", "2.10.0"), text("UMLPackagePath", "CIM::Device::Ports")],
    properties: &[
        property(
            "PortType",
            Type::Uint16,
            &[
                overrides("PortType"),
                value_map(
                    "0|1|50|51|52|53|54|55|56|100|101|102|103|104|105|106|107|108|109|110|111|\
                 16000..65535",
                ),
                values(
                    "Unknown|Other|10BaseT|10-100BaseT|100BaseT|1000BaseT|2500BaseT|10GBaseT|\
                 10GBase-CX4|100Base-FX|100Base-SX|1000Base-SX|1000Base-LX|1000Base-CX|\
                 10GBase-SR|10GBase-SW|10GBase-LX4|10GBase-LR|10GBase-LW|10GBase-ER|10GBase-EW|\
                 Vendor Reserved",
                ),
            ],
        ),
        property("NetworkAddresses", Type::StringArray, &[overrides("NetworkAddresses")]),
        property("MaxDataSize", Type::Uint32, &[]),
        property(
            "Capabilities",
            Type::Uint16Array,
            &[
                value_map("0|1|2|3|4|5"),
                values("Unknown|Other|AlertOnLan|WakeOnLan|FailOver|LoadBalancing"),
                text("ArrayType", "Indexed"),
                list("ModelCorrespondence", "CIM_EthernetPort.CapabilityDescriptions"),
            ],
        ),
        property(
            "CapabilityDescriptions",
            Type::StringArray,
            &[text("ArrayType", "Indexed"), list("ModelCorrespondence", "CIM_EthernetPort.Capabilities")],
        ),
        property(
            "EnabledCapabilities",
            Type::Uint16Array,
            &[
                value_map("0|1|2|3|4|5"),
                values("Unknown|Other|AlertOnLan|WakeOnLan|FailOver|LoadBalancing"),
                text("ArrayType", "Indexed"),
                list(
                    "ModelCorrespondence",
                    "CIM_EthernetPort.Capabilities|CIM_EthernetPort.OtherEnabledCapabilities",
                ),
            ],
        ),
        property(
            "OtherEnabledCapabilities",
            Type::StringArray,
            &[
                text("ArrayType", "Indexed"),
                list("ModelCorrespondence", "CIM_EthernetPort.EnabledCapabilities"),
            ],
        ),
    ],
    methods: &[],
};

const SERVICE_ACCESS_POINT: ClassRow = ClassRow {
    name: "CIM_ServiceAccessPoint",
    superclass: "CIM_EnabledLogicalElement",
    qualifiers: &[ABSTRACT, text("Version", "2.10.0"), text("UMLPackagePath", "CIM::Core::Service")],
    properties: &[
        property(
            "SystemCreationClassName",
            Type::String,
            &[KEY, max_len(256), propagated("CIM_System.CreationClassName")],
        ),
        property("SystemName", Type::String, &[KEY, max_len(256), propagated("CIM_System.Name")]),
        property("CreationClassName", Type::String, &[KEY, max_len(256)]),
        property("Name", Type::String, &[KEY, overrides("Name"), max_len(256)]),
    ],
    methods: &[],
};

const PROTOCOL_ENDPOINT: ClassRow = ClassRow {
    name: "CIM_ProtocolEndpoint",
    superclass: "CIM_ServiceAccessPoint",
    qualifiers: &[text("Version", "2.15.0"), text("UMLPackagePath", "CIM::Core::Service")],
    properties: &[
        property("Description", Type::String, &[overrides("Description")]),
        property("OperationalStatus", Type::Uint16Array, &[overrides("OperationalStatus")]),
        property("EnabledState", Type::Uint16, &[overrides("EnabledState")]),
        property("TimeOfLastStateChange", Type::Datetime, &[overrides("TimeOfLastStateChange")]),
        property("Name", Type::String, &[overrides("Name"), max_len(256)]),
        property("NameFormat", Type::String, &[max_len(256)]),
        property(
            "ProtocolType",
            Type::Uint16,
            &[
                list("Deprecated", "CIM_ProtocolEndpoint.ProtocolIFType"),
                value_map("0|1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|21|22|23|24|25|26|27"),
                values(
                    "Unknown|Other|IPv4|IPv6|IPX|AppleTalk|DECnet|SNA|CONP|CLNP|VINES|XNS|ATM|\
                 Frame Relay|Ethernet|TokenRing|FDDI|Infiniband|Fibre Channel|ISDN BRI Endpoint|\
                 ISDN B Channel Endpoint|ISDN D Channel Endpoint|IPv4/v6|BGP|OSPF|MPLS|UDP|TCP",
                ),
                list("ModelCorrespondence", "CIM_ProtocolEndpoint.OtherTypeDescription"),
            ],
        ),
        property(
            "ProtocolIFType",
            Type::Uint16,
            &[
                value_map(
                    "0|1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|21|22|23|24|25|26|27|28|29|\
                 30|31|32|33|34|35|36|37|38|39|40|41|42|43|44|45|46|47|48|49|50|51|52|53|54|55|\
                 56|57|58|59|60|61|62|63|64|65|66|67|68|69|70|71|72|73|74|75|76|77|78|79|80|81|\
                 82|83|84|85|86|87|88|89|90|91|92|93|94|95|96|97|98|99|100|101|102|103|104|105|\
                 106|107|108|109|110|111|112|113|114|115|116|117|118|119|120|121|122|123|124|125|\
                 126|127|128|129|130|131|132|133|134|135|136|137|138|139|140|141|142|143|144|145|\
                 146|147|148|149|150|151|152|153|154|155|156|157|158|159|160|161|162|163|164|165|\
                 166|167|168|169|170|171|172|173|174|175|176|177|178|179|180|181|182|183|184|185|\
                 186|187|188|189|190|191|192|193|194|195|196|197|198|199|200|201|202|203|204|205|\
                 206|207|208|209|210|211|212|213|214|215|216|217|218|219|220|221|222|223|224|\
                 225..4095|4096|4097|4098|4099|4100|4101|4102|4103|4104|4105|4106|4107|4108|4109|\
                 4110|4111|4112|4113|4114|4115|4200|4201|4202|4203|4204|4205|4300|4400|4401|4402|\
                 4403|4404|4405|4406|..|32768..",
                ),
                values(
                    "Unknown|Other|Regular 1822|HDH 1822|DDN X.25|RFC877 X.25|Ethernet CSMA/CD|\
                 ISO 802.3 CSMA/CD|ISO 802.4 Token Bus|ISO 802.5 Token Ring|ISO 802.6 MAN|\
                 StarLAN|Proteon 10Mbit|Proteon 80Mbit|HyperChannel|FDDI|LAP-B|SDLC|DS1|E1|\
                 Basic ISDN|Primary ISDN|Proprietary Point-to-Point Serial|PPP|Software Loopback|\
                 EON|Ethernet 3Mbit|NSIP|SLIP|Ultra|DS3|SIP|Frame Relay|RS-232|Parallel|ARCNet|\
                 ARCNet Plus|ATM|MIO X.25|SONET|X.25 PLE|ISO 802.211c|LocalTalk|SMDS DXI|\
                 Frame Relay Service|V.35|HSSI|HIPPI|Modem|AAL5|SONET Path|SONET VT|SMDS ICIP|\
                 Proprietary Virtual/Internal|Proprietary Multiplexor|IEEE 802.12|Fibre Channel|\
                 HIPPI Interface|Frame Relay Interconnect|ATM Emulated LAN for 802.3|\
                 ATM Emulated LAN for 802.5|ATM Emulated Circuit|Fast Ethernet (100BaseT)|ISDN|\
                 V.11|V.36|G703 at 64K|G703 at 2Mb|QLLC|Fast Ethernet 100BaseFX|Channel|\
                 IEEE 802.11|IBM 260/370 OEMI Channel|ESCON|Data Link Switching|\
                 ISDN S/T Interface|ISDN U Interface|LAP-D|IP Switch|\
                 Remote Source Route Bridging|ATM Logical|DS0|DS0 Bundle|BSC|Async|\
                 Combat Net Radio|ISO 802.5r DTR|Ext Pos Loc Report System|\
                 AppleTalk Remote Access Protocol|Proprietary Connectionless|ITU X.29 Host PAD|\
                 ITU X.3 Terminal PAD|Frame Relay MPI|ITU X.213|ADSL|RADSL|SDSL|VDSL|\
                 ISO 802.5 CRFP|Myrinet|Voice Receive and Transmit|Voice Foreign Exchange Office|\
                 Voice Foreign Exchange Service|Voice Encapsulation|Voice over IP|ATM DXI|\
                 ATM FUNI|ATM IMA|PPP Multilink Bundle|IP over CDLC|IP over CLAW|Stack to Stack|\
                 Virtual IP Address|MPC|IP over ATM|ISO 802.5j Fibre Token Ring|TDLC|\
                 Gigabit Ethernet|HDLC|LAP-F|V.37|X.25 MLP|X.25 Hunt Group|Transp HDLC|\
                 Interleave Channel|FAST Channel|IP (for APPN HPR in IP Networks)|CATV MAC Layer|\
                 CATV Downstream|CATV Upstream|Avalon 12MPP Switch|Tunnel|Coffee|\
                 Circuit Emulation Service|ATM SubInterface|Layer 2 VLAN using 802.1Q|\
                 Layer 3 VLAN using IP|Layer 3 VLAN using IPX|Digital Power Line|\
                 Multimedia Mail over IP|DTM|DCN|IP Forwarding|MSDSL|IEEE 1394|IF-GSN/HIPPI-6400|\
                 DVB-RCC MAC Layer|DVB-RCC Downstream|DVB-RCC Upstream|ATM Virtual|MPLS Tunnel|\
                 SRP|Voice over ATM|Voice over Frame Relay|ISDL|Composite Link|\
                 SS7 Signaling Link|Proprietary P2P Wireless|Frame Forward|\
                 RFC1483 Multiprotocol over ATM|USB|IEEE 802.3ad Link Aggregate|\
                 BGP Policy Accounting|FRF .16 Multilink FR|H.323 Gatekeeper|H.323 Proxy|MPLS|\
                 Multi-Frequency Signaling Link|HDSL-2|S-HDSL|DS1 Facility Data Link|\
                 Packet over SONET/SDH|DVB-ASI Input|DVB-ASI Output|Power Line|\
                 Non Facility Associated Signaling|TR008|GR303 RDT|GR303 IDT|ISUP|\
                 Proprietary Wireless MAC Layer|Proprietary Wireless Downstream|\
                 Proprietary Wireless Upstream|HIPERLAN Type 2|\
                 Proprietary Broadband Wireless Access Point to Mulipoint|SONET Overhead Channel|\
                 Digital Wrapper Overhead Channel|ATM Adaptation Layer 2|Radio MAC|ATM Radio|\
                 Inter Machine Trunk|MVL DSL|Long Read DSL|Frame Relay DLCI Endpoint|\
                 ATM VCI Endpoint|Optical Channel|Optical Transport|Proprietary ATM|\
                 Voice over Cable|Infiniband|TE Link|Q.2931|Virtual Trunk Group|SIP Trunk Group|\
                 SIP Signaling|CATV Upstream Channel|Econet|FSAN 155Mb PON|FSAN 622Mb PON|\
                 Transparent Bridge|Line Group|Voice E&M Feature Group|Voice FGD EANA|Voice DID|\
                 MPEG Transport|6To4|GTP|Paradyne EtherLoop 1|Paradyne EtherLoop 2|\
                 Optical Channel Group|HomePNA|GFP|ciscoISLvlan|actelisMetaLOOP|Fcip|\
                 IANA Reserved|IPv4|IPv6|IPv4/v6|IPX|DECnet|SNA|CONP|CLNP|VINES|XNS|\
                 ISDN B Channel Endpoint|ISDN D Channel Endpoint|BGP|OSPF|UDP|TCP|802.11a|\
                 802.11b|802.11g|802.11h|NFS|CIFS|DAFS|WebDAV|HTTP|FTP|NDMP|Telnet|SSH|SM CLP|\
                 SMTP|LDAP|RDP|HTTPS|DMTF Reserved|Vendor Reserved",
                ),
                list("ModelCorrespondence", "CIM_ProtocolEndpoint.OtherTypeDescription"),
            ],
        ),
        property(
            "OtherTypeDescription",
            Type::String,
            &[
                max_len(64),
                list(
                    "ModelCorrespondence",
                    "CIM_ProtocolEndpoint.ProtocolType|CIM_ProtocolEndpoint.ProtocolIFType",
                ),
            ],
        ),
    ],
    methods: &[],
};

const IP_PROTOCOL_ENDPOINT: ClassRow = ClassRow {
    name: "CIM_IPProtocolEndpoint",
    superclass: "CIM_ProtocolEndpoint",
    qualifiers: &[text("Version", "2.32.0"), text("UMLPackagePath", "CIM::Network::ProtocolEndpoints")],
    properties: &[
        property("IPv4Address", Type::String, &[]),
        property(
            "IPv6Address",
            Type::String,
            &[list(
                "ModelCorrespondence",
                "CIM_IPProtocolEndpoint.IPv6AddressType|\
                 CIM_IPProtocolEndpoint.IPv6SubnetPrefixLength",
            )],
        ),
        property(
            "Address",
            Type::String,
            &[list("Deprecated", "CIM_IPProtocolEndpoint.IPv4Address|CIM_IPProtocolEndpoint.IPv6Address")],
        ),
        property("SubnetMask", Type::String, &[]),
        property("PrefixLength", Type::Uint8, &[]),
        property(
            "AddressType",
            Type::Uint16,
            &[list("Deprecated", "No value"), value_map("0|1|2"), values("Unknown|IPv4|IPv6")],
        ),
        property(
            "IPVersionSupport",
            Type::Uint16,
            &[
                list("Deprecated", "CIM_ProtocolEndpoint.ProtocolIFType"),
                value_map("0|1|2|3"),
                values("Unknown|IPv4 Only|IPv6 Only|Both IPv4 and IPv6"),
            ],
        ),
        property(
            "ProtocolIFType",
            Type::Uint16,
            &[
                overrides("ProtocolIFType"),
                value_map("1|225..4095|4096|4097|4098|4301..32767|32768.."),
                values("Other|IANA Reserved|IPv4|IPv6|IPv4/v6|DMTF Reserved|Vendor Reserved"),
            ],
        )
        .default(4096),
        property(
            "AddressOrigin",
            Type::Uint16,
            &[
                value_map("0|1|2|3|4|5|6|7|8|9|10|..|32768..65535"),
                values(
                    "Unknown|Other|Not Applicable|Static|DHCP|BOOTP|IPv4 Link Shared|DHCPv6|\
                 IPv6AutoConfig|Stateless|Link Shared|DMTF Reserved|Vendor Reserved",
                ),
            ],
        )
        .default(0),
        property(
            "IPv6AddressType",
            Type::Uint16,
            &[
                value_map("2|3|4|5|6|7|8|..|32768..65535"),
                values(
                    "Unspecified|Loopback|Multicast|Link Shared Unicast|Global Unicast|\
                 Embedded IPv4 Address|Site Shared Unicast|DMTF Reserved|Vendor Reserved",
                ),
                list("ModelCorrespondence", "CIM_IPProtocolEndpoint.IPv6Address"),
            ],
        ),
        property(
            "IPv6SubnetPrefixLength",
            Type::Uint16,
            &[list("ModelCorrespondence", "CIM_IPProtocolEndpoint.IPv6Address")],
        ),
    ],
    methods: &[],
};
