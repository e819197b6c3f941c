namespace Ccsp.Gateway.Notifications.Mail;

/// <summary>A recipient the server did not accept, with its answer.</summary>
internal sealed record RefusedRecipient(string Address, int Code, string Text);
