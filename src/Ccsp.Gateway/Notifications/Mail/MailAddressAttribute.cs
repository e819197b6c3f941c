using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Notifications.Mail;

internal sealed class MailAddressAttribute(string expected) : TextAttribute(expected)
{
    public override bool IsValid(string text) => MailText.IsAddress(text);
}
