"""An acceptor of another project (pyspnego over MIT's libraries), driven line by line over standard input.

    acceptor.py PROTOCOL [BINDING]      PROTOCOL: kerberos, ntlm, negotiate, credssp; BINDING: application data, in hex

A line is a verb and its arguments in hex ("-" is empty); the answer is one line, "error TEXT" where it failed:
    step TOKEN        -> TOKEN done|more
    wrap MESSAGE      -> HEADER DATA
    unwrap HEADER DATA -> MESSAGE
    mic MESSAGE       -> MIC
    verify MESSAGE MIC -> -
    facts             -> principal, and what else is known of the client, as text
"""

import sys

import spnego
import spnego.channel_bindings


def octets(text):
    return b"" if text == "-" else bytes.fromhex(text)


def text(octets):
    return octets.hex() or "-"


def facts(context):
    words = [str(context.client_principal), str(context.negotiated_protocol)]
    version = context.get_extra_info("protocol_version")
    delegated = context.get_extra_info("client_credential")
    if version is not None:
        words.append("version=%d" % version)
    if delegated is not None:
        words += [delegated.domain_name, delegated.username, delegated.password]
    flags = getattr(context, "context_attr", 0)
    if flags & spnego.ContextReq.delegate:
        words.append("delegated")
    return " ".join(words)


def answer(context, verb, arguments):
    if verb == "step":
        token = context.step(arguments[0]) or b""
        return "%s %s" % (text(token), "done" if context.complete else "more")
    if verb == "wrap":
        sealed = context.wrap_winrm(arguments[0])
        return "%s %s" % (text(sealed.header), text(sealed.data))
    if verb == "unwrap":
        return text(context.unwrap_winrm(arguments[0], arguments[1]))
    if verb == "mic":
        return text(context.sign(arguments[0]))
    if verb == "verify":
        context.verify(arguments[0], arguments[1])
        return "-"
    if verb == "facts":
        return facts(context)
    raise ValueError(verb)


def main():
    binding = None
    if len(sys.argv) > 2:
        binding = spnego.channel_bindings.GssChannelBindings(application_data=octets(sys.argv[2]))
    context = spnego.server(
        hostname="localhost", service="http", protocol=sys.argv[1], channel_bindings=binding
    )
    for line in sys.stdin:
        verb, *arguments = line.split()
        try:
            said = answer(context, verb, [octets(argument) for argument in arguments])
        except Exception as error:  # whatever the library raises is the answer
            said = "error %s: %s" % (type(error).__name__, " ".join(str(error).split()))
        print(said, flush=True)


main()
