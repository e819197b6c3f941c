using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace Ccsp.Gateway.Notifications.Mail;

/// <summary>Sends a mail to those the server accepts. The library's own client sends it to nobody once one recipient is refused.</summary>
internal sealed class RecipientClient(IProtocolLogger logger) : SmtpClient(logger)
{
    private readonly List<RefusedRecipient> _refused = [];

    public IReadOnlyList<RefusedRecipient> Refused => _refused;

    protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
        _refused.Add(new RefusedRecipient(mailbox.Address, (int)response.StatusCode, response.Response));

    protected override void OnNoRecipientsAccepted(MimeMessage message) => throw new SmtpCommandException(
        SmtpErrorCode.RecipientNotAccepted, (SmtpStatusCode)_refused[0].Code, _refused[0].Text);
}
