using Ccsp.Contracts;
using Ccsp.Gateway.Notifications.Mail;

namespace Ccsp.Gateway.Configuration;

internal sealed record NotifyEmailConfig
{
    public string? Host { get; init; }

    /// <summary>Null: what is usual for <see cref="Tls"/>.</summary>
    public int? Port { get; init; }

    public MailTls Tls { get; init; } = MailTls.StartTls;

    public string? User { get; init; }

    public Secret? Password { get; init; }

    public string? From { get; init; }

    public IReadOnlyList<string> To { get; init; } = [];

    public Severity Minimum { get; init; } = Severity.Error;
}
