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

    private readonly byte[] buffer = new byte[LineBytes];
    private Stream stream = connection;
    private int filled;

    /// <exception cref="PeerFailure">The server says no, or speaks no SMTP.</exception>
    public async Task SendAsync(MailOptions options, string mail, CancellationToken stop)
    {
        if (options.Tls == MailTls.Implicit)
            await SecureAsync(stop);
        await ExpectAsync(220, "the greeting", stop);
        var offers = await HelloAsync(stop);
        if (options.Tls == MailTls.StartTls)
        {
            if (!offers.Any(offer => offer.Equals("STARTTLS", StringComparison.OrdinalIgnoreCase)))
                throw new PeerFailure($"{host} offers no STARTTLS");
            await AskAsync("STARTTLS", 220, "STARTTLS", stop);
            // What was said before is not trusted after.
            filled = 0;
            await SecureAsync(stop);
            await HelloAsync(stop);
        }

        if (options is { User: { } user, Password: { } password })
            await AskAsync("AUTH PLAIN " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{password}")), 235, "the login", stop);
        await AskAsync($"MAIL FROM:<{options.From}>", 250, "the sender", stop);
        foreach (var to in options.To)
            await AskAsync($"RCPT TO:<{to}>", 250, $"the recipient {to}", stop);
        await AskAsync("DATA", 354, "DATA", stop);
        await AskAsync(Stuffed(mail) + ".", 250, "the message", stop);
        await WriteAsync("QUIT", stop);
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private async Task SecureAsync(CancellationToken stop)
    {
        var tls = new SslStream(stream, leaveInnerStreamOpen: false);
        stream = tls;
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host }, stop);
        }
        catch (AuthenticationException failure)
        {
            throw new PeerFailure($"{host}: no trusted TLS connection: {failure.Message}", cause: failure);
        }
    }

    private async Task<IReadOnlyList<string>> HelloAsync(CancellationToken stop)
    {
        await WriteAsync("EHLO ccsp.invalid", stop);
        return await ExpectAsync(250, "EHLO", stop);
    }

    private async Task AskAsync(string line, int code, string what, CancellationToken stop)
    {
        await WriteAsync(line, stop);
        await ExpectAsync(code, what, stop);
    }

    private async Task WriteAsync(string line, CancellationToken stop)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), stop);
        await stream.FlushAsync(stop);
    }

    /// <returns>The texts of the answer's lines.</returns>
    private async Task<IReadOnlyList<string>> ExpectAsync(int code, string what, CancellationToken stop)
    {
        List<string> texts = [];
        while (texts.Count < Lines)
        {
            var line = await ReadLineAsync(stop);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), out var said))
                throw new PeerFailure($"{host} does not speak SMTP");
            texts.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length > 3 && line[3] == '-')
                continue;
            return said == code ? texts : throw new PeerFailure($"{host} refused {what}: {said} {Clean(texts[^1])}");
        }

        throw new PeerFailure($"{host} answers without an end");
    }

    private async Task<string> ReadLineAsync(CancellationToken stop)
    {
        while (true)
        {
            var end = buffer.AsSpan(0, filled).IndexOf((byte)'\n');
            if (end >= 0)
            {
                var line = Encoding.ASCII.GetString(buffer, 0, end).TrimEnd('\r');
                filled -= end + 1;
                Buffer.BlockCopy(buffer, end + 1, buffer, 0, filled);
                return line;
            }

            if (filled == buffer.Length)
                throw new PeerFailure($"{host} sends a line without an end");
            var read = await stream.ReadAsync(buffer.AsMemory(filled), stop);
            if (read == 0)
                throw new PeerFailure($"{host} hung up");
            filled += read;
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
