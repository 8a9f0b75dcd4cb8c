//! An object or class of WMI, and the connection that it comes from. Everything here is used on one thread.

use super::failure::Failure;
use super::variant::{self, Raw};
use windows::Win32::System::Com::{
    CLSCTX_INPROC_SERVER, COINIT_MULTITHREADED, CoCreateInstance, CoInitializeEx, CoSetProxyBlanket,
    CoUninitialize, EOAC_NONE, RPC_C_AUTHN_LEVEL, RPC_C_IMP_LEVEL,
};
use windows::Win32::System::Rpc::{RPC_C_AUTHN_DEFAULT, RPC_C_AUTHZ_DEFAULT};
use windows::Win32::System::Variant::VARIANT;
use windows::Win32::System::Wmi::*;
use windows::core::{BSTR, HRESULT, HSTRING, IUnknown, Interface, PCWSTR};

/// The thread's part of the multithreaded apartment. Only threads of ours have one: the caller's are left alone.
pub struct Apartment;

impl Apartment {
    pub fn enter() -> Result<Apartment, Failure> {
        // SAFETY: no preconditions; undone when the value is dropped, on the same thread.
        unsafe { CoInitializeEx(None, COINIT_MULTITHREADED) }.ok()?;
        Ok(Apartment)
    }
}

impl Drop for Apartment {
    fn drop(&mut self) {
        // SAFETY: `enter` was successful on this thread.
        unsafe { CoUninitialize() };
    }
}

/// How far and as whom a connection speaks.
pub struct Security {
    pub user: Option<String>,
    pub authority: Option<String>,
    pub password: Option<zeroize::Zeroizing<String>>,
    pub level: u32,
    pub impersonation: u32,
    pub locale: Option<String>,
}

/// How long a call looks for its result before it looks whether it was cancelled.
const SLICE: i32 = 50;

/// Says whether the operation was cancelled.
pub type Stop<'a> = &'a dyn Fn() -> bool;

/// A connection with a namespace.
#[derive(Clone)]
pub struct Services(IWbemServices);

fn optional(text: Option<&str>) -> BSTR {
    text.map_or_else(BSTR::new, BSTR::from)
}

impl Services {
    /// Waits at most two minutes for a machine that does not answer.
    pub fn connect(resource: &str, security: &Security, remote: bool) -> Result<Services, Failure> {
        // SAFETY: the thread is in an apartment; the interface is the class's own.
        let locator: IWbemLocator = unsafe { CoCreateInstance(&WbemLocator, None, CLSCTX_INPROC_SERVER) }?;
        let resource = BSTR::from(resource);
        let user = optional(security.user.as_deref());
        let password = optional(security.password.as_ref().map(|password| password.as_str()));
        let (locale, authority) =
            (optional(security.locale.as_deref()), optional(security.authority.as_deref()));
        let wait = WBEM_FLAG_CONNECT_USE_MAX_WAIT.0;
        // SAFETY: strings that outlive the call.
        let made =
            unsafe { locator.ConnectServer(&resource, &user, &password, &locale, wait, &authority, None) };
        let services = Services(made?);
        services.protect(security, remote)?;
        Ok(services)
    }

    /// Calls go out with the level of protection that was asked for. In one process there is no proxy to set it on.
    fn protect(&self, security: &Security, remote: bool) -> Result<(), Failure> {
        let (level, impersonation) =
            (RPC_C_AUTHN_LEVEL(security.level), RPC_C_IMP_LEVEL(security.impersonation));
        let unknown: IUnknown = self.0.cast()?;
        // SAFETY: an interface of this apartment; the identity is the thread's, or the one that it connected with.
        let set = unsafe {
            CoSetProxyBlanket(
                &unknown,
                RPC_C_AUTHN_DEFAULT as u32,
                RPC_C_AUTHZ_DEFAULT,
                PCWSTR::null(),
                level,
                impersonation,
                None,
                EOAC_NONE,
            )
        };
        match set {
            Err(error) if remote => Err(error.into()),
            _ => Ok(()),
        }
    }

    pub fn object(
        &self,
        path: &str,
        amended: bool,
        context: &Context,
        stop: Stop<'_>,
    ) -> Result<Object, Failure> {
        let (mut object, mut call) = (None, None);
        let flags = WBEM_FLAG_RETURN_IMMEDIATELY | amended_flag(amended);
        // SAFETY: places that outlive the call, both empty.
        unsafe {
            self.0.GetObject(&BSTR::from(path), flags, context.0.as_ref(), Some(&mut object), Some(&mut call))
        }?;
        finished(object, call, stop)?.map(Object).ok_or_else(Failure::nothing)
    }

    pub fn put(
        &self,
        object: &Object,
        create: bool,
        context: &Context,
        stop: Stop<'_>,
    ) -> Result<Option<String>, Failure> {
        let how = if create { WBEM_FLAG_CREATE_ONLY.0 } else { WBEM_FLAG_UPDATE_ONLY.0 };
        let flags = WBEM_GENERIC_FLAG_TYPE(WBEM_FLAG_RETURN_IMMEDIATELY.0 | how);
        let mut call = None;
        // SAFETY: a place that outlives the call, empty.
        unsafe { self.0.PutInstance(&object.0, flags, context.0.as_ref(), Some(&mut call)) }?;
        let Some(call) = call else { return Ok(None) };
        wait(&call, stop)?;
        // SAFETY: the call is over.
        Ok(unsafe { call.GetResultString(0) }
            .ok()
            .map(|path| path.to_string())
            .filter(|path| !path.is_empty()))
    }

    pub fn delete(&self, path: &str, context: &Context, stop: Stop<'_>) -> Result<(), Failure> {
        let mut call = None;
        let flags = WBEM_FLAG_RETURN_IMMEDIATELY;
        // SAFETY: a place that outlives the call, empty.
        unsafe { self.0.DeleteInstance(&BSTR::from(path), flags, context.0.as_ref(), Some(&mut call)) }?;
        call.map_or(Ok(()), |call| wait(&call, stop))
    }

    pub fn invoke(
        &self,
        path: &str,
        method: &str,
        input: Option<&Object>,
        context: &Context,
        stop: Stop<'_>,
    ) -> Result<Option<Object>, Failure> {
        let (mut output, mut call) = (None, None);
        let (path, method) = (BSTR::from(path), BSTR::from(method));
        let input = input.map(|input| &input.0);
        // SAFETY: places that outlive the call, both empty.
        unsafe {
            self.0.ExecMethod(
                &path,
                &method,
                WBEM_FLAG_RETURN_IMMEDIATELY,
                context.0.as_ref(),
                input,
                Some(&mut output),
                Some(&mut call),
            )
        }?;
        Ok(finished(output, call, stop)?.map(Object))
    }

    pub fn list(&self, what: &List<'_>, context: &Context) -> Result<Listing, Failure> {
        let base = WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY;
        let depth = |shallow: bool| if shallow { WBEM_FLAG_SHALLOW.0 } else { WBEM_FLAG_DEEP.0 };
        let deep = |shallow: bool| WBEM_GENERIC_FLAG_TYPE(base.0 | depth(shallow));
        let listing = match *what {
            List::Instances { class, shallow } => {
                // SAFETY: strings that outlive the call.
                unsafe { self.0.CreateInstanceEnum(&BSTR::from(class), deep(shallow), context.0.as_ref()) }
            }
            List::Classes { superclass, shallow } => {
                let flags = deep(shallow) | amended_flag(true);
                // SAFETY: strings that outlive the call.
                unsafe { self.0.CreateClassEnum(&BSTR::from(superclass), flags, context.0.as_ref()) }
            }
            List::Query { language, text } => {
                // SAFETY: strings that outlive the call.
                unsafe {
                    self.0.ExecQuery(&BSTR::from(language), &BSTR::from(text), base, context.0.as_ref())
                }
            }
            List::Notifications { language, text } => {
                let (language, text) = (BSTR::from(language), BSTR::from(text));
                // SAFETY: strings that outlive the call.
                unsafe { self.0.ExecNotificationQuery(&language, &text, base, context.0.as_ref()) }
            }
        };
        Ok(Listing(listing?))
    }
}

fn amended_flag(amended: bool) -> WBEM_GENERIC_FLAG_TYPE {
    if amended { WBEM_FLAG_USE_AMENDED_QUALIFIERS } else { WBEM_GENERIC_FLAG_TYPE(0) }
}

/// What is listed.
pub enum List<'a> {
    Instances { class: &'a str, shallow: bool },
    Classes { superclass: &'a str, shallow: bool },
    Query { language: &'a str, text: &'a str },
    Notifications { language: &'a str, text: &'a str },
}

/// Objects that come one by one.
pub struct Listing(IEnumWbemClassObject);

impl Listing {
    /// The next one; None at the end, or where the operation was cancelled.
    pub fn next(&self, stop: Stop<'_>) -> Result<Option<Object>, Failure> {
        while !stop() {
            let (mut objects, mut count) = ([None], 0);
            // SAFETY: room for one object and the count.
            let result = unsafe { self.0.Next(SLICE, &mut objects, &mut count) };
            if let [Some(object)] = objects {
                return Ok(Some(Object(object)));
            }
            if result != HRESULT(WBEM_S_TIMEDOUT.0) {
                result.ok()?;
                return Ok(None);
            }
        }
        Ok(None)
    }
}

/// Waits for a call that goes on by itself.
fn wait(call: &IWbemCallResult, stop: Stop<'_>) -> Result<(), Failure> {
    while !stop() {
        let mut status = 0;
        // SAFETY: the interface's own function; by its name, since success has two meanings here.
        let result =
            unsafe { (Interface::vtable(call).GetCallStatus)(Interface::as_raw(call), SLICE, &mut status) };
        if result != HRESULT(WBEM_S_TIMEDOUT.0) {
            result.ok()?;
            return Ok(HRESULT(status).ok()?);
        }
    }
    Err(Failure::cancelled())
}

fn finished(
    direct: Option<IWbemClassObject>,
    call: Option<IWbemCallResult>,
    stop: Stop<'_>,
) -> Result<Option<IWbemClassObject>, Failure> {
    let Some(call) = call.filter(|_| direct.is_none()) else { return Ok(direct) };
    wait(&call, stop)?;
    // SAFETY: the call is over.
    Ok(unsafe { call.GetResultObject(0) }.ok())
}

/// What goes to the provider with a call.
pub struct Context(Option<IWbemContext>);

impl Context {
    /// None of these is no context at all.
    pub fn new(values: &[(String, Raw, i32)]) -> Result<Context, Failure> {
        if values.is_empty() {
            return Ok(Context(None));
        }
        // SAFETY: the thread is in an apartment; the interface is the class's own.
        let context: IWbemContext = unsafe { CoCreateInstance(&WbemContext, None, CLSCTX_INPROC_SERVER) }?;
        for (name, value, cim) in values {
            // SAFETY: a name and a value that outlive the call.
            unsafe { context.SetValue(&HSTRING::from(name.as_str()), 0, &variant::write(value, *cim)) }?;
        }
        Ok(Context(Some(context)))
    }
}

/// An instance or a class.
#[derive(Clone)]
pub struct Object(pub(super) IWbemClassObject);

/// A property, or a parameter of a method.
pub struct Member {
    pub name: String,
    pub cim: i32,
    pub value: Raw,
}

pub struct QualifierText {
    pub name: String,
    pub value: Raw,
    pub flavor: i32,
}

/// A method: its parameters in and out, where it has any.
pub struct Signature {
    pub name: String,
    pub input: Option<Object>,
    pub output: Option<Object>,
}

impl Object {
    pub fn get(&self, name: &str) -> Option<Raw> {
        let mut value = VARIANT::default();
        // SAFETY: room for the value.
        unsafe { self.0.Get(&HSTRING::from(name), 0, &mut value, None, None) }.ok()?;
        Some(variant::read(&value))
    }

    /// `__CLASS` and the like.
    pub fn text(&self, name: &str) -> Option<String> {
        match self.get(name)? {
            Raw::Text(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    pub fn put(&self, name: &str, value: &Raw, cim: i32) -> Result<(), Failure> {
        // A property that is there keeps its type.
        // SAFETY: a name and a value that outlive the call.
        Ok(unsafe { self.0.Put(&HSTRING::from(name), 0, &variant::write(value, cim), 0) }?)
    }

    pub fn cim_type(&self, name: &str) -> Option<i32> {
        let (mut value, mut cim) = (VARIANT::default(), 0);
        // SAFETY: room for the value and its type.
        unsafe { self.0.Get(&HSTRING::from(name), 0, &mut value, Some(&mut cim), None) }.ok()?;
        Some(cim)
    }

    pub fn spawn(&self) -> Result<Object, Failure> {
        // SAFETY: no preconditions.
        Ok(Object(unsafe { self.0.SpawnInstance(0) }?))
    }

    /// All but the system's own.
    pub fn members(&self) -> Result<Vec<Member>, Failure> {
        // SAFETY: no preconditions.
        unsafe { self.0.BeginEnumeration(WBEM_FLAG_NONSYSTEM_ONLY.0) }?;
        let mut members = Vec::new();
        loop {
            let (mut name, mut value, mut cim, mut flavor) = (BSTR::new(), VARIANT::default(), 0, 0);
            // SAFETY: room for each answer.
            let next = unsafe { self.0.Next(0, &mut name, &mut value, &mut cim, &mut flavor) };
            if next.is_err() || name.is_empty() {
                return Ok(members);
            }
            let name = name.to_string();
            if !name.starts_with("__") {
                members.push(Member { name, cim, value: variant::read(&value) });
            }
        }
    }

    pub fn methods(&self) -> Vec<Signature> {
        let mut all = Vec::new();
        // SAFETY: no preconditions.
        if unsafe { self.0.BeginMethodEnumeration(0) }.is_err() {
            return all;
        }
        loop {
            let (mut name, mut input, mut output) = (BSTR::new(), None, None);
            // SAFETY: room for each answer.
            let next = unsafe { self.0.NextMethod(0, &mut name, &mut input, &mut output) };
            if next.is_err() || name.is_empty() {
                return all;
            }
            all.push(Signature {
                name: name.to_string(),
                input: input.map(Object),
                output: output.map(Object),
            });
        }
    }

    /// What a method takes; None where it takes nothing.
    pub fn input_of(&self, method: &str) -> Result<Option<Object>, Failure> {
        let (mut input, mut output) = (None, None);
        // SAFETY: room for both answers.
        unsafe { self.0.GetMethod(&HSTRING::from(method), 0, &mut input, &mut output) }?;
        Ok(input.map(Object))
    }

    pub fn qualifiers(&self) -> Vec<QualifierText> {
        // SAFETY: no preconditions.
        unsafe { self.0.GetQualifierSet() }.map(|set| listed(&set)).unwrap_or_default()
    }

    pub fn property_qualifiers(&self, name: &str) -> Vec<QualifierText> {
        // SAFETY: a name that outlives the call.
        unsafe { self.0.GetPropertyQualifierSet(&HSTRING::from(name)) }
            .map(|set| listed(&set))
            .unwrap_or_default()
    }

    pub fn method_qualifiers(&self, name: &str) -> Vec<QualifierText> {
        // SAFETY: a name that outlives the call.
        unsafe { self.0.GetMethodQualifierSet(&HSTRING::from(name)) }
            .map(|set| listed(&set))
            .unwrap_or_default()
    }

    pub fn property_origin(&self, name: &str) -> Option<String> {
        // SAFETY: a name that outlives the call.
        unsafe { self.0.GetPropertyOrigin(&HSTRING::from(name)) }.ok().map(|origin| origin.to_string())
    }
}

fn listed(set: &IWbemQualifierSet) -> Vec<QualifierText> {
    let mut all = Vec::new();
    // SAFETY: no preconditions.
    if unsafe { set.BeginEnumeration(0) }.is_err() {
        return all;
    }
    loop {
        let (mut name, mut value, mut flavor) = (BSTR::new(), VARIANT::default(), 0);
        // SAFETY: room for each answer.
        let next = unsafe { set.Next(0, &mut name, &mut value, &mut flavor) };
        if next.is_err() || name.is_empty() {
            return all;
        }
        all.push(QualifierText { name: name.to_string(), value: variant::read(&value), flavor });
    }
}

/// The sentence that WMI leaves on the thread with an error.
pub fn last_description() -> Option<String> {
    use windows::Win32::System::Com::GetErrorInfo;
    // SAFETY: no preconditions; the thread's own error is taken off it.
    let info = unsafe { GetErrorInfo(0) }.ok()?;
    if let Ok(status) = info.cast::<IWbemClassObject>() {
        return Object(status).text("Description");
    }
    // SAFETY: no preconditions.
    let text = unsafe { info.GetDescription() }.ok()?.to_string();
    (!text.is_empty()).then_some(text)
}

/// Whether this is wine: its ntdll says so.
pub fn is_wine() -> bool {
    use windows::Win32::System::LibraryLoader::{GetModuleHandleW, GetProcAddress};
    use windows::core::{s, w};
    static ANSWER: crate::sync::OnceLock<bool> = crate::sync::OnceLock::new();
    *ANSWER.get_or_init(|| {
        // SAFETY: a literal; the module is never unloaded.
        let Ok(ntdll) = (unsafe { GetModuleHandleW(w!("ntdll.dll")) }) else { return false };
        // SAFETY: a module that is loaded, and a literal.
        unsafe { GetProcAddress(ntdll, s!("wine_get_version")) }.is_some()
    })
}
