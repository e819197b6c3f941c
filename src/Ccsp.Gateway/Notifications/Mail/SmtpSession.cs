using System.Net.Security;
using System.Text;
using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Notifications.Peers;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Ccsp.Gateway.Notifications.Mail;

/// <summary>Sends a mail over a connection whose address was checked, and names in each failure what the server refused.</summary>
internal static class SmtpSession
{
    /// <summary>
    /// The login method that is used, the most common first. One that fails is not followed by another: the password is the same, and
    /// servers count the tries. PLAIN is no weakness, as a password is sent over TLS only.
    /// </summary>
    private static readonly string[] LoginMethods = ["PLAIN", "LOGIN", "SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5"];

    /// <param name="recipients">Those that still lack it.</param>
    /// <exception cref="PeerFailure">The server refuses, or does not speak SMTP.</exception>
    public static async Task<DeliveryOutcome.Sent> SendAsync(Stream connection, MailOptions options, MimeMessage message,
        IReadOnlyList<string> recipients, CancellationToken cancellationToken)
    {
        var step = MailStep.Greeting;
        using var smtp = new RecipientClient(new AnswerLimit(options.Host))
        {
            LocalDomain = "ccsp.invalid",
            // Revocation lists would be fetched from addresses that nobody checked; and the library would accept some certificates by name.
            CheckCertificateRevocation = false,
            ServerCertificateValidationCallback = static (_, _, _, errors) => errors == SslPolicyErrors.None,
        };
        try
        {
            await smtp.ConnectAsync(connection, options.Host, options.Port, SocketOptions(options.Tls), cancellationToken);
            step = MailStep.Login;
            if (options is { User: { } user, Password: { } password })
            {
                smtp.AuthenticationMechanisms.IntersectWith(LoginMethods.Where(smtp.AuthenticationMechanisms.Contains).Take(1));
                await smtp.AuthenticateAsync(user, password, cancellationToken);
            }

            step = MailStep.Message;
            await smtp.SendAsync(
                message, message.From.Mailboxes.Single(), recipients.Select(address => new MailboxAddress("", address)), cancellationToken);
            await smtp.DisconnectAsync(quit: true, cancellationToken);
            return Taken(options, smtp.Refused, recipients.Count);
        }
        catch (SmtpCommandException) when (smtp.Refused.Count == recipients.Count)
        {
            throw new PeerFailure(
                $"{options.Host} refused {Sentences(options, smtp.Refused)}",
                fault: smtp.Refused.Any(IsTransient) ? PeerFault.Transient : PeerFault.Permanent);
        }
        catch (SmtpCommandException ex)
        {
            throw Refused(options, ex.ErrorCode == SmtpErrorCode.SenderNotAccepted ? MailStep.Sender : step, ex, ex);
        }
        catch (AuthenticationException ex)
        {
            throw Refused(options, step, ex.InnerException as SmtpCommandException, ex);
        }
        catch (SslHandshakeException ex)
        {
            throw new PeerFailure($"{options.Host}: no trusted TLS connection: {ex.InnerException?.Message}", cause: ex,
                fault: ex.InnerException is IOException ? PeerFault.Transient : PeerFault.Configuration);
        }
        catch (NotSupportedException ex)
        {
            throw new PeerFailure(
                $"{options.Host} offers no {(step == MailStep.Login ? "login that is supported" : "STARTTLS")}; check "
                + (step == MailStep.Login ? "notify.email.user" : "notify.email.tls"),
                cause: ex, fault: PeerFault.Configuration);
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

    /// <exception cref="PeerFailure">The server asks to send it to some recipients later.</exception>
    private static DeliveryOutcome.Sent Taken(MailOptions options, IReadOnlyList<RefusedRecipient> refused, int asked)
    {
        var said = refused.Count == 0
            ? $"{options.Host} took it for {asked} recipient{(asked == 1 ? "" : "s")}"
            : $"{options.Host} took it for {asked - refused.Count} of {asked} recipients; it refused {Sentences(options, refused)}";
        return refused.Any(IsTransient)
            ? throw new PeerFailure(said) { Remaining = [.. refused.Where(IsTransient).Select(recipient => recipient.Address)] }
            : new DeliveryOutcome.Sent(said, refused.Count == 0 ? null : said);
    }

    private static bool IsTransient(RefusedRecipient recipient) =>
        PeerFaults.OfSmtp(MailStep.Recipient, recipient.Code) == PeerFault.Transient;

    private static string Sentences(MailOptions options, IReadOnlyList<RefusedRecipient> refused) => string.Join(
        ", ", refused.Select(recipient => $"the recipient {recipient.Address}: {Answer(options, recipient.Code, recipient.Text)}"));

    private static PeerFailure Refused(MailOptions options, MailStep step, SmtpCommandException? answer, Exception cause)
    {
        var code = (int)(answer?.StatusCode ?? SmtpStatusCode.AuthenticationInvalidCredentials);
        var fault = PeerFaults.OfSmtp(step, code);
        return new PeerFailure(
            $"{options.Host} refused {What(step)}"
            + (answer is null ? "" : $": {Answer(options, code, answer.Message)}")
            + (fault == PeerFault.Configuration ? $"; check {Option(code == 530 ? MailStep.Login : step)}" : ""),
            cause: cause, fault: fault);
    }

    private static string What(MailStep step) => step switch
    {
        MailStep.Greeting => "the greeting",
        MailStep.Login => "the login",
        MailStep.Sender => "the sender",
        _ => "the message",
    };

    private static string Option(MailStep step) => step switch
    {
        MailStep.Greeting => "notify.email.host",
        MailStep.Sender => "notify.email.from",
        _ => "notify.email.user and notify.email.password",
    };

    private static string Answer(MailOptions options, int code, string text) => $"{code} {OneLine(WithoutSecrets(text, options))}";

    /// <summary>Some servers repeat in their refusal what they were sent.</summary>
    private static string WithoutSecrets(string text, MailOptions options) =>
        options is not { User: { } user, Password: { Length: > 0 } password } ? text
        : new[] { Base64($"\0{user}\0{password}"), Base64(password), password }
            .Aggregate(text, static (hidden, secret) => hidden.Replace(secret, "…", StringComparison.Ordinal));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string OneLine(string text) => new([.. text.Take(200).Select(c => char.IsControl(c) ? ' ' : c)]);
}
