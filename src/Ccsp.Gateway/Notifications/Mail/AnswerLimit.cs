using Ccsp.Gateway.Notifications.Peers;
using MailKit;

namespace Ccsp.Gateway.Notifications.Mail;

/// <summary>
/// Bounds what a mail server may answer. The mail library reads an answer of any length into memory, but reports each read to its logger.
/// </summary>
internal sealed class AnswerLimit(string host) : IProtocolLogger
{
    private int _read;

    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    public void LogServer(byte[] buffer, int offset, int count)
    {
        _read += count;
        if (_read > PeerLimits.AnswerBytes)
            throw new PeerFailure($"{host} answers without an end");
    }

    public void LogConnect(Uri uri)
    {
    }

    public void LogClient(byte[] buffer, int offset, int count)
    {
    }

    public void Dispose()
    {
    }
}
