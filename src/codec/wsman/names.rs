//! The URIs of WS-Management (DSP0226), its CIM binding (DSP0227, DSP0230) and MS-WSMV that go over the wire.

pub const SOAP: &str = "http://www.w3.org/2003/05/soap-envelope";
pub const ADDRESSING: &str = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
pub const ENUMERATION: &str = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
pub const TRANSFER: &str = "http://schemas.xmlsoap.org/ws/2004/09/transfer";
pub const EVENTING: &str = "http://schemas.xmlsoap.org/ws/2004/08/eventing";
pub const WSMAN: &str = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
pub const MS_WSMAN: &str = "http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd";
pub const BINDING: &str = "http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd";
pub const IDENTITY: &str = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd";
pub const CIM: &str = "http://schemas.dmtf.org/wbem/wscim/1/common";
pub const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
pub const XML: &str = "http://www.w3.org/XML/1998/namespace";
pub const MS_FAULT: &str = "http://schemas.microsoft.com/wbem/wsman/1/wsmanfault";
pub const INTERACTIVE: &str = "http://schemas.microsoft.com/wbem/wsman/1/cim/interactive.xsd";
pub const MACHINE_ID: &str = "http://schemas.microsoft.com/wbem/wsman/1/machineid";

pub const ANONYMOUS: &str = "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous";
/// Every class of the namespace in the selector: queries and association filters (DSP0227).
pub const ALL_CLASSES: &str = "http://schemas.dmtf.org/wbem/wscim/1/*";
/// The prefix of a class's resource URI (DSP0227).
pub const CLASS_PREFIX: &str = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/";
/// CIM-XML class declarations, as Windows serves them.
pub const SCHEMA: &str = "http://schemas.dmtf.org/wbem/cim-xml/2/cim-schema/2/*";
pub const WMI_PREFIX: &str = "http://schemas.microsoft.com/wbem/wsman/1/wmi/";
/// The second connection of a full-duplex operation (MS-WSMV 3.2.4.2.1).
pub const FULL_DUPLEX: &str = "http://schemas.microsoft.com/wbem/wsman/1/wsman/FullDuplex";
pub const CANCEL: &str = "http://schemas.microsoft.com/wbem/wsman/1/wsman/Cancel";
pub const END: &str = "http://schemas.microsoft.com/wbem/wsman/1/wsman/End";
/// As MS-WSMV 2.2.2.5 has it: not absolute.
pub const INTERACTIVE_RESPONSE: &str = "/InteractiveResponse";
/// What else a server may send between the parts of an answer: nothing that concerns the operation.
pub const KEEP_ALIVE: &str = "http://schemas.microsoft.com/wbem/wsman/1/wsman/KeepAlive";
pub const ACKNOWLEDGE: &str = "http://schemas.microsoft.com/wbem/wsman/1/wsman/Acknowledge";
pub const ACKNOWLEDGE_REQUEST: &str = "http://schemas.microsoft.com/wbem/wsman/1/wsman/AcknowledgeRequest";
pub const ROBUST: &str = "http://schemas.microsoft.com/wbem/wsman/1/wsman/RobustConnection";

pub const WQL: &str = "http://schemas.microsoft.com/wbem/wsman/1/WQL";
pub const CQL: &str = "http://schemas.dmtf.org/wbem/cql/1/dsp0202.pdf";
pub const ASSOCIATION_FILTER: &str = "http://schemas.dmtf.org/wbem/wsman/1/cimbinding/associationFilter";

pub const DELIVERY_PULL: &str = "http://schemas.dmtf.org/wbem/wsman/1/wsman/Pull";
pub const DELIVERY_PUSH: &str = "http://schemas.xmlsoap.org/ws/2004/08/eventing/DeliveryModes/Push";
pub const DELIVERY_EVENTS: &str = "http://schemas.dmtf.org/wbem/wsman/1/wsman/Events";
pub const DELIVERY_PUSH_ACK: &str = "http://schemas.dmtf.org/wbem/wsman/1/wsman/PushWithAck";
/// What a pushed event without an action of its own has, several of them, and the acknowledgement (DSP0226 10.2.9).
pub const EVENT_ACTION: &str = "http://schemas.dmtf.org/wbem/wsman/1/wsman/Event";
pub const ACK_ACTION: &str = "http://schemas.dmtf.org/wbem/wsman/1/wsman/Ack";
pub const FAULT_ACTION: &str = "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault";
pub const END_ACTION: &str = "http://schemas.xmlsoap.org/ws/2004/08/eventing/SubscriptionEnd";
pub const BOOKMARK_EARLIEST: &str = "http://schemas.dmtf.org/wbem/wsman/1/wsman/bookmark/earliest";
pub const HEARTBEAT_ACTION: &str = "http://schemas.dmtf.org/wbem/wsman/1/wsman/Heartbeat";

/// Security profiles of deliveries (DSP0226 annex C).
pub const PROFILE_HTTP_BASIC: &str = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/http/basic";
pub const PROFILE_HTTPS_BASIC: &str = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/basic";
pub const PROFILE_HTTPS_MUTUAL: &str = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual";

/// An action of one of the standard protocols.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Action {
    Get,
    Put,
    Create,
    Delete,
    Enumerate,
    Pull,
    Release,
    Subscribe,
    Renew,
    Unsubscribe,
}

impl Action {
    pub fn uri(self) -> &'static str {
        match self {
            Self::Get => "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get",
            Self::Put => "http://schemas.xmlsoap.org/ws/2004/09/transfer/Put",
            Self::Create => "http://schemas.xmlsoap.org/ws/2004/09/transfer/Create",
            Self::Delete => "http://schemas.xmlsoap.org/ws/2004/09/transfer/Delete",
            Self::Enumerate => "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Enumerate",
            Self::Pull => "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Pull",
            Self::Release => "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Release",
            Self::Subscribe => "http://schemas.xmlsoap.org/ws/2004/08/eventing/Subscribe",
            Self::Renew => "http://schemas.xmlsoap.org/ws/2004/08/eventing/Renew",
            Self::Unsubscribe => "http://schemas.xmlsoap.org/ws/2004/08/eventing/Unsubscribe",
        }
    }
}

/// The class a resource URI names: its last segment, without a query.
pub fn class_of_uri(uri: &str) -> &str {
    let path = uri.split('?').next().unwrap_or(uri);
    path.rsplit('/').next().unwrap_or(path)
}

/// The namespace in a WMI resource URI (`…/wmi/root/cimv2/Class`), if it is one.
pub fn namespace_of_uri(uri: &str) -> Option<&str> {
    let start = uri.to_ascii_lowercase().find("/wbem/wsman/1/wmi/")? + "/wbem/wsman/1/wmi/".len();
    let path = uri.get(start..)?.split('?').next()?;
    path.rsplit_once('/').map(|(namespace, _)| namespace)
}

/// MI's name for the kind of a fault's number.
pub const HRESULT: &str = "HRESULT";
