//! The published test vectors (MS-NLMP 4.2.1 and 4.2.4), and tokens that are not as they should be.

use super::*;

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(byte).collect()
}

/// CHALLENGE_MESSAGE of 4.2.4.3.
fn challenge() -> Vec<u8> {
    hex("4e544c4d53535000 02000000 0c000c0038000000 33828ae2 0123456789abcdef 0000000000000000
         2400240044000000 060070170000000f 530065007200760065007200
         02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000")
}

/// AUTHENTICATE_MESSAGE of 4.2.4.3.
fn authenticate() -> Vec<u8> {
    hex("4e544c4d53535000 03000000 180018006c000000 5400540084000000 0c000c0048000000
         0800080054000000 100010005c000000 10001000d8000000 358288e2 0501280a0000000f
         44006f006d00610069006e00 5500730065007200 43004f004d0050005500540045005200
         86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa
         68cd0ab851e51c96aabc927bebef6a1c
         0101000000000000 0000000000000000 aaaaaaaaaaaaaaaa 00000000
         02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000 00000000
         c5dad2544fc9799094ce1ce90bc9d03e")
}

/// A context with the inputs of 4.2.1, which has not begun.
fn context() -> Context {
    let account = Ntlm::new("Domain", "User", "Password").expect("an account");
    assert_eq!(account.hash.expose(), hex("0c868a403bfd7a93a3001ef22ef02e3f"));
    Context {
        user: account.user.clone(),
        domain: account.domain.clone(),
        hash: account.hash.clone(),
        service: String::new(),
        binding: None,
        made: Made {
            client_challenge: [0xaa; 8],
            session_key: Zeroizing::new([0x55; 16]),
            now: 0,
            workstation: "COMPUTER".into(),
            version: Version([5, 1, 0x28, 0x0a, 0, 0, 0, 15]),
        },
        state: State::Begun,
    }
}

fn challenged(context: &mut Context, challenge: &[u8]) -> Result<Vec<u8>, String> {
    assert!(matches!(context.step(None), Ok(Progress::Continue(_))));
    match context.step(Some(challenge))? {
        Progress::Done(Some(token)) => Ok(token.0.clone()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn authenticate_message_is_the_published_one() {
    let mut context = context();
    assert_eq!(challenged(&mut context, &challenge()).expect("a message"), authenticate());
    // Without a time of the server's there is no MIC (4.2.4 has none).
    assert!(!context.wants_mic());
}

#[test]
fn session_base_key_is_the_published_one() {
    let context = context();
    let info = Challenge::read(&challenge()).expect("readable").info.for_response(None, "");
    let response = Response {
        hash: &context.hash,
        server_challenge: [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef],
        client_challenge: [0xaa; 8],
        time: 0,
        info: &info,
    };
    assert_eq!(response.nt().1.as_slice(), hex("8de40ccadbc14a82f15cb0ad0de95ca3"));
}

#[test]
fn sealed_message_is_the_published_one() {
    let key = Zeroizing::new([0x55; 16]);
    let mut session = Session::client(&key, true);
    assert_eq!(session.client_keys(), hex("59f600973cc4960a25480a7c196e4c58"));
    let plain = message::utf16("Plaintext");
    let sealed = session.seal(&plain);
    assert_eq!(sealed.data, hex("54e50165bf1936dc996020c1811b0f06fb5f"));
    assert_eq!(sealed.header, hex("01000000 7fb38ec5c55d4976 00000000"));
    assert_eq!(Session::server(&key, true).unseal(&sealed.header, &sealed.data), Ok(plain));
}

#[test]
fn altered_repeated_and_reordered_messages_are_refused() {
    let key = Zeroizing::new([7; 16]);
    for exchanged in [true, false] {
        let mut server = Session::server(&key, exchanged);
        let sealed: Vec<Sealed> = (0..3).map(|at| server.seal(&[at; 9000])).collect();
        let client = || Session::client(&key, exchanged);
        let mut whole = client();
        for (at, sealed) in sealed.iter().enumerate() {
            assert_eq!(whole.unseal(&sealed.header, &sealed.data), Ok(vec![at as u8; 9000]));
        }
        assert!(whole.unseal(&sealed[2].header, &sealed[2].data).is_err(), "again");
        assert!(client().unseal(&sealed[1].header, &sealed[1].data).is_err(), "too early");
        assert!(client().unseal(&sealed[0].header, &sealed[0].data[1..]).is_err(), "shorter");
        assert!(client().unseal(&sealed[0].header[..15], &sealed[0].data).is_err(), "a shorter signature");
        for at in 0..16 {
            let mut header = sealed[0].header.clone();
            header[at] ^= 1;
            assert!(client().unseal(&header, &sealed[0].data).is_err(), "signature, byte {at}");
        }
        let mut data = sealed[0].data.clone();
        data[8999] ^= 0x80;
        assert!(client().unseal(&sealed[0].header, &data).is_err(), "data");
    }
}

/// The challenge of 4.2.4.3 with a time in it.
fn challenge_with_time() -> Vec<u8> {
    let mut challenge = challenge();
    let end = challenge.len() - 4;
    challenge.splice(end..end, hex("07000800 00ea0d5c1c7bd801"));
    challenge[40] += 12;
    challenge[42] += 12;
    challenge
}

#[test]
fn mic_covers_the_three_messages_where_the_server_gave_its_time() {
    let mut context = context();
    context.service = "http/server".into();
    context.binding = Some([0xcb; 16]);
    let challenge = challenge_with_time();
    let message = challenged(&mut context, &challenge).expect("a message");
    assert!(context.wants_mic());
    let mut without = message.clone();
    without[Authenticate::MIC].fill(0);
    let negotiate = negotiate(&context.made.version);
    assert_eq!(message[Authenticate::MIC], *hmac_md5(&[0x55; 16], &[&negotiate, &challenge, &without]));
    let holds = |bytes: &[u8]| message.windows(bytes.len()).any(|window| window == bytes);
    assert!(holds(&hex("06000400 02000000")), "the flag that says so");
    assert!(holds(&[hex("0a001000"), vec![0xcb; 16]].concat()), "the channel binding");
    assert!(holds(&[hex("09001600"), message::utf16("http/server")].concat()), "the service");
    assert!(holds(&hex("00ea0d5c1c7bd801 aaaaaaaaaaaaaaaa")), "the server's time is the response's");
    assert!(holds(&[0; 24]), "and there is no LM response");
}

#[test]
fn signatures_apart_leave_the_cipher_and_take_a_number() {
    let key = Zeroizing::new([9; 16]);
    let (mut client, mut server) = (Session::client(&key, true), Session::server(&key, true));
    let mic = client.sign_apart(Direction::Out, b"list");
    assert_eq!(server.sign_apart(Direction::In, b"list"), mic);
    let mut fresh = Session::client(&key, true);
    let (sealed, first) = (client.seal(b"message"), fresh.seal(b"message"));
    assert_eq!(sealed.data, first.data);
    assert_eq!((sealed.header[12], first.header[12]), (1, 0));
    assert_eq!(server.unseal(&sealed.header, &sealed.data), Ok(b"message".to_vec()));
}

#[test]
fn truncated_challenges_and_weaker_servers_are_refused() {
    let whole = challenge_with_time();
    for cut in 0..whole.len() {
        assert!(challenged(&mut context(), &whole[..cut]).is_err(), "cut at {cut}");
    }
    let with = |at: usize, value: u8| {
        let mut challenge = whole.clone();
        challenge[at] = value;
        challenged(&mut context(), &challenge)
    };
    for (at, value) in [(0, 0), (8, 3), (41, 0xff), (44, 0xff), (47, 0xff)] {
        assert!(with(at, value).is_err(), "byte {at}");
    }
    // Neither unicode, sealing, extended session security nor 128 bits may be missing.
    for (at, value) in [(20, 0x32), (20, 0x13), (21, 0x80), (22, 0x82), (23, 0xc2)] {
        assert!(with(at, value).expect_err("weak").contains("weaker"), "flags, byte {at}");
    }
}

#[test]
fn anonymous_users_are_refused_and_names_are_written_in_upper_case_one_to_one() {
    assert!(Ntlm::new("", "", "x").expect_err("anonymous").contains("anonymous"));
    let hash = |user: &str| Ntlm::new("d", user, "p").expect("an account").hash;
    assert_eq!(hash("straße").expose(), hash("STRAßE").expose());
    assert_ne!(hash("straße").expose(), hash("STRASSE").expose());
    let shown = format!("{:?}", Ntlm::new("d", "user", "secret").expect("an account"));
    assert!(shown.contains("user") && !shown.contains("secret"), "{shown}");
}
