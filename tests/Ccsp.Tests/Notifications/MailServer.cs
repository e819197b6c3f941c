using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Ccsp.Tests.Notifications;

/// <summary>A mail server on loopback that takes mails, or misbehaves on the command a test names.</summary>
internal sealed class MailServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;

    public MailServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What is answered instead of the usual to a command that begins so; <c>HANG</c> and <c>CUT</c> do so. The greeting is
    /// <c>CONNECT</c>.</summary>
    public Dictionary<string, string> Instead { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<string> Commands { get; } = [];

    public ConcurrentQueue<string> Mails { get; } = [];

    public bool OffersTls { get; set; }

    public bool OffersLogin { get; set; } = true;

    public string LoginMethods { get; set; } = "PLAIN";

    public void Dispose()
    {
        _listener.Stop();
        _ = _serving.ContinueWith(done => done.Exception, TaskScheduler.Default);
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            try
            {
                await TalkAsync(client.GetStream());
            }
            catch (Exception ex) when (ex is IOException or System.Security.Authentication.AuthenticationException)
            {
                // The client left, as it may.
            }
        }
    }

    private async Task TalkAsync(Stream stream)
    {
        var reader = new StreamReader(stream, Encoding.ASCII);
        if (!await AnswerAsync(stream, "CONNECT", "220 mail.example ready"))
            return;
        while (await reader.ReadLineAsync() is { } line)
        {
            Commands.Enqueue(line);
            if (!await AnswerAsync(stream, line, UsualTo(line)) || line == "QUIT")
                return;
            if (line == "STARTTLS")
            {
                using var certificate = Certificate();
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(certificate);
                (stream, reader) = (tls, new StreamReader(tls, Encoding.ASCII));
            }
            else if (line == "DATA" && !Instead.ContainsKey("DATA"))
            {
                var mail = new StringBuilder();
                while (await reader.ReadLineAsync() is { } text && text != ".")
                    mail.Append(text).Append('\n');
                Mails.Enqueue(mail.ToString());
                if (!await AnswerAsync(stream, ".", "250 queued"))
                    return;
            }
        }
    }

    private string UsualTo(string line) => line switch
    {
        _ when line.StartsWith("EHLO", StringComparison.Ordinal) =>
            "250-mail.example\r\n" + (OffersTls ? "250-STARTTLS\r\n" : "") + (OffersLogin ? "250 AUTH " + LoginMethods : "250 HELP"),
        _ when line.StartsWith("AUTH", StringComparison.Ordinal) => "235 ok",
        "STARTTLS" => "220 go on",
        "DATA" => "354 go on",
        "QUIT" => "221 bye",
        _ => "250 ok",
    };

    private async Task<bool> AnswerAsync(Stream stream, string command, string usual)
    {
        var said = Instead.FirstOrDefault(pair => command.StartsWith(pair.Key, StringComparison.Ordinal)).Value ?? usual;
        if (said == "CUT")
            return false;
        if (said == "HANG")
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(said + "\r\n"));
        return true;
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=not-trusted.example", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2036, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }
}
