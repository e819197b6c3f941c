using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Notifications.Mail;

/// <summary>An address that is safe in an SMTP command: one @, no delimiters.</summary>
internal sealed class MailAddressAttribute(string expected) : TextAttribute(expected)
{
    public override bool IsValid(string text) =>
        text.Length <= 254 && text.All(c => c is > ' ' and < '\u007f' && !"<>(),;:\\\"[]".Contains(c, StringComparison.Ordinal))
        && text.Split('@') is [{ Length: > 0 }, { Length: > 0 }];
}
