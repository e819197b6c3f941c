using System.ComponentModel.DataAnnotations;
using Ccsp.Contracts;
using Ccsp.Gateway.Notifications.Mail;
using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Notifications;

internal sealed record NotifyEmailConfig
{
    [HostName]
    public string? Host { get; init; }

    /// <summary>Null: the usual port for <see cref="Tls"/>.</summary>
    [Range(1, 65535)]
    public int? Port { get; init; }

    public MailTls Tls { get; init; } = MailTls.StartTls;

    [NonEmpty("a name")]
    public string? User { get; init; }

    public Secret? Password { get; init; }

    [MailAddress("a mail address")]
    public string? From { get; init; }

    [MailAddress("a list of mail addresses")]
    public IReadOnlyList<string> To { get; init; } = [];

    public Severity MinimumSeverity { get; init; } = Severity.Error;
}
