namespace Ccsp.Gateway.Notifications.Mail;

/// <summary>The steps of an SMTP session that a server may refuse.</summary>
internal enum MailStep
{
    Greeting,
    Login,
    Sender,
    Recipient,
    Message,
}
