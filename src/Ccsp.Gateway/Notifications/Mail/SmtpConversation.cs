using System.Net.Security;
using System.Security.Authentication;
using System.Text;
using Ccsp.Gateway.Notifications.Peers;

namespace Ccsp.Gateway.Notifications.Mail;

/// <summary>
/// One conversation with a mail server. The framework's own client resolves and connects by itself, so its target could not be checked,
/// knows no TLS from the first byte, and reads answers without a bound.
/// </summary>
internal sealed class SmtpConversation(Stream connection, string host) : IAsyncDisposable
{
    private const int LineBytes = 2_000, Lines = 100;

    private readonly byte[] _buffer = new byte[LineBytes];
    private Stream _stream = connection;
    private int _filled;

    /// <exception cref="PeerFailure">The server says no, or speaks no SMTP.</exception>
    public async Task SendAsync(MailOptions options, string mail, CancellationToken cancellationToken)
    {
        if (options.Tls == MailTls.Implicit)
            await SecureAsync(cancellationToken);
        await ExpectAsync(220, "the greeting", cancellationToken);
        var offers = await HelloAsync(cancellationToken);
        if (options.Tls == MailTls.StartTls)
        {
            if (!offers.Any(offer => offer.Equals("STARTTLS", StringComparison.OrdinalIgnoreCase)))
                throw new PeerFailure($"{host} offers no STARTTLS");
            await AskAsync("STARTTLS", 220, "STARTTLS", cancellationToken);
            // What was said before is not trusted after.
            _filled = 0;
            await SecureAsync(cancellationToken);
            await HelloAsync(cancellationToken);
        }

        if (options is { User: { } user, Password: { } password })
            await AskAsync("AUTH PLAIN " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{password}")), 235, "the login",
                cancellationToken);
        await AskAsync($"MAIL FROM:<{options.From}>", 250, "the sender", cancellationToken);
        foreach (var to in options.To)
            await AskAsync($"RCPT TO:<{to}>", 250, $"the recipient {to}", cancellationToken);
        await AskAsync("DATA", 354, "DATA", cancellationToken);
        await AskAsync(Stuffed(mail) + ".", 250, "the message", cancellationToken);
        await WriteAsync("QUIT", cancellationToken);
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task SecureAsync(CancellationToken cancellationToken)
    {
        var tls = new SslStream(_stream, leaveInnerStreamOpen: false);
        _stream = tls;
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host }, cancellationToken);
        }
        catch (AuthenticationException ex)
        {
            throw new PeerFailure($"{host}: no trusted TLS connection: {ex.Message}", cause: ex);
        }
    }

    private async Task<IReadOnlyList<string>> HelloAsync(CancellationToken cancellationToken)
    {
        await WriteAsync("EHLO ccsp.invalid", cancellationToken);
        return await ExpectAsync(250, "EHLO", cancellationToken);
    }

    private async Task AskAsync(string line, int code, string what, CancellationToken cancellationToken)
    {
        await WriteAsync(line, cancellationToken);
        await ExpectAsync(code, what, cancellationToken);
    }

    private async Task WriteAsync(string line, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), cancellationToken);
        await _stream.FlushAsync(cancellationToken);
    }

    /// <returns>The texts of the answer's lines.</returns>
    private async Task<IReadOnlyList<string>> ExpectAsync(int code, string what, CancellationToken cancellationToken)
    {
        List<string> texts = [];
        while (texts.Count < Lines)
        {
            var line = await ReadLineAsync(cancellationToken);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), out var said))
                throw new PeerFailure($"{host} does not speak SMTP");
            texts.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length > 3 && line[3] == '-')
                continue;
            return said == code ? texts : throw new PeerFailure($"{host} refused {what}: {said} {Clean(texts[^1])}");
        }

        throw new PeerFailure($"{host} answers without an end");
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var end = _buffer.AsSpan(0, _filled).IndexOf((byte)'\n');
            if (end >= 0)
            {
                var line = Encoding.ASCII.GetString(_buffer, 0, end).TrimEnd('\r');
                _filled -= end + 1;
                Buffer.BlockCopy(_buffer, end + 1, _buffer, 0, _filled);
                return line;
            }

            if (_filled == _buffer.Length)
                throw new PeerFailure($"{host} sends a line without an end");
            var read = await _stream.ReadAsync(_buffer.AsMemory(_filled), cancellationToken);
            if (read == 0)
                throw new PeerFailure($"{host} hung up");
            _filled += read;
        }
    }

    /// <summary>A line that begins with a dot gets a second one; a lone dot would end the message.</summary>
    private static string Stuffed(string mail)
    {
        var stuffed = mail.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        return stuffed.StartsWith('.') ? "." + stuffed : stuffed;
    }

    private static string Clean(string text) => new([.. text.Take(200).Select(c => char.IsControl(c) ? ' ' : c)]);
}
