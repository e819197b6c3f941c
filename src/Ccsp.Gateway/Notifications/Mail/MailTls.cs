namespace Ccsp.Gateway.Notifications.Mail;

/// <summary>How the way to the mail server is protected.</summary>
internal enum MailTls
{
    /// <summary>Not at all: a relay on this machine.</summary>
    None,

    /// <summary>The connection turns to TLS after the greeting; a server that does not offer it is refused.</summary>
    StartTls,

    /// <summary>TLS from the first byte, usually on port 465.</summary>
    Implicit,
}
