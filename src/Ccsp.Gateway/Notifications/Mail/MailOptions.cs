using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Notifications.Mail;

/// <summary>The mail server, sender and recipients.</summary>
internal sealed record MailOptions
{
    public required string Host { get; init; }

    public required int Port { get; init; }

    public required MailTls Tls { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    public required string From { get; init; }

    public required IReadOnlyList<string> To { get; init; }

    /// <param name="textOf">Resolves a secret.</param>
    public static MailOptions Of(NotifyEmailConfig email, string host, string from, Func<Secret, string> textOf) => new()
    {
        Host = host,
        Port = email.Port ?? email.Tls switch { MailTls.None => 25, MailTls.Implicit => 465, _ => 587 },
        Tls = email.Tls,
        User = email.User,
        Password = email.Password is { } password ? textOf(password) : null,
        From = from,
        To = email.To,
    };
}
