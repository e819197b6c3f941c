using Ccsp.Gateway.Notifications.Mail;

namespace Ccsp.Gateway.Notifications.Peers;

/// <summary>What the codes of HTTP and SMTP say about the next try. Pure.</summary>
internal static class PeerFaults
{
    /// <param name="status">Any but a success.</param>
    public static PeerFault OfHttp(int status) => status switch
    {
        301 or 308 or 401 or 403 or 404 or 407 or 410 => PeerFault.Configuration,
        // 409: an earlier try under the same Idempotency-Key is still in progress.
        408 or 409 or 421 or 423 or 425 or 429 => PeerFault.Transient,
        >= 400 and < 500 => PeerFault.Permanent,
        _ => PeerFault.Transient,
    };

    public static PeerFault OfSmtp(MailStep step, int code) => (step, code) switch
    {
        (_, < 500) => PeerFault.Transient,
        // A login is missing, wrong, too weak or needs encryption.
        (_, 530 or 534 or 535 or 538) => PeerFault.Configuration,
        // The mail is larger than the server takes.
        (MailStep.Sender, 552) => PeerFault.Permanent,
        (MailStep.Greeting or MailStep.Login or MailStep.Sender, _) => PeerFault.Configuration,
        _ => PeerFault.Permanent,
    };
}
