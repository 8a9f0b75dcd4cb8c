//! Fuzzes the option tables as C calls them: any bytes as names and values, any order of calls, checked against a
//! plain map.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mi::abi::*;
use mi::ffi::{operation_options, subscription_options};
use std::collections::HashMap;

/// Cuts the fuzzer's bytes into calls.
struct Input<'a>(&'a [u8]);

impl Input<'_> {
    fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *first
    }

    fn number(&mut self) -> u32 {
        u32::from_le_bytes([self.byte(), self.byte(), self.byte(), self.byte()])
    }

    /// A NUL-terminated string of at most 15 bytes.
    fn text(&mut self) -> Vec<MI_Char> {
        let length = usize::from(self.byte() % 16).min(self.0.len());
        let (text, rest) = self.0.split_at(length);
        self.0 = rest;
        text.iter().take_while(|byte| **byte != 0).map(|byte| *byte as MI_Char).chain([0]).collect()
    }
}

fn folded(name: &[MI_Char]) -> Vec<u8> {
    name.iter().map(|unit| (*unit as u8).to_ascii_lowercase()).collect()
}

#[derive(PartialEq, Debug)]
enum Expected {
    Text(Vec<MI_Char>),
    Number(u32),
    Interval(u32),
}

fuzz_target!(|data: &[u8]| {
    let mut input = Input(data);
    let table = &operation_options::OPERATION_OPTIONS;
    let mut options = MI_OperationOptions { reserved1: 0, reserved2: 0, ft: std::ptr::null() };
    // SAFETY: `options` is writable.
    assert_eq!(unsafe { operation_options::new(&mut options, false) }, MI_RESULT_OK);
    let mut model: HashMap<Vec<u8>, Expected> = HashMap::new();
    while !input.0.is_empty() {
        match input.byte() % 4 {
            0 => set_text(table, &mut options, &mut input, &mut model),
            1 => set_number(table, &mut options, &mut input, &mut model),
            2 => set_interval(table, &mut options, &mut input, &mut model),
            _ => check(table, &options, &mut input, &model),
        }
    }
    let mut count = 0;
    // SAFETY: the handle is live and the count writable.
    assert_eq!(unsafe { table.GetOptionCount.unwrap()(&options, &mut count) }, MI_RESULT_OK);
    assert_eq!(count as usize, model.len() + 1, "the options set, and the channels");
    // SAFETY: the handle is live.
    unsafe { table.Delete.unwrap()(&mut options) };
    credentials(data);
});

type Model = HashMap<Vec<u8>, Expected>;

/// What a setter is to answer, after it is entered into the model.
fn expected(model: &mut Model, name: &[MI_Char], value: Expected) -> MI_Result {
    if name.len() == 1 {
        return MI_RESULT_INVALID_PARAMETER;
    }
    match model.get_mut(&folded(name)) {
        Some(old) if std::mem::discriminant(old) != std::mem::discriminant(&value) => MI_RESULT_TYPE_MISMATCH,
        Some(old) => {
            *old = value;
            MI_RESULT_OK
        }
        None => {
            model.insert(folded(name), value);
            MI_RESULT_OK
        }
    }
}

fn set_text(
    table: &MI_OperationOptionsFT,
    options: &mut MI_OperationOptions,
    input: &mut Input,
    model: &mut Model,
) {
    let (name, value) = (input.text(), input.text());
    // SAFETY: both strings are NUL-terminated.
    let result = unsafe { table.SetString.unwrap()(options, name.as_ptr(), value.as_ptr(), 0) };
    assert_eq!(result, expected(model, &name, Expected::Text(value)));
}

fn set_number(
    table: &MI_OperationOptionsFT,
    options: &mut MI_OperationOptions,
    input: &mut Input,
    model: &mut Model,
) {
    let (name, value) = (input.text(), input.number());
    // SAFETY: the name is NUL-terminated.
    let result = unsafe { table.SetNumber.unwrap()(options, name.as_ptr(), value, 0) };
    assert_eq!(result, expected(model, &name, Expected::Number(value)));
}

fn set_interval(
    table: &MI_OperationOptionsFT,
    options: &mut MI_OperationOptions,
    input: &mut Input,
    model: &mut Model,
) {
    let name = input.text();
    let value = MI_Interval {
        days: input.number(),
        hours: input.number(),
        minutes: input.number(),
        seconds: input.number(),
        microseconds: input.number(),
        __padding1: input.number(),
        __padding2: 0,
        __padding3: 0,
    };
    // SAFETY: the name is NUL-terminated, the interval readable.
    let result = unsafe { table.SetInterval.unwrap()(options, name.as_ptr(), &value, 0) };
    if mi::options::interval::duration(&value).is_none() {
        assert_eq!(result, MI_RESULT_INVALID_PARAMETER);
    } else {
        assert_eq!(result, expected(model, &name, Expected::Interval(value.seconds)));
    }
}

fn check(table: &MI_OperationOptionsFT, options: &MI_OperationOptions, input: &mut Input, model: &Model) {
    let name = input.text();
    let (mut text, mut number) = (std::ptr::null(), 0);
    let (index, flags) = (std::ptr::null_mut(), std::ptr::null_mut());
    // SAFETY: the name is NUL-terminated, the outputs writable or NULL.
    let as_text = unsafe { table.GetString.unwrap()(options, name.as_ptr(), &mut text, index, flags) };
    // SAFETY: as above.
    let as_number = unsafe { table.GetNumber.unwrap()(options, name.as_ptr(), &mut number, index, flags) };
    match model.get(&folded(&name)) {
        None => assert_eq!((as_text, as_number), (MI_RESULT_NO_SUCH_PROPERTY, MI_RESULT_NO_SUCH_PROPERTY)),
        Some(Expected::Text(expected)) => {
            assert_eq!((as_text, as_number), (MI_RESULT_OK, MI_RESULT_TYPE_MISMATCH));
            // SAFETY: the option has as many units as were set, with the terminator.
            assert_eq!(unsafe { std::slice::from_raw_parts(text, expected.len()) }, &expected[..]);
        }
        Some(Expected::Number(expected)) => {
            assert_eq!((as_text, as_number, number), (MI_RESULT_TYPE_MISMATCH, MI_RESULT_OK, *expected));
        }
        Some(Expected::Interval(_)) => {
            assert_eq!((as_text, as_number), (MI_RESULT_TYPE_MISMATCH, MI_RESULT_TYPE_MISMATCH));
        }
    }
}

/// Any strings as credentials: what was taken comes back.
fn credentials(data: &[u8]) {
    let mut input = Input(data);
    let kinds = [c"Basic", c"ntlmDOMAIN", c"Kerberos", c"Digest"];
    let table = &subscription_options::SUBSCRIPTION_DELIVERY_OPTIONS;
    let mut options = MI_SubscriptionDeliveryOptions { reserved1: 0, reserved2: 0, ft: std::ptr::null() };
    // SAFETY: `options` is writable.
    unsafe { subscription_options::new(&mut options, MI_SubscriptionDeliveryType_Pull) };
    let kind = kinds[usize::from(input.byte()) % kinds.len()];
    let (name, user, password) = (input.text(), input.text(), input.text());
    let given = MI_UserCredentials {
        authenticationType: kind.as_ptr(),
        credentials: MI_CredentialsValue {
            usernamePassword: MI_UsernamePasswordCreds {
                domain: std::ptr::null(),
                username: user.as_ptr(),
                password: password.as_ptr(),
            },
        },
    };
    // SAFETY: all strings are NUL-terminated.
    let added = unsafe { table.AddCredentials.unwrap()(&mut options, name.as_ptr(), &given, 0) };
    assert_eq!(added, MI_RESULT_OK);
    let (mut option, mut buffer, mut length) = (std::ptr::null(), [0 as MI_Char; 16], 0);
    // SAFETY: the buffer has as many units as it says, the outputs are writable or NULL.
    let got = unsafe {
        table.GetCredentialsPasswordAt.unwrap()(
            &options,
            0,
            &mut option,
            buffer.as_mut_ptr(),
            buffer.len() as u32,
            &mut length,
            std::ptr::null_mut(),
        )
    };
    assert_eq!((got, length as usize), (MI_RESULT_OK, password.len()));
    assert_eq!(&buffer[..password.len()], &password[..]);
    // SAFETY: the handle is live.
    unsafe { table.Delete.unwrap()(&mut options) };
}
