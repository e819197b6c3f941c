using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ccsp.Gateway.Notifications.Mail;

/// <summary>A notice as the text of a mail: ASCII on the wire whatever it says. Pure.</summary>
internal static class MailText
{
    private const int EncodedWordBytes = 42;

    public static string Of(Notice notice, MailOptions options, DateTimeOffset now)
    {
        var text = new StringBuilder();
        Header(text, "From", options.From);
        Header(text, "To", string.Join(", ", options.To));
        Header(text, "Subject", EncodedWords(notice.Title));
        Header(text, "Date", now.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture) + " +0000");
        // The same for each try, so that a mailbox can tell a second delivery.
        Header(text, "Message-ID", $"<{Hash(notice.Key)}@ccsp.invalid>");
        // A thread for each topic.
        Header(text, "References", $"<{Hash("topic " + notice.Topic)}@ccsp.invalid>");
        Header(text, "Auto-Submitted", "auto-generated");
        Header(text, "MIME-Version", "1.0");
        Header(text, "Content-Type", "text/plain; charset=utf-8");
        Header(text, "Content-Transfer-Encoding", "base64");
        text.Append("\r\n");
        var body = Convert.ToBase64String(Encoding.UTF8.GetBytes(notice.Body.ReplaceLineEndings("\r\n") + "\r\n"));
        for (var at = 0; at < body.Length; at += 76)
            text.Append(body, at, Math.Min(76, body.Length - at)).Append("\r\n");
        return text.ToString();
    }

    /// <summary>Whether an address is safe in an SMTP command: one @, no delimiters.</summary>
    public static bool IsAddress(string text) =>
        text.Length <= 254 && text.All(c => c is > ' ' and < '\u007f' && !"<>(),;:\\\"[]".Contains(c, StringComparison.Ordinal))
        && text.Split('@') is [{ Length: > 0 }, { Length: > 0 }];

    private static void Header(StringBuilder text, string name, string value) =>
        text.Append(name).Append(": ").Append(value).Append("\r\n");

    /// <summary>RFC 2047; each word holds whole characters and fits its line.</summary>
    private static string EncodedWords(string text)
    {
        var words = new List<string>();
        var word = new List<byte>();
        var buffer = new byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(buffer);
            if (word.Count + length > EncodedWordBytes)
                Flush();
            word.AddRange(buffer.AsSpan(0, length));
        }

        Flush();
        return string.Join("\r\n ", words);

        void Flush()
        {
            words.Add($"=?utf-8?B?{Convert.ToBase64String([.. word])}?=");
            word.Clear();
        }
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))[..16]);
}
