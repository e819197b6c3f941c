using System.Security.Cryptography;
using System.Text;
using MimeKit;
using MimeKit.Text;

namespace Ccsp.Gateway.Notifications.Mail;

/// <summary>Turns notices into mails. Pure.</summary>
internal static class MailMessages
{
    public static MimeMessage Of(Notice notice, MailOptions options, DateTimeOffset now)
    {
        var message = new MimeMessage
        {
            Subject = notice.Title,
            Date = now.ToUniversalTime(),
            // The same for each attempt, so that a mailbox can recognize a second delivery.
            MessageId = $"{Hash(notice.Key)}@ccsp.invalid",
            // Base64 survives every relay, whatever the letters and the length of lines.
            Body = new TextPart(TextFormat.Plain) { Text = notice.Body, ContentTransferEncoding = ContentEncoding.Base64 },
        };
        message.From.Add(Mailbox(options.From));
        message.To.AddRange(options.To.Select(Mailbox));
        // One thread per topic.
        message.References.Add($"{Hash("topic " + notice.Topic)}@ccsp.invalid");
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    private static MailboxAddress Mailbox(string address) => new("", address);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))[..16]);
}
