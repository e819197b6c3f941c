using System.Net.Security;
using System.Text;
using Ccsp.Gateway.Notifications.Peers;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Ccsp.Gateway.Notifications.Mail;

/// <summary>Sends a mail over a connection whose address was checked, and names in each failure what the server refused.</summary>
internal static class SmtpSession
{
    /// <exception cref="PeerFailure">The server refuses, or does not speak SMTP.</exception>
    public static async Task SendAsync(Stream connection, MailOptions options, MimeMessage message, CancellationToken cancellationToken)
    {
        var step = "the greeting";
        using var smtp = new SmtpClient(new AnswerLimit(options.Host))
        {
            LocalDomain = "ccsp.invalid",
            // Revocation lists would be fetched from addresses that nobody checked; and the library would accept some certificates by name.
            CheckCertificateRevocation = false,
            ServerCertificateValidationCallback = static (_, _, _, errors) => errors == SslPolicyErrors.None,
        };
        try
        {
            await smtp.ConnectAsync(connection, options.Host, options.Port, SocketOptions(options.Tls), cancellationToken);
            step = "the login";
            if (options is { User: { } user, Password: { } password })
                await smtp.AuthenticateAsync(user, password, cancellationToken);
            step = "the message";
            await smtp.SendAsync(message, cancellationToken);
            await smtp.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (SmtpCommandException ex)
        {
            throw Refused(options, Subject(ex) ?? step, ex, ex);
        }
        catch (AuthenticationException ex)
        {
            throw Refused(options, step, ex.InnerException as SmtpCommandException, ex);
        }
        catch (SslHandshakeException ex)
        {
            throw new PeerFailure($"{options.Host}: no trusted TLS connection: {ex.InnerException?.Message}", cause: ex);
        }
        catch (NotSupportedException ex)
        {
            throw new PeerFailure($"{options.Host} offers no {(step == "the login" ? "login" : "STARTTLS")}", cause: ex);
        }
        catch (ProtocolException ex)
        {
            var isCut = ex.Message.Contains("disconnected", StringComparison.Ordinal);
            throw new PeerFailure($"{options.Host} {(isCut ? "hung up" : "does not speak SMTP")}", cause: ex);
        }
    }

    private static SecureSocketOptions SocketOptions(MailTls tls) => tls switch
    {
        MailTls.None => SecureSocketOptions.None,
        MailTls.StartTls => SecureSocketOptions.StartTls,
        MailTls.Implicit => SecureSocketOptions.SslOnConnect,
        _ => throw new ArgumentOutOfRangeException(nameof(tls)),
    };

    private static string? Subject(SmtpCommandException refusal) => refusal.ErrorCode switch
    {
        SmtpErrorCode.SenderNotAccepted => "the sender",
        SmtpErrorCode.RecipientNotAccepted => $"the recipient {refusal.Mailbox?.Address}",
        _ => null,
    };

    private static PeerFailure Refused(MailOptions options, string what, SmtpCommandException? answer, Exception cause) => new(
        $"{options.Host} refused {what}"
        + (answer is null ? "" : $": {(int)answer.StatusCode} {OneLine(WithoutSecrets(answer.Message, options))}"),
        cause: cause);

    /// <summary>Some servers repeat in their refusal what they were sent.</summary>
    private static string WithoutSecrets(string text, MailOptions options) =>
        options is not { User: { } user, Password: { Length: > 0 } password } ? text
        : new[] { Base64($"\0{user}\0{password}"), Base64(password), password }
            .Aggregate(text, static (hidden, secret) => hidden.Replace(secret, "…", StringComparison.Ordinal));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string OneLine(string text) => new([.. text.Take(200).Select(c => char.IsControl(c) ? ' ' : c)]);
}
