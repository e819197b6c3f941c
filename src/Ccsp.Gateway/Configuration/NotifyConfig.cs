using Ccsp.Contracts;
using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.Mail;

namespace Ccsp.Gateway.Configuration;

/// <summary>Who is told what happens, as it was written.</summary>
internal sealed record NotifyConfig
{
    public NotifyGithubConfig Github { get; init; } = new();

    public NotifySlackConfig Slack { get; init; } = new();

    public NotifyWebhookConfig Webhook { get; init; } = new();

    public NotifyEmailConfig Email { get; init; } = new();

    public NotifyPagerDutyConfig PagerDuty { get; init; } = new();

    /// <summary>The least severe notice that is written into the log.</summary>
    public Severity LogMinimum { get; init; } = Severity.Info;

    public NotifyQuietConfig Quiet { get; init; } = new();

    /// <summary>Notices about the same thing within so many seconds are folded into the next one.</summary>
    public int CooldownSeconds { get; init; } = 300;

    /// <summary>Tries of one notification before it is given up.</summary>
    public int MaxTries { get; init; } = 10;

    /// <summary>Hosts that may have private addresses.</summary>
    public IReadOnlyList<string> AllowTargets { get; init; } = [];

    /// <summary>By the kind's word, for example <c>session-timeout</c>.</summary>
    public IReadOnlyDictionary<string, KindOptions> Kinds { get; init; } = new Dictionary<string, KindOptions>(StringComparer.Ordinal);
}

internal sealed record NotifyGithubConfig
{
    /// <summary><c>owner/name</c>; null: no issues are opened.</summary>
    public string? Repository { get; init; }

    public string ApiUrl { get; init; } = "https://api.github.com";

    public Secret? Token { get; init; }

    /// <summary>Between two looks at an open issue.</summary>
    public int PollSeconds { get; init; } = 60;

    public Severity Minimum { get; init; } = Severity.Critical;
}

internal sealed record NotifySlackConfig
{
    public Secret? Url { get; init; }

    public Severity Minimum { get; init; } = Severity.Warning;
}

internal sealed record NotifyWebhookConfig
{
    public Secret? Url { get; init; }

    /// <summary>Signs each request.</summary>
    public Secret? Secret { get; init; }

    public Severity Minimum { get; init; } = Severity.Info;
}

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

internal sealed record NotifyPagerDutyConfig
{
    public Secret? RoutingKey { get; init; }

    public string Url { get; init; } = Notifications.Channels.PagerDutyChannel.DefaultUrl;

    public Severity Minimum { get; init; } = Severity.Critical;
}

/// <summary>When only what is critical is told.</summary>
internal sealed record NotifyQuietConfig
{
    public TimeOnly? From { get; init; }

    public TimeOnly? To { get; init; }

    /// <summary>Name of a time zone, for example <c>Europe/Berlin</c>.</summary>
    public string Zone { get; init; } = "UTC";
}
