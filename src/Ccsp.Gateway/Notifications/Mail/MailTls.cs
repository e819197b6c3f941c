namespace Ccsp.Gateway.Notifications.Mail;

/// <summary>How the connection to the mail server is encrypted.</summary>
internal enum MailTls
{
    /// <summary>Not at all: for a relay on this machine.</summary>
    None,

    /// <summary>Upgraded to TLS after the greeting; a server that does not offer it is refused.</summary>
    StartTls,

    /// <summary>TLS from the first byte, usually on port 465.</summary>
    Implicit,
}
