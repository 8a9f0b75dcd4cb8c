//! SOAP faults into CIM errors (DSP0226 14, MS-WSMV 2.2.4.43, MSFT_WmiError).

use super::fault_codes::{Meaning, by_code, by_subcode};
use super::instance::{self, NoClasses, Scope};
use super::names;
use super::node::Node;
use crate::abi::*;
use crate::cim::{Error, Instance, ValueRef};

/// Everything a fault says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fault {
    /// `Sender`, `Receiver`, `MustUnderstand`, `VersionMismatch`.
    pub code: String,
    /// The innermost subcode, without its prefix.
    pub subcode: String,
    pub reason: String,
    /// FaultDetail URIs and whatever else the detail says as text.
    pub detail: String,
    /// The Code of the outer WSManFault (a Win32 error or HRESULT).
    pub wsman_code: Option<u32>,
    /// The Code of the WSManFault a provider sent.
    pub provider_code: Option<u32>,
    pub provider: String,
    pub machine: String,
    /// The provider's own words.
    pub provider_message: String,
    /// From a CIM_Error or MSFT_WmiError, or an `__ExtendedStatus`.
    pub cim_status: Option<u32>,
    pub status_code: Option<u32>,
    pub error_code: Option<u32>,
    pub error_category: Option<u32>,
    pub error_message: String,
}

/// Reads an `s:Fault`.
pub fn read(node: &Node<'_>) -> (Fault, Option<Instance>) {
    let mut fault = Fault::default();
    let code = node.named("Code");
    fault.code = code.and_then(|code| code.named("Value")).map(local_value).unwrap_or_default();
    let mut next = code.and_then(|code| code.named("Subcode"));
    while let Some(subcode) = next {
        fault.subcode = subcode.named("Value").map(local_value).unwrap_or_default();
        next = subcode.named("Subcode");
    }
    let reason = node.named("Reason").and_then(|reason| reason.named("Text"));
    fault.reason = reason.map(|text| sentence(&text.text)).unwrap_or_default();
    let mut error = None;
    for part in node.named("Detail").iter().flat_map(|detail| &detail.children) {
        read_detail(&mut fault, &mut error, part);
    }
    (fault, error)
}

/// The error that an instance of CIM_Error, or of a class like it, says (an error that does not end its operation).
pub fn error_of(node: &Node<'_>) -> Error {
    let (mut fault, mut sent) = (Fault::default(), None);
    read_detail(&mut fault, &mut sent, node);
    if fault.error_message.is_empty() {
        fault.reason = sentence(&node.deep_text());
    }
    fault.into_error(sent)
}

/// Why a source ended a subscription (`e:SubscriptionEnd`, DSP0226 10.7).
pub fn ended(node: &Node<'_>) -> Error {
    let (mut fault, mut sent) = (Fault::default(), None);
    fault.subcode = node.named("Status").map(local_value).unwrap_or_default();
    for part in node.children.iter().filter(|part| part.local == "WSManFault") {
        read_detail(&mut fault, &mut sent, part);
    }
    let said = node.named("Reason").map(|reason| sentence(&reason.deep_text())).unwrap_or_default();
    let status = if fault.subcode.is_empty() { "no reason given" } else { fault.subcode.as_str() };
    fault.reason = format!("The server has ended the subscription ({status}). {said}").trim().to_owned();
    fault.into_error(sent)
}

/// The subcode of the fault an error was made from.
pub fn subcode_of(error: &Error) -> Option<String> {
    let detail = error.detail.as_ref()?.view();
    let element = detail.get("FaultSubcode")?;
    element.value.and_then(|value| value.as_str().map(|text| text.into_owned()))
}

fn local_value(node: &Node<'_>) -> String {
    let text = node.trimmed();
    text.rsplit([':', '/']).next().unwrap_or(text).to_owned()
}

fn sentence(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn read_detail(fault: &mut Fault, error: &mut Option<Instance>, part: &Node<'_>) {
    match part.local {
        "WSManFault" => read_wsman_fault(fault, part),
        _ if part.named("CIMStatusCode").is_some() => {
            read_cim_error(fault, part);
            let scope = Scope { classes: &NoClasses, namespace: "", server: "" };
            // Kept whole: clients look for properties of its class that we do not know.
            *error = instance::instance(part, &scope).ok();
        }
        _ => {
            let text = part.deep_text();
            if !fault.detail.is_empty() {
                fault.detail.push(' ');
            }
            fault.detail.push_str(&text);
        }
    }
}

fn read_wsman_fault(fault: &mut Fault, node: &Node<'_>) {
    fault.wsman_code = node.attribute("Code").and_then(number);
    fault.machine = node.attribute("Machine").unwrap_or_default().to_owned();
    let Some(message) = node.named("Message") else { return };
    let own = sentence(&message.text);
    if !own.is_empty() && fault.reason.is_empty() {
        fault.reason = own;
    }
    let Some(provider) = message.find("ProviderFault") else { return };
    fault.provider = provider.attribute("provider").unwrap_or_default().to_owned();
    fault.provider_message = sentence(&provider.text);
    if let Some(inner) = provider.find("WSManFault") {
        fault.provider_code = inner.attribute("Code").and_then(number);
        fault.provider_message =
            inner.named("Message").map(|text| sentence(&text.deep_text())).unwrap_or_default();
    }
    if let Some(status) = provider.find("__ExtendedStatus") {
        fault.status_code = status.named("StatusCode").and_then(|code| number(code.trimmed()));
        let said = |name| status.named(name).map(|node| sentence(&node.text)).filter(|text| !text.is_empty());
        let parts = [said("Description"), said("Operation"), said("ParameterInfo")];
        fault.detail = parts.into_iter().flatten().collect::<Vec<_>>().join("; ");
    }
    if fault.provider_message.is_empty() {
        fault.provider_message = provider.deep_text();
    }
}

fn read_cim_error(fault: &mut Fault, node: &Node<'_>) {
    let value = |name: &str| node.named(name).filter(|found| !found.nil).map(|found| found.trimmed());
    let numeric = |names: [&str; 2]| names.into_iter().find_map(|name| value(name).and_then(number));
    fault.cim_status = value("CIMStatusCode").and_then(number);
    fault.error_code = numeric(["error_Code", "OMI_Code"]);
    fault.error_category = numeric(["error_Category", "OMI_Category"]);
    fault.error_message = value("Message").map(sentence).unwrap_or_default();
}

/// Decimal, or hexadecimal with `0x`; negative ones are HRESULTs seen as signed.
fn number(text: &str) -> Option<u32> {
    let text = text.trim();
    match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => text.parse::<u32>().ok().or_else(|| text.parse::<i32>().ok().map(|signed| signed as u32)),
    }
}

impl Fault {
    /// Result and category: the CIM status says it best, then the provider's code, then the service's, then the
    /// subcode.
    pub fn meaning(&self) -> Meaning {
        let status = self.cim_status.filter(|status| (1..=28).contains(status)).map(MI_Result);
        let codes = [self.status_code, self.error_code, self.provider_code, self.wsman_code];
        let coded = codes.into_iter().flatten().find_map(by_code);
        let mut meaning =
            coded.or_else(|| by_subcode(&self.subcode, &self.detail)).unwrap_or_else(|| by_status(self));
        if let Some(status) = status.filter(|status| *status != MI_RESULT_FAILED || coded.is_none()) {
            meaning.result = status;
        }
        if let Some(category) = self.error_category.filter(|category| (1..=31).contains(category)) {
            meaning.category = MI_ErrorCategory(category);
        }
        meaning
    }

    /// What a person is told: the provider's words where there are any, then the service's.
    pub fn message(&self) -> String {
        let said = [&self.error_message, &self.provider_message, &self.reason];
        let mut text = said.into_iter().find(|text| !text.is_empty()).cloned().unwrap_or_default();
        if text.is_empty() {
            let code = [self.code.as_str(), self.subcode.as_str()].join(" ");
            text = format!("The server answered with the fault {} and no explanation.", code.trim());
        } else if !self.reason.is_empty() && !self.reason.contains(&text) && !text.contains(&self.reason) {
            text = format!("{} {text}", self.reason);
        }
        text
    }

    /// The error the client gets; `sent` is the CIM_Error the server sent, if it did.
    pub fn into_error(self, sent: Option<Instance>) -> Error {
        let meaning = self.meaning();
        let message = self.message();
        let detail = self.detail_instance(sent, &message, &meaning).ok();
        let mut error = Error::new(meaning.result, message).with_category(meaning.category);
        if let Some(code) = self.error_code.or(self.provider_code).or(self.wsman_code) {
            error = error.with_code(names::HRESULT, code);
        }
        match detail {
            Some(detail) => error.with_detail(detail),
            None => error,
        }
    }

    /// The server's own error instance, or one of ours, with everything the fault said.
    fn detail_instance(
        &self,
        sent: Option<Instance>,
        message: &str,
        meaning: &Meaning,
    ) -> Result<Instance, Error> {
        let mut detail = match sent {
            Some(sent) => sent,
            None => Instance::dynamic("CIM_Error")?,
        };
        let mut put = |name: &str, value: ValueRef<'_>| match detail.view().get(name) {
            Some(_) => Ok(()),
            None => detail.add(name, value, MI_FLAG_PROPERTY),
        };
        put("CIMStatusCode", ValueRef::Uint32(meaning.result.0))?;
        put("Message", ValueRef::Text(message))?;
        put("error_Category", ValueRef::Uint32(meaning.category.0))?;
        put("FaultCode", ValueRef::Text(&self.code))?;
        put("FaultSubcode", ValueRef::Text(&self.subcode))?;
        put("FaultReason", ValueRef::Text(&self.reason))?;
        put("FaultDetail", ValueRef::Text(&self.detail))?;
        put("ProviderFault", ValueRef::Text(&self.provider_message))?;
        put("Machine", ValueRef::Text(&self.machine))?;
        if let Some(code) = self.wsman_code {
            put("WSManFaultCode", ValueRef::Uint32(code))?;
        }
        if let Some(code) = self.provider_code {
            put("ProviderFaultCode", ValueRef::Uint32(code))?;
        }
        Ok(detail)
    }
}

const FAILED: Meaning = Meaning { result: MI_RESULT_FAILED, category: MI_ERRORCATEGORY_NOT_SPECIFIED };

fn by_status(fault: &Fault) -> Meaning {
    match fault.code.as_str() {
        "MustUnderstand" => return by_code(0x8033_8010).unwrap_or(FAILED),
        "VersionMismatch" => return by_code(0x8033_800D).unwrap_or(FAILED),
        _ => {}
    }
    let result =
        fault.cim_status.filter(|status| (1..=28).contains(status)).map_or(MI_RESULT_FAILED, MI_Result);
    Meaning { result, category: MI_ERRORCATEGORY_NOT_SPECIFIED }
}
