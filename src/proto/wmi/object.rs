//! An object or class of WMI, and the connection that it comes from. Everything here is used on one thread.

use super::failure::Failure;
use super::variant::{self, Raw};
use std::collections::VecDeque;
use std::ffi::c_void;
use std::rc::Rc;
use windows::Win32::Foundation::{CloseHandle, ERROR_NO_TOKEN, HANDLE};
use windows::Win32::Security::{TOKEN_IMPERSONATE, TOKEN_QUERY};
use windows::Win32::System::Com::{
    CLSCTX_INPROC_SERVER, COAUTHIDENTITY, COINIT_MULTITHREADED, CoCreateInstance, CoInitializeEx,
    CoSetProxyBlanket, CoUninitialize, EOAC_NONE, EOAC_STATIC_CLOAKING, EOLE_AUTHENTICATION_CAPABILITIES,
    RPC_C_AUTHN_LEVEL, RPC_C_IMP_LEVEL,
};
use windows::Win32::System::Rpc::{RPC_C_AUTHN_DEFAULT, RPC_C_AUTHZ_DEFAULT};
use windows::Win32::System::Threading::{GetCurrentThread, OpenThreadToken, SetThreadToken};
use windows::Win32::System::Variant::VARIANT;
use windows::Win32::System::Wmi::*;
use windows::core::{BSTR, HRESULT, HSTRING, IUnknown, Interface, PCWSTR};
use zeroize::{Zeroize, Zeroizing};

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

/// Whom a thread of the client's acts for: an operation acts for the same, on whatever thread it runs.
pub struct Token(HANDLE);

// SAFETY: a handle is the process's, not a thread's.
unsafe impl Send for Token {}

impl Token {
    /// None where the calling thread acts for the process itself.
    pub fn of_this_thread() -> Result<Option<Token>, Failure> {
        let mut token = HANDLE::default();
        // SAFETY: no preconditions; it need not be closed.
        let thread = unsafe { GetCurrentThread() };
        // SAFETY: room for the handle. The process opens it: who is acted for may be allowed less.
        match unsafe { OpenThreadToken(thread, TOKEN_QUERY | TOKEN_IMPERSONATE, true, &mut token) } {
            Ok(()) => Ok(Some(Token(token))),
            Err(error) if error.code() == ERROR_NO_TOKEN.to_hresult() => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The calling thread acts for the same until the answer is dropped.
    pub fn put_on(&self) -> Result<Acting, Failure> {
        // SAFETY: a token that was opened to be used so; of the calling thread.
        unsafe { SetThreadToken(None, Some(self.0)) }?;
        Ok(Acting)
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        // SAFETY: opened by `of_this_thread`, closed once.
        let _closed = unsafe { CloseHandle(self.0) };
    }
}

pub struct Acting;

impl Drop for Acting {
    fn drop(&mut self) {
        // SAFETY: no preconditions. NULL takes the token off; that cannot be refused to a thread of ours.
        let _taken_off = unsafe { SetThreadToken(None, None) };
    }
}

/// How far and as whom a connection speaks.
#[derive(Default)]
pub struct Security {
    pub domain: Option<String>,
    /// None is the thread's own identity, or the process's.
    pub user: Option<String>,
    pub password: Option<Zeroizing<String>>,
    pub authority: Option<String>,
    /// RPC_C_AUTHN_LEVEL_*.
    pub level: u32,
    /// RPC_C_IMP_LEVEL_*.
    pub impersonation: u32,
    /// WMI's own spelling: `MS_409`.
    pub locale: Option<String>,
}

impl Security {
    /// As ConnectServer takes it: an authority that names the domain does so alone.
    fn account(&self) -> Option<String> {
        let user = self.user.as_ref()?;
        let named = self.authority.as_ref().is_some_and(|authority| authority.starts_with(NTLM_DOMAIN));
        let domain = self.domain.as_ref().filter(|_| !named);
        Some(domain.map_or_else(|| user.clone(), |domain| format!("{domain}\\{user}")))
    }
}

/// What an authority begins with that has NTLM used, in a domain.
pub const NTLM_DOMAIN: &str = "ntlmdomain:";

/// A user as calls name him. COM keeps the address for as long as a proxy lives, so it lies still.
struct Account {
    identity: COAUTHIDENTITY,
    _texts: [Zeroizing<Vec<u16>>; 3],
}

impl Account {
    fn of(security: &Security) -> Option<Box<Account>> {
        const UNICODE: u32 = 2;
        let units = |text: Option<&str>| -> Zeroizing<Vec<u16>> {
            Zeroizing::new(text.unwrap_or_default().encode_utf16().chain([0]).collect())
        };
        let password = security.password.as_ref().map(|password| password.as_str());
        let mut texts = [units(security.user.as_deref()), units(security.domain.as_deref()), units(password)];
        security.user.as_ref()?;
        let lengths = [0, 1, 2].map(|at| texts[at].len() as u32 - 1);
        let [user, domain, password] = &mut texts;
        let identity = COAUTHIDENTITY {
            User: user.as_mut_ptr(),
            UserLength: lengths[0],
            Domain: domain.as_mut_ptr(),
            DomainLength: lengths[1],
            Password: password.as_mut_ptr(),
            PasswordLength: lengths[2],
            Flags: UNICODE,
        };
        Some(Box::new(Account { identity, _texts: texts }))
    }
}

/// What calls go out with. No proxy gets it from the one that it came from: each is told.
struct Blanket {
    level: RPC_C_AUTHN_LEVEL,
    impersonation: RPC_C_IMP_LEVEL,
    account: Option<Box<Account>>,
    capabilities: EOLE_AUTHENTICATION_CAPABILITIES,
    remote: bool,
}

impl Blanket {
    /// Within a process there is no proxy to tell. `proxy` is the interface that is called, and no other of its object.
    fn cover(&self, proxy: &IUnknown) -> Result<(), Failure> {
        let identity = self.account.as_ref().map(|account| (&raw const account.identity).cast::<c_void>());
        // SAFETY: an interface of this apartment; the identity outlives it, since who holds the one holds the other.
        let set = unsafe {
            CoSetProxyBlanket(
                proxy,
                RPC_C_AUTHN_DEFAULT as u32,
                RPC_C_AUTHZ_DEFAULT,
                DEFAULT_PRINCIPAL,
                self.level,
                self.impersonation,
                identity,
                self.capabilities,
            )
        };
        match set {
            Err(error) if self.remote => Err(error.into()),
            _ => Ok(()),
        }
    }
}

/// COLE_DEFAULT_PRINCIPAL: COM finds out the server's name.
const DEFAULT_PRINCIPAL: PCWSTR = PCWSTR(usize::MAX as *const u16);

/// How long a call looks for its result before it looks whether it was cancelled.
const SLICE: i32 = 50;

/// Objects that a list is asked for at a time.
const BATCH: usize = 16;

/// Says whether the operation is still wanted.
pub type Stop<'a> = &'a dyn Fn() -> bool;

/// A namespace of WMI.
#[derive(Clone)]
pub struct Services {
    services: IWbemServices,
    blanket: Rc<Blanket>,
}

fn optional(text: Option<&str>) -> BSTR {
    text.map_or_else(BSTR::new, BSTR::from)
}

/// Nobody finds it in memory that was freed.
fn wipe(text: BSTR) {
    if !text.is_empty() {
        // SAFETY: the text's own units, which nobody else has.
        unsafe { std::slice::from_raw_parts_mut(text.as_ptr().cast_mut(), text.len()) }.zeroize();
    }
}

impl Services {
    /// Waits at most two minutes for a machine that does not answer.
    pub fn connect(
        resource: &str,
        security: &Security,
        remote: bool,
        cloaked: bool,
    ) -> Result<Services, Failure> {
        // SAFETY: the thread is in an apartment; the interface is the class's own.
        let locator: IWbemLocator = unsafe { CoCreateInstance(&WbemLocator, None, CLSCTX_INPROC_SERVER) }?;
        let resource = BSTR::from(resource);
        let user = optional(security.account().as_deref());
        let password = optional(security.password.as_ref().map(|password| password.as_str()));
        let (locale, authority) =
            (optional(security.locale.as_deref()), optional(security.authority.as_deref()));
        let wait = WBEM_FLAG_CONNECT_USE_MAX_WAIT.0;
        // SAFETY: strings that outlive the call.
        let made =
            unsafe { locator.ConnectServer(&resource, &user, &password, &locale, wait, &authority, None) };
        wipe(password);
        let blanket = Rc::new(Blanket {
            level: RPC_C_AUTHN_LEVEL(security.level),
            impersonation: RPC_C_IMP_LEVEL(security.impersonation),
            account: Account::of(security),
            capabilities: if cloaked { EOAC_STATIC_CLOAKING } else { EOAC_NONE },
            remote,
        });
        let services = Services { services: made?, blanket };
        services.blanket.cover((&services.services).into())?;
        Ok(services)
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
            self.services.GetObject(
                &BSTR::from(path),
                flags,
                context.0.as_ref(),
                Some(&mut object),
                Some(&mut call),
            )
        }?;
        self.finished(object, call, stop)?.map(Object).ok_or_else(Failure::nothing)
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
        unsafe { self.services.PutInstance(&object.0, flags, context.0.as_ref(), Some(&mut call)) }?;
        let Some(call) = call else { return Ok(None) };
        self.wait(&call, stop)?;
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
        unsafe {
            self.services.DeleteInstance(&BSTR::from(path), flags, context.0.as_ref(), Some(&mut call))
        }?;
        call.map_or(Ok(()), |call| self.wait(&call, stop))
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
            self.services.ExecMethod(
                &path,
                &method,
                WBEM_FLAG_RETURN_IMMEDIATELY,
                context.0.as_ref(),
                input,
                Some(&mut output),
                Some(&mut call),
            )
        }?;
        Ok(self.finished(output, call, stop)?.map(Object))
    }

    pub fn list(&self, what: &List<'_>, amended: bool, context: &Context) -> Result<Listing, Failure> {
        let base = WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY | amended_flag(amended);
        let depth = |shallow: bool| if shallow { WBEM_FLAG_SHALLOW.0 } else { WBEM_FLAG_DEEP.0 };
        let deep = |shallow: bool| WBEM_GENERIC_FLAG_TYPE(base.0 | depth(shallow));
        let listing = match *what {
            List::Instances { class, shallow } => {
                // SAFETY: strings that outlive the call.
                unsafe {
                    self.services.CreateInstanceEnum(&BSTR::from(class), deep(shallow), context.0.as_ref())
                }
            }
            List::Classes { superclass, shallow } => {
                let superclass = BSTR::from(superclass);
                // SAFETY: strings that outlive the call.
                unsafe { self.services.CreateClassEnum(&superclass, deep(shallow), context.0.as_ref()) }
            }
            List::Query { language, text } => {
                // SAFETY: strings that outlive the call.
                unsafe {
                    self.services.ExecQuery(
                        &BSTR::from(language),
                        &BSTR::from(text),
                        base,
                        context.0.as_ref(),
                    )
                }
            }
            List::Notifications { language, text } => {
                let (language, text) = (BSTR::from(language), BSTR::from(text));
                // SAFETY: strings that outlive the call.
                unsafe { self.services.ExecNotificationQuery(&language, &text, base, context.0.as_ref()) }
            }
        };
        let listing = listing?;
        self.blanket.cover((&listing).into())?;
        let at_a_time = if matches!(what, List::Notifications { .. }) { 1 } else { BATCH };
        Ok(Listing { listing, at_a_time, ready: VecDeque::new(), end: None, _blanket: self.blanket.clone() })
    }

    /// Waits for a call that goes on by itself.
    fn wait(&self, call: &IWbemCallResult, stop: Stop<'_>) -> Result<(), Failure> {
        self.blanket.cover(call.into())?;
        while !stop() {
            let mut status = 0;
            // SAFETY: the interface's own function; by its name, since success has two meanings here.
            let result = unsafe {
                (Interface::vtable(call).GetCallStatus)(Interface::as_raw(call), SLICE, &mut status)
            };
            if result != HRESULT(WBEM_S_TIMEDOUT.0) {
                result.ok()?;
                return HRESULT(status).ok().map_err(|error| explained(error.into(), call));
            }
        }
        Err(Failure::cancelled())
    }

    fn finished(
        &self,
        direct: Option<IWbemClassObject>,
        call: Option<IWbemCallResult>,
        stop: Stop<'_>,
    ) -> Result<Option<IWbemClassObject>, Failure> {
        let Some(call) = call.filter(|_| direct.is_none()) else { return Ok(direct) };
        self.wait(&call, stop)?;
        // SAFETY: the call is over.
        match unsafe { call.GetResultObject(0) }.map_err(Failure::from) {
            Ok(object) => Ok(Some(object)),
            // It had none to give.
            Err(failure) if failure.is_of_wmi() => Ok(None),
            Err(failure) => Err(failure),
        }
    }
}

/// The status alone says little; who asks for the result of a failed call gets WMI's sentence.
fn explained(failure: Failure, call: &IWbemCallResult) -> Failure {
    if failure.is_explained() {
        return failure;
    }
    // SAFETY: the call is over.
    match unsafe { call.GetResultObject(0) }.map_err(Failure::from) {
        Err(said) if said.is_same(&failure) => said,
        _ => failure,
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
pub struct Listing {
    listing: IEnumWbemClassObject,
    at_a_time: usize,
    ready: VecDeque<Object>,
    /// How it ended, once those that are ready are gone.
    end: Option<Result<(), Failure>>,
    _blanket: Rc<Blanket>,
}

impl Listing {
    /// The next one; None at the end, or where the operation was cancelled.
    pub fn next(&mut self, stop: Stop<'_>) -> Result<Option<Object>, Failure> {
        while !stop() {
            if let Some(object) = self.ready.pop_front() {
                return Ok(Some(object));
            }
            if let Some(end) = self.end.take() {
                return end.map(|()| None);
            }
            let (mut objects, mut count) = ([const { None }; BATCH], 0);
            // SAFETY: room for as many objects, and for the count.
            let result = unsafe { self.listing.Next(SLICE, &mut objects[..self.at_a_time], &mut count) };
            self.ready.extend(objects.into_iter().flatten().map(Object));
            let goes_on = result == HRESULT(WBEM_S_TIMEDOUT.0) || (result.0 == 0 && !self.ready.is_empty());
            if !goes_on {
                self.end = Some(result.ok().map_err(Failure::from));
            }
        }
        Ok(None)
    }
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
            let value = variant::write(value, *cim).ok_or(Failure::mismatch())?;
            // SAFETY: a name and a value that outlive the call.
            unsafe { context.SetValue(&HSTRING::from(name.as_str()), 0, &value) }?;
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

    /// A property that is there keeps its type.
    pub fn put(&self, name: &str, value: &Raw, cim: i32) -> Result<(), Failure> {
        let value = variant::write(value, cim).ok_or(Failure::mismatch())?;
        // SAFETY: a name and a value that outlive the call.
        Ok(unsafe { self.0.Put(&HSTRING::from(name), 0, &value, 0) }?)
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

    pub fn method_origin(&self, name: &str) -> Option<String> {
        // SAFETY: a name that outlives the call.
        unsafe { self.0.GetMethodOrigin(&HSTRING::from(name)) }.ok().map(|origin| origin.to_string())
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

/// Whether WMI is wine's own, which is in the process: asked when there is a connection.
pub fn is_wines() -> bool {
    use windows::Win32::System::LibraryLoader::{GetModuleHandleW, GetProcAddress};
    use windows::core::{s, w};
    static IS_WINE: crate::sync::OnceLock<bool> = crate::sync::OnceLock::new();
    let is_wine = *IS_WINE.get_or_init(|| {
        // SAFETY: a literal; the module is never unloaded.
        let Ok(ntdll) = (unsafe { GetModuleHandleW(w!("ntdll.dll")) }) else { return false };
        // SAFETY: a module that is loaded, and a literal.
        unsafe { GetProcAddress(ntdll, s!("wine_get_version")) }.is_some()
    });
    // SAFETY: a literal.
    is_wine && unsafe { GetModuleHandleW(w!("wbemprox.dll")) }.is_ok()
}

/// WMI's name for a locale (`en-US` is `MS_409`); None for one that the system does not know.
pub fn locale_name(name: &str) -> Option<String> {
    use windows::Win32::Globalization::LocaleNameToLCID;
    /// What locales without a number share.
    const UNSPECIFIED: u32 = 0x1000;
    // SAFETY: a string that outlives the call.
    let number = unsafe { LocaleNameToLCID(&HSTRING::from(name), 0) };
    (number != 0 && number != UNSPECIFIED).then(|| format!("MS_{number:x}"))
}
